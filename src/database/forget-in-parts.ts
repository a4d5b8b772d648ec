/** Deletes old rows part by part: one statement for all of them could take longer than a statement may, and would be cancelled. */
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "./schema.ts";

const PART = 5_000;

/** Returns how many rows went. */
export async function forgetInParts(
  db: Kysely<Schema>,
  table: keyof Schema,
  mayGo: RawBuilder<unknown>,
): Promise<number> {
  const from = sql.table(table);
  for (let all = 0; ; ) {
    const gone = await sql`
      delete from ${from} where ctid = any(array(select ${from}.ctid from ${from} where ${mayGo} limit ${sql.lit(PART)}))`.execute(
      db,
    );
    const count = Number(gone.numAffectedRows ?? 0);
    all += count;
    if (count < PART) return all;
  }
}

/** The moment this many days ago, by the database's clock. */
export function daysAgo(days: number): RawBuilder<Date> {
  return sql<Date>`now() - make_interval(days => ${days}::int)`;
}
