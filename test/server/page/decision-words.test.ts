import { describe, expect, it } from "vitest";
import * as job from "../../../src/model/job.ts";
import { causeText, causeWords, ownLook, plainReason } from "../../../src/server/page/decision-words.ts";

describe("the audit in plain words", () => {
  it.each([
    ["area0: waiting, 0 of 1", "area0 needs 1 approval and has 0 of 1"],
    [
      "a: b: approved, 2 of 2 by ann (review of abc1234), ben (comment of abc1234)",
      "a: b is approved; approved by ann (review of abc1234), ben (comment of abc1234)",
    ],
    ["docs: nobody-needed, 0 of 0", "docs needs nobody's approval"],
    ["engine: nobody-can, 0 of 2", "engine needs 2 approvals, and nobody can give that"],
    ["#7: engine: blocked, 0 of 1", "#7: changes are requested in engine"],
    [
      "not counted: newt, changes requested of area0: changes-requested-without-role",
      "Did not count: newt, changes requested of area0: blocks nothing, since they may not approve here",
    ],
    ["not counted: newt, /approve: a-kind-of-later", "Did not count: newt, /approve: a kind of later"],
    ["and 3 more", "and 3 more"],
    ["Needs 1 approval: engine", "Needs 1 approval: engine"],
  ])("%s", (line, told) => {
    expect(plainReason(line)).toBe(told);
  });

  it.each([
    ["sweep.round", "Rung looked again, as it does regularly"],
    ["pull_request_review.submitted", "a review"],
    ["some_event.of-later", "some event of later"],
    ["constructor", "constructor"],
  ])("the cause %s", (what, told) => {
    expect(causeText({ kind: "event", what, by: null })).toBe(told);
  });

  it("each look of Rung's own has words for people, not the name that it has in the program", () => {
    const names = Object.entries(job).flatMap(([name, value]) => (name.endsWith("_CAUSE") ? [String(value)] : []));
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(causeWords(name)).not.toBe(name.replaceAll(/[._-]+/g, " "));
    expect([ownLook("first.look"), ownLook("issue_comment.created"), ownLook("constructor")]).toEqual([
      "Rung looked for the first time",
      null,
      null,
    ]);
  });
});
