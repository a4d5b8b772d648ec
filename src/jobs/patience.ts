/** How long a reading that lags behind what events told is waited for: soon at first, less and less often, and not for ever (R37). */
import type { Log } from "../log.ts";
import { shownWork } from "../queue/run.ts";
import type { Work } from "../queue/worker.ts";
import type { Unshown } from "../snapshot/told.ts";

/** Seconds before each further reading; together a little more than GitHub's readings have been seen to lag. */
export const WAITS = [0.1, 0.3, 1, 2, 4] as const;

/** More deliveries and things at once than a process waits for; beyond it the oldest are forgotten and waited for anew. */
const MOST_REMEMBERED = 2_000;

/** The reading is late; the queue looks again soon, with whatever has come for the subject by then. */
export class LateReading extends Error {
  override readonly name = "LateReading";
  readonly expected = true;
  readonly retryAfter: number;

  constructor(seconds: number, missing: readonly Unshown[]) {
    super(`GitHub's reading does not show yet: ${missing.map(({ what }) => what).join("; ")}`);
    this.retryAfter = seconds;
  }
}

export interface Patience {
  /** Seconds until the next reading; `null`: nothing is missing, or it has been waited for long enough, which is logged once. */
  waitFor(work: Work, missing: readonly Unshown[]): number | null;
}

/** Counts by delivery, so that what came just now is waited for as long as what came first. */
export function patience(log: Log): Patience {
  const tries = new Map<string, number>();
  const givenUp = new Set<string>();
  return {
    waitFor(work, missing) {
      const subject = shownWork(work).subject;
      const wanted = missing.filter(({ key }) => !givenUp.has(`${subject} ${key}`));
      if (wanted.length === 0) return null;
      const done = Math.min(...work.deliveries.map(({ id }) => tries.get(id) ?? 0));
      const wait = WAITS[done];
      if (wait !== undefined) {
        for (const { id } of work.deliveries) remember(tries, id, (tries.get(id) ?? 0) + 1);
        return wait;
      }
      for (const { key } of wanted) bounded(givenUp, `${subject} ${key}`);
      log.warn(
        { ...shownWork(work), missing: wanted.map(({ what }) => what) },
        "GitHub's readings do not show what its events told; the stricter of the two stands",
      );
      return null;
    },
  };
}

function remember(tries: Map<string, number>, id: string, count: number): void {
  tries.delete(id);
  tries.set(id, count);
  const [oldest] = tries.keys();
  if (tries.size > MOST_REMEMBERED && oldest !== undefined) tries.delete(oldest);
}

function bounded(keys: Set<string>, key: string): void {
  keys.add(key);
  const [oldest] = keys;
  if (keys.size > MOST_REMEMBERED && oldest !== undefined) keys.delete(oldest);
}
