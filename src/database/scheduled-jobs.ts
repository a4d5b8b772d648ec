/** Jobs that are due at a certain time: one for each subject. */

import { type Kysely, sql } from "kysely";
import type { Job } from "../model/job.ts";
import type { Schema } from "./schema.ts";

interface ScheduledJob {
  readonly key: string;
  readonly job: Job;
  /** Changes whenever the job is stored again. */
  readonly token: string;
}

const MAX_AT_ONCE = 200;

/** Takes the place of the one that was stored for the subject before. */
export async function scheduleJob(
  db: Kysely<Schema>,
  { key, job, inMs }: { readonly key: string; readonly job: Job; readonly inMs: number },
): Promise<void> {
  await sql`
    insert into looks (subject_key, job, due_at, token)
    values (${key}, ${JSON.stringify(job)}::text::jsonb, now() + make_interval(secs => ${inMs / 1_000}::float8), gen_random_uuid())
    on conflict (subject_key) do update
      set job = excluded.job, due_at = excluded.due_at, token = excluded.token`.execute(db);
}

/** Only if it is still the one with that token; `null`: whichever it is. */
export async function unscheduleJob(db: Kysely<Schema>, key: string, token: string | null): Promise<void> {
  const gone = db.deleteFrom("looks").where("subject_key", "=", key);
  await (token === null ? gone : gone.where("token", "=", token)).execute();
}

/** Makes them all due, for when the clock they wait for has jumped. */
export async function makeAllDue(db: Kysely<Schema>): Promise<void> {
  await sql`update looks set due_at = now()`.execute(db);
}

/** Those that are due by the database's clock, the oldest first. */
export async function dueJobs(db: Kysely<Schema>): Promise<readonly ScheduledJob[]> {
  const rows = await db
    .selectFrom("looks")
    .select(["subject_key", "job", "token"])
    .where("due_at", "<=", sql<Date>`now()`)
    .orderBy("due_at")
    .limit(MAX_AT_ONCE)
    .execute();
  return rows.map(({ subject_key: key, job, token }) => ({ key, job, token }));
}

/** Milliseconds until the next one is due, at least 0; `null`: there is none. */
export async function nextLookIn(db: Kysely<Schema>): Promise<number | null> {
  const found = await sql<{ wait: number | null }>`
    select (extract(epoch from min(due_at) - now()) * 1000)::float8 as wait from looks`.execute(db);
  const wait = found.rows[0]?.wait ?? null;
  return wait === null ? null : Math.max(0, wait);
}
