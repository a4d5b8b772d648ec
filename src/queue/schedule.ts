/** Looks that only time asks for: kept in the database until they are due, then stored as jobs like any other. */
import type { Kysely } from "kysely";
import { dueJobs, makeAllDue, nextLookIn, scheduleJob, unscheduleJob } from "../database/scheduled-jobs.ts";
import type { Schema } from "../database/schema.ts";
import { type Job, subjectKey } from "../model/job.ts";
import type { Log } from "../shared/log.ts";

interface Schedule {
  /** `null` takes the subject's look away. */
  at(job: Job, inMs: number | null): Promise<void>;
  /** Makes every look due now: whoever has nothing to do yet asks for another one. */
  runDueNow(): Promise<void>;
  /** Resolves when nothing is under way. */
  stop(): Promise<void>;
}

interface ScheduleOptions {
  readonly db: Kysely<Schema>;
  readonly log: Log;
  /** Stored once for an id, whichever process comes first. */
  readonly enqueue: (id: string, job: Job) => Promise<void>;
}

/** Another process may have stored something that is due before this one's next look. */
const MAX_WAIT_MS = 30_000;

export function startSchedule({ db, log, enqueue }: ScheduleOptions): Schedule {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let running: Promise<void> | null = null;
  let failing = false;

  function wake(inMs: number): void {
    if (stopped) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(run, Math.min(Math.max(inMs, 10), MAX_WAIT_MS));
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
        wake(MAX_WAIT_MS);
      })
      .finally(() => {
        running = null;
      });
  }

  /** Stored as a job first and forgotten then; processes that find the same look store the same job. */
  async function look(): Promise<void> {
    for (const { key, job, token } of await dueJobs(db)) {
      await enqueue(token, job);
      await unscheduleJob(db, key, token);
    }
    wake((await nextLookIn(db)) ?? MAX_WAIT_MS);
  }

  wake(0);
  return {
    at: async (job, inMs) => {
      const key = subjectKey(job.installationId, job.subject);
      if (inMs === null) return await unscheduleJob(db, key, null);
      await scheduleJob(db, { key, job, inMs });
      // A sooner one must not wait for the timer that stands; a later one only wakes it in vain.
      if (inMs < MAX_WAIT_MS) wake(0);
    },
    runDueNow: async () => {
      await makeAllDue(db);
      wake(0);
    },
    stop: async () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}
