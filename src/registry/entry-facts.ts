/**
 * Explains what changes in people's entries besides their roles: promotions, employer rules and the choice of reviewers depend on it
 * (R82).
 */

import { escapeMarkdown } from "../shared/markdown.ts";
import { joinNames } from "../shared/people.ts";
import { singular } from "../shared/singular.ts";
import type { Holding, Registry } from "./registry-types.ts";

interface Fact {
  /** Its key in an entry. */
  readonly key: "since" | "affiliation" | "away" | "name";
  /** The end of a sentence: the consequence. */
  readonly decides: string;
  /** Whether it is about the person, whatever the entry says about roles. */
  readonly ofPerson: boolean;
}

const FACTS: readonly Fact[] = [
  { key: "since", decides: "tenure counts from it", ofPerson: false },
  { key: "affiliation", decides: "rules about employers of sponsors, voters and seats go by it", ofPerson: true },
  { key: "away", decides: "nobody who is away is asked to review", ofPerson: true },
  { key: "name", decides: "lists that are published show it", ofPerson: true },
];

/** A sentence for each fact that changes of somebody listed in both registries, or that comes with somebody new. */
export function entryFactChanges(before: Registry, after: Registry): readonly string[] {
  const known = new Set([...before.people, ...after.people].map(({ key }) => key));
  return FACTS.flatMap((fact) => {
    const was = valuesOf(before, fact);
    const is = valuesOf(after, fact);
    return [...new Set([...is.keys(), ...was.keys()])].flatMap((key) => {
      const one = is.get(key) ?? was.get(key);
      const [old = null, now = null] = [was.get(key)?.value, is.get(key)?.value];
      if (one === undefined || old === now || !known.has(one.holding.key)) return [];
      // With the entry its facts go, which the loss of the role tells.
      if (now === null && !after.people.some(({ key: other }) => other === one.holding.key)) return [];
      const about = fact.ofPerson
        ? escapeMarkdown(one.holding.login)
        : `${escapeMarkdown(one.holding.login)}, ${entryText(one.holding)}`;
      return [`${about}: \`${fact.key}\` from ${shown(old)} to ${shown(now)}; ${fact.decides}.`];
    });
  });
}

interface Valued {
  readonly holding: Holding;
  readonly value: string;
}

function valuesOf({ people }: Registry, { key, ofPerson }: Fact): ReadonlyMap<string, Valued> {
  return new Map(
    people.flatMap((holding) => {
      const value = holding[key];
      if (value === null || value === undefined) return [];
      const place = ofPerson ? "" : `${holding.role} ${holding.areas.toSorted((a, b) => (a < b ? -1 : 1)).join(" ")}`;
      return [[`${holding.key} ${place}`, { holding, value: String(value) }] as const];
    }),
  );
}

function entryText({ role, areas }: Holding): string {
  return areas.length === 0 ? `${singular(role)} everywhere` : `${singular(role)} of ${joinNames(areas)}`;
}

function shown(value: string | null): string {
  return value === null ? "nothing" : escapeMarkdown(value);
}
