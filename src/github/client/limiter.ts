/** Limits how many requests an installation has under way at once, and stays quiet while GitHub asks for it. */

import type { IncomingHttpHeaders } from "node:http";
import { RateLimited } from "./errors.ts";
import { reserve } from "./reserve.ts";
import { spacing } from "./spacing.ts";

export interface Limiter {
  /** Runs `task` when there is room, first come, first served. Throws RateLimited immediately while paused. */
  run<T>(task: () => Promise<T>, what?: RequestKind): Promise<T>;
  /** Nothing is sent for this many seconds; a longer pause already in force stays. */
  pause(seconds: number): void;
  /** After a secondary limit; see spacing.ts. */
  space(seconds: number, ago: number): void;
  /** Called for every answer; see reserve.ts. */
  seen(headers: IncomingHttpHeaders, clock: number): void;
}

interface RequestKind {
  readonly write?: boolean;
  /** It can wait while little of the hour's requests is left. */
  readonly background?: boolean;
}

/** `now` in milliseconds, monotonic. */
export function limiter(inFlight: number, now: () => number = () => performance.now()): Limiter {
  const waiting: (() => void)[] = [];
  const writes = spacing(now);
  const budget = reserve(now);
  let running = 0;
  let pausedUntil = Number.NEGATIVE_INFINITY;

  const guard = ({ background = false }: RequestKind) => {
    const left = pausedUntil - now();
    if (left > 0) throw new RateLimited("GitHub asked to wait", Math.ceil(left / 1000));
    const low = background ? budget.low() : null;
    if (low !== null) throw new RateLimited("little is left of the hour's requests, so this waits", low);
  };
  /** `null`: there is room now. */
  const enter = (): Promise<void> | null => {
    // A place that is handed on is never given back in between, so nobody overtakes the queue.
    if (running >= inFlight) return new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    return null;
  };
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };
  const turn = ({ write = false }: RequestKind): Promise<void> | null => {
    const wait = write ? writes.turn() : 0;
    return wait > 0 ? new Promise((resolve) => setTimeout(resolve, wait)) : null;
  };

  return {
    async run(task, what = {}) {
      guard(what);
      const entered = enter();
      if (entered !== null) await entered;
      try {
        guard(what);
        const mine = turn(what);
        if (mine !== null) {
          await mine;
          guard(what);
        }
        return await task();
      } finally {
        leave();
      }
    },
    pause(seconds) {
      pausedUntil = Math.max(pausedUntil, now() + seconds * 1000);
    },
    space: writes.asked,
    seen: budget.seen,
  };
}
