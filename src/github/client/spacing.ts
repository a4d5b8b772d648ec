/**
 * Spaces writes out after GitHub answered one with a secondary limit: it then asks for at least a second between two. How far apart, and
 * for how long, follows from how long it asked to wait: after its usual minute, one second for ten minutes.
 */

import { RateLimited } from "./errors.ts";

export interface Spacing {
  /** GitHub asked to wait this many seconds because of a secondary limit; `ago`: seconds since that wait ended, negative while it lasts. */
  asked(seconds: number, ago: number): void;
  /** Milliseconds until a write may go out, which is then taken to go out. Throws RateLimited where that is too long to wait for. */
  turn(): number;
}

/** Writes are spaced for this many times as long as GitHub asked to wait. */
export const SPACED_TIMES = 10;
const USUAL_WAIT_SECONDS = 60;
const USUAL_GAP_MS = 1_000;
/** Waited for on the spot; longer, and the run gives its place to another. */
const MAX_WAIT_MS = 2_000;

/** `now` in milliseconds, monotonic. */
export function spacing(now: () => number): Spacing {
  let until = Number.NEGATIVE_INFINITY;
  let gap = 0;
  let next = Number.NEGATIVE_INFINITY;
  /** Writes that were turned away come back one after the other, not all at the same time. */
  let nextAway = Number.NEGATIVE_INFINITY;
  return {
    asked(seconds, ago) {
      until = Math.max(until, now() + (seconds * SPACED_TIMES - ago) * 1_000);
      gap = Math.max(now() < until ? gap : 0, USUAL_GAP_MS * Math.min(1, seconds / USUAL_WAIT_SECONDS));
    },
    turn() {
      const at = now();
      if (at >= until) {
        gap = 0;
        return 0;
      }
      const wait = Math.max(0, next - at);
      if (wait > MAX_WAIT_MS) {
        nextAway = Math.max(nextAway, next) + gap;
        throw new RateLimited("GitHub asked for fewer writes", (nextAway - at) / 1_000);
      }
      next = at + wait + gap;
      return wait;
    },
  };
}
