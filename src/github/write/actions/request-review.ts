/** Asks people and teams for their review, and takes that back. */

import { z } from "zod";
import { people } from "../../../commands/named-people.ts";
import type { Answer } from "../../../model/answer.ts";
import type { RequestAct } from "../../../model/command-effect.ts";
import { escapeMarkdown } from "../../../shared/markdown.ts";
import { Declined, Gone } from "../../client/errors.ts";
import { parsed } from "../../read/graphql-pages.ts";
import { type ActionContext, home, outcome } from "./action-context.ts";
import { MAX_LOOKUPS, whyNot } from "./named-accounts.ts";

const requestsView = z.object({
  users: z.array(z.object({ login: z.string() })),
  teams: z.array(z.object({ slug: z.string() })),
});

/** Somebody or some team, by login or slug. */
interface Asked {
  readonly name: string;
  readonly kind: "reviewers" | "team_reviewers";
}

export async function requestReviews(context: ActionContext<RequestAct>): Promise<Answer> {
  const { act, events } = context;
  const named: readonly Asked[] = [
    ...act.people.map((name) => ({ name, kind: "reviewers" }) as const),
    ...act.teams.map((name) => ({ name, kind: "team_reviewers" }) as const),
  ];
  const now = await requested(context);
  const due = named.filter((one) => now(one) === act.off && !events.happened("reviewer", one.name, !act.off));
  if (act.off) {
    if (due.length > 0) await sent(context, "DELETE", due);
    const idle = named.filter((one) => !due.includes(one) && !events.happened("reviewer", one.name, false));
    const notes =
      idle.length === 0 ? [] : [`${shown(idle)} ${idle.length === 1 ? "was" : "were"} not asked to review.`];
    return outcome(idle.length === named.length ? null : `No longer asked: ${shown(due)}.`, [...notes, ...act.notes]);
  }
  const declined = await asked(context, due);
  const done = named.filter((one) => !declined.includes(one));
  const notes = [...(await reasons(context, declined)), ...act.notes];
  return outcome(done.length === 0 ? null : `Asked ${shown(done)} to review.`, notes);
}

/** Those whom GitHub declined: it takes all or nobody, so a refusal is tried again one by one. */
async function asked(context: ActionContext, due: readonly Asked[]): Promise<readonly Asked[]> {
  if (due.length === 0 || (await isTaken(context, due))) return [];
  if (due.length === 1) return due;
  const declined: Asked[] = [];
  for (const one of due) if (!(await isTaken(context, [one]))) declined.push(one);
  return declined;
}

async function isTaken(context: ActionContext, due: readonly Asked[]): Promise<boolean> {
  try {
    await sent(context, "POST", due);
    return true;
  } catch (error) {
    if (error instanceof Declined || (error instanceof Gone && due.some(({ kind }) => kind === "team_reviewers")))
      return false;
    throw error;
  }
}

async function sent(
  context: Pick<ActionContext, "client" | "effect">,
  method: "POST" | "DELETE",
  due: readonly Asked[],
) {
  const of = (kind: Asked["kind"]) => due.filter((one) => one.kind === kind).map(({ name }) => name);
  const teams = of("team_reviewers");
  const body = { reviewers: of("reviewers"), ...(teams.length > 0 && { team_reviewers: teams }) };
  await context.client.rest(method, requestsPath(context), { body });
}

async function requested(context: ActionContext): Promise<(one: Asked) => boolean> {
  const { data } = await context.client.rest("GET", requestsPath(context));
  const { users, teams } = parsed(requestsView, data, "review requests");
  const logins = new Set(users.map(({ login }) => login.toLowerCase()));
  const slugs = new Set(teams.map(({ slug }) => slug.toLowerCase()));
  return ({ name, kind }) => (kind === "reviewers" ? logins : slugs).has(name.toLowerCase());
}

function requestsPath(context: Pick<ActionContext, "effect">): string {
  return `${home(context)}/pulls/${context.effect.subject.number}/requested_reviewers`;
}

const WHY = "cannot be asked to review: GitHub asks for access to this repository";

async function reasons({ client, effect }: ActionContext, declined: readonly Asked[]): Promise<readonly string[]> {
  const teams = declined.filter(({ kind }) => kind === "team_reviewers");
  const logins = declined.filter(({ kind }) => kind === "reviewers").map(({ name }) => name);
  const looked = logins.slice(0, MAX_LOOKUPS);
  const rest = logins.slice(MAX_LOOKUPS);
  return [
    ...(await Promise.all(looked.map((login) => whyNot(client, login, WHY)))),
    ...(rest.length === 0 ? [] : [`GitHub took neither ${people(rest, "or")}.`]),
    ...teams.map(
      ({ name }) =>
        `GitHub knows no team ${escapeMarkdown(`${effect.repository.owner}/${name}`)} with access to this repository, or I may not see it.`,
    ),
  ];
}

function shown(all: readonly Asked[]): string {
  return people(all.map(({ name }) => name));
}
