/** The answers to what was said on a subject's promotions: a word that does not count is told so, with the reason. Pure. */

import type { Answer } from "../../model/answer.ts";
import type { CollectedPromotions } from "../../promotions/collect-promotions.ts";
import type { DecidedPromotion, RefusedStatement } from "../../promotions/decided-statements.ts";
import { saidText } from "../../promotions/promotion-statements.ts";
import { code, escapeMarkdown } from "../../shared/markdown.ts";
import type { AdvancedPromotion } from "./advance.ts";

export function answersOf(
  all: CollectedPromotions,
  decided: readonly DecidedPromotion[],
  advanced: readonly AdvancedPromotion[],
): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>(all.answers);
  // The status comment is the answer.
  for (const key of all.made) answers.set(key, { kind: "done" });
  for (const key of all.words) answers.set(key, wordAnswer(key, decided, advanced));
  return answers;
}

/** Refused when it was said; or told once more, and counting no longer. */
function wordAnswer(key: string, decided: readonly DecidedPromotion[], advanced: readonly AdvancedPromotion[]): Answer {
  const isKept = advanced.map(({ review }) => review.words.some((word) => word.key === key));
  const lapsed = advanced.flatMap(({ review }): readonly RefusedStatement[] =>
    review.evaluation.uncounted
      .filter(({ word }) => word.key === key)
      .map((one) => ({ ...one, next: review.evaluation.next[0] ?? null })),
  );
  const refused = [...decided.flatMap((one) => one.refused.filter(({ word }) => word.key === key)), ...lapsed];
  const counting = isKept.filter((kept) => kept).length - lapsed.length;
  const [first] = refused;
  // Where it counts for one of several it did what it should.
  if (first === undefined || counting > 0) return { kind: "done" };
  const help = first.next === null ? "" : ` What helps now: ${first.next}.`;
  return {
    kind: "refused",
    text: `I cannot take ${code(saidText(first.word))} from ${escapeMarkdown(first.word.by.login)}: ${first.reason}.${help}`,
  };
}
