/** Answers that could not be given in a locked conversation, for each subject. */

import type { Kysely } from "kysely";
import type { AnswerEffect } from "../model/effect.ts";
import type { Schema } from "./schema.ts";

/** The most for one subject: the first ones. */
const MAX_OWED = 50;

/** `place`: `repository id#number`. */
export async function owedAnswers(db: Kysely<Schema>, place: string): Promise<readonly AnswerEffect[]> {
  const row = await db.selectFrom("acts").select("act").where("key", "=", keyOf(place)).executeTakeFirst();
  return row !== undefined && "owed" in row.act ? row.act.owed : [];
}

export async function saveOwedAnswers(
  db: Kysely<Schema>,
  place: string,
  answers: readonly AnswerEffect[],
): Promise<void> {
  const key = keyOf(place);
  if (answers.length === 0) {
    await db.deleteFrom("acts").where("key", "=", key).execute();
    return;
  }
  const act = JSON.stringify({ owed: answers.slice(0, MAX_OWED) });
  await db
    .insertInto("acts")
    .values({ key, act })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ act }))
    .execute();
}

function keyOf(place: string): string {
  return `${place}/owed`;
}
