/** Measures whether somebody meets the measurable criteria of a next role. */

import { type NextStep, type StepStanding, standingOf } from "../../promotions/growth/next-steps.ts";
import { measurePlan, registryScope } from "../../promotions/measure/plan.ts";
import { measuresOf } from "../../promotions/rule.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { type LoginCache, measure } from "./measure.ts";

interface StepScope {
  readonly index: RegistryIndex;
  readonly owner: string;
  readonly now: Instant;
  /** What is in private repositories does not count. */
  readonly publicOnly: boolean;
}

export async function measureStep(
  client: Client,
  step: NextStep,
  { index, owner, now, publicOnly }: StepScope,
  names: LoginCache,
): Promise<StepStanding> {
  const { person, rule, role, areas } = step;
  const scope = { owner, ...registryScope(index), now, own: [], ...(publicOnly && { publicOnly }) };
  const plan = measurePlan(measuresOf(rule.criterion, { owner, role, areas }), person, scope);
  const measured = await measure(client, plan, names);
  return standingOf(step, { index, owner, measured, now });
}
