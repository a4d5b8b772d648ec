/** Bounds how much is asked of GitHub at once for one installation, and keeps quiet while GitHub asks for quiet. */
import { RateLimited } from "./errors.ts";

export interface Limiter {
  /** Runs `task` when there is room, first come first served. Throws RateLimited at once while paused. */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Nothing goes out for so many seconds; a longer pause already standing stays. */
  pause(seconds: number): void;
}

/** `now` in milliseconds, monotonic. */
export function limiter(inFlight: number, now: () => number = () => performance.now()): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;
  let pausedUntil = Number.NEGATIVE_INFINITY;

  const guard = () => {
    const left = pausedUntil - now();
    if (left > 0) throw new RateLimited("GitHub asked to wait", Math.ceil(left / 1000));
  };
  const enter = async () => {
    // A place that is handed on is never given back in between, so nobody overtakes the queue.
    if (running >= inFlight) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
  };
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };

  return {
    async run(task) {
      guard();
      await enter();
      try {
        guard();
        return await task();
      } finally {
        leave();
      }
    },
    pause(seconds) {
      pausedUntil = Math.max(pausedUntil, now() + seconds * 1000);
    },
  };
}
