/** What remains of GitHub's hourly limits, so that work that can wait leaves the rest to work that people wait for. */

import type { IncomingHttpHeaders } from "node:http";

interface Reserve {
  /** Reads every answer; `clock`: GitHub's own, epoch ms, by which the reset is given. */
  seen(headers: IncomingHttpHeaders, clock: number): void;
  /** Seconds until there is enough again for what can wait; `null`: there is. */
  low(): number | null;
}

/** Below this share of the hour's requests, what can wait does. */
const KEPT_SHARE = 0.25;
/** Others may use less in the rest of the hour, so it is checked again before the reset. */
const MAX_WAIT_SECONDS = 300;

/** `now` in milliseconds, monotonic. */
export function reserve(now: () => number): Reserve {
  /** REST and GraphQL are counted apart. */
  const lowUntil = new Map<string, number>();
  return {
    seen(headers, clock) {
      const remaining = Number(headers["x-ratelimit-remaining"] ?? Number.NaN);
      const limit = Number(headers["x-ratelimit-limit"] ?? Number.NaN);
      const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
      const resource = String(headers["x-ratelimit-resource"] ?? "core");
      if (!(limit > 0) || Number.isNaN(remaining)) return;
      if (remaining >= limit * KEPT_SHARE) lowUntil.delete(resource);
      else lowUntil.set(resource, now() + waitOf(reset, clock));
    },
    low() {
      const left = Math.max(0, ...[...lowUntil.values()].map((until) => until - now()));
      return left > 0 ? Math.ceil(left / 1_000) : null;
    },
  };
}

function waitOf(reset: number, clock: number): number {
  const seconds = Number.isNaN(reset) ? MAX_WAIT_SECONDS : reset - clock / 1_000;
  return Math.min(MAX_WAIT_SECONDS, Math.max(1, seconds)) * 1_000;
}
