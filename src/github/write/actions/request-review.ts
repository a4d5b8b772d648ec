/** Asks people and teams for their review, and takes that back. */

import { people } from "../../../commands/named-people.ts";
import type { Answer } from "../../../model/answer.ts";
import type { RequestAct } from "../../../model/command-effect.ts";
import { escapeMarkdown } from "../../../shared/markdown.ts";
import { loginKey } from "../../../shared/names.ts";
import { type Reviewers, readRequestedReviewers } from "../../read/requested-reviewers.ts";
import { releaseReviewers, requestReviewers } from "../request-reviewers.ts";
import { type ActionContext, outcome } from "./action-context.ts";
import { MAX_LOOKUPS, whyNot } from "./named-accounts.ts";
import { movedOtherwise } from "./superseded-by.ts";

export async function requestReview(context: ActionContext<RequestAct>): Promise<Answer> {
  const { client, act, effect, events } = context;
  const { repository, subject } = effect;
  const place = { repository, number: subject.number };
  const now = await readRequestedReviewers(client, repository, subject.number);
  const isDue = (asked: readonly string[]) => (name: string) =>
    (has(asked, name) === act.off || movedOtherwise(effect, { aspect: "reviewer", name })) &&
    !events.happened("reviewer", name, !act.off);
  const due = { people: act.people.filter(isDue(now.people)), teams: act.teams.filter(isDue(now.teams)) };
  if (act.off) {
    if (namesOf(due).length > 0) await releaseReviewers(client, place, due);
    return released(context, due);
  }
  const nobody: Reviewers = { people: [], teams: [] };
  const refused = namesOf(due).length === 0 ? nobody : await requestReviewers(client, place, due);
  const idle = events.again ? [] : without(namesOf(act), namesOf(due));
  const done = without([...without(act.people, refused.people), ...without(act.teams, refused.teams)], idle);
  const already = idle.length === 0 ? [] : [`${people(idle)} ${idle.length === 1 ? "is" : "are"} asked already.`];
  const notes = [...already, ...(await reasons(context, refused)), ...act.notes];
  return outcome(done.length === 0 ? null : `Asked ${people(done)} to review.`, notes);
}

/** People whom an earlier try took off count as taken off. */
function released({ act, events }: ActionContext<RequestAct>, due: Reviewers): Answer {
  const isIdle = (done: readonly string[]) => (name: string) =>
    !done.includes(name) && !events.happened("reviewer", name, false);
  const idle = [...act.people.filter(isIdle(due.people)), ...act.teams.filter(isIdle(due.teams))];
  const notes = idle.length === 0 ? [] : [`${people(idle)} ${idle.length === 1 ? "was" : "were"} not asked to review.`];
  const isNothing = idle.length === namesOf(act).length;
  return outcome(isNothing ? null : `No longer asked: ${people(namesOf(due))}.`, [...notes, ...act.notes]);
}

function namesOf({ people: logins, teams }: Reviewers): readonly string[] {
  return [...logins, ...teams];
}

function has(names: readonly string[], name: string): boolean {
  return names.some((one) => loginKey(one) === loginKey(name));
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => !others.includes(name));
}

const WHY = "cannot be asked to review: GitHub asks for access to this repository";

async function reasons({ client, effect }: ActionContext, refused: Reviewers): Promise<readonly string[]> {
  const looked = refused.people.slice(0, MAX_LOOKUPS);
  const rest = refused.people.slice(MAX_LOOKUPS);
  return [
    ...(await Promise.all(looked.map((login) => whyNot(client, login, WHY)))),
    ...(rest.length === 0 ? [] : [`GitHub took neither ${people(rest, "or")}.`]),
    ...refused.teams.map(
      (slug) =>
        `GitHub knows no team ${escapeMarkdown(`${effect.repository.owner}/${slug}`)} with access to this repository, or I may not see it.`,
    ),
  ];
}
