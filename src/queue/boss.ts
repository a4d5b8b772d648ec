/**
 * pg-boss as Rung uses it: one queue, one running job a subject. What is done for every event takes one round trip: a
 * statement of ours joins pg-boss's own, and both commit together.
 */

import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { type Db, fromKysely, type JobAttempt, PgBoss } from "pg-boss";
import { z } from "zod";
import type { Database } from "../database/database.ts";
import {
  type Delivery,
  deliveryRows,
  handledAlong,
  longForgotten,
  type NewDelivery,
  storedAlong,
  unpark,
  type Waiting,
  waitingAlong,
} from "../database/deliveries.ts";
import { pullAlong } from "../database/pulls.ts";
import type { Schema } from "../database/schema.ts";
import type { Log } from "../shared/log.ts";
import { type PullAtClaim, waitingIn } from "./claimed.ts";
import { retriedOnDeadlock } from "./deadlocks.ts";
import { groupOf } from "./fairness.ts";

const queueName = "subjects";
const SUBJECT = "claimed.data->>'subject'";

/** pg-boss's statement that claims jobs, and ours that does the same (size-migrations.ts). The groups to be left out are its first value. */
const CLAIM = new RegExp(
  String.raw`^\s*WITH next AS \(.* FOR UPDATE OF j SKIP LOCKED \).* UPDATE pgboss\.job_common j
    SET state = 'active', started_on = pgboss\.job_now\(\), heartbeat_on = pgboss\.job_now\(\),
      retry_count = CASE WHEN started_on IS NOT NULL THEN retry_count \+ 1 ELSE retry_count END
    FROM (?:next|singleton_ranking)
    WHERE name = '${queueName}' AND j\.id = (?:next|singleton_ranking)\.id(?: AND singleton_rn = 1)?
    RETURNING j\.id, name, data, retry_count as "retryCount", expire_seconds as "expireInSeconds",
      heartbeat_seconds as "heartbeatSeconds", group_id as "groupId", group_tier as "groupTier"\s*$`.replaceAll(
    /\s+/g,
    String.raw`\s+`,
  ),
  "s",
);
const claimStatement = (limit: number, isWithout: boolean) => `
  select id, name, data, retry_count as "retryCount", expire_seconds as "expireInSeconds", heartbeat_seconds as "heartbeatSeconds",
    group_id as "groupId", group_tier as "groupTier"
  from claim_jobs(${limit}, ${isWithout ? "$1::text[]" : "'{}'"})`;

/** Joined to a statement, makes its commit wait for the disk: nothing may be answered that a power cut could undo. */
const durably = "cross join (select set_config('synchronous_commit', 'on', true)) as durably";

const markStatement = `
  insert into key_values (key, value) select 'storing was tried', '{}'::jsonb from (select 1) as one ${durably}
  on conflict (key) do update set updated_at = now()`;

/** A killed process's jobs are free again after this and the next look of the supervisor: 10 s + 2 s. */
const heartbeatSeconds = 10;

/** A claimed job: the right to handle its subject until settled, put back or lost. */
export interface Claim {
  readonly attempt: JobAttempt;
  readonly subjectKey: string;
  /** All that wait for the subject; empty when an earlier run took this job's delivery along. */
  readonly deliveries: readonly Delivery[];
  /** If the subject is one; absent: not read. */
  readonly pull?: PullAtClaim;
}

