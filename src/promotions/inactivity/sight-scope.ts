/** Which activity counts when GitHub is asked when somebody was last seen. Pure. */
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Instant } from "../../shared/names.ts";
import type { MeasureScope } from "../measure/measure-types.ts";
import { registryScope } from "../measure/plan.ts";

interface Seeing {
  readonly owner: string;
  /** GitHub's clock. */
  readonly now: Instant;
  /** Where what is said is no activity: the proposals. */
  readonly talk: MeasureScope["own"];
}

/** Anything that GitHub dates: commands, words on one's own things, work on what a bot opened; not only what criteria count as work. */
export function sightScope(index: RegistryIndex, { owner, now, talk }: Seeing): MeasureScope {
  return { owner, ...registryScope(index), now, own: talk, anything: true };
}
