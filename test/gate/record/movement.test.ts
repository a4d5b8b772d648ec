import { describe, expect, it } from "vitest";
import { type LastJudged, movement } from "../../../src/gate/record/movement.ts";
import { emptyRecord } from "../../../src/gate/record/record-changes.ts";
import type { Note } from "../../../src/model/job.ts";

const last: LastJudged = {
  headSha: "a",
  baseRef: "main",
  state: "open",
  record: {
    ...emptyRecord(),
    heads: [
      { sha: "z", from: 1, until: 5 },
      { sha: "a", from: 6, until: 10 },
    ],
    bases: [{ ref: "main", from: 1, until: 10 }],
  },
};
const pushed = (before: string, sha: string, at: number): Note => ({ kind: "head", sha, before, at });
const seen = (sha: string, ref: string, at: number): readonly Note[] => [
  { kind: "head", sha, before: null, at },
  { kind: "base", ref, before: null, at },
];

describe("R38: where a pull request stands, from its events alone", () => {
  it("nothing moves where they show what was judged", () => {
    expect(movement(last, [])).toEqual({ head: null, left: [], isMoved: false });
    expect(movement(last, seen("a", "main", 11))).toEqual({ head: "a", left: [], isMoved: false });
  });

  it("a push leaves the head before it, and the one last judged", () => {
    expect(movement(last, [pushed("a", "b", 11)])).toEqual({ head: "b", left: ["a"], isMoved: true });
    expect(movement(last, [pushed("b", "c", 12)])).toEqual({ head: "c", left: ["b", "a"], isMoved: true });
    expect(movement(null, [pushed("b", "c", 12)])).toEqual({ head: "c", left: ["b"], isMoved: true });
  });

  it("R38: of two pushes of one second the one that left the other is the newest, in whatever order they come", () => {
    const both = [pushed("a", "b", 11), pushed("b", "c", 11)];
    expect(movement(last, both)).toEqual({ head: "c", left: ["a", "b"], isMoved: true });
    expect(movement(last, both.toReversed())).toEqual({ head: "c", left: ["b", "a"], isMoved: true });
  });

  it("pushed away and back, the head is not left, and what came between is", () => {
    expect(movement(last, [pushed("a", "b", 11), pushed("b", "a", 12)])).toEqual({
      head: "a",
      left: ["b"],
      isMoved: false,
    });
  });

  it("a payload that shows another head than the one judged tells of a push that was not heard of", () => {
    expect(movement(last, seen("b", "main", 11))).toEqual({ head: "b", left: ["a"], isMoved: true });
  });

  it("events that come late or a second time move nothing", () => {
    expect(movement(last, [pushed("y", "z", 2)])).toEqual({ head: null, left: [], isMoved: false });
    expect(movement(last, [pushed("a", "b", 12), ...seen("a", "main", 11)])).toMatchObject({ head: "b", left: ["a"] });
  });

  it("an old head that is pushed again is the head again", () => {
    expect(movement(last, [pushed("a", "z", 11)])).toEqual({ head: "z", left: ["a"], isMoved: true });
  });

  it("another base, an opening and a reopening were not judged so", () => {
    expect(movement(last, seen("a", "dev", 11))).toMatchObject({ left: [], isMoved: true });
    expect(movement(null, seen("a", "main", 11))).toMatchObject({ left: [], isMoved: true });
    expect(movement({ ...last, state: "closed" }, seen("a", "main", 11))).toMatchObject({ left: [], isMoved: true });
  });

  it("closed unmerged, no head is its own; merged, it keeps its check", () => {
    const closed = (merged?: boolean): Note => ({ kind: "closed", at: 11, ...(merged !== undefined && { merged }) });
    expect(movement(last, [closed(false)])).toMatchObject({ left: ["a"] });
    expect(movement(last, [pushed("a", "b", 11), closed(false)])).toMatchObject({ left: ["a", "b"] });
    expect(movement(last, [closed(true)])).toMatchObject({ left: [] });
    expect(movement(last, [closed()])).toMatchObject({ left: [] });
    expect(movement({ ...last, state: "merged" }, seen("a", "main", 12))).toMatchObject({ isMoved: false });
  });
});
