/** Which activity counts when GitHub is asked when somebody was last seen. Pure. */

import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Instant } from "../../shared/names.ts";
import type { MeasureScope } from "../measure/measure-types.ts";
import { registryScope } from "../measure/plan.ts";

interface Seeing {
  readonly owner: string;
  /** GitHub's clock. */
  readonly now: Instant;
  /** Where statements are no activity: the proposals. */
  readonly talk: MeasureScope["own"];
}

/** Anything that GitHub dates: commands, comments on one's own issues, work on what a bot opened; not only what criteria count as work. */
export function sightScope(index: RegistryIndex, { owner, now, talk }: Seeing): MeasureScope {
  return { owner, ...registryScope(index), now, own: talk, anything: true };
}
