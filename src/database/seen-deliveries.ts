/** Deliveries that became no job, so that they need not be fetched from GitHub's log again (R31). */

import { type Kysely, sql } from "kysely";
import { daysAgo, forgetInParts } from "./forget-in-parts.ts";
import type { Schema } from "./schema.ts";

/** There is nothing to be done with these. */
export async function saveSeen(db: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  await sql`
    insert into seen_deliveries (id)
    select distinct unnest(${[...ids]}::text[])
    on conflict (id) do update set asked = 0`.execute(db);
}

/** GitHub was asked to send it again. */
export async function saveAsked(db: Kysely<Schema>, id: string): Promise<void> {
  await sql`
    insert into seen_deliveries (id, asked) values (${id}, 1)
    on conflict (id) do update set asked = seen_deliveries.asked + 1, seen_at = now()`.execute(db);
}

/** A delivery is asked for again so often, and not sooner than this after the last time. */
const MAX_ASKED = 3;
const ASKED_AGAIN_SECONDS = 60;

/**
 * Those of these ids that nobody has taken in or looked at, in their order. Each is looked up by itself (`offset 0`): joined, all that
 * is kept would be gone through for each of them where the planner takes the tables for empty.
 */
export async function unseenAmong(db: Kysely<Schema>, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const unseen = await sql<{ id: string }>`
    select one.id from unnest(${[...ids]}::text[]) with ordinality as one (id, place)
    where not exists (select from deliveries where deliveries.id = one.id offset 0)
      and not exists (
        select from seen_deliveries seen where seen.id = one.id
          and (seen.asked = 0 or seen.asked >= ${MAX_ASKED}::int
            or seen.seen_at > now() - make_interval(secs => ${ASKED_AGAIN_SECONDS}::float8))
        offset 0)
    order by one.place`.execute(db);
  return [...new Set(unseen.rows.map(({ id }) => id))];
}

/** GitHub's log reaches three days back. */
const KEPT_DAYS = 4;

export async function forgetSeen(db: Kysely<Schema>): Promise<number> {
  return await forgetInParts(db, "seen_deliveries", sql`seen_at < ${daysAgo(KEPT_DAYS)}`);
}
