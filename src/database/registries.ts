/** Texts of registries by a key of the caller's choosing: blobs that were read, and the last good text of each source (R19). */

import { type Kysely, sql } from "kysely";
import type { Instant } from "../shared/names.ts";
import { daysAgo, forgetUnneeded } from "./forget-in-parts.ts";
import type { Schema } from "./schema.ts";

/** Blobs that were first read longer ago than this are forgotten. */
const BLOB_DAYS = 30;

export interface StoredRegistry {
  readonly key: string;
  /** Blob sha of the text. */
  readonly oid: string;
  readonly text: string;
  /** It parsed without an error. */
  readonly good: boolean;
}

export async function findRegistry(
  db: Kysely<Schema>,
  key: string,
): Promise<(StoredRegistry & { readonly seenAt: Instant }) | null> {
  const row = await db
    .selectFrom("registries")
    .select(["key", "oid", "text", "good", "seen_at"])
    .where("key", "=", key)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { key: row.key, oid: row.oid, text: row.text, good: row.good, seenAt: row.seen_at.getTime() };
}

/**
 * Creates or replaces; one that is there already stays as it is, seen when it was first. `seenAt`: GitHub's clock, if the caller knows it;
 * otherwise the database's is used.
 */
export async function saveRegistry(db: Kysely<Schema>, registry: StoredRegistry, seenAt?: Instant): Promise<void> {
  const seen = seenAt === undefined ? sql<Date>`now()` : new Date(seenAt);
  const values = { oid: registry.oid, text: registry.text, good: registry.good, seen_at: seen };
  await db
    .insertInto("registries")
    .values({ key: registry.key, ...values })
    .onConflict((conflict) =>
      conflict
        .column("key")
        .doUpdateSet(values)
        .where(({ eb, or }) =>
          or([eb("registries.oid", "!=", registry.oid), eb("registries.good", "!=", registry.good)]),
        ),
    )
    .execute();
}

/**
 * Whether a registry of that owner's may name a team, by the last good text of each; true if none is known. A text may extend another
 * that names one, in a repository that is not known here; and anything may hide behind an escape.
 */
export async function mayNameTeams(db: Kysely<Schema>, owner: string): Promise<boolean> {
  const found = await sql<{ known: number; naming: number }>`
    select count(*)::int as known, (count(*) filter (where text ~* 'team|extends' or strpos(text, chr(92)) > 0))::int as naming
    from registries where key = any(array(
      select 'good:' || id from repositories where lower(owner) = ${owner.toLowerCase()}))`.execute(db);
  const [row] = found.rows;
  return row === undefined || row.known === 0 || row.naming > 0;
}

/** A text of long ago that is not the one that governs: should it come back, GitHub has it. */
export async function forgetBlobs(db: Kysely<Schema>): Promise<number> {
  return await forgetUnneeded(db, "registries", {
    by: "id, oid",
    old: sql`
      select ctid as place, split_part(key, ':', 2) as id, oid from registries
      where starts_with(key, 'blob:') and seen_at < ${daysAgo(BLOB_DAYS)}`,
    needed: sql`select substr(key, length('good:') + 1) as id, oid from registries where starts_with(key, 'good:')`,
  });
}
