import { describe, expect, it } from "vitest";
import { IN_A_THREAD, IN_ALL, LAST_ANSWER, LAST_ANYWHERE, withinBudget } from "../../src/jobs/answer-budget.ts";
import { budgets } from "../../src/jobs/budget.ts";
import { readNote } from "../../src/jobs/read-notes.ts";
import type { ReactionEffect, ReplyEffect } from "../../src/model/effect.ts";
import { replyMarker } from "../../src/model/own-comment.ts";
import { aComment, aLadder, aPull, bot, minute, person } from "../support/a-pull.ts";

const rung = { login: "rung[bot]", id: null };
const index = aLadder({ approvers: ["ann"] });
const repository = { owner: "KusionStack", name: "kusion" };

/** What is left of the answer to one comment of that person's, after those replies to them in its thread. */
function answered(given: {
  readonly by: string;
  readonly number: number;
  readonly thumb?: boolean;
  readonly before?: number;
  readonly spent: ReturnType<typeof budgets>;
}) {
  const { by, number, thumb = false, before = 0, spent } = given;
  const id = number * 1_000;
  const earlier = Array.from({ length: before }, (_, at) =>
    aComment(by, "/close", { id: id - 100 + at, at: minute(5) }),
  );
  const replies = earlier.map((one) => aComment(bot("rung[bot]"), replyMarker(`comment:${one.id}`), { at: minute(5) }));
  const text = "/close";
  const facts = { ...aPull({ comments: [...earlier, ...replies, aComment(by, text, { id, at: minute(6) })] }), number };
  const notes = [
    readNote({ kind: "said", utterance: "comment", id, nodeId: "N", by: person(by), text, at: minute(6) }),
  ];
  const to = `comment:${id}`;
  const reply: ReplyEffect = { kind: "reply", repository, number, to, body: `${replyMarker(to)}\nNo.` };
  const reaction: ReactionEffect = { kind: "reaction", repository, to: { kind: "comment", id, number }, content: "+1" };
  const [left] = withinBudget({ facts, notes, index, bot: rung, budgets: spent }, [thumb ? reaction : reply]);
  return left;
}

const body = (effect: ReturnType<typeof answered>) => (effect?.kind === "reply" ? effect.body : effect?.kind);

describe("R54, R58: who is not answered any more was told so", () => {
  it.each([
    ["eve", IN_ALL.stranger],
    ["ann", IN_ALL.holder],
  ])("over all threads: the last answer to %s says it, be it a thumb or words", (by, most) => {
    for (const thumb of [false, true]) {
      const spent = budgets();
      for (let number = 1; number < most; number += 1)
        expect(body(answered({ by, number, thumb, spent }))).not.toContain(LAST_ANYWHERE);
      const last = answered({ by, number: most, thumb, spent });
      expect(body(last)).toBe(`${replyMarker(`comment:${most}000`)}\n${thumb ? "Done. " : "No.\n\n"}${LAST_ANYWHERE}`);
      expect(answered({ by, number: most, thumb, spent })).toEqual(last);
      expect(answered({ by, number: most + 1, thumb, spent })).toBeUndefined();
      expect(answered({ by: "other", number: most + 1, thumb, spent })).toBeDefined();
    }
  });

  it("in a thread: the last answer says it, be it a thumb or words", () => {
    for (const thumb of [false, true]) {
      const spent = budgets();
      const most = IN_A_THREAD.stranger;
      expect(body(answered({ by: "eve", number: 1, thumb, before: most - 2, spent }))).not.toContain(LAST_ANSWER);
      expect(body(answered({ by: "eve", number: 2, thumb, before: most - 1, spent }))).toContain(LAST_ANSWER);
      expect(answered({ by: "eve", number: 3, thumb, before: most, spent })).toBeUndefined();
    }
  });
});
