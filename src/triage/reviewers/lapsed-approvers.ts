/** Who approved a pull request as it was before, and is to be asked again: they have the least left to read. Pure. */

import { isEndedByChange, sha } from "../../gate/uncounted-reasons.ts";
import type { Candidate, Uncounted, Verdict } from "../../gate/verdict-types.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { AskedReviewer, Reviewing } from "../../model/pull-record.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { loginKey } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { isTold } from "./due.ts";

/** More are not asked at once, however many had approved. */
const MAX_AGAIN = 5;

export interface LapsedContext {
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly verdict: Verdict;
  readonly reviewing: Reviewing | undefined;
}

/**
 * Those whose approval a change ended, who could give it again where something is missing, and are there; each approval once, the
 * latest first. Nobody where the registry lets Rung ask nobody, nor before the first look for reviewers.
 */
export function lapsedApprovers({ facts, index, verdict, reviewing }: LapsedContext): readonly AskedReviewer[] {
  if (facts.state !== "open" || facts.draft || !isTold(verdict)) return [];
  if (reviewing === undefined || index.registry.reviews.request === 0) return [];
  const refused = new Set(reviewing.refused.map(loginKey));
  const open = verdict.areas.filter(({ missing, needed }) => needed > 0 && missing > 0);
  const able = new Map(open.flatMap(({ candidates }) => candidates).map((one) => [loginKey(one.login), one]));
  const lapsed = verdict.uncounted.filter(isLapsed).toSorted((one, other) => other.at - one.at);
  const latest = new Map(lapsed.toReversed().map((entry) => [loginKey(entry.login), entry]));
  return lapsed
    .filter((entry) => latest.get(loginKey(entry.login)) === entry)
    .flatMap((entry): readonly AskedReviewer[] => {
      const person = able.get(loginKey(entry.login));
      if (person === undefined || person.away === true || refused.has(loginKey(entry.login))) return [];
      return reviewing.asked.some(({ again }) => again === entry.key) ? [] : [againAsked(person, entry, facts)];
    })
    .slice(0, MAX_AGAIN);
}

function isLapsed({ said, reason }: Uncounted): boolean {
  return said !== "/lgtm" && isEndedByChange(reason);
}

function againAsked({ login, id }: Candidate, { key, commit }: Uncounted, { readAt }: PullFacts): AskedReviewer {
  const why = commit === null ? "approved it before it changed" : `approved ${sha(commit)}, before it changed`;
  return { login, id, why, at: readAt, again: key };
}

/** The list with these on it, in the place of what it said of the same people before. */
export function withAskedAgain(
  asked: readonly AskedReviewer[],
  again: readonly AskedReviewer[],
): readonly AskedReviewer[] {
  const before = asked.map(
    (one): AskedReviewer => (again.some((other) => samePerson(one, other)) ? { ...one, replaced: true } : one),
  );
  return [...before, ...again];
}
