/**
 * Decides only once what an utterance is answered: a try after a failure or a death finds the world changed, and must not add a
 * different answer to the one that was decided before (R30).
 */
import type { Kysely } from "kysely";
import { keepAnswers, keptAnswers } from "../database/command-actions.ts";
import type { Schema } from "../database/schema.ts";
import { conversationOf, isDeleted } from "../model/conversation.ts";
import type { Effect, ReactionEffect, ReplyEffect } from "../model/effect.ts";
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
  const inAll = (key: string) => `${facts.repository.id}#${facts.number}/${key}`;
  const before = await keptAnswers(db, keys.map(inAll));
  const now = new Map<string, ReplyEffect | ReactionEffect>();
  for (const effect of effects) if (isAnswer(effect) && keys.includes(keyOf(effect))) now.set(keyOf(effect), effect);
  const first = [...now].filter(([key]) => !before.has(inAll(key)));
  await keepAnswers(db, new Map(first.map(([key, effect]) => [inAll(key), effect])));
  const others = effects.filter((effect) => !isAnswer(effect) || !keys.includes(keyOf(effect)));
  return [...others, ...keys.flatMap((key) => before.get(inAll(key)) ?? now.get(key) ?? [])];
}

function isAnswer(effect: Effect): effect is ReplyEffect | ReactionEffect {
  return effect.kind === "reply" || effect.kind === "reaction";
}

/** The key of the utterance, "comment:12". */
function keyOf(effect: ReplyEffect | ReactionEffect): string {
  return effect.kind === "reply" ? effect.to : `${effect.to.kind}:${effect.to.id}`;
}
