/**
 * Decides only once what an utterance is answered: a try after a failure or a death finds the world changed, and must not add a
 * different answer to the one that was decided before (R30).
 */

import type { Kysely } from "kysely";
import { keepAnswers, keptAnswers } from "../database/command-actions.ts";
import type { Schema } from "../database/schema.ts";
import { conversationOf, isDeleted } from "../model/conversation.ts";
import { answeredKey, type Effect, isAnswer, type ReactionEffect, type ReplyEffect } from "../model/effect.ts";
import { threadPlace } from "../model/job.ts";
import { type Answerer, withinBudget } from "./answer-budget.ts";

interface Answering extends Answerer {
  readonly db: Kysely<Schema>;
}

/** `effects`, with the answers that were decided first; new ones are stored before this resolves. */
export async function answersOnce(answering: Answering, decided: readonly Effect[]): Promise<readonly Effect[]> {
  const { db, facts, notes } = answering;
  const effects = withinBudget(answering, decided);
  const asked = conversationOf(facts, notes).filter((spoken) => spoken.note !== null && !isDeleted(spoken, facts));
  if (asked.length === 0) return effects;
  const keys = asked.map(({ key }) => key);
  const inAll = (key: string) => `${threadPlace(facts)}/${key}`;
  const before = await keptAnswers(db, keys.map(inAll));
  const now = new Map<string, ReplyEffect | ReactionEffect>();
  for (const effect of effects)
    if (isAnswer(effect) && keys.includes(answeredKey(effect))) now.set(answeredKey(effect), effect);
  const first = [...now].filter(([key]) => !before.has(inAll(key)));
  await keepAnswers(db, new Map(first.map(([key, effect]) => [inAll(key), effect])));
  const others = effects.filter((effect) => !isAnswer(effect) || !keys.includes(answeredKey(effect)));
  return [...others, ...keys.flatMap((key) => before.get(inAll(key)) ?? now.get(key) ?? [])];
}
