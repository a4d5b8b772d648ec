/** Looks that only time asks for: kept in the database until they are due, then stored as jobs like any other. */
import type { Kysely } from "kysely";
import { dueLooks, forgetLook, hastenLooks, nextLookIn, saveLook } from "../database/scheduled-jobs.ts";
import type { Schema } from "../database/schema.ts";
import { type Job, subjectKey } from "../model/job.ts";
import type { Log } from "../shared/log.ts";

export interface LaterLooks {
  /** `null` takes the subject's look away. */
  at(job: Job, inMs: number | null): Promise<void>;
  /** Makes every look due now: whoever has nothing to do yet asks for another one. */
  hasten(): Promise<void>;
  /** Resolves when nothing is under way. */
  stop(): Promise<void>;
}

export interface LaterOptions {
  readonly db: Kysely<Schema>;
  readonly log: Log;
  /** Stored once for an id, whichever process comes first. */
  readonly enqueue: (id: string, job: Job) => Promise<void>;
}

/** Another process may have stored something that is due before this one's next look. */
const LONGEST_WAIT_MS = 30_000;

export function startLater({ db, log, enqueue }: LaterOptions): LaterLooks {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let running: Promise<void> | null = null;
  let failing = false;

  function wake(inMs: number): void {
    if (stopped) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(run, Math.min(Math.max(inMs, 10), LONGEST_WAIT_MS));
    timer.unref();
  }

  function run(): void {
    running ??= look()
      .then(() => {
        failing = false;
      })
      .catch((error: unknown) => {
        if (!failing) log.error({ err: error }, "looking for what is due failed; it is tried again");
        failing = true;
        wake(LONGEST_WAIT_MS);
      })
      .finally(() => {
        running = null;
      });
  }

  /** Stored as a job first and forgotten then; processes that find the same look store the same job. */
  async function look(): Promise<void> {
    for (const { key, job, token } of await dueLooks(db)) {
      await enqueue(token, job);
      await forgetLook(db, key, token);
    }
    wake((await nextLookIn(db)) ?? LONGEST_WAIT_MS);
  }

  wake(0);
  return {
    at: async (job, inMs) => {
      const key = subjectKey(job.installationId, job.subject);
      if (inMs === null) return await forgetLook(db, key, null);
      await saveLook(db, { key, job, inMs });
      // A sooner one must not wait for the timer that stands; a later one only wakes it in vain.
      if (inMs < LONGEST_WAIT_MS) wake(0);
    },
    hasten: async () => {
      await hastenLooks(db);
      wake(0);
    },
    stop: async () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}
