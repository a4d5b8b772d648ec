/** For programs that read a database beside a running Rung: they use its tables as they are, and never change them. */

import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** The database has no tables of Rung's, or older ones than this; `message` is for people. */
export class NoTables extends Error {
  override readonly name = "NoTables";
}

/** Throws NoTables if a table that is to be read is missing. */
export async function requireTables(db: Kysely<Schema>, names: readonly string[]): Promise<void> {
  const found = await sql<{ name: string }>`
    select name from unnest(${names}::text[]) as name where to_regclass(name) is not null`.execute(db);
  const there = new Set(found.rows.map(({ name }) => name));
  const missing = names.filter((name) => !there.has(name));
  if (missing.length === 0) return;
  throw new NoTables(
    `the database has no table ${missing.join(", ")}: no Rung of this version has used it yet. Start that first, or check that ` +
      "DATABASE_URL or DATA_DIR is the one it uses.",
  );
}
