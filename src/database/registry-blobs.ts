/** Which registry was last seen on a repository's default branch, by any process. */

import { type Kysely, sql } from "kysely";
import type { Instant } from "../shared/names.ts";
import type { Schema } from "./schema.ts";

/**
 * Records what was read at that moment, and returns what was recorded before: once for each change, and to one process only. Returns the
 * new value if nothing was recorded before. `null`: something that was read later is recorded.
 */
export async function noteBlobs(
  db: Kysely<Schema>,
  repositoryId: number,
  seen: { readonly blobs: string; readonly readAt: Instant },
): Promise<string | null> {
  const key = `registry of ${repositoryId}`;
  const value = JSON.stringify({ blobs: seen.blobs, at: seen.readAt });
  if (await isNoChange(db, key, value, seen)) return seen.blobs;
  return await db.transaction().execute(async (trx) => {
    // The first one is made without a lock; any other waits here for whoever is at it.
    await sql`insert into key_values (key, value) values (${key}, ${value}::text::jsonb)
      on conflict (key) do nothing`.execute(trx);
    const found = await sql<{ blobs: string; at: number }>`
      select value->>'blobs' as blobs, (value->>'at')::float8 as at
      from key_values where key = ${key} for update`.execute(trx);
    const before = found.rows[0];
    if (before === undefined || before.at > seen.readAt) return null;
    await sql`update key_values set value = ${value}::text::jsonb, updated_at = now() where key = ${key}`.execute(trx);
    return before.blobs;
  });
}

/** Notes it in one round trip where nothing was noted before, or the same was: all but a few notes are of that kind. */
async function isNoChange(
  db: Kysely<Schema>,
  key: string,
  value: string,
  { blobs, readAt }: { readonly blobs: string; readonly readAt: Instant },
): Promise<boolean> {
  const { rows } = await sql<{ noted: boolean }>`
    with same as (
      update key_values set value = ${value}::text::jsonb, updated_at = now()
      where key = ${key} and value->>'blobs' = ${blobs} and (value->>'at')::float8 <= ${readAt}::float8
      returning key),
    made as (
      insert into key_values (key, value) select ${key}, ${value}::text::jsonb where not exists (select from same)
      on conflict (key) do nothing
      returning key)
    select exists (select from same) or exists (select from made) as noted`.execute(db);
  return rows[0]?.noted === true;
}
