import { expect, it } from "vitest";
import { answersOfStatements } from "../../../src/promotions/decisions/statement-answers.ts";
import { object, vote } from "./a-decision.ts";

it("a word that counts is done; one that does not is answered with the reason, told to its author", () => {
  const counted = vote("ann", 1, "yes");
  const reasons = [
    ["holds no role; a maintainer or above is asked for", "they hold no role; a maintainer or above is asked for"],
    ["is an approver; a maintainer or above is asked for", "they are an approver; a maintainer or above is asked for"],
    [
      "was not among those who may decide when it was opened",
      "they were not among those who may decide when it was opened",
    ],
    ["had asked to wait before", "they have asked to wait before"],
    ["no longer holds the role that decides", "they no longer hold the role that decides"],
    ["neither opened it nor speaks for the top role", "they neither opened it nor speak for the top role"],
    ["it had ended on Monday", "it had ended on Monday"],
  ] as const;
  const refused = reasons.map(([reason]) => ({ word: object("ben", 1), reason }));
  const keys = [counted.key, ...refused.map(({ word }) => word.key)];
  const answers = answersOfStatements(keys, [
    { review: { uncounted: refused.slice(3) }, refused: refused.slice(0, 3) },
  ]);
  expect(answers.get(counted.key)).toEqual({ kind: "done" });
  expect(refused.map(({ word }) => answers.get(word.key))).toEqual(
    reasons.map(([, told]) => ({ kind: "refused", text: `I cannot take \`/object\` from ben: ${told}.` })),
  );
});
