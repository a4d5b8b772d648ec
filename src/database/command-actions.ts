/** Which lines' actions were begun and finished, and how each utterance is answered: once, whatever dies in between (R30). */

import { type Kysely, sql } from "kysely";
import type { Answer } from "../model/answer.ts";
import type { CommandAction, CommandActionEffect } from "../model/command-effect.ts";
import type { AnswerEffect } from "../model/effect.ts";
import { MAX_LAG_MS } from "../model/facts.ts";
import type { Schema } from "./schema.ts";

type Begun =
  | { readonly kind: "new" }
  /** An earlier try began it and may have done it. */
  | { readonly kind: "begun" }
  | { readonly kind: "done"; readonly answer: Answer };

/** Who, what, and the state before. */
type ActionNote = Pick<CommandActionEffect, "act" | "by" | "seen">;

/** Writes down that the act is about to be done, before anything is. */
export async function beginAct(db: Kysely<Schema>, key: string, act: ActionNote): Promise<Begun> {
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

/** Writes down what was wanted and answered where it was so already: a line from before it, heard later, must not change that. */
export async function noteAct(db: Kysely<Schema>, key: string, act: ActionNote, answer: Answer): Promise<void> {
  await db
    .insertInto("acts")
    .values({ key, act: JSON.stringify(act), answer: JSON.stringify(answer), done_at: sql<Date>`now()` })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
}

interface StoredAction {
  readonly act: CommandAction;
  /** `null`: begun, and perhaps done. */
  readonly answer: Answer | null;
  /** Done so short a time ago that readings may not show it (R37). */
  readonly isRecent: boolean;
}

const RECENT = sql<boolean>`coalesce(done_at > now() - make_interval(secs => ${MAX_LAG_MS / 1000}::float8), false)`;

/** Which of these actions were begun, by key. */
export async function knownActs(
  db: Kysely<Schema>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, StoredAction>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom("acts")
    .select(["key", "act", "answer", RECENT.as("isRecent")])
    .where("key", "in", keys)
    .execute();
  return new Map(
    rows.flatMap(({ key, act, answer, isRecent }) =>
      "act" in act ? [[key, { act: act.act, answer, isRecent }] as const] : [],
    ),
  );
}

/** The stored answers to these utterances, by key. */
export async function keptAnswers(
  db: Kysely<Schema>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, AnswerEffect>> {
  if (keys.length === 0) return new Map();
  const rows = await db.selectFrom("acts").select(["key", "act"]).where("key", "in", keys).execute();
  return new Map(rows.flatMap(({ key, act }) => ("said" in act ? [[key, act.said] as const] : [])));
}

/** The first answer stays. */
export async function keepAnswers(db: Kysely<Schema>, answers: ReadonlyMap<string, AnswerEffect>): Promise<void> {
  if (answers.size === 0) return;
  const values = [...answers].map(([key, said]) => ({ key, act: JSON.stringify({ said }) }));
  await db
    .insertInto("acts")
    .values(values)
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
}