export interface Boss {
  /** Stores deliveries with their jobs in one statement; returns the ids that were new. */
  store(deliveries: readonly NewDelivery[]): Promise<ReadonlySet<string>>;
  /** Stores a delivery as `store` does and takes it back; rejects where that cannot be done now. */
  tryStoring(delivery: NewDelivery): Promise<void>;
  /** Claims up to `limit` jobs of different subjects, none of which another process has, and none of these groups (fairness.ts). */
  claim(limit: number, without: readonly string[]): Promise<readonly Claim[]>;
  /** Marks deliveries handled and removes the claimed jobs; returns the ids of jobs whose claim was still valid. */
  settle(claims: readonly Claim[], deliveryIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Renews these claims; returns the ids of those that are still valid. */
  touch(claims: readonly Claim[]): Promise<ReadonlySet<string>>;
  /** Adds a job for each; one that exists already stays as it is. */
  insert(trx: Kysely<Schema>, waiting: readonly Waiting[], startAfterSeconds?: number): Promise<void>;
  /** Unparks those of these deliveries (`null`: all) that are parked, and returns them; running processes find their jobs. */
  unpark(ids: readonly string[] | null): Promise<readonly Waiting[]>;
  /** Makes sure that each delivery that has waited this long has a job; a last resort, in case somebody has emptied pg-boss's tables. */
  standForAll(db: Kysely<Schema>, seconds: number): Promise<void>;
  /** Removes a claimed job; `false`: the claim was no longer valid. */
  release(trx: Kysely<Schema>, claim: Claim): Promise<boolean>;
  /** Removes those of the jobs that still wait; never one that is claimed, and without waiting for one being claimed. */
  remove(trx: Kysely<Schema>, jobIds: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** The jobs of what waits, for a move to another database: pg-boss makes the rest of its tables itself. */
export const WAITING_JOBS = { name: "pgboss.job", where: `name = '${queueName}' and state < 'completed'` } as const;

/** Brings pg-boss's own tables up to date; what a dead process had claimed in an embedded database waits again. */
export async function prepareJobs(database: Database, log: Log): Promise<void> {
  await (await startBoss(database, log)).stop();
}

export async function startBoss(database: Database, log: Log): Promise<Boss> {
  const boss = new PgBoss({
    db: database.boss,
    backend: database.kind === "embedded" ? "pglite" : "postgres",
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
  });
  boss.on("error", (error) => log.error({ err: error }, "the queue's upkeep failed; it is tried again"));
  boss.on("warning", (warning) => log.debug({ warning: warning.message }, "the queue's upkeep warns"));
  await boss.start({ attempts: 3 });
  // Made once more it would stay as it is, at the price of a transaction at each start.
  if ((await boss.getQueue(queueName)) === null) await createQueue(boss);
  // The folder's lock says that no other process is at work, so whatever is claimed was a dead one's.
  if (database.kind === "embedded") await releaseAll(boss);
  return wrap(boss, database);
}

async function createQueue(boss: PgBoss): Promise<void> {
  await boss.createQueue(queueName, {
    policy: "singleton",
    heartbeatSeconds,
    // Rung counts tries itself; pg-boss only hands the jobs of dead processes on.
    retryLimit: 1_000_000,
    retryDelay: 0,
    expireInSeconds: 3_600,
    retentionSeconds: 365 * 24 * 3_600,
  });
}

async function releaseAll(boss: PgBoss): Promise<void> {
  const jobs = await boss.findJobs(queueName, { limit: 100_000 });
  const claimed = jobs.filter((job) => job.state === "active").map((job) => job.id);
  if (claimed.length > 0) await boss.fail(queueName, claimed);
}

function wrap(boss: PgBoss, database: Database): Boss {
  const insert: Boss["insert"] = async (trx, waiting, startAfterSeconds = 0) => {
    if (waiting.length === 0) return;
    const when = startAfterSeconds > 0 ? { startAfter: String(startAfterSeconds) } : {};
    const jobs = waiting.map((one) => ({ ...newJob(one), ...when }));
    await boss.insert(queueName, jobs, { db: fromKysely(trx) });
  };
  // A job that is there already may be at work, and not have them in hand.
  const insertAnew = (trx: Kysely<Schema>, waiting: readonly Waiting[]) =>
    insert(
      trx,
      [...new Map(waiting.map((one) => [one.subjectKey, one])).values()].map((one) => ({
        ...one,
        jobId: randomUUID(),
      })),
    );
  return {
    ...oneRoundTrip(boss, database),
    touch: async (claims) => settledIds(await boss.touch(queueName, attempts(claims))),
    insert,
    unpark: (ids) =>
      retriedOnDeadlock(() =>
        database.db.transaction().execute(async (trx) => {
          const freed = await unpark(trx, ids);
          await insertAnew(trx, freed);
          return freed;
        }),
      ),
    standForAll: async (db, seconds) => insertAnew(db, await longForgotten(db, queueName, seconds)),
    release: async (trx, claim) =>
      settledIds(await boss.deleteJob(queueName, [claim.attempt], { db: fromKysely(trx) })).has(claim.attempt.id),
    remove: async (trx, jobIds) => {
      if (jobIds.length > 0) await removeWaiting(trx, jobIds);
    },
    stop: async () => {
      await boss.stop({ graceful: false, close: false });
    },
  };
}

function oneRoundTrip(boss: PgBoss, database: Database): Pick<Boss, "store" | "tryStoring" | "claim" | "settle"> {
  async function store(prepared: Database["prepared"], given: readonly NewDelivery[]) {
    const deliveries = underOneJob(given);
    const lastWins = deliveries.toSorted(
      (one, other) => dueIn(other) - dueIn(one) || Number(isLive(one)) - Number(isLive(other)),
    );
    const jobs = [...new Map(lastWins.map((one) => [one.subjectKey, newJob(one)])).values()];
    const db = joined(
      { prepared },
      /^\s*INSERT INTO/,
      (text, n) => `with stored as (${storedAlong(n)}), jobs as (${text}) select id from stored ${durably}`,
      [deliveryRows(deliveries)],
    );
    return new Set(await boss.insert(queueName, jobs, { db, returnId: true }));
  }
  return {
    store: (deliveries) => store(database.prepared, deliveries),
    tryStoring: (delivery) =>
      database.transaction(async (query) => {
        await query("savepoint tried", []);
        await store(query, [delivery]);
        await query("rollback to savepoint tried", []);
        // The commit waits for the disk as one of a delivery's does.
        await query(markStatement, []);
      }),
    claim: async (limit, without) => {
      const db = joined(
        database,
        CLAIM,
        () =>
          `with claimed as (${claimStatement(limit, without.length > 0)}) select *, ${waitingAlong(SUBJECT)} as deliveries, ${pullAlong(SUBJECT)} as pull from claimed`,
        [],
      );
      const jobs = await boss.fetch<unknown>(queueName, {
        batchSize: limit,
        db,
        ...(without.length > 0 && { ignoreGroups: [...without] }),
      });
      return jobs.map((job) => ({
        attempt: { id: job.id, retryCount: job.retryCount },
        subjectKey: jobData.parse(job.data).subject,
        ...waitingIn(job),
      }));
    },
    settle: async (claims, deliveryIds) => {
      const db = joined(
        database,
        /^\s*WITH results/,
        (text, n) => text.replace(/^\s*WITH/, `with handled as (${handledAlong(n)}), `),
        [deliveryIds],
      );
      return settledIds(await boss.deleteJob(queueName, attempts(claims), { db }));
    },
  };
}

/**
 * Deliveries of a subject that are stored together share one job: whoever sees the job sees them all. It is a new job, since any of them
 * may have come before: the job with its id may be running without the others, or be waiting after a failure that is not theirs.
 */
function underOneJob(deliveries: readonly NewDelivery[]): readonly NewDelivery[] {
  const shared = new Map<string, string>();
  for (const [key, all] of Map.groupBy(deliveries, ({ subjectKey }) => subjectKey))
    if (all.length > 1) shared.set(key, randomUUID());
  return deliveries.map((one) => ({ ...one, jobId: shared.get(one.subjectKey) ?? one.jobId }));
}

/**
 * pg-boss's next statement, with a part of ours around it and our values after its own. The version of pg-boss is pinned; if its
 * statement ever has another shape, this reports it instead of guessing.
 */
function joined(
  database: Pick<Database, "prepared">,
  shape: RegExp,
  join: (text: string, firstValue: number) => string,
  values: readonly unknown[],
): Db {
  return {
    executeSql: async (text, theirs = []) => {
      if (!shape.test(text)) throw new Error("pg-boss's statement has a shape that Rung does not know");
      const { rows } = await database.prepared(join(text, theirs.length + 1), [...theirs, ...values]);
      return { rows: [...rows] };
    },
  };
}

/**
 * pg-boss can only remove a job whatever its state; between a run's end and this, another process may have claimed one, and
 * removing that would let two run for a subject at a time. Found once, then deleted by place: joined to the table by their ids, they
 * are sought anew for each job that waits, as often as the planner takes the table for an empty one.
 */
async function removeWaiting(trx: Kysely<Schema>, jobIds: readonly string[]): Promise<void> {
  await sql`
    delete from pgboss.job_common where ctid = any(array(
      select ctid from pgboss.job_common
      where name = ${queueName} and id = any(${jobIds}::uuid[]) and state < 'active'
      for update skip locked))`.execute(trx);
}

function newJob({ jobId, subjectKey, background = false, inSeconds = 0 }: Waiting & Pick<NewDelivery, "inSeconds">) {
  const group = { id: groupOf(subjectKey) };
  const when = inSeconds > 0 ? { startAfter: String(inSeconds) } : {};
  const job = { id: jobId, singletonKey: subjectKey, data: { subject: subjectKey }, group, ...when };
  return background ? { ...job, ...afterAll } : job;
}

/** Among equals, the one that has waited longest goes first. */
const afterAll = { priority: -1 };

function dueIn({ inSeconds = 0 }: Pick<NewDelivery, "inSeconds">): number {
  return inSeconds;
}

function isLive({ background = false }: Pick<Waiting, "background">): boolean {
  return !background;
}

function attempts(claims: readonly Claim[]): JobAttempt[] {
  return claims.map((claim) => claim.attempt);
}

const jobData = z.looseObject({ subject: z.string() });
const settledAnswer = z.looseObject({ settled: z.array(z.string()) });

/** pg-boss returns the ids it touched, which its types do not tell. */
function settledIds(answer: unknown): ReadonlySet<string> {
  return new Set(settledAnswer.parse(answer).settled);
}
