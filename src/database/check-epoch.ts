/**
 * The table of checks may be older than GitHub: it was restored from a copy, or a standby that lacked the last writes took over. Neither
 * shows in the table, so it is believed for one epoch only. A new epoch begins with each start of Rung and with each start of the
 * database's server (R75).
 */

import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

export const EPOCH_KEY = "epoch of checks";

/**
 * The present epoch, as SQL: asked in the statement that uses it, of the very server that answers it. EPOCH_KEY is the statement's value `n`.
 */
export function presentEpoch(n: number): string {
  return `(
    coalesce((select value->>'id' from key_values where key = $${n}), 'none')
    || ' ' || coalesce(extract(epoch from pg_postmaster_start_time())::text, ''))`;
}

/** When it began, by the database's clock, as SQL. */
export const EPOCH_BEGAN = sql<Date>`greatest(
  (select updated_at from key_values where key = ${EPOCH_KEY}), pg_postmaster_start_time(), to_timestamp(0))`;

/** From now on no remembered check is believed before it was looked up once, by any process that shares the database. */
export async function beginEpoch(db: Kysely<Schema>): Promise<void> {
  const value = JSON.stringify({ id: randomUUID() });
  await db
    .insertInto("key_values")
    .values({ key: EPOCH_KEY, value })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value, updated_at: sql<Date>`now()` }))
    .execute();
}
