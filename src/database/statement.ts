/**
 * The statements that run for every event, written out: the query builder would build the same text each time, which costs as much as
 * sending it.
 */

import { CompiledQuery, type Kysely } from "kysely";
import { directWay } from "./direct.ts";
import type { Schema } from "./schema.ts";

/** `text` must be one of a few, so that the server keeps it by name (statement-names.ts); the caller vouches for the rows' shape. */
export async function rowsOf<Row>(
  db: Kysely<Schema>,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const prepared = directWay(db);
  if (prepared === null) return (await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;
  const { rows } = await prepared(text, values);
  if (!areVouchedFor<Row>(rows)) throw new Error("the database answered with no rows");
  return rows;
}

function areVouchedFor<Row>(rows: unknown): rows is readonly Row[] {
  return Array.isArray(rows);
}
