/** Asks one more person to review, chosen by who has the least to do. */
import { z } from "zod";
import type { Answer } from "../commands/model.ts";
import { people } from "../commands/named-people.ts";
import { type Another, another, type Load } from "../commands/reroll-choice.ts";
import { awayAt } from "../database/away.ts";
import { Declined } from "../github/errors.ts";
import { inert } from "../markdown.ts";
import { loginKey } from "../names.ts";
import type { RerollAct } from "../plan/act.ts";
import { singular } from "../roles/singular.ts";
import { parsed } from "../snapshot/pages.ts";
import { type Doing, outcome } from "./doing.ts";
import { sent } from "./request.ts";

/** Everyone's open requests in the repository, and who was asked or taken off here before. */
export const REQUESTS = `query Requests($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      id
      reviewRequests(first: 100) { nodes { requestedReviewer { ... on User { login } } } }
      timelineItems(last: 100, itemTypes: [REVIEW_REQUEST_REMOVED_EVENT]) {
        nodes { ... on ReviewRequestRemovedEvent { requestedReviewer { ... on User { login } } } }
      }
    }
    pullRequests(states: [OPEN], first: 100, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes { number reviewRequests(first: 20) { nodes { requestedReviewer { ... on User { login } } } } }
    }
  }
}`;

const reviewers = z.object({
  nodes: z.array(z.object({ requestedReviewer: z.object({ login: z.string().optional() }).nullish() })),
});
const requestsView = z.object({
  repository: z.object({
    pullRequest: z.object({ id: z.string(), reviewRequests: reviewers, timelineItems: reviewers }),
    pullRequests: z.object({ nodes: z.array(z.object({ number: z.number(), reviewRequests: reviewers })) }),
  }),
});

/** GitHub may refuse people; so many are tried. */
const MOST_TRIES = 5;

export async function rerolled(doing: Doing<RerollAct>): Promise<Answer> {
  const { act, deeds } = doing;
  const before = deeds.targets("reviewer", true)[0];
  if (before !== undefined) return told(`Asked **${inert(before)}** to review.`);
  const { asked, removed, load, seed } = await requests(doing);
  const away = await awayAt(doing.db, doing.effect.repository.owner, doing.effect.saidAt);
  const isAway = (login: string) => away.some((one) => one.login === loginKey(login));
  const candidates = act.candidates.map((one) => ({ ...one, away: one.away || isAway(one.login) }));
  const refused: string[] = [];
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const apart = [...act.apart, ...asked, ...removed, ...refused];
    const found = another({ candidates, apart, load, maxOpen: act.maxOpen, seed });
    if (found.kind === "nobody") return outcome(null, [...refusals(refused), found.why]);
    try {
      await sent(doing, "POST", [{ name: found.holder.login, kind: "reviewers" }]);
      return told([sentence(found), ...refusals(refused)].join(" "));
    } catch (error) {
      if (!(error instanceof Declined)) throw error;
      refused.push(found.holder.login);
    }
  }
  return outcome(null, [...refusals(refused), "I asked nobody else."]);
}

function told(text: string): Answer {
  return { kind: "told", text };
}

function refusals(logins: readonly string[]): readonly string[] {
  return logins.length === 0
    ? []
    : [`GitHub did not let me ask ${people(logins, "or")}: no access to this repository.`];
}

function sentence({ holder, open }: Extract<Another, { kind: "found" }>): string {
  const areas = holder.areas.length === 0 ? "" : ` of ${people(holder.areas)}`;
  const busy = open === 0 ? "no open review request" : `${open} open review ${open === 1 ? "request" : "requests"}`;
  return `Asked **${inert(holder.login)}** to review (${inert(singular(holder.role))}${areas}, ${busy}).`;
}

async function requests({ client, effect }: Doing<RerollAct>) {
  const { owner, name } = effect.repository;
  const { number } = effect.subject;
  const { data } = await client.graph({ name: "Requests", text: REQUESTS }, { owner, name, number });
  const { pullRequest: pull, pullRequests: open } = parsed(requestsView, data, "review requests").repository;
  const load = new Map<string, number>();
  for (const other of open.nodes)
    for (const login of loginsOf(other.reviewRequests)) load.set(loginKey(login), (load.get(loginKey(login)) ?? 0) + 1);
  const counted: Load = (login) => load.get(loginKey(login)) ?? 0;
  return { asked: loginsOf(pull.reviewRequests), removed: loginsOf(pull.timelineItems), load: counted, seed: pull.id };
}

function loginsOf({ nodes }: z.infer<typeof reviewers>): readonly string[] {
  return nodes.flatMap(({ requestedReviewer }) => requestedReviewer?.login ?? []);
}
