/**
 * Decisions that only one of two registries demands for an open pull request's files, where somebody proposes to change the one into the
 * other.
 */

import type { Governed } from "../../gate/registry-effect.ts";
import type { PullFacts } from "../../model/facts.ts";
import { gateWithout } from "../../promotions/decisions/gating.ts";
import type { DecisionRule } from "../../registry/decisions/decisions-key.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { sameName } from "../../shared/names.ts";
import type { Evaluator } from "../evaluation.ts";

type Apart = NonNullable<Governed["decisions"]>;

export function hasPaths({ paths }: DecisionRule): boolean {
  return paths.length > 0;
}

/** Kinds of decisions that the files need by the one registry alone. */
export function decisionsApart(facts: PullFacts, before: RegistryIndex, after: RegistryIndex): Apart {
  const [was, is] = [before, after].map(({ registry }) => gateWithout(registry, facts));
  const without = (some: Apart["before"] = [], others: Apart["before"] = []) =>
    some.filter(({ kind }) => !others.some((other) => sameName(other.kind, kind)));
  return { before: without(was, is), after: without(is, was) };
}

/** The state of such a decision is not read here. */
export async function wasAsked(
  { knownDecisions }: Evaluator,
  facts: PullFacts,
  { before, after }: Apart,
): Promise<boolean> {
  const apart = [...before, ...after];
  if (apart.length === 0) return false;
  const known = (await knownDecisions?.(facts)) ?? [];
  return known.some(({ record }) => apart.some(({ kind }) => sameName(kind, record.decision.rule.kind)));
}
