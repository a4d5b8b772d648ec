/** Builders of merged pull requests for tests: hours since the opening at noon. */

import type { PastEvent, PastPull } from "../../../src/model/past.ts";
import type { Instant } from "../../../src/shared/names.ts";
import { aPull, minute, type PullOptions, person } from "../../support/a-pull.ts";

export function hour(hours: number): Instant {
  return minute(60 * hours);
}

export interface PastOptions extends PullOptions {
  /** Commits with the hour of their date; the last is the head. */
  readonly pushed?: readonly (readonly [sha: string, hours: number])[];
  readonly events?: readonly PastEvent[];
  /** Hours; 100 unless said. */
  readonly merged?: number;
  readonly cut?: readonly string[];
}

/** Opened at noon with the commit `h1`, merged a hundred hours later by ann. */
export function aPast({
  pushed = [["h1", 0]],
  events = [],
  merged = 100,
  cut = [],
  ...options
}: PastOptions = {}): PastPull {
  const head = pushed.at(-1)?.[0] ?? "h1";
  return {
    facts: aPull({ head, state: "merged", readAt: hour(1000), ...options }),
    url: "https://github.test/o/r/pull/7",
    mergedAt: hour(merged),
    mergedBy: person("ann"),
    onto: "onto",
    commits: pushed.map(([sha, hours]) => ({ sha, at: hour(hours) })),
    events,
    cut,
  };
}
