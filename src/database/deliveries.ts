/**
 * Accepted deliveries: stored before the webhook is answered, kept until they are handled, and then long enough to recognise a
 * redelivery.
 */

import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { AuditEntry } from "../model/audit-entry.ts";
import { type Job, type JobSubject, type Note, subjectName } from "../model/job.ts";
import type { Instant } from "../shared/names.ts";
import { auditedAlong, auditRows } from "./audit-entries.ts";
import { daysAgo, forgetInParts } from "./forget-in-parts.ts";
import type { Schema } from "./schema.ts";
import { rowsOf } from "./statement.ts";

export interface NewDelivery extends Waiting {
  readonly event: string;
  readonly job: Job;
  /** When it is due; absent: now. */
  readonly inSeconds?: number;
}

/** What the queue needs to know of a delivery to run it. */
export interface Waiting {
  /** `X-GitHub-Delivery`; the same id again is the same delivery (R23). */
  readonly id: string;
  /** UUID of its job in the queue. */
  readonly jobId: string;
  readonly subjectKey: string;
  /** It can wait for everything else; absent: it cannot. */
  readonly background?: boolean;
}

export interface Delivery extends Waiting {
  readonly event: string;
  readonly job: Job;
  /** By the database's clock. */
  readonly receivedAt: Instant;
  readonly attempts: number;
  readonly failures: number;
  /** Seconds until its next try is due; at most 0: due. */
  readonly dueIn: number;
}

export interface ParkedDelivery {
  readonly id: string;
  readonly event: string;
  readonly subjectKey: string;
  /** As people write it: `owner/repo#12`. */
  readonly subject: string;
  /** `pull_request.opened`. */
  readonly cause: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly parkedAt: Instant;
}

/** A subject with more waiting deliveries than this is handled in several runs, so that no run grows without bound. */
export const perRun = 200;

/** One statement's value for `storedAlong`. */
export function deliveryRows(deliveries: readonly NewDelivery[]): string {
  return JSON.stringify(
    deliveries.map((delivery) => ({
      id: delivery.id,
      event: delivery.event,
      installation_id: delivery.job.installationId,
      subject_key: delivery.subjectKey,
      job: delivery.job,
      job_id: delivery.jobId,
      due_in: delivery.inSeconds ?? 0,
    })),
  );
}

/**
 * The parts that join the queue's own statements (boss.ts), so that a delivery and its job change together in one round
 * trip. `$n` is the number of the added value.
 *
 * Stores the deliveries not seen before (R23); takes `deliveryRows`, which name no id twice, and gives their `id`.
 */
export function storedAlong(n: number): string {
  return `
    insert into deliveries (id, event, installation_id, subject_key, job, job_id, retry_at)
    select id, event, installation_id, subject_key, job, job_id,
      case when due_in > 0 then now() + make_interval(secs => due_in) end
    from json_to_recordset($${n}::text::json)
      as x (id text, event text, installation_id bigint, subject_key text, job jsonb, job_id uuid, due_in float8)
    on conflict (id) do nothing
    returning id`;
}

/** Marks deliveries handled; takes their ids as an array. */
export function handledAlong(n: number): string {
  return `update deliveries set handled_at = now(), error = null where id = any($${n}::text[])`;
}

/** For a subject's key, the SQL expression `key`: its waiting deliveries as JSON, in the order they came (first-migrations.ts). */
export function waitingAlong(key: string): string {
  return `waiting_deliveries(${key}, ${perRun})`;
}

interface FailedTry {
  readonly error: string;
  readonly retryInSeconds: number;
  /** 1: counts towards parking; 0: GitHub asked to wait. */
  readonly failures: 0 | 1;
}

export async function markFailed(db: Kysely<Schema>, ids: readonly string[], tried: FailedTry): Promise<void> {
  await sql`
    update deliveries set
      attempts = attempts + 1, failures = failures + ${tried.failures}::int, error = ${tried.error},
      retry_at = now() + make_interval(secs => ${tried.retryInSeconds}::float8)
    where id = any(${ids}::text[])`.execute(db);
}

/** Puts deliveries on the shelf: kept and shown, tried again only by `unpark`. */
export async function park(db: Kysely<Schema>, ids: readonly string[], error: string): Promise<void> {
  await sql`
    update deliveries set attempts = attempts + 1, parked_at = now(), retry_at = null, error = ${error}
    where id = any(${ids}::text[])`.execute(db);
}

/** Unparks those of these ids (`null`: all) that are parked, and returns them. */
export async function unpark(db: Kysely<Schema>, ids: readonly string[] | null): Promise<readonly Waiting[]> {
  const among = ids === null ? sql`` : sql`and id = any(${ids}::text[])`;
  const freed = await sql<WaitingRow>`
    update deliveries set parked_at = null, failures = 0, retry_at = null
    where parked_at is not null and handled_at is null ${among}
    returning id, job_id, subject_key`.execute(db);
  return freed.rows.map(waiting);
}

export async function parkedDeliveries(db: Kysely<Schema>, limit = 1_000): Promise<readonly ParkedDelivery[]> {
  const rows = await db
    .selectFrom("deliveries")
    .select(["id", "event", "subject_key", "job", "attempts", "error", "parked_at"])
    .where("parked_at", "is not", null)
    .where("handled_at", "is", null)
    .orderBy("parked_at")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    event: row.event,
    subjectKey: row.subject_key,
    subject: subjectName(row.job.installationId, row.job.subject),
    cause: row.job.cause,
    attempts: row.attempts,
    error: row.error,
    parkedAt: row.parked_at?.getTime() ?? 0,
  }));
}

