/** Which registry was last seen on a repository's default branch, by whichever process. */
import { type Kysely, sql } from "kysely";
import type { Instant } from "../names.ts";
import type { Schema } from "./schema.ts";

/**
 * Notes what was read at that moment; returns what was noted before, once for each change, to one process alone. `null`: nothing was,
 * or something read later.
 */
export async function noteBlobs(
  db: Kysely<Schema>,
  repositoryId: number,
  seen: { readonly blobs: string; readonly readAt: Instant },
): Promise<string | null> {
  const key = `registry of ${repositoryId}`;
  const value = JSON.stringify({ blobs: seen.blobs, at: seen.readAt });
  const noted = await sql<{ blobs: string | null }>`
    with before as (select value from key_values where key = ${key} for update)
    insert into key_values (key, value) values (${key}, ${value}::text::jsonb)
    on conflict (key) do update set value = excluded.value, updated_at = now()
      where (key_values.value->>'at')::float8 <= ${seen.readAt}::float8
    returning (select value->>'blobs' from before) as blobs`.execute(db);
  return noted.rows[0]?.blobs ?? null;
}
