/** One part of Rung that takes text from outside: how its hostile inputs are made, and what must be true of each. */

import type { Random } from "./random.ts";

export interface Target {
  readonly name: string;
  /** How often it has its turn, beside the shares of the others. */
  readonly share: number;
  make(random: Random): string;
  /** Throws, or rejects, where something that must hold does not. */
  run(text: string): void | Promise<void>;
  /** After the last input. */
  close?(): Promise<void>;
}

/** What must hold, does not. */
export function mustHold(holds: boolean, what: string): void {
  if (!holds) throw new Error(`broken: ${what}`);
}
