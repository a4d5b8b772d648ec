import type { Measured } from "../promotions/promotion-types.ts";
import type { Instant } from "../shared/names.ts";

/** Figures by nomination, as this process last measured them: a status comment that says the same is not edited because of them. */
export type FigureMemory = Map<string, Figures>;

export interface Figures {
  readonly measured: ReadonlyMap<string, Measured>;
  readonly measuredAt: Instant;
  /** GitHub did not answer, so all of it is unknown and is to be counted again soon. */
  readonly failed: boolean;
}
