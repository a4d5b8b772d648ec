import { describe, expect, it } from "vitest";
import type { PromotionStatement } from "../../src/promotions/promotion-types.ts";
import { type Review, type Reviewing, review } from "../../src/promotions/review.ts";
import {
  changing,
  measured,
  merged,
  nominated,
  reopened,
  type Stage,
  sponsored,
  unopposed,
} from "../../src/promotions/stages.ts";
import { aLadder, NOON } from "../support/a-pull.ts";
import {
  aCount,
  aPerson,
  aPromotion,
  ballot,
  cancelled,
  DAY,
  days,
  LADDER,
  object,
  type PromotionOptions,
  sponsor,
} from "./a-promotion.ts";

const RULE = {
  "merged-pulls": 3,
  sponsors: { from: "maintainers", min: 1 },
  objections: { from: "maintainers", window: "7d" },
};
const UNTOLD = { known: false, why: "GitHub did not answer" } as const;
const PULL = { repository: { owner: "KusionStack", name: ".github" }, number: 5 };

interface Given extends Partial<Reviewing> {
  readonly block?: unknown;
  readonly words?: readonly PromotionStatement[];
  readonly stage?: Stage;
  /** `null`: GitHub does not tell. */
  readonly merged?: number | null;
  readonly reminded?: boolean;
  readonly options?: PromotionOptions;
}

function reviewed({
  block = RULE,
  words = [],
  stage = nominated(),
  merged = 3,
  reminded = false,
  options,
  ...more
}: Given): Review {
  const facts = aPromotion(block, {
    ...options,
    measured: { "merged-pulls": merged === null ? UNTOLD : aCount(merged) },
  });
  const record = {
    ...{ nomination: facts.nomination, url: "", words, stage, measured: [...facts.measured], measuredAt: NOON },
    ...{ reminded, trouble: null, rebuilt: false },
  };
  return review(
    { record, edited: [] },
    { index: LADDER, owner: "KusionStack", repositories: [], now: days(1), fresh: true, unreadTeams: [], ...more },
  );
}

const stageOf = (given: Given) => reviewed(given).record.stage;

