/**
 * While something waits for a time, asks GitHub now and then what time it is there: windows end by GitHub's clock, and a server
 * whose clock was set may have nothing else to say. Nothing waits: nothing is asked.
 */
import { randomUUID } from "node:crypto";
import type { Database } from "../../database/database.ts";
import { takeLease } from "../../database/leases.ts";
import { nextLookIn } from "../../database/scheduled-jobs.ts";
import type { GitHub } from "../../github/client/client.ts";
import type { Log } from "../../shared/log.ts";
import type { Instant } from "../../shared/names.ts";

const EVERY_MS = 20_000;

export interface ClockPollOptions {
  readonly github: Pick<GitHub, "app">;
  readonly database: Pick<Database, "db">;
  /** Told GitHub's time. */
  readonly clockSeen: (at: Instant) => Promise<void>;
  readonly log: Log;
  readonly everyMs?: number;
}

/** Returns what ends it. */
export function startClockPoll({ github, database, clockSeen, log, everyMs = EVERY_MS }: ClockPollOptions): () => void {
  const holder = randomUUID();
  const ask = async (): Promise<void> => {
    if ((await nextLookIn(database.db)) === null) return;
    // One process asks for all: a jump that it sees makes everybody's looks due.
    if (!(await takeLease(database.db, { name: "clock", holder, seconds: (3 * everyMs) / 1_000 }))) return;
    // As the app itself: this is in nobody's budget.
    const { at } = await github.app.rest("GET", "/app");
    if (at !== null) await clockSeen(at);
  };
  const timer = setInterval(() => {
    ask().catch((error: unknown) => log.debug({ err: error }, "GitHub did not tell its time"));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
