/** Rules about the employers of sponsors, by the registry's affiliations. */

import { employerKey } from "../registry/conditions/employers.ts";
import { affiliationOf, sameEmployer } from "./promotion-people.ts";
import type { Person, PromotionFacts } from "./promotion-types.ts";

export const EMPLOYER_RULES = [
  "distinct",
  "all-distinct",
  "one-other-than-candidate",
  "all-other-than-candidate",
  "prefer-other",
] as const;
export type EmployerRule = (typeof EMPLOYER_RULES)[number];

/** Each rule, for people. */
export const EMPLOYER_TEXTS: Readonly<Record<EmployerRule, string>> = {
  distinct: "not all of one employer",
  "all-distinct": "each of another employer",
  "one-other-than-candidate": "one of them of another employer than the candidate",
  "all-other-than-candidate": "all of other employers than the candidate",
  "prefer-other": "preferably of another employer than the candidate",
};

/** What the rule about employers still lacks, as a sentence; `null` if it is satisfied. */
export function employerLack(
  rule: EmployerRule | undefined,
  facts: PromotionFacts,
  people: readonly Person[],
): string | null {
  const employers = people.map((person) => affiliationOf(facts.index, person));
  const known = new Set(employers.flatMap((employer) => (employer === null ? [] : employerKey(employer))));
  const own = affiliationOf(facts.index, facts.nomination.candidate);
  const others = employers.filter((employer) => own !== null && employer !== null && !sameEmployer(employer, own));
  switch (rule) {
    case "distinct":
      return known.size >= 2 || people.length < 2 ? null : "sponsors of at least two employers are asked for";
    case "all-distinct":
      return known.size === people.length ? null : "each sponsor must be of another employer";
    case "one-other-than-candidate":
      // Of two different employers one is not the candidate's, whichever that is.
      return others.length > 0 || known.size >= 2 ? null : "one sponsor must be of another employer than the candidate";
    case "all-other-than-candidate":
      return others.length === people.length ? null : "every sponsor must be of another employer than the candidate";
    default:
      return null;
  }
}

/**
 * The largest set of sponsors that satisfies the rule about all of them: those who break it are left out, without disadvantage for the
 * others.
 */
export function fittingEmployers(
  rule: EmployerRule | undefined,
  facts: PromotionFacts,
  people: readonly Person[],
): readonly Person[] {
  const own = affiliationOf(facts.index, facts.nomination.candidate);
  if (rule === "all-other-than-candidate")
    return people.filter((person) => {
      const employer = affiliationOf(facts.index, person);
      return own !== null && employer !== null && !sameEmployer(employer, own);
    });
  if (rule !== "all-distinct") return people;
  const seen = new Set<string>();
  return people.filter((person) => {
    const employer = affiliationOf(facts.index, person);
    if (employer === null || seen.has(employerKey(employer))) return false;
    seen.add(employerKey(employer));
    return true;
  });
}
