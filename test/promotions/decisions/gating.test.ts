import { describe, expect, it } from "vitest";
import type { PullFacts } from "../../../src/model/facts.ts";
import { type ChangeComparison, decisionsNeeded, gateOf } from "../../../src/promotions/decisions/gating.ts";
import type { DecisionReview } from "../../../src/promotions/decisions/judge-decision.ts";
import { aFile, aPull } from "../../support/a-pull.ts";
import { days } from "../a-promotion.ts";
import { aDecision, cancel, looked, people, vote } from "./a-decision.ts";

const GOVERNED =
  "{ governance: { by: maintainers, vote: { share: 2/3, window: 30d, early: true }, paths: [GOVERNANCE.md, roles/**] } }";
const { registry } = people(GOVERNED);
const FOUR = ["ann", "ben", "cho", "dee"].map((login, place) => vote(login, 1 + place, "yes"));

function files(...items: PullFacts["files"]["items"]): Pick<PullFacts, "files"> {
  return { files: { items, complete: true, total: items.length } };
}

function opened(): ReturnType<typeof aDecision> {
  const record = aDecision(GOVERNED, aPull());
  return { ...record, decision: { ...record.decision, about: { head: "h1", base: "b1" } } };
}

const at = (day: number, words = FOUR, record = opened()): DecisionReview =>
  looked(day, words, { decisions: GOVERNED, record });

function state(reviews: readonly DecisionReview[], compared: ChangeComparison = { kind: "same" }) {
  const needed = decisionsNeeded(registry, files(aFile("GOVERNANCE.md")));
  return gateOf(needed, reviews, () => compared)[0]?.state;
}

describe("a decision that gates", () => {
  it("is needed by pull requests that touch its paths, by both names of a renamed file, and by no other", () => {
    expect(decisionsNeeded(registry, files(aFile("README.md")))).toEqual([]);
    expect(decisionsNeeded(registry, files(aFile("roles/a.md")))).toMatchObject([{ files: ["roles/a.md"] }]);
    const renamed = aFile("docs/old.md", { previousPath: "GOVERNANCE.md", change: "renamed" });
    expect(decisionsNeeded(registry, files(renamed))).toMatchObject([{ files: ["GOVERNANCE.md"] }]);
  });

  it("R14: may be needed by files that were not read", () => {
    const cut = { files: { ...files(aFile("README.md")).files, complete: false } };
    expect(decisionsNeeded(registry, cut)).toMatchObject([{ files: [] }]);
  });

  it("is needed until one is accepted", () => {
    expect(state([])).toEqual({ kind: "needed" });
    expect(state([at(2)])).toEqual({ kind: "open", figure: "2 of 5 yes", endsAt: days(30) });
    expect(state([at(9)])).toEqual({ kind: "accepted", at: days(4) });
    expect(state([at(40, [])])).toEqual({ kind: "declined", at: days(30) });
    expect(state([at(9, [cancel("ann", 1)])])).toEqual({ kind: "needed" });
  });

  it("R9: is about the text as it stood, and is asked for anew when that changes", () => {
    const changed = { kind: "changed" as const, files: ["GOVERNANCE.md"] };
    expect(state([at(9)], changed)).toEqual(changed);
    expect(state([at(2)], changed)).toEqual(changed);
    expect(state([at(40, [])], changed)).toEqual(changed);
    expect(state([at(40, [])], { kind: "unknown", why: "too large" })).toEqual({ kind: "declined", at: days(30) });
    expect(state([at(9)], { kind: "unknown", why: "too large" })).toEqual({ kind: "unknown", why: "too large" });
  });

  it("that was opened about no change passes nothing", () => {
    expect(state([at(9, FOUR, aDecision(GOVERNED))])).toMatchObject({ kind: "changed" });
  });

  it("may be decided again: the open one counts, else the last", () => {
    const later = {
      ...opened(),
      decision: { ...opened().decision, id: "comment:500/1", at: days(41) },
      openUntil: days(41),
    };
    const declined = at(40, []);
    expect(state([declined, looked(42, [], { decisions: GOVERNED, record: later })])).toMatchObject({ kind: "open" });
    const open = looked(42, [], { decisions: GOVERNED, record: { ...opened(), openUntil: days(1) }, closed: 2 });
    expect(state([open, looked(90, [], { decisions: GOVERNED, record: later })])).toMatchObject({ kind: "open" });
    const again = looked(90, [], { decisions: GOVERNED, record: later });
    expect(state([at(9), again])).toMatchObject({ kind: "declined" });
  });
});
