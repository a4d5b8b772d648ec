/** Jobs that are due at a certain time: kept in the database until then, and then stored like any other job. */

import type { Kysely } from "kysely";
import { dueJobs, makeAllDue, nextLookIn, scheduleJob, unscheduleJob } from "../database/scheduled-jobs.ts";
import type { Schema } from "../database/schema.ts";
import { type Job, subjectKey } from "../model/job.ts";
import type { Log } from "../shared/log.ts";

interface Schedule {
  /** `null` takes the subject's look away. */
  at(job: Job, inMs: number | null): Promise<void>;
  /** Makes every look due now, and resolves when this process has stored the first of them as jobs, or has failed to and logged it. */
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

export function startSchedule(options: ScheduleOptions): Schedule {
  return new TimedSchedule(options);
}

class TimedSchedule implements Schedule {
  readonly #options: ScheduleOptions;
  #timer: NodeJS.Timeout | null = null;
  #stopped: boolean = false;
  #looking: Promise<void> | null = null;
  #failing = false;
  /** Something became due that the look under way may not have seen. */
  #isOvertaken: boolean = false;

  constructor(options: ScheduleOptions) {
    this.#options = options;
    this.#wake(0);
  }

  async at(job: Job, inMs: number | null): Promise<void> {
    const { db } = this.#options;
    const key = subjectKey(job.installationId, job.subject);
    if (inMs === null) return await unscheduleJob(db, key, null);
    await scheduleJob(db, { key, job, inMs });
    // A sooner one must not wait for the timer that stands; a later one only wakes it in vain.
    if (inMs < MAX_WAIT_MS) this.#lookSoon();
  }

  async runDueNow(): Promise<void> {
    await makeAllDue(this.#options.db);
    this.#isOvertaken = true;
    // The one under way may have read before.
    await this.#looking;
    if (!this.#stopped) await this.#lookNow();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#looking;
  }

  #lookSoon(): void {
    this.#isOvertaken = true;
    this.#wake(0);
  }

  #wake(inMs: number): void {
    if (this.#stopped) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#lookNow(), Math.min(Math.max(inMs, 10), MAX_WAIT_MS));
    this.#timer.unref();
  }

  /** The look under way, or a new one. */
  #lookNow(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    try {
      await this.#storeDue();
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#options.log.error({ err: error }, "looking for what is due failed; it is tried again");
      this.#failing = true;
      this.#wake(MAX_WAIT_MS);
    }
  }

  /** Stored as a job first and forgotten then; processes that find the same look store the same job. */
  async #storeDue(): Promise<void> {
    const { db, enqueue } = this.#options;
    this.#isOvertaken = false;
    for (const { key, job, token } of await dueJobs(db)) {
      await enqueue(token, job);
      await unscheduleJob(db, key, token);
    }
    const nextInMs = (await nextLookIn(db)) ?? MAX_WAIT_MS;
    this.#wake(this.#isOvertaken ? 0 : nextInMs);
  }
}
