import { describe, expect, it } from "vitest";
import { unknownVerdict } from "../../../src/gate/verdict.ts";
import type { Reviewing } from "../../../src/model/pull-record.ts";
import { nextDue, notAsked, occasionOf, overdue } from "../../../src/triage/reviewers/due.ts";
import { reviewerLines } from "../../../src/triage/reviewers/lines.ts";
import { aLadder, aPull, aReview, minute, NOON, type PullOptions, person } from "../../support/a-pull.ts";
import { aChoosing } from "./a-choosing.ts";

const DAY = 86_400_000;
const index = aLadder({ areas: { docs: { paths: ["docs/**"] } }, approvers: ["ann"] });

function occasion(options: PullOptions = {}, more: Partial<Parameters<typeof occasionOf>[0]> = {}) {
  const { facts, verdict } = aChoosing(index, { pull: options });
  return occasionOf({ facts, index, verdict, reviewing: undefined, causes: [], rerolled: false, ...more });
}

const reviewing = (more: Partial<Reviewing> = {}): Reviewing => ({
  ...{ areas: ["kusion"], asked: [], remarks: [], refused: [], welcomed: false },
  ...more,
});
const asked = (login: string, more: object = {}) => ({ login, id: person(login).id, why: "", at: NOON, ...more });

it("whom a line took off is not told as asked, and is waited for no more", () => {
  const asked = ["ann", "ben"].map((login) => ({ login, id: null, why: "", at: NOON }));
  const left = notAsked(asked, ["ANN", "cho"]);
  expect(
    reviewerLines({ reviewing: { areas: [], asked: left, remarks: [], refused: [], welcomed: false } }, []),
  ).toEqual(["Asked **ben**."]);
  expect(notAsked(left, ["ann"])).toBe(left);
});

describe("when reviewers are looked for", () => {
  it("at the opening, and when a draft is ready", () => {
    expect(occasion({}, { causes: ["pull_request.opened"] })).toEqual({ kind: "opened" });
    const ready = { causes: ["pull_request.ready_for_review"] };
    expect(occasion({}, ready)).toEqual({ kind: "opened" });
    expect(occasion({}, { ...ready, reviewing: reviewing() })).toEqual({ kind: "opened" });
  });

  it("not for drafts, closed ones, or where the verdict cannot be told", () => {
    const causes = ["pull_request.opened"];
    expect(occasion({ draft: true }, { causes })).toBeNull();
    expect(occasion({ state: "closed" }, { causes })).toBeNull();
    expect(occasion({}, { causes, verdict: unknownVerdict("x") })).toBeNull();
    expect(occasion({ state: "merged" }, { rerolled: true })).toBeNull();
  });

  it("an opening that was missed is made good for three days; older pull requests were there before Rung", () => {
    expect(occasion({}, { causes: ["sweep"] })).toEqual({ kind: "missed" });
    expect(occasion({ readAt: NOON + 4 * DAY }, { causes: ["sweep"] })).toBeNull();
    expect(occasion({ readAt: NOON + 4 * DAY }, { causes: ["pull_request.opened"] })).toEqual({ kind: "opened" });
  });

  it("when an area is touched that was not before, and never for the same again", () => {
    const past = { reviewing: reviewing() };
    expect(occasion({ files: ["main.go"] }, past)).toBeNull();
    expect(occasion({ files: ["main.go", "docs/a.md"] }, past)).toEqual({ kind: "touched", areas: ["docs"] });
  });
});

describe("somebody who does not answer", () => {
  const rule = { request: 2, from: "approvers", maxOpen: 6, nudge: "3d", reassign: "7d" };
  const pull = (days: number, more: PullOptions = {}) => aPull({ readAt: NOON + days * DAY, ...more });
  const due = (days: number, one: Reviewing, more: PullOptions = {}) =>
    overdue(pull(days, more), rule, one).map(({ who, what }) => `${what} ${who.login}`);

  it("is reminded once and replaced after that, by GitHub's clock", () => {
    expect(due(2.9, reviewing({ asked: [asked("ann")] }))).toEqual([]);
    expect(due(3, reviewing({ asked: [asked("ann")] }))).toEqual(["nudge ann"]);
    expect(due(6, reviewing({ asked: [asked("ann", { nudged: true })] }))).toEqual([]);
    expect(due(7, reviewing({ asked: [asked("ann", { nudged: true })] }))).toEqual(["reassign ann"]);
    expect(due(9, reviewing({ asked: [asked("ann", { replaced: true })] }))).toEqual([]);
  });

  it("who reviewed, in whatever way, answered; drafts wait for nobody", () => {
    const one = reviewing({ asked: [asked("ann")] });
    expect(due(9, one, { reviews: [aReview("ann", "COMMENTED")] })).toEqual([]);
    expect(due(9, one, { draft: true })).toEqual([]);
  });

  it("the next look is when the first time is up; without the rules there is none", () => {
    const two = reviewing({ asked: [asked("ann"), asked("ben", { at: minute(10), nudged: true })] });
    expect(nextDue(pull(1), rule, two)).toBe(NOON + 3 * DAY);
    expect(nextDue(pull(4), rule, two)).toBe(NOON + 7 * DAY);
    expect(nextDue(pull(1), { request: 2, from: "approvers", maxOpen: 6 }, two)).toBeNull();
    expect(overdue(pull(99), { request: 2, from: "approvers", maxOpen: 6 }, two)).toEqual([]);
  });
});
