import { describe, expect, it } from "vitest";
import { comparisonsOf, type Outcome, readyAt, replayed } from "../../../src/cli/replay/outcome.ts";
import { type Diffs, diffKey } from "../../../src/model/diffs.ts";
import { aComment, aLadder, approval, aReview, compared, cut, person } from "../../support/a-pull.ts";
import { aPast, hour, type PastOptions } from "./a-past.ts";

const INDEX = aLadder({ approvers: ["ann", "ben"] });
/** The two heads, one after the other, on the commit that they were merged onto. */
const PUSH = diffKey({ approved: { base: "onto", head: "h1" }, present: { base: "onto", head: "h2" } });
const MOVED: Diffs = new Map([[PUSH, compared({ "main.go": "one" }, { "main.go": "two" })]]);

const result = (options: PastOptions, diffs: Diffs = new Map()) => replayed(aPast(options), INDEX, diffs);
const outcome = (options: PastOptions, diffs?: Diffs): Outcome => result(options, diffs).outcome;

describe("the outcome of a replay", () => {
  it("approved before the merge: since the approval", () => {
    expect(outcome({ reviews: [approval("ann", { at: hour(7) })] })).toEqual({ kind: "passed", approvedAt: hour(7) });
  });

  it("approved, then not, then again: since the last time", () => {
    const reviews = [
      ...[approval("ann", { at: hour(2) }), aReview("ben", "CHANGES_REQUESTED", { at: hour(3) })],
      approval("ben", { at: hour(30) }),
    ];
    expect(outcome({ reviews })).toEqual({ kind: "passed", approvedAt: hour(30) });
  });

  it("nobody needed: since the opening", () => {
    const free = aLadder({ approvers: ["ann"], approval: { min: 0 } });
    expect(replayed(aPast(), free, new Map()).outcome).toEqual({ kind: "passed", approvedAt: hour(0) });
  });

  it("not approved: waits, until somebody said after the merge what was missing", () => {
    expect(outcome({})).toMatchObject({ kind: "waited", approvedAt: null, verdict: { state: { kind: "waiting" } } });
    expect(outcome({ reviews: [approval("ben", { at: hour(150) })] })).toMatchObject({
      kind: "waited",
      approvedAt: hour(150),
    });
  });

  it("R9: an approval that a push took along does not count, and one that it left does", () => {
    const options: PastOptions = {
      pushed: [
        ["h1", 0],
        ["h2", 10],
      ],
      reviews: [approval("ann", { at: hour(5), commit: "h1" })],
    };
    expect(comparisonsOf(aPast(options), INDEX).map(diffKey)).toEqual([PUSH]);
    expect(outcome(options, MOVED)).toMatchObject({ kind: "waited" });
    const same = new Map([[PUSH, compared({}, {})]]);
    expect(outcome(options, same)).toEqual({ kind: "passed", approvedAt: hour(5) });
    expect(outcome(options)).toMatchObject({ kind: "waited" });
  });

  it("R9a: a comment is about the head of its moment, and that it is guessed from dates is told", () => {
    const comments = [aComment("ann", "/approve", { at: hour(5) })];
    expect(result({ comments })).toMatchObject({ estimated: false, outcome: { kind: "passed" } });
    const pushed: PastOptions["pushed"] = [
      ["h1", 0],
      ["h2", 10],
    ];
    expect(result({ comments, pushed }, MOVED)).toMatchObject({ estimated: true, outcome: { kind: "waited" } });
  });

  it("R15b: a hold stands though its label was taken off, until it is released in words", () => {
    const by = person("ben");
    const events = [
      { kind: "label", at: hour(2), label: "do-not-merge/hold", on: true, by },
      { kind: "label", at: hour(3), label: "do-not-merge/hold", on: false, by },
    ] as const;
    const reviews = [approval("ann", { at: hour(1) })];
    expect(outcome({ reviews, events })).toMatchObject({ verdict: { state: { kind: "held" } } });
    const comments = [aComment("ben", "/hold cancel", { at: hour(8) })];
    expect(outcome({ reviews, events, comments })).toEqual({ kind: "passed", approvedAt: hour(8) });
  });

  it("R14: what was cut cannot be told", () => {
    expect(outcome({ reviews: cut([approval("ann", { at: hour(1) })], 400) })).toEqual({
      kind: "unknown",
      why: "GitHub returned 1 of 400 reviews",
    });
    expect(outcome({ cut: ["more than 100 events"] })).toMatchObject({ kind: "unknown" });
  });

  it("a change of the registry needed a maintainer, whatever it said", () => {
    const ladder = aLadder({ approvers: ["ann"], maintainers: ["max"] });
    const of = (login: string) =>
      replayed(aPast({ files: ["roles.yaml"], reviews: [approval(login, { at: hour(1) })] }), ladder, new Map()).outcome
        .kind;
    expect([of("ann"), of("max")]).toEqual(["waited", "passed"]);
  });

  it("reviewers are looked for once it is no draft", () => {
    expect(readyAt(aPast())).toBe(hour(0));
    expect(readyAt(aPast({ events: [{ kind: "draft", at: hour(9), to: false }] }))).toBe(hour(9));
    expect(readyAt(aPast({ events: [{ kind: "draft", at: hour(9), to: true }] }))).toBe(hour(0));
  });
});
