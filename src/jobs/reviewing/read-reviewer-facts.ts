/** Gathers what the choice of reviewers depends on: one request for what the database does not know. */

import { findHistories, saveHistories } from "../../database/path-histories.ts";
import { openedEarlier } from "../../database/pulls.ts";
import { burdens, isCounted, saveCount } from "../../database/review-requests.ts";
import type { Verdict } from "../../gate/verdict-types.ts";
import { type OpenRequests, readReviewing } from "../../github/read/reviewing.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { type Account, loginKey, sameName } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { byPerson, distinct, type Person } from "../../shared/person-sets.ts";
import { foremost } from "../../triage/reviewers/choose.ts";
import type { ChoiceContext } from "../../triage/reviewers/choosing.ts";
import { historyPaths } from "../../triage/reviewers/paths.ts";
import type { ReviewerFacts } from "../../triage/reviewers/reviewer-facts.ts";
import type { JobParts } from "../job-parts.ts";
import { presentNames } from "./present-names.ts";

/** How many statuses are asked for: each adds a piece to the request. */
const MAX_STATUSES = 40;

export interface ReviewerContext {
  readonly parts: JobParts;
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly verdict: Verdict;
}

/**
 * If nobody is going to be asked (`asks` false) only the author's own reviews matter. Throws GitHubError if GitHub does not tell who is
 * asked: then nobody must be asked (R14).
 */
export async function readReviewerFacts(
  context: ReviewerContext & { readonly isNew: boolean; readonly gone: readonly string[] },
  { asks }: { readonly asks: boolean },
): Promise<ReviewerFacts> {
  const { parts, facts, index, verdict } = context;
  const { client, db, bot } = parts;
  const { repository, number, readAt } = facts;
  const paths = asks ? historyPaths(facts) : [];
  const kept = await findHistories(db, repository.id, paths);
  const newcomer =
    context.isNew && facts.author?.type === "User" && !index.holdsAnyRole(facts.author) ? facts.author : null;
  const before = newcomer !== null && (await openedEarlier(db, repository.id, number, newcomer));
  // Whose the open ones are comes with the count, so whether somebody is new here costs no request of its own.
  const countOpen = (asks && !(await isCounted(db, repository.id))) || (newcomer !== null && !before);
  const away = (await parts.away?.(repository.owner, readAt)) ?? [];
  const counts = async () => {
    const all = asks ? await burdens(db, repository.id, number) : [];
    return {
      loads: byPerson(all.map(({ who, open }) => [who, open] as const)),
      turns: byPerson(all.map(({ who, turns }) => [who, turns] as const)),
    };
  };
  const first: ReviewerFacts = {
    requested: [],
    requestedTeams: [],
    events: [],
    histories: kept,
    association: null,
    away,
    ...(await counts()),
    statuses: byPerson([]),
  };
  const choosing: ChoiceContext = { facts, index, verdict, known: first, past: null, botLogin: bot.login };
  // Nobody who was gone is among those who could be asked: whether they are there by now is asked for first.
  const wanted = [...context.gone.map(pinnedBy(index)), ...foremost(choosing, MAX_STATUSES)];
  const people = asks ? distinct(wanted).slice(0, MAX_STATUSES) : [];
  const logins = people.map(({ login }) => login);
  const unknown = paths.filter((path) => !kept.some((one) => one.path === path));
  const read = await readReviewing(client, { repository, number, paths: unknown, logins, countOpen });
  const { names, statuses } = await presentNames(client, people, read);
  await saveHistories(db, repository.id, read.histories);
  if (read.open !== null) await saveCount(db, repository.id, read.open);
  return {
    requested: read.requested,
    requestedTeams: read.requestedTeams,
    events: read.events,
    ...(read.open === null ? { loads: first.loads, turns: first.turns } : await counts()),
    histories: [...kept, ...read.histories],
    statuses: byPerson([...read.busy.map((who) => [who, "busy" as const] as const), ...statuses]),
    names: byPerson(names),
    away,
    returned: context.gone.filter(
      (login) => logins.includes(login) && !statuses.some(([who]) => sameName(who.login, login)),
    ),
    association: read.association,
    openedBefore: before || (newcomer !== null && hasEarlier(read.open ?? [], newcomer, number)),
  };
}

/** As the registry has them. */
function pinnedBy({ registry }: RegistryIndex): (login: string) => Person {
  const pins = new Map(registry.people.map(({ key, id }) => [key, id]));
  return (login) => ({ login, id: pins.get(loginKey(login)) ?? null });
}

function hasEarlier(open: readonly OpenRequests[], author: Account, number: number): boolean {
  return open.some((one) => one.number < number && samePerson(one.author, author));
}