export interface DeliveryCounts {
  readonly waiting: number;
  /** Of the oldest waiting one; 0 if there is none. */
  readonly oldestSeconds: number;
  /** How long the one that is due for longest has been due; a delivery that waits for its next try is not due. 0: none is. */
  readonly lagSeconds: number;
  readonly parked: number;
}

export async function deliveryCounts(db: Kysely<Schema>): Promise<DeliveryCounts> {
  // Those that wait and those that are parked are found apart: all that is not handled has no index.
  const found = await sql<{ waiting: number; oldest: number; lag: number; parked: number }>`
    select
      count(*)::int as waiting,
      coalesce(extract(epoch from now() - min(received_at)), 0)::float8 as oldest,
      coalesce(extract(epoch from max(now() - greatest(received_at, retry_at))), 0)::float8 as lag,
      (select count(*) from deliveries where parked_at is not null and handled_at is null)::int as parked
    from deliveries where handled_at is null and parked_at is null`.execute(db);
  const row = found.rows[0];
  return {
    waiting: row?.waiting ?? 0,
    oldestSeconds: Math.max(0, row?.oldest ?? 0),
    lagSeconds: Math.max(0, row?.lag ?? 0),
    parked: row?.parked ?? 0,
  };
}

/** Deliveries of this cause that wait for nothing but their turn. */
export async function dueOfCause(db: Kysely<Schema>, cause: string): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*)::int as count from deliveries
    where handled_at is null and parked_at is null and job->>'cause' = ${cause}
      and coalesce(retry_at, now()) <= now()`.execute(db);
  return found.rows[0]?.count ?? 0;
}

/** Subjects of an installation for which deliveries of these causes wait, due or not. */
export async function waitingOfCauses(
  db: Kysely<Schema>,
  installationId: number,
  causes: readonly string[],
): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(distinct subject_key)::int as count from deliveries
    where handled_at is null and parked_at is null and installation_id = ${installationId}
      and job->>'cause' = any(${causes}::text[])`.execute(db);
  return found.rows[0]?.count ?? 0;
}

/** Subjects of an installation (`null`: of none), or in these repositories, where something that was told waits for its next try. */
export async function toldAndFailed(
  db: Kysely<Schema>,
  installationId: number | null,
  repositoryIds: readonly number[],
): Promise<readonly JobSubject[]> {
  const found = await sql<{ subject: JobSubject }>`
    select distinct on (subject_key) job->'subject' as subject from deliveries
    where handled_at is null and parked_at is null and error is not null and jsonb_array_length(job->'notes') > 0
      and (installation_id = ${installationId}::bigint
        or (job->'subject'->'repository'->>'id')::bigint = any(${repositoryIds}::bigint[]))
    order by subject_key`.execute(db);
  return found.rows.map(({ subject }) => subject);
}

/** What the subject's deliveries of the last `seconds` told, including handled ones, in the order they came. */
export async function recentNotes(db: Kysely<Schema>, key: string, seconds: number): Promise<readonly Note[]> {
  const found = await sql<{ notes: readonly Note[] | null }>`
    select job->'notes' as notes from deliveries
    where received_at > now() - make_interval(secs => ${seconds}::float8) and subject_key = ${key}
    order by seq limit ${sql.lit(perRun)}`.execute(db);
  return found.rows.flatMap(({ notes }) => notes ?? []);
}

const OWN = `
  with audited as (${auditedAlong(5)})
  insert into deliveries (id, event, installation_id, subject_key, job, job_id, handled_at)
  values ($1::text, 'rung', $2, $3, $4::jsonb, $1::text::uuid, now())`;

/** Records what Rung itself did to a subject, like an event's notes; it counts as handled. With its audit entries. */
export async function saveOwnNotes(
  db: Kysely<Schema>,
  job: Job,
  key: string,
  entries: readonly AuditEntry[] = [],
): Promise<void> {
  await rowsOf(db, OWN, [randomUUID(), job.installationId, key, JSON.stringify(job), auditRows(entries)]);
}

/** The rest has its turn at the next look. */
const MOST_FORGOTTEN = 5_000;

/**
 * One delivery of each subject that has no job in this queue although something has waited there for so long. Both are gathered by
 * subject and nothing is joined: a planner that takes the tables for empty looks through all jobs anew for each delivery.
 */
export async function longForgotten(
  db: Kysely<Schema>,
  queueName: string,
  seconds: number,
): Promise<readonly Waiting[]> {
  const found = await sql<{ subject_key: string; one: readonly [string, string] }>`
    select subject_key, min(waiting) as one from (
      select subject_key, array[id, job_id::text] as waiting from deliveries
      where handled_at is null and parked_at is null
        and received_at < now() - make_interval(secs => ${seconds}::float8)
      union all
      select singleton_key, null from pgboss.job
      where name = ${queueName} and singleton_key is not null and state < 'completed') as either
    group by subject_key having bool_and(waiting is not null)
    order by subject_key limit ${sql.lit(MOST_FORGOTTEN)}`.execute(db);
  return found.rows.map(({ subject_key, one: [id, job_id] }) => waiting({ id, job_id, subject_key }));
}

/** Forgets handled deliveries of more than `days` ago: GitHub redelivers for three days only. Returns how many. */
export async function forgetHandled(db: Kysely<Schema>, days: number): Promise<number> {
  return await forgetInParts(db, "deliveries", sql`received_at < ${daysAgo(days)} and handled_at is not null`);
}

interface WaitingRow {
  readonly id: string;
  readonly job_id: string;
  readonly subject_key: string;
}

function waiting(row: WaitingRow): Waiting {
  return { id: row.id, jobId: row.job_id, subjectKey: row.subject_key };
}
