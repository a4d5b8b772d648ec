import { describe, expect, it } from "vitest";
import type { Reviewing } from "../../../src/model/pull-record.ts";
import { lapsedApprovers, withAskedAgain } from "../../../src/triage/reviewers/lapsed-approvers.ts";
import { judged, pushes } from "../../gate/judged.ts";
import { aLadder, aPull, approval, minute } from "../../support/a-pull.ts";

const REVIEWING: Reviewing = { areas: ["kusion"], asked: [], remarks: [], refused: [], welcomed: false };
const diffs = { "main...h1": { "main.go": "a" }, "main...h2": { "main.go": "b" } };
const approvers = ["ann", "ben", "cho"];

/** ann and ben approved h1, and h2 changed what they approved. */
function asked({
  reviewing = REVIEWING,
  ladder = aLadder({ approvers, approval: { min: 2 } }),
  draft = false,
}: {
  readonly reviewing?: Reviewing | null;
  readonly ladder?: ReturnType<typeof aLadder>;
  readonly draft?: boolean;
} = {}) {
  const reviews = ["ann", "ben"].map((login, at) => approval(login, { id: at + 1, at: minute(5 + at), commit: "h1" }));
  const facts = aPull({ head: "h2", reviews, draft });
  const verdict = judged(facts, ladder, { record: pushes(["h2", 9]), diffs });
  const context = { facts, index: ladder, verdict, reviewing: reviewing ?? undefined };
  return lapsedApprovers(context);
}

describe("who is asked again after a push that ends approvals", () => {
  it("those who approved the version before, the latest first, with what they approved", () => {
    const again = asked();
    expect(again.map(({ login, again: key }) => [login, key])).toEqual([
      ["ben", "review:2"],
      ["ann", "review:1"],
    ]);
    expect(again[0]?.why).toBe("approved `h1`, before it changed");
  });

  it("each approval once, whatever they do with it", () => {
    const reviewing = { ...REVIEWING, asked: withAskedAgain([], asked()) };
    expect(asked({ reviewing })).toEqual([]);
  });

  it("another in the place of who is away, unless enough who could give it are asked", () => {
    const away = aLadder({ approvers: [{ login: "ann", away: true }, "ben", "cho"], approval: { min: 2 } });
    const instead = asked({ ladder: away });
    expect(instead.map(({ login, again }) => [login, again])).toEqual([
      ["ben", "review:2"],
      ["cho", "review:1"],
    ]);
    expect(instead[1]?.why).toBe("in the place of ann, who is away");
    expect(asked({ ladder: away, reviewing: { ...REVIEWING, asked: instead } })).toEqual([]);
    const one = aLadder({ approvers: [{ login: "ann", away: true }, "ben", "cho"] });
    expect(asked({ ladder: one }).map(({ login }) => login)).toEqual(["ben"]);
  });

  it("nobody who is away, lost the role, or is not taken by GitHub", () => {
    const away = aLadder({ approvers: [{ login: "ann", away: true }] });
    expect(asked({ ladder: away })).toEqual([]);
    expect(asked({ reviewing: { ...REVIEWING, refused: ["Ann"] } }).map(({ login }) => login)).toEqual(["ben"]);
  });

  it("nobody in a draft, before the first look, or where the registry lets nobody be asked", () => {
    expect(asked({ draft: true })).toEqual([]);
    expect(asked({ reviewing: null })).toEqual([]);
    expect(asked({ ladder: aLadder({ approvers, reviews: { request: 0 } }) })).toEqual([]);
  });

  it("takes the place of an earlier request to the same person", () => {
    const first = { login: "ann", id: null, why: "approver of kusion", at: minute(1) };
    const again = { ...first, at: minute(9), again: "review:1" };
    expect(withAskedAgain([first], [again])).toEqual([{ ...first, replaced: true }, again]);
  });
});