describe("the stage of a promotion", () => {
  it("goes as far as what is met, one after the other", () => {
    expect(stageOf({ merged: 2 }).stage).toBe("nominated");
    expect(stageOf({}).stage).toBe("measured");
    expect(stageOf({ words: [sponsor("ben")] })).toEqual(sponsored(measured(nominated()), days(1)));
    const clear = sponsored(measured(nominated()), days(1));
    const later = { words: [sponsor("ben")], stage: clear, now: days(8) };
    expect(stageOf(later)).toEqual(unopposed(clear, days(8)));
    // Only figures counted now let it pass.
    expect(reviewed({ ...later, fresh: false })).toMatchObject({ wantsFigures: true, record: { stage: clear } });
  });

  it("nothing passes while it is unknown who is in a team", () => {
    const clear = sponsored(measured(nominated()), days(0));
    expect(stageOf({ words: [sponsor("ben")], stage: clear, now: days(8), unreadTeams: ["org/team"] }).stage).toBe(
      "sponsored",
    );
  });

  it("R70: nor is anything lost by it: neither a vote that ended without them nor a promotion that would expire", () => {
    const vote = { block: { vote: { of: "maintainers", share: "majority", window: "7d" } }, words: [ballot("ann")] };
    const unread = { unreadTeams: ["org/team"] };
    expect(stageOf({ ...vote, now: days(8) }).stage).toBe("declined");
    expect(stageOf({ ...vote, ...unread, now: days(8) }).stage).toBe("measured");
    expect(stageOf({ ...vote, ...unread, now: days(100) }).stage).toBe("measured");
  });

  it("R87: nor is a window lost by it, since who sponsored may be in that team", () => {
    const clear = sponsored(measured(nominated()), days(0));
    const unread = { unreadTeams: ["org/team"], stage: clear, now: days(2) };
    expect(stageOf({ ...unread, words: [sponsor("eve")] })).toEqual(clear);
    const passed = unopposed(clear, days(1));
    expect(stageOf({ ...unread, stage: passed, words: [sponsor("eve")] })).toEqual(clear);
    expect(reviewed({ ...unread, words: [sponsor("eve")] }).facts.clearSince).toBe(days(0));
    expect(stageOf({ ...unread, unreadTeams: [], words: [sponsor("eve")] })).toEqual(measured(nominated()));
  });

  it("R47: nor does a window begin while the status says that nobody can tell", () => {
    const begun = { words: [sponsor("ben")], now: days(1) };
    expect(stageOf({ ...begun, unreadTeams: ["org/team"] })).toEqual(measured(nominated()));
    expect(reviewed({ ...begun, unreadTeams: ["org/team"] }).facts.clearSince).toBe(null);
    expect(stageOf(begun)).toEqual(sponsored(measured(nominated()), days(1)));
  });

  it("falls back when a sponsor takes it back, and the window starts anew", () => {
    const clear = sponsored(measured(nominated()), days(0));
    expect(stageOf({ stage: clear }).stage).toBe("measured");
    // What people read of it is of the same breath.
    expect(reviewed({ stage: clear }).facts.clearSince).toBeNull();
    expect(stageOf({ stage: clear, words: [sponsor("ben"), object("cho")] })).toEqual(measured(nominated()));
  });

  it("merged, its window is over for good, and never said to begin", () => {
    const pending = changing(unopposed(sponsored(measured(nominated()), days(0)), days(7)), PULL);
    const { evaluation } = reviewed({ stage: merged(pending, days(8), []), words: [sponsor("ben")], now: days(9) });
    expect(evaluation.leaves.map(({ standing }) => standing.figure)).toContain("none");
  });

  it("takes the registry's change back when what carried it is gone, and not for what is only unknown", () => {
    const pending = changing(unopposed(sponsored(measured(nominated()), days(0)), days(7)), PULL);
    expect(stageOf({ stage: pending, words: [sponsor("ben")], now: days(8) })).toEqual(pending);
    expect(stageOf({ stage: pending, words: [], now: days(8) }).stage).toBe("nominated");
    expect(stageOf({ stage: pending, words: [], now: days(8), unreadTeams: ["org/team"] })).toEqual(pending);
  });

  it("R81: keeps the registry's change when somebody takes back an objection that was outvoted", () => {
    const outvoting = { from: "approvers", "overruled-by": { of: "maintainers", "min-yes": 1 }, withdrawal: "clears" };
    const block = { ...RULE, objections: { ...RULE.objections, ...outvoting } };
    const pending = changing(unopposed(sponsored(measured(nominated()), days(2)), days(9)), PULL);
    const doubt = object("eve", "too early", days(1));
    const words = [sponsor("ben", days(0)), doubt, ballot("ann", "yes", days(2)), cancelled(doubt, days(10))];
    expect(stageOf({ block, stage: pending, words, now: days(10) })).toEqual(pending);
    // Within the window others rely on it still.
    const stage = sponsored(measured(nominated()), days(2));
    const sooner = [...words.slice(0, 3), cancelled(doubt, days(8))];
    expect(reviewed({ block, stage, words: sooner, now: days(9) })).toMatchObject({
      record: { stage },
      dueAt: days(15),
    });
  });

  it("R86: what falls back after its time ends at once: nothing else would bring the look at which it expires", () => {
    const pending = changing(unopposed(sponsored(measured(nominated()), days(0)), days(7)), PULL);
    expect(stageOf({ stage: pending, words: [sponsor("ben")], now: days(100) })).toEqual(pending);
    expect(stageOf({ stage: pending, words: [], now: days(100) })).toEqual({ stage: "expired", at: days(100) });
  });

  it("a vote that is lost when its registry change waits ends it at once, and nobody waits until it expires", () => {
    const block = { vote: { of: "maintainers", window: "7d", "drop-absent": "1d" } };
    const pending = changing(unopposed(sponsored(measured(nominated()), days(7)), days(7)), PULL);
    const given = { block, stage: pending, words: [ballot("ann")], now: days(8) };
    expect(stageOf(given)).toEqual(pending);
    const index = aLadder({ maintainers: ["ben", "cho"] });
    expect(stageOf({ ...given, index })).toMatchObject({ stage: "declined", at: days(8) });
    expect(stageOf({ ...given, index, unreadTeams: ["org/team"] })).toEqual(pending);
  });

  it("R87: what is unknown keeps a window, and a registry's change, only where nothing else is missing", () => {
    const clear = sponsored(measured(nominated()), days(0));
    const pending = changing(unopposed(clear, days(7)), PULL);
    const unknown = { merged: null, now: days(8) };
    expect(stageOf({ ...unknown, stage: clear, words: [sponsor("ben")] })).toEqual(clear);
    expect(stageOf({ ...unknown, stage: clear, words: [] })).toEqual(nominated());
    expect(stageOf({ ...unknown, stage: pending, words: [sponsor("ben")] })).toEqual(pending);
    expect(stageOf({ ...unknown, stage: pending, words: [] })).toEqual(nominated());
    // Nor does it send back what waits for people all the while.
    expect(stageOf({ ...unknown, stage: measured(nominated()), words: [] })).toEqual(measured(nominated()));
  });

  it("closed unmerged, sponsors and votes from before do not count, and somebody must want it again", () => {
    const pending = changing(unopposed(sponsored(measured(nominated()), days(0)), days(7)), PULL);
    const again = reopened(pending, days(8));
    const old = sponsor("ben", days(0));
    expect(stageOf({ stage: again, words: [old], now: days(9) }).stage).toBe("measured");
    expect(stageOf({ stage: again, words: [old, sponsor("ben", days(9))], now: days(9) }).stage).toBe("sponsored");
    const counts = { block: { "merged-pulls": 3 }, stage: again, now: days(9) };
    expect(stageOf(counts).stage).toBe("sponsored");
    expect(stageOf({ ...counts, words: [sponsor("ben", days(9))] }).stage).toBe("unopposed");
  });

  it("R81: closed unmerged, support that does not count, or was taken back, is no wish to have it again", () => {
    const pending = changing(unopposed(sponsored(measured(nominated()), days(0)), days(7)), PULL);
    const block = { "merged-pulls": 3, any: [{ sponsors: { from: "maintainers", min: 1 } }, { notice: "1d" }] };
    const given = { block, stage: reopened(pending, days(8)), now: days(9) };
    const said = sponsor("ben", days(8.5));
    expect(stageOf({ ...given, words: [said] }).stage).toBe("unopposed");
    expect(stageOf({ ...given, words: [sponsor("eve", days(8.5))] }).stage).toBe("sponsored");
    expect(stageOf({ ...given, words: [said, { ...cancelled(said), at: days(8.6) }] }).stage).toBe("sponsored");
  });

  it("R78: closed unmerged, an objection that came and went is no wish to have it again", () => {
    const pending = changing(unopposed(sponsored(measured(nominated()), days(0)), days(7)), PULL);
    const given = { block: { "merged-pulls": 3 }, stage: reopened(pending, days(8)), now: days(9) };
    const doubt = object("ben", "too early", days(8.5));
    expect(stageOf({ ...given, words: [doubt, cancelled(doubt)] }).stage).toBe("sponsored");
    expect(stageOf({ ...given, words: [ballot("ben", "no", days(8.5))] }).stage).toBe("sponsored");
  });

  it("ends by the candidate or the nominator as withdrawn, by the top role as declined", () => {
    const by = (login: string): PromotionStatement => ({
      key: "comment:9/1",
      by: aPerson(login),
      at: days(1),
      url: "",
      kind: "withdraw",
    });
    expect(stageOf({ words: [by("dee")] })).toMatchObject({ stage: "withdrawn", by: { login: "dee" } });
    expect(stageOf({ words: [by("ann")] }).stage).toBe("withdrawn");
    expect(stageOf({ words: [by("cho")] })).toMatchObject({ stage: "declined", why: "declined by cho" });
  });

  it("is declined by a vote that ended against it, and expires when nobody carries it on", () => {
    const vote = { block: { vote: { of: "maintainers", window: "7d" } }, words: [ballot("ann", "no")] };
    expect(stageOf({ ...vote, now: days(6) }).stage).not.toBe("declined");
    expect(stageOf({ ...vote, now: days(8) })).toMatchObject({
      stage: "declined",
      why: "the vote has ended against it",
    });
    expect(stageOf({ merged: 0, now: days(89) }).stage).toBe("nominated");
    expect(stageOf({ merged: 0, now: days(90) }).stage).toBe("expired");
  });

  it("R81: is declined by those who closed its registry change where the vote is over, never told as a vote against it", () => {
    const vote = { block: { vote: { of: "maintainers", window: "7d" } }, now: days(9) };
    const passed = unopposed(sponsored(measured(nominated()), days(0)), days(7));
    const stage = reopened(changing(passed, PULL), days(8));
    const yes = [ballot("ann", "yes"), ballot("ben", "yes"), ballot("cho", "yes")];
    expect(stageOf({ ...vote, stage, words: yes })).toMatchObject({
      stage: "declined",
      why: "people closed its registry change unmerged, and the vote is over, so nobody can vote for it anew",
    });
    expect(stageOf({ ...vote, stage, words: [] })).toMatchObject({ why: "the vote has ended against it" });
  });

  it("passes rather than expires when both come at once", () => {
    const clear = sponsored(measured(nominated()), days(83));
    expect(stageOf({ words: [sponsor("ben", days(83))], stage: clear, now: days(91) }).stage).toBe("unopposed");
  });
});

describe("time", () => {
  it("asks for a look when the window ends, else for the reminder, else for the end", () => {
    expect(reviewed({ words: [sponsor("ben")] }).dueAt).toBe(days(8));
    expect(reviewed({}).dueAt).toBe(days(14));
    expect(reviewed({ reminded: true }).dueAt).toBe(days(90));
  });

  it("counts anew within a day what is short", () => {
    expect(reviewed({ merged: 1 }).dueAt).toBe(days(2));
  });

  it("reminds once, so long after the last word", () => {
    expect(reviewed({ now: days(13.9) }).remind).toBe(false);
    expect(reviewed({ now: days(14) }).remind).toBe(true);
    expect(reviewed({ now: days(14), reminded: true }).remind).toBe(false);
    expect(reviewed({ now: days(14), words: [ballot("ann", "yes", NOON + DAY)] }).remind).toBe(false);
  });
});
