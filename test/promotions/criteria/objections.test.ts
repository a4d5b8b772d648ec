import { describe, expect, it } from "vitest";
import type { PromotionStatement } from "../../../src/promotions/promotion-types.ts";
import { aLadder } from "../../support/a-pull.ts";
import { ballot, cancelled, days, evaluated, judged, object, refused, sponsor, told } from "../a-promotion.ts";

const week = { objections: { from: "maintainers", window: "7d" } };

describe("objections", () => {
  it("the window starts when all else is met, and ends by itself", () => {
    expect(told(week)).toBe("waiting: none so far; the window starts when all else is met");
    const { standing } = judged(week, { clearSince: days(1), now: days(2) });
    expect(standing.figure).toBe("none so far; the window ends Tuesday 1 December 2026, 12:00 UTC");
    expect(standing.dueAt).toBe(days(8));
    expect(told(week, { clearSince: days(1), now: days(8) })).toBe("met: none");
  });

  it("R77: silence of nobody is no consent, and what stood before stands", () => {
    const index = aLadder({ maintainers: ["dee"], approvers: ["ben"] });
    const over = { index, clearSince: days(1), now: days(9) };
    expect(told(week, over)).toBe("unknown: unknown: nobody may object");
    expect(told({ "lazy-consensus": "maintainers" }, over)).toBe("unknown: unknown: nobody may object");
    expect(told({ "lazy-consensus": "approvers" }, over)).toBe("met: none");
    // Without a window nobody's silence is asked for.
    expect(judged({ objections: "maintainers" }, over).standing.state).toBe("met");
    expect(evaluated({ ...week, any: [{ notice: "1d" }, { "lazy-consensus": "maintainers" }] }, over).met).toBe(false);
  });

  it("may start with the nomination instead", () => {
    const block = { objections: { from: "maintainers", window: "7d", starts: "nominated" } };
    expect(judged(block, { now: days(6) }).standing.dueAt).toBe(days(7));
    expect(judged(block, { now: days(7) }).standing.state).toBe("met");
  });

  it("tells the reason once, beside who gave it; the evidence is where it was said", () => {
    const { standing } = judged(week, { words: [object("cho", "too early")] });
    expect(standing.figure).toBe("cho: too early");
    expect(standing.evidence).toMatchObject([{ kind: "statement", by: "cho", note: null }]);
  });

  it("one stops the window; taken back, the window starts again", () => {
    const word = object("cho", "too early", days(2));
    const options = { clearSince: days(1), now: days(9) };
    expect(told(week, { ...options, words: [word] })).toBe("opposed: cho: too early");
    const back = cancelled(word, days(5));
    expect(judged(week, { ...options, words: [word, back] }).standing.dueAt).toBe(days(12));
    expect(judged(week, { ...options, now: days(12), words: [word, back] }).standing.state).toBe("met");
  });

  it("needs a reason, the role and the area; the candidate withdraws instead", () => {
    const words = [object("ann", " "), object("eve"), object("dee")];
    expect(refused(week, { words })).toEqual([
      "ann: an objection needs its reason: `/object why`",
      "eve: is an approver; a maintainer or above of kusion is asked for",
      "dee: cannot object to their own promotion; `/withdraw` ends it",
    ]);
  });

  it("comes too late after the window's end", () => {
    const words = [object("cho", "too early", days(9))];
    expect(told(week, { clearSince: days(1), now: days(10), words })).toBe("met: none");
    expect(refused(week, { clearSince: days(1), now: days(10), words })).toEqual([
      "cho: the window had ended on Tuesday 1 December 2026, 12:00 UTC",
    ]);
  });

  it("one said too late and taken back does not open the window again", () => {
    const word = object("cho", "too early", days(9));
    const options = { clearSince: days(1), now: days(11), words: [word, cancelled(word, days(10))] };
    expect(told(week, options)).toBe("met: none");
  });

  it("the window starts again only when the last of several is taken back", () => {
    const [one, other] = [object("cho", "no", days(2)), object("ben", "no", days(3))];
    const words = [one, other, cancelled(one, days(4))];
    const options = { clearSince: days(1), now: days(5) };
    expect(told(week, { ...options, words })).toBe("opposed: ben: no");
    expect(judged(week, { ...options, words: [...words, cancelled(other, days(5))] }).standing.dueAt).toBe(days(12));
  });

  it("is outvoted only where the registry says so", () => {
    const words = [object("cho"), ballot("ann"), ballot("ben")];
    const block = { objections: { from: "maintainers", "overruled-by": { of: "maintainers", share: "majority" } } };
    expect(judged(block, { words }).standing.state).toBe("met");
    expect(judged(block, { words: words.slice(0, 2) }).standing.state).toBe("opposed");
    expect(judged({ objections: "maintainers" }, { words }).standing.state).toBe("opposed");
  });

  it("taken back, the window starts again, though another objection stands that is outvoted", () => {
    const by = { "overruled-by": { of: "maintainers", "min-yes": 1 } };
    const block = { objections: { from: "approvers", window: "7d", starts: "nominated", ...by } };
    const own = object("eve", "too early", days(1));
    const words = [own, object("kim", "too early", days(1)), ballot("ann", "yes", days(2))];
    expect(judged(block, { areas: [], words, now: days(8) }).standing.state).toBe("met");
    const taken = judged(block, { areas: [], words: [...words, cancelled(own, days(5))], now: days(8) }).standing;
    expect([taken.state, taken.dueAt]).toEqual(["waiting", days(12)]);
  });

  it("R47, R81: taken back once it was outvoted and the window is over, it changes nothing; before that, the window starts again", () => {
    const by = { "overruled-by": { of: "maintainers", "min-yes": 1 } };
    const block = { objections: { from: "approvers", window: "7d", starts: "nominated", ...by } };
    const own = object("eve", "too early", days(1));
    const standing = (words: readonly PromotionStatement[]) => judged(block, { words, now: days(10) }).standing;
    const outvoted = [own, ballot("ann", "yes", days(2))];
    expect(standing([...outvoted, cancelled(own, days(8))]).state).toBe("met");
    expect(standing([...outvoted, cancelled(own, days(5))]).dueAt).toBe(days(12));
    // It stood until it was taken back, whoever votes then.
    expect(standing([own, cancelled(own, days(8))]).dueAt).toBe(days(15));
    expect(standing([own, ballot("ann", "yes", days(8)), cancelled(own, days(8))]).dueAt).toBe(days(15));
    const unsaid = [...outvoted, ballot("ann", "cancel", days(7.5)), cancelled(own, days(8))];
    expect(standing(unsaid).dueAt).toBe(days(15));
  });

  it("R81: comes too late after the window's end, too, where another stands that was outvoted", () => {
    const by = { "overruled-by": { of: "maintainers", "min-yes": 1 } };
    const block = { objections: { from: "approvers", window: "7d", starts: "nominated", ...by } };
    const words = [object("eve", "no", days(1)), ballot("ann", "yes", days(2)), object("ben", "no", days(8))];
    expect(refused(block, { words, now: days(9) })).toEqual([
      "ben: the window had ended on Monday 30 November 2026, 12:00 UTC",
    ]);
  });

  it("R81: a vote that cannot outvote is answered, and one that can counts though a vote beside it does not take it", () => {
    const block = { objections: { from: "maintainers", "overruled-by": { of: "maintainers" } } };
    expect(refused(block, { words: [ballot("eve"), ballot("ann")] })).toEqual([
      "eve: is an approver; a maintainer or above of kusion is asked for",
    ]);
    const beside = { ...block, vote: { of: "approvers", after: "1d" } };
    expect(refused(beside, { words: [ballot("ann")] })).toEqual([]);
    expect(refused(beside, { words: [ballot("eve")] })).toHaveLength(1);
    expect(refused({ ...block, vote: { of: "approvers" } }, { words: [ballot("eve")] })).toEqual([]);
  });

  it("taken back, it clears sponsors and votes where the registry says so", () => {
    const block = { sponsors: 1, objections: { from: "maintainers", withdrawal: "clears" } };
    const word = object("cho", "no", days(2));
    const words = [sponsor("ann", days(1)), word, cancelled(word, days(3))];
    expect(evaluated(block, { words, now: days(4) }).state).toBe("waiting");
    expect(evaluated(block, { words: [...words, sponsor("ann", days(4))], now: days(4) }).state).toBe("met");
    expect(evaluated({ sponsors: 1, objections: "maintainers" }, { words, now: days(4) }).state).toBe("met");
  });

  it("R81: taken back, it clears nothing that was said behind it in the same second", () => {
    const block = { sponsors: 1, objections: { from: "maintainers", withdrawal: "clears" } };
    const word = { ...object("cho", "no", days(2)), key: "comment:4/0" };
    const back = { ...cancelled(word, days(3)), key: "comment:5/0" };
    const sponsoring = (key: string) => ({ ...sponsor("cho", days(3)), key });
    const stateWith = (words: readonly PromotionStatement[]) => evaluated(block, { words, now: days(4) }).state;
    expect(stateWith([word, back, sponsoring("comment:5/1")])).toBe("met");
    expect(stateWith([word, back, sponsoring("comment:6/0")])).toBe("met");
    expect(stateWith([word, sponsoring("comment:4/1"), back])).toBe("waiting");
    // Which of the two came first nobody can tell.
    expect(stateWith([word, back, sponsoring("review:6/0")])).toBe("waiting");
  });

  it("R81: taken back when it was outvoted, it clears nothing", () => {
    const by = { "overruled-by": { of: "maintainers", "min-yes": 1 } };
    const block = { sponsors: 1, objections: { from: "approvers", withdrawal: "clears", ...by } };
    const own = object("eve", "no", days(2));
    const words = [sponsor("ann", days(1)), own, ballot("ann", "yes", days(3))];
    expect(evaluated(block, { words: [...words, cancelled(own, days(4))], now: days(5) }).state).toBe("met");
    expect(evaluated(block, { words: [...words, cancelled(own, days(3))], now: days(5) }).state).toBe("waiting");
  });

  it("R53: objections taken back again and again are gone through once, however many votes there are to outvote them", () => {
    const block = { objections: { from: "maintainers", window: "7d", "overruled-by": { of: "maintainers" } } };
    expect(kindsRead(block, 400) / kindsRead(block, 100)).toBeLessThan(6);
  });
});

/** How often it is looked what kind of statement one is, of as many objections, taken back by turns, and votes. */
function kindsRead(block: Parameters<typeof judged>[0], count: number): number {
  let read = 0;
  const counting = ({ kind, ...rest }: PromotionStatement): PromotionStatement =>
    Object.defineProperty({ ...rest } as PromotionStatement, "kind", {
      get: () => {
        read += 1;
        return kind;
      },
    });
  const words = Array.from({ length: count }, (_, at) => {
    const own = object("cho", "too early", days(2) + 1_000 * at);
    return [at % 2 === 0 ? own : cancelled(own, own.at), { ...ballot("ann", "yes", own.at), key: `vote ${at}` }];
  });
  judged(block, { clearSince: days(1), now: days(9), words: words.flat().map(counting) });
  return read;
}
