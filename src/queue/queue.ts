/**
 * The queue: every accepted delivery is handled at least once, in order within its subject, one process at a time, whoever
 * is killed. Each waiting delivery has a job that stands for it (deliveries of one subject that are stored together share
 * one), stored in the same transaction; a run takes along all that wait for its subject, so waiting ones collapse into one
 * run and none is forgotten.
 */

import { randomUUID } from "node:crypto";
import type { Database } from "../database/database.ts";
import {
  type DeliveryCounts,
  deliveryCounts,
  forgetHandled,
  type ParkedDelivery,
  parkedDeliveries,
} from "../database/deliveries.ts";
import type { Job } from "../model/job.ts";
import type { Log } from "../shared/log.ts";
import { startBoss } from "./boss.ts";
import { type Accepted, createIntake, type Incoming, type Intake } from "./intake.ts";
import { startSchedule } from "./schedule.ts";
import { type Handle, startWorker, type WorkerOptions } from "./worker.ts";

export interface QueueStats extends DeliveryCounts {
  readonly running: number;
}

export interface Queue {
  /** Resolves, in the same order, once all are committed; rejects when they could not be stored: answer 503. */
  accept(deliveries: readonly Incoming[]): Promise<readonly Accepted[]>;
  /**
   * Rung's own jobs, "look at all open pulls" and the like; stored like deliveries. `inSeconds`: when they are due, by the database's
   * clock; anything else due for the same subject takes them along. Absent: now.
   */
  enqueue(jobs: readonly Job[], inSeconds?: number): Promise<void>;
  /**
   * A look at the job's subject in this many milliseconds, by the database's clock. One for each subject: a new one replaces the one
   * before, `null` cancels it. Survives a restart.
   */
  schedule(job: Job, inMs: number | null): Promise<void>;
  /** Runs every scheduled look now, since the clock that it waits for has jumped; resolves when the first of them wait as jobs. */
  runDueNow(): Promise<void>;
  /** Why no delivery could be stored now, in words; `null`: it could (R85). Never rejects. */
  storingFault(): Promise<string | null>;
  /** Look for work now. */
  kick(): void;
  stats(): Promise<QueueStats>;
  /** How many runs of this process are under way; the database is not asked. */
  running(): number;
  parked(): Promise<readonly ParkedDelivery[]>;
  /** Takes these deliveries (all, when none is named) off the shelf and tries them again; returns how many. */
  retryParked(ids?: readonly string[]): Promise<number>;
  /** Ends: waits for what runs, `withinMs` at most, and gives the rest back. Afterwards `accept` rejects. */
  drain(withinMs?: number): Promise<void>;
}

interface QueueOptions {
  readonly database: Database;
  readonly log: Log;
  readonly handle: Handle;
  /** Subjects handled at a time by this process; default 64 on a server, 8 embedded: a run mostly waits for GitHub. */
  readonly concurrency?: number;
  readonly onRun?: NonNullable<WorkerOptions["onRun"]>;
}

const keptDays = 14;
const upkeepMs = 10 * 60 * 1_000;

export async function startQueue(options: QueueOptions): Promise<Queue> {
  const { database, log } = options;
  const { db } = database;
  const boss = await startBoss(database, log);
  const concurrency = options.concurrency ?? (database.kind === "server" ? 64 : 8);

  async function upkeep(): Promise<void> {
    await forgetHandled(db, keptDays);
    await boss.standForAll(db, 60);
  }
  async function tidy(): Promise<void> {
    await upkeep();
    await database.tidy();
  }
  const warn = (error: unknown) => log.error({ err: error }, "the deliveries' upkeep failed; it is tried again");
  await upkeep();
  const timer = setInterval(() => void tidy().catch(warn), upkeepMs);
  // Last, so that whoever handles has the queue in hand before the first run.
  let intake: Intake | null = null;
  const worker = startWorker({ ...options, boss, concurrency, isPressed: () => intake?.isPressed() === true });
  const taking = createIntake(database, boss, (stored) => worker.kick(stored.map((one) => one.subjectKey)));
  intake = taking;
  let open = true;

  async function accept(deliveries: readonly Incoming[]): Promise<readonly Accepted[]> {
    if (!open) throw new Error("the queue is closed");
    return await Promise.all(deliveries.map((delivery) => taking.accept(delivery)));
  }

  async function enqueue(jobs: readonly Job[], inSeconds = 0): Promise<void> {
    const accepted = await accept(jobs.map((job) => ({ id: randomUUID(), event: "rung", job, inSeconds })));
    if (accepted.includes("unstorable")) throw new Error("a job of Rung's own holds what no table takes");
  }
  const scheduled = startSchedule({
    db,
    log,
    enqueue: async (id, job) => {
      await accept([{ id, event: "rung", job }]);
    },
  });

  return {
    accept,
    enqueue,
    schedule: (job, inMs) => scheduled.at(job, inMs),
    runDueNow: () => scheduled.runDueNow(),
    storingFault: () => taking.fault(),
    kick: () => worker.kick(),
    stats: async () => ({ ...(await deliveryCounts(db)), running: worker.running() }),
    running: () => worker.running(),
    parked: () => parkedDeliveries(db),
    retryParked: async (ids) => {
      const freed = await boss.unpark(ids ?? null);
      worker.kick(freed.map((one) => one.subjectKey));
      return freed.length;
    },
    drain: async (withinMs = 25_000) => {
      clearInterval(timer);
      // Nothing more is claimed from here on, also while the schedule ends. Runs that are ending may still enqueue; what they store
      // is handled by the next process.
      await Promise.all([worker.drain(withinMs), scheduled.stop()]);
      open = false;
      await taking.idle();
      await boss.stop();
    },
  };
}
