/**
 * Limits the answers to one person, in one thread and in all of them (R54): each costs a write, GitHub allows eighty a minute to
 * everybody together, and checks wait behind them. Beyond the limit nothing is answered, and the last answer says so beforehand.
 */

import { type ConversationEntry, conversationOf } from "../model/conversation.ts";
import { type Effect, isAnswer, type ReactionEffect, type ReplyEffect } from "../model/effect.ts";
import type { IssueFacts, PullFacts } from "../model/facts.ts";
import { type ReadNote, threadPlace } from "../model/job.ts";
import { type Bot, editKey, repliedTo, replyMarker } from "../model/own-comment.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import { HOUR_MS } from "../shared/duration.ts";
import { sameName } from "../shared/names.ts";
import type { Budgets } from "./budget.ts";

export interface Answerer {
  readonly facts: PullFacts | IssueFacts;
  readonly notes: readonly ReadNote[];
  /** `null`: no registry is known to ask. */
  readonly index: Pick<RegistryIndex, "holdsAnyRole"> | null;
  readonly bot: Bot;
  readonly budgets: Budgets;
}

/** Within an hour, to somebody without a role, and to somebody with one. */
export const IN_A_THREAD = { stranger: 10, holder: 60 };
export const IN_ALL = { stranger: 100, holder: 400 };
/** `effects` without the replies and reactions for which there is no budget left. */
export function withinBudget(answerer: Answerer, effects: readonly Effect[]): readonly Effect[] {
  const { facts, notes } = answerer;
  if (!effects.some(isAnswer)) return effects;
  const spoken = new Map(conversationOf(facts, notes).map((one) => [one.key, one]));
  const given = new Map<string, number>();
  return effects.flatMap((effect): readonly Effect[] => {
    if (!isAnswer(effect)) return [effect];
    const answers = effect.kind === "reply" ? effect.to : `${effect.to.kind}:${effect.to.id}`;
    const to = spoken.get(answers) ?? [...spoken.values()].find(({ key }) => editKey(key) === answers);
    if (to === undefined) return [effect];
    const who = answerer.index?.holdsAnyRole(to.by) === true ? "holder" : "stranger";
    const person = `${to.by.id ?? to.by.login.toLowerCase()}`;
    const before = given.get(person) ?? answeredBefore(answerer, to, [...spoken.values()]);
    const place = `${threadPlace(facts)} ${answers}`;
    const isLeft = before < IN_A_THREAD[who] && answerer.budgets.answers.take(to.by, place, to.at, IN_ALL[who]);
    if (!isLeft) return [];
    given.set(person, before + 1);
    if (answerer.budgets.answers.isSpent(to.by, IN_ALL[who])) return [withNotice(effect, facts.number, LAST_ANYWHERE)];
    return [before + 1 === IN_A_THREAD[who] ? withNotice(effect, facts.number, LAST_ANSWER) : effect];
  });
}

/** How many of this person's statements here within the last hour Rung has answered. */
function answeredBefore({ facts, bot }: Answerer, to: ConversationEntry, all: readonly ConversationEntry[]): number {
  const theirs = all.filter(({ by, at, key }) => isSame(by, to.by) && key !== to.key && to.at - at < HOUR_MS);
  const isAnswered = repliedTo(facts.comments.items, bot);
  return theirs.flatMap(({ key }) => [key, editKey(key)].filter(isAnswered)).length;
}

function isSame(one: ConversationEntry["by"], other: ConversationEntry["by"]): boolean {
  return one.id === null || other.id === null ? sameName(one.login, other.login) : one.id === other.id;
}

/** Under the last answer that somebody gets for a while in a thread. */
export const LAST_ANSWER =
  "That is as much as I answer one person here within an hour. Commands still count; I answer them again when the hour is over.";

/** The same for everywhere. */
export const LAST_ANYWHERE =
  "That is as much as I answer one person within an hour, here and elsewhere. Commands still count; I answer them again when the hour is over.";

/** A reaction cannot give notice, so the last answer is one in words. */
function withNotice(effect: ReplyEffect | ReactionEffect, number: number, notice: string): ReplyEffect {
  if (effect.kind === "reply") return { ...effect, body: `${effect.body}\n\n${notice}` };
  const { kind, id } = effect.to;
  const to = `${kind}:${id}`;
  const body = `${replyMarker(to)}\nDone. ${notice}`;
  return { kind: "reply", repository: effect.repository, number, to, body };
}
