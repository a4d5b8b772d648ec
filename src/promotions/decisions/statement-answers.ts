/**
 * How people who spoke in a decision are answered: the status comment shows the state, so only statements that do not count need an
 * answer in words. Pure.
 */

import type { Answer } from "../../model/answer.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import type { UncountedStatement } from "./decision.ts";
import { commandOfStatement } from "./decision-status.ts";
import type { DecisionReview } from "./judge-decision.ts";

interface JudgedStatements {
  readonly review: Pick<DecisionReview, "uncounted">;
  /** Statements of people who can have no part in it. */
  readonly refused: readonly UncountedStatement[];
}

/** By call key. */
export function answersOfStatements(
  keys: readonly string[],
  decisions: readonly JudgedStatements[],
): ReadonlyMap<string, Answer> {
  const uncounted = decisions.flatMap(({ review, refused }) => [...refused, ...review.uncounted]);
  return new Map(
    keys.map((key): [string, Answer] => {
      const found = uncounted.find(({ word }) => word.key === key);
      return [key, found === undefined ? { kind: "done" } : { kind: "refused", text: refusalText(found) }];
    }),
  );
}

function refusalText({ word, reason }: UncountedStatement): string {
  return `I cannot take ${commandOfStatement(word)} from ${escapeMarkdown(word.by.login)}: ${toldTo(reason)}.`;
}

/** The same reason in the second person: "holds no role", "was not among those" become "they hold no role", "they were not among those". */
function toldTo(reason: string): string {
  return SAID.reduce((text, [said, told]) => text.replace(said, told), reason);
}

const SAID: readonly (readonly [RegExp, string])[] = [
  [/^holds /, "they hold "],
  [/^is (?=an? )/, "they are "],
  [/^was /, "they were "],
  [/^had asked /, "they have asked "],
  [/^no longer holds /, "they no longer hold "],
  [/^neither opened it nor speaks /, "they neither opened it nor speak "],
];
