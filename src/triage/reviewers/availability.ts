/** Whether somebody can be asked to review now: away, busy by their status on GitHub, or with enough to do. */

import type { PullFacts } from "../../model/facts.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { day } from "../../shared/dates.ts";
import { samePerson } from "../../shared/people.ts";
import type { Person } from "../../shared/person-sets.ts";
import { accountOf } from "./reviewer-candidates.ts";
import type { ReviewerFacts, Unavailable } from "./reviewer-facts.ts";

/** `null`: they can be asked. Days are GitHub's, UTC. */
export function unavailable(
  person: Person,
  { facts, index, known }: { readonly facts: PullFacts; readonly index: RegistryIndex; readonly known: ReviewerFacts },
): Unavailable | null {
  const status = known.statuses.get(person);
  if (status === "absent") return { kind: "absent" };
  const away = registryAway(person, facts, index) ?? ownAway(person, facts, known);
  if (away !== null) return away;
  if (status === "busy") return { kind: "busy" };
  const open = known.loads.get(person) ?? 0;
  return open >= index.registry.reviews.maxOpen ? { kind: "full", open } : null;
}

function registryAway(person: Person, { readAt }: PullFacts, index: RegistryIndex): Unavailable | null {
  const today = new Date(readAt).toISOString().slice(0, 10);
  const words = index.rolesOf(accountOf(person)).flatMap(({ away }) => (away === null ? [] : [away]));
  if (words.includes(true)) return { kind: "away", until: null };
  const last = words
    .filter((word): word is string => word !== true && word > today)
    .toSorted()
    .at(-1);
  return last === undefined ? null : { kind: "away", until: day(Date.parse(last)) };
}

function ownAway(person: Person, { readAt }: PullFacts, { away }: ReviewerFacts): Unavailable | null {
  const word = away.find((one) => samePerson(one, person));
  if (word === undefined || (word.until !== null && word.until <= readAt)) return null;
  return { kind: "away", until: word.until === null ? null : day(word.until) };
}

/** "is away until 2 December 2026". */
export function whyNot(why: Unavailable): string {
  switch (why.kind) {
    case "away":
      return why.until === null ? "is away" : `is away until ${why.until}`;
    case "busy":
      return "is busy by their status on GitHub";
    case "full":
      return `has ${why.open} open review${why.open === 1 ? "" : "s"}`;
    case "absent":
      return "is no account on GitHub";
  }
}
