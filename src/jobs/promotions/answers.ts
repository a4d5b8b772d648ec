/** The answers to what was said on a subject's promotions: a word that does not count is told so, with the reason. Pure. */
import type { Answer } from "../../commands/model.ts";
import { code, inert } from "../../markdown.ts";
import type { HeardAll } from "../../promotions/heard.ts";
import { saidText } from "../../promotions/status.ts";
import type { Advanced } from "./advance.ts";

export function answersOf(all: HeardAll, turns: readonly Advanced[]): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>(all.answers);
  // The status comment is the answer.
  for (const key of all.made) answers.set(key, { kind: "done" });
  for (const key of all.words) answers.set(key, wordAnswer(key, turns));
  return answers;
}

function wordAnswer(key: string, turns: readonly Advanced[]): Answer {
  const refusals = turns.flatMap(({ review }) =>
    review.evaluation.uncounted.filter(({ word }) => word.key === key).map((one) => ({ ...one, review })),
  );
  const about = turns.filter(({ review }) => review.words.some((word) => word.key === key));
  const [first] = refusals;
  // Where it counts for one of several it did what it should.
  if (first === undefined || refusals.length < about.length) return { kind: "done" };
  const next = first.review.evaluation.next[0];
  const help = next === undefined ? "" : ` What helps now: ${next}.`;
  return {
    kind: "refused",
    text: `I cannot take ${code(saidText(first.word))} from ${inert(first.word.by.login)}: ${first.reason}.${help}`,
  };
}
