/** Who approved an earlier version of a pull request, and is asked again: they have the least left to read. Pure. */

import { isEndedByChange, sha } from "../../gate/uncounted-reasons.ts";
import type { Candidate, Uncounted, Verdict } from "../../gate/verdict-types.ts";
import { authorNow } from "../../model/conversation.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { AskedReviewer, Reviewing } from "../../model/pull-record.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { loginKey } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { byPerson, type Person } from "../../shared/person-sets.ts";
import { isTold } from "./due.ts";

/** No more people are asked at the same time, however many had approved. */
const MAX_AGAIN = 5;

interface LapsedContext {
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly verdict: Verdict;
  readonly reviewing: Reviewing | undefined;
}

/**
 * People whose approval a change ended and who could give it again where something is missing, and substitutes for those who are away;
 * each approval once, the latest first. Nobody if the registry does not let Rung ask anybody, nor before the first look for reviewers.
 */
export function lapsedApprovers({ facts, index, verdict, reviewing }: LapsedContext): readonly AskedReviewer[] {
  if (facts.state !== "open" || facts.draft || !isTold(verdict)) return [];
  if (reviewing === undefined || index.registry.reviews.request === 0) return [];
  const refused = new Set(reviewing.refused.map(loginKey));
  const open = verdict.areas.filter(({ missing, needed }) => needed > 0 && missing > 0);
  const able = byPerson(open.flatMap(({ candidates }) => candidates).map((one) => [one, one] as const));
  const personOf = (entry: Uncounted) => able.get(speakerOf(entry, facts));
  const lapsed = verdict.uncounted.filter(isLapsed).toSorted((one, other) => other.at - one.at);
  const again = lapsed.filter((entry) => personOf(entry)?.away === undefined).map(({ login }) => login);
  const latest = new Map(lapsed.toReversed().map((entry) => [loginKey(entry.login), entry]));
  return lapsed
    .filter((entry) => latest.get(loginKey(entry.login)) === entry)
    .flatMap((entry): readonly AskedReviewer[] => {
      const person = personOf(entry);
      if (person === undefined || refused.has(loginKey(entry.login))) return [];
      if (person.away === true) return standIn({ entry, facts, verdict, reviewing, again });
      return reviewing.asked.some(({ again }) => again === entry.key)
        ? []
        : [againAsked({ ...person, login: entry.login }, entry, facts)];
    })
    .slice(0, MAX_AGAIN);
}

interface Absentee extends Pick<LapsedContext, "facts" | "verdict"> {
  readonly entry: Uncounted;
  readonly reviewing: Reviewing;
  /** Those who are asked again themselves. */
  readonly again: readonly string[];
}

/** The substitute for somebody who is away: a person that the quickest way names, unless enough people who could approve are asked. */
function standIn({ entry, facts, verdict, reviewing, again }: Absentee): readonly AskedReviewer[] {
  const { key, login } = entry;
  const theirs = verdict.areas.filter(({ missing, candidates }) => missing > 0 && isIn(candidates, login));
  const able = theirs.flatMap(({ candidates }) => candidates).filter(({ away }) => away !== true);
  const asked = reviewing.asked.filter(({ replaced }) => replaced !== true).map((one) => one.login);
  const coming = new Set([...asked, ...again].filter((name) => isIn(able, name)).map(loginKey));
  const isEnough = coming.size >= Math.max(...theirs.map(({ missing }) => missing));
  if (isEnough || reviewing.asked.some((one) => one.again === key)) return [];
  const refused = new Set(reviewing.refused.map(loginKey));
  const free = able.filter((one) => !coming.has(loginKey(one.login)) && !refused.has(loginKey(one.login)));
  const next = verdict.quickest.find((step) => step.blocks === undefined && isIn(free, step.login));
  const person = free.find((one) => loginKey(one.login) === loginKey(next?.login ?? ""));
  if (person === undefined) return [];
  const why = `in the place of ${escapeMarkdown(login)}, who is away`;
  return [{ login: person.login, id: person.id, why, at: facts.readAt, again: key }];
}

/** With the id, since the registry may have them under an earlier name (R4). */
function speakerOf({ key, login }: Uncounted, facts: PullFacts): Person {
  const now = authorNow(key, facts);
  return typeof now === "string" ? { login, id: null } : now;
}

function isIn(people: readonly Candidate[], login: string): boolean {
  return people.some((one) => loginKey(one.login) === loginKey(login));
}

function isLapsed({ said, reason }: Uncounted): boolean {
  return said !== "/lgtm" && isEndedByChange(reason);
}

function againAsked({ login, id }: Candidate, { key, commit }: Uncounted, { readAt }: PullFacts): AskedReviewer {
  const why = commit === null ? "approved it before it changed" : `approved ${sha(commit)}, before it changed`;
  return { login, id, why, at: readAt, again: key };
}

/** The list with these people, replacing earlier entries about them. */
export function withAskedAgain(
  asked: readonly AskedReviewer[],
  again: readonly AskedReviewer[],
): readonly AskedReviewer[] {
  const before = asked.map(
    (one): AskedReviewer => (again.some((other) => samePerson(one, other)) ? { ...one, replaced: true } : one),
  );
  return [...before, ...again];
}
