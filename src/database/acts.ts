/** Which lines' acts were begun and which are done: each is done once, whatever dies in between (R30). */
import { type Kysely, sql } from "kysely";
import type { Answer } from "../commands/model.ts";
import type { Schema } from "./schema.ts";

export type Begun =
  | { readonly kind: "new" }
  /** An earlier try began it and may have done it. */
  | { readonly kind: "begun" }
  | { readonly kind: "done"; readonly answer: Answer };

/** Writes down that the act is about to be done, before anything is. `act`: who, what, and what stood before. */
export async function beginAct(db: Kysely<Schema>, key: string, act: object): Promise<Begun> {
  const made = await db
    .insertInto("acts")
    .values({ key, act: JSON.stringify(act) })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .returning("key")
    .executeTakeFirst();
  if (made !== undefined) return { kind: "new" };
  const row = await db.selectFrom("acts").select("answer").where("key", "=", key).executeTakeFirst();
  return row?.answer == null ? { kind: "begun" } : { kind: "done", answer: row.answer };
}

export async function endAct(db: Kysely<Schema>, key: string, answer: Answer): Promise<void> {
  await db
    .updateTable("acts")
    .set({ answer: JSON.stringify(answer), done_at: sql<Date>`now()` })
    .where("key", "=", key)
    .execute();
}

/** What became of those of these acts that are done, by key. */
export async function doneActs(db: Kysely<Schema>, keys: readonly string[]): Promise<ReadonlyMap<string, Answer>> {
  if (keys.length === 0) return new Map();
  const rows = await db.selectFrom("acts").select(["key", "answer"]).where("key", "in", keys).execute();
  return new Map(rows.flatMap(({ key, answer }) => (answer === null ? [] : [[key, answer] as const])));
}
