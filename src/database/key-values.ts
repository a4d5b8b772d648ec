/** A few facts about the app itself, one JSON object for each key. */

import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** `null`: never set. The caller parses it: an older version of Rung may have written it. */
export async function findValue(db: Kysely<Schema>, key: string): Promise<unknown> {
  const row = await db.selectFrom("key_values").select("value").where("key", "=", key).executeTakeFirst();
  return row?.value ?? null;
}

/** Whether it was not set before: of several calls at the same time only one gets true. */
export async function setOnce(db: Kysely<Schema>, key: string, value: object): Promise<boolean> {
  const rows = await db
    .insertInto("key_values")
    .values({ key, value: JSON.stringify(value) })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .returning("key")
    .execute();
  return rows.length > 0;
}

export async function saveValue(db: Kysely<Schema>, key: string, value: object): Promise<void> {
  const text = JSON.stringify(value);
  await db
    .insertInto("key_values")
    .values({ key, value: text })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value: text, updated_at: sql<Date>`now()` }))
    .execute();
}

/** The key under which each successful regular round is recorded (server/recovery). */
export function roundKey(name: string): string {
  return `round of ${name}`;
}
