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
  return await forgetPlaces(db, table, sql`select ${from}.ctid from ${from} where ${mayGo}`);
}

/** `places`: a query for the places (`ctid`) of all that may go. */
async function forgetPlaces(db: Kysely<Schema>, table: keyof Schema, places: RawBuilder<unknown>): Promise<number> {
  for (let all = 0; ; ) {
    const gone = await sql`
      delete from ${sql.table(table)} where ctid = any(array(${places} limit ${sql.lit(PART)}))`.execute(db);
    const count = Number(gone.numAffectedRows ?? 0);
    all += count;
    if (count < PART) return all;
  }
}

/**
 * Forgets those of the `old` that no `needed` has the same values of `by` with. They are gathered by these values, which takes as long as
 * there are rows, whatever the planner believes: where it takes a table for empty, a join holds each row against each other one. `old`
 * has the column `place` as well, the row's `ctid`.
 */
export async function forgetUnneeded(
  db: Kysely<Schema>,
  table: keyof Schema,
  { by, old, needed }: { readonly by: string; readonly old: RawBuilder<unknown>; readonly needed: RawBuilder<unknown> },
): Promise<number> {
  const columns = sql.raw(by);
  return await forgetPlaces(
    db,
    table,
    sql`
    select unnest(array_agg(place)) from (
      select place, ${columns} from (${old}) as old
      union all
      select null, ${columns} from (${needed}) as needed) as either
    group by ${columns} having bool_and(place is not null)`,
  );
}

/** The moment this many days ago, by the database's clock. */
export function daysAgo(days: number): RawBuilder<Date> {
  return sql<Date>`now() - make_interval(days => ${days}::int)`;
}
