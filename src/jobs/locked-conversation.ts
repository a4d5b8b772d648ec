/**
 * In a locked conversation GitHub accepts no comment and no reaction of an app. Commands count there all the same; their answers are
 * kept, and given once the conversation is unlocked. Comments that follow from the present state need no keeping.
 */

import { owedAnswers, saveOwedAnswers } from "../database/owed-answers.ts";
import { type ApplyContext, apply } from "../github/write/apply.ts";
import type { Outcome } from "../github/write/outcome.ts";
import { type AnswerEffect, answeredKey, type Effect, isAnswer } from "../model/effect.ts";
import type { IssueFacts, PullFacts } from "../model/facts.ts";
import { threadPlace } from "../model/job.ts";
import type { JobParts } from "./job-parts.ts";
import type { Work } from "./read-notes.ts";

interface Conversation {
  readonly parts: Pick<JobParts, "db">;
  readonly facts: PullFacts | IssueFacts;
  readonly work: Pick<Work, "notes">;
}

/** What could not be said while it was locked, for the event that it was unlocked; for other events nothing, without a query. */
export async function owedThere(
  { parts, facts, work }: Conversation,
  besides: readonly Effect[],
): Promise<readonly AnswerEffect[]> {
  if (!isUnlocked(work)) return [];
  const given = new Set(besides.filter(isAnswer).map(answeredKey));
  const present = new Set(facts.comments.items.map(({ id }) => `comment:${id}`));
  const isGone = (to: string) => facts.comments.complete && to.startsWith("comment:") && !present.has(to);
  return (await owedAnswers(parts.db, threadPlace(facts))).filter(
    (answer) => !given.has(answeredKey(answer)) && !isGone(answeredKey(answer)),
  );
}

/**
 * Performs what is possible now, and keeps the answers among the rest. Those of `owedThere` that are still missing are among `effects`.
 */
export async function applyThere(
  { parts, facts, work }: Conversation,
  effects: readonly Effect[],
  context: ApplyContext,
): Promise<readonly Outcome[]> {
  // The event is newer than the reading may be.
  const isLocked = facts.locked === true && !isUnlocked(work);
  const unsaid = isLocked ? effects.filter(isSaying) : [];
  const outcomes = await apply(isLocked ? effects.filter((effect) => !isSaying(effect)) : effects, context);
  const refused = outcomes.filter(isRefusedByLock).map(({ effect }) => effect);
  const answers = [...unsaid, ...refused].filter(isAnswer);
  if (answers.length === 0 && !isUnlocked(work)) return outcomes;
  const before = isUnlocked(work) ? [] : await owedAnswers(parts.db, threadPlace(facts));
  // A try that comes again has the same ones.
  const all = new Map([...answers, ...before].map((answer) => [answeredKey(answer), answer]));
  await saveOwedAnswers(parts.db, threadPlace(facts), [...all.values()]);
  return outcomes;
}

/** The app has no permission to say anything there: nothing is kept, and what people said has to wait (R32). */
export function isSpeechless(outcomes: readonly Outcome[]): boolean {
  return outcomes.some((outcome) => isForbidden(outcome) && isSaying(outcome.effect));
}

/** Lower-case names of labels that the app has no permission to put on. */
export function labelsForbidden(outcomes: readonly Outcome[]): ReadonlySet<string> {
  const refused = outcomes.filter(isForbidden).map(({ effect }) => effect);
  return new Set(
    refused.flatMap((effect) =>
      effect.kind === "labelled" ? effect.labels.map(({ name }) => name.toLowerCase()) : [],
    ),
  );
}

function isUnlocked({ notes }: Pick<Work, "notes">): boolean {
  return notes.some(({ kind }) => kind === "unlocked");
}

/** GitHub does not say whether an own comment may be edited there: it is tried. */
function isSaying(effect: Effect): boolean {
  return isAnswer(effect) || (effect.kind === "status-comment" && effect.commentId === null);
}

function isForbidden(outcome: Outcome): boolean {
  return outcome.kind === "declined" && outcome.forbidden === true;
}

function isRefusedByLock(outcome: Outcome): boolean {
  return outcome.kind === "declined" && isSaying(outcome.effect) && /\block/i.test(outcome.why);
}
