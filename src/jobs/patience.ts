/** How long to wait for a reading that lags behind what events told: soon at first, then less and less often, and not for ever (R37). */

import { Gone } from "../github/client/errors.ts";
import type { Unshown } from "../github/read/unshown.ts";
import { shownWork } from "../queue/run-claim.ts";
import type { Work } from "../queue/worker.ts";
import type { Log } from "../shared/log.ts";

/** Seconds before each further reading; together a little more than GitHub's readings have been seen to lag. */
export const WAITS = [0.1, 0.3, 1, 2, 4] as const;

/**
 * A process waits for no more subjects and things than this at a time; beyond it the oldest are forgotten, and waited for from the
 * beginning.
 */
const MAX_REMEMBERED = 20_000;

/** The reading is late; the queue tries again soon, with whatever has arrived for the subject by then. */
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

interface Waited {
  /** The newest delivery: what arrives later is waited for just as long as what came first. */
  readonly newest: string;
  /** By key: what another step of the job misses is waited for just as long. */
  readonly tries: Map<string, number>;
}

/** Kept by subject: a flood of deliveries of a few subjects must not make it forget how long it has waited. */
export function patience(log: Log): Patience {
  const waited = new Map<string, Waited>();
  const givenUp = new Set<string>();
  return {
    waitFor(work, missing) {
      const subject = shownWork(work).subject;
      const wanted = missing.filter(({ key }) => !givenUp.has(`${subject} ${key}`));
      const newest = work.deliveries.at(-1)?.id;
      if (wanted.length === 0 || newest === undefined) return null;
      const before = waited.get(subject);
      const tries = before?.newest === newest ? before.tries : new Map<string, number>();
      const triesOf = ({ key }: Unshown) => tries.get(key) ?? 0;
      const wait = WAITS[Math.min(...wanted.map(triesOf))];
      if (wait !== undefined) {
        for (const one of wanted) tries.set(one.key, triesOf(one) + 1);
        remember(waited, subject, { newest, tries });
        return wait;
      }
      for (const { key } of wanted) bounded(givenUp, `${subject} ${key}`);
      const about = { ...shownWork(work), missing: wanted.map(({ what }) => what) };
      if (wanted.every(({ absent }) => absent)) log.info(about, "GitHub does not show this; it is taken for deleted");
      else log.warn(about, "GitHub's readings do not show what its events told; the stricter of the two stands");
      return null;
    },
  };
}

/**
 * If GitHub says that something does not exist: the next try, as long as it may only be so new that not every reading shows it;
 * otherwise `null`, and GitHub is believed. An event told about it, and what was said there must not be lost.
 */
export function goneOrLate(error: unknown, work: Work, patience: Patience): LateReading | null {
  return error instanceof Gone ? absentOrLate(error.message, work, patience) : null;
}

/** The same for something that a reading looked for and did not find. */
export function absentOrLate(what: string, work: Work, { waitFor }: Patience): LateReading | null {
  const missing: readonly Unshown[] = [{ key: `absent ${what}`, what, otherChange: false, absent: true }];
  const wait = waitFor(work, missing);
  return wait === null ? null : new LateReading(wait, missing);
}

function remember(waited: Map<string, Waited>, subject: string, now: Waited): void {
  waited.delete(subject);
  waited.set(subject, now);
  const [oldest] = waited.keys();
  if (waited.size > MAX_REMEMBERED && oldest !== undefined) waited.delete(oldest);
}

function bounded(keys: Set<string>, key: string): void {
  keys.add(key);
  const [oldest] = keys;
  if (keys.size > MAX_REMEMBERED && oldest !== undefined) keys.delete(oldest);
}
