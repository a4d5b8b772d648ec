import { describe, expect, it } from "vitest";
import { unknownVerdict } from "../../../src/gate/verdict.ts";
import type { Reviewing } from "../../../src/model/pull-record.ts";
import { indexed } from "../../../src/registry/registry-index.ts";
import { ASKS_NOBODY, nextDue, notAsked, occasionOf, overdue } from "../../../src/triage/reviewers/due.ts";
import { reviewerLines } from "../../../src/triage/reviewers/lines.ts";
import { touchedRows } from "../../../src/triage/reviewers/reviewer-candidates.ts";
import { aLadder, aPull, aReview, minute, NOON, type PullOptions, person } from "../../support/a-pull.ts";
import { aChoosing } from "./a-choosing.ts";

const DAY = 86_400_000;
const index = aLadder({ areas: { docs: { paths: ["docs/**"] } }, approvers: ["ann"] });

function occasion(options: PullOptions = {}, more: Partial<Parameters<typeof occasionOf>[0]> = {}) {
  const { facts, verdict } = aChoosing(index, { pull: options });
  return occasionOf({ facts, index, verdict, reviewing: undefined, causes: [], rerolled: false, ...more });
}

const touched = () => touchedRows(aChoosing(index, { pull: {} }).facts, index);

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
  it("R32: where GitHub let Rung ask nobody, whenever everything is looked at", () => {
    const refused = reviewing({ areas: [...touched()], remarks: [ASKS_NOBODY] });
    for (const cause of ["sweep", "sweep.round"])
      expect(occasion({}, { reviewing: refused, causes: [cause] })).toEqual({ kind: "missed" });
    expect(occasion({}, { reviewing: refused, causes: ["issue_comment.created"] })).toBeNull();
    expect(occasion({}, { reviewing: { ...refused, remarks: [] }, causes: ["sweep"] })).toBeNull();
  });

  it("at the opening, and when a draft is ready", () => {
    expect(occasion({}, { causes: ["pull_request.opened"] })).toEqual({ kind: "opened" });
    const ready = { causes: ["pull_request.ready_for_review"] };
    expect(occasion({}, ready)).toEqual({ kind: "opened" });
    expect(occasion({}, { ...ready, reviewing: reviewing() })).toEqual({ kind: "opened" });
  });

  it("R73: not while a bot's pull request needs nobody, and as if just opened once it does", () => {
    const { verdict } = aChoosing(index);
    const later = { readAt: NOON + 9 * DAY };
    const held = { ...verdict, lowered: { of: "deps", min: 0, holds: true } as const };
    expect(occasion({}, { causes: ["pull_request.opened"], verdict: held })).toBeNull();
    const why = { kind: "foreign-commit", sha: "abc", by: "eve" } as const;
    const ended = { ...verdict, lowered: { of: "deps", min: 0, holds: false, why } as const };
    expect(occasion(later, { verdict: ended })).toEqual({ kind: "missed" });
    expect(occasion(later)).toBeNull();
  });

  it("R73: while a bot's pull request lacks nothing but `/lgtm`, and again for its areas once they need somebody", () => {
    const { verdict } = aChoosing(index);
    const lacking = { ...verdict, lgtm: { ...verdict.lgtm, needed: 1, by: [] } };
    const held = { ...lacking, lowered: { of: "deps", min: 0, holds: true } as const };
    expect(occasion({}, { causes: ["pull_request.opened"], verdict: held })).toEqual({ kind: "opened" });
    const asked = reviewing({ areas: [] });
    expect(occasion({}, { verdict: held, reviewing: asked })).toBeNull();
    expect(occasion({}, { verdict: lacking, reviewing: asked })).toMatchObject({ kind: "touched" });
  });

  it("of a newcomer's only once somebody vouched, however long that took", () => {
    const waiting = indexed({ ...index.registry, newcomers: { reviews: "after-vouch" } });
    const causes = ["pull_request.opened"];
    const of = (options: PullOptions, more: object = {}) => {
      const { facts, verdict } = aChoosing(waiting, { pull: options });
      return occasionOf({ facts, index: waiting, verdict, reviewing: undefined, causes: [], rerolled: false, ...more });
    };
    expect(of({ author: "newt" }, { causes })).toEqual({ kind: "unvouched" });
    expect(of({ author: "newt", readAt: NOON + 9 * DAY })).toBeNull();
    const awaits = reviewing({ areas: [], awaits: "vouch" });
    expect(of({ author: "newt" }, { reviewing: awaits, causes: ["pull_request.ready_for_review"] })).toBeNull();
    expect(of({ author: "ann", readAt: NOON + 9 * DAY }, { reviewing: awaits })).toEqual({ kind: "opened" });
    expect(of({ author: "ann" }, { causes })).toEqual({ kind: "opened" });
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
  const rule = { nudge: "3d", reassign: "7d" };
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
    expect(nextDue(pull(1), {}, two)).toBeNull();
    expect(overdue(pull(99), {}, two)).toEqual([]);
  });
});
