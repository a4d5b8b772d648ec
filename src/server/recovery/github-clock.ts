/**
 * What waits for a time is due by GitHub's clock, but timed by this machine's. GitHub's may jump, on a server whose clock was corrected
 * or on one made for trying things out: then everything that waits is looked at. While something waits, GitHub is occasionally asked for
 * its time, since it may send nothing else; while nothing waits, it is not asked.
 */

import { randomUUID } from "node:crypto";
import type { Database } from "../../database/database.ts";
import { takeLease } from "../../database/leases.ts";
import { nextLookIn } from "../../database/scheduled-jobs.ts";
import type { Log } from "../../shared/log.ts";
import type { Instant } from "../../shared/names.ts";

/** Answers take a while, and clocks drift; neither is a jump. */
const JUMP_MS = 60_000;
const EVERY_MS = 20_000;

/** Returns a function to be called with the time of each answer; `jumped` is called once for each jump. `now`: this machine's clock. */
export function clockWatch(jumped: () => void, now: () => number = Date.now): (at: Instant) => void {
  let ahead: number | null = null;
  return (at) => {
    const before = ahead;
    ahead = at - now();
    if (before !== null && Math.abs(ahead - before) > JUMP_MS) jumped();
  };
}

interface ClockPollOptions {
  /** A cheap request, in nobody's budget; the watch sees its answer like any other. */
  readonly ask: () => Promise<unknown>;
  readonly database: Pick<Database, "db">;
  readonly log: Log;
  readonly everyMs?: number;
}

/** Returns what ends it. */
export function startClockPoll({ ask, database, log, everyMs = EVERY_MS }: ClockPollOptions): () => void {
  const holder = randomUUID();
  const poll = async (): Promise<void> => {
    if ((await nextLookIn(database.db)) === null) return;
    // One process asks for all: a jump that it sees makes everybody's looks due.
    if (!(await takeLease(database.db, { name: "clock", holder, seconds: (3 * everyMs) / 1_000 }))) return;
    await ask();
  };
  const timer = setInterval(() => {
    poll().catch((error: unknown) => log.debug({ err: error }, "GitHub did not tell its time"));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
