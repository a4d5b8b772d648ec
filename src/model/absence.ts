import type { Instant } from "../shared/names.ts";

/** Somebody who is away, by the registry or by their own `/away`. */
export interface Absence {
  readonly login: string;
  readonly id: number | null;
  /** `null`: without an end. */
  readonly until: Instant | null;
}
