import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everyone } from "../../src/promotions/promotion-people.ts";
import type { Measure, Measured } from "../../src/promotions/promotion-types.ts";
import { aCount, attest, cancelled, days, evaluated, LADDER, object, refused, sponsor, waive } from "./a-promotion.ts";

const approver = {
  all: [{ "merged-pulls": { kind: "code", min: 10 } }, { "reviewed-pulls": { min: 20 } }],
  sponsors: { from: "maintainers", min: 2 },
  objections: { from: "maintainers", window: "7d" },
};
const history = { "merged-pulls": aCount(5), "reviewed-pulls": aCount(23) };

describe("evaluate", () => {
  it("a real case: 5 of 10 waived, two sponsors, a week without objection", () => {
    const said = [waive("ann", 1), sponsor("ann"), sponsor("cho")];
    expect(evaluated(approver, { measured: history }).state).toBe("short");
    const clear = evaluated(approver, { measured: history, words: said });
    expect([clear.state, clear.clear, clear.met]).toEqual(["waiting", true, false]);
    const options = { measured: history, words: said, clearSince: days(1) };
    expect(evaluated(approver, { ...options, now: days(7) }).dueAt).toBe(days(8));
    expect(evaluated(approver, { ...options, now: days(8) }).met).toBe(true);
    const opposed = [...said, object("ben", "too early", days(2))];
    expect(evaluated(approver, { ...options, words: opposed, now: days(8) }).state).toBe("opposed");
  });

  it("a waiver is the top role's in the area, with a reason, never the candidate's, never of people's decisions", () => {
    const words = [waive("eve", 1), waive("ben", 1, " "), waive("ann", 4), waive("cho", 9)];
    expect(refused(approver, { measured: history, words })).toEqual([
      "eve: is an approver; a maintainer or above of kusion is asked for",
      "ben: a waiver needs its reason: `/waive 1 why`",
      "ann: this is a decision of people and cannot be waived",
      "cho: there is no requirement 9",
    ]);
    expect(refused(approver, { candidate: "ann", words: [waive("ann", 1)] })).toEqual([
      "ann: cannot waive a requirement of their own promotion",
    ]);
    const word = waive("ann", 1);
    const [first] = evaluated(approver, { measured: history, words: [word] }).leaves;
    expect([first?.counts, first?.standing.state, first?.waivedBy]).toEqual([true, "short", [word]]);
    expect(evaluated(approver, { measured: history, words: [word, cancelled(word)] }).leaves[0]?.counts).toBe(false);
  });

  it("several must waive, or nobody may, where the registry says so", () => {
    const counts = (block: object, words: Parameters<typeof evaluated>[1]) => evaluated(block, words).leaves[0]?.counts;
    const two = { "merged-pulls": 10, waive: { by: "maintainers", share: "majority" } };
    expect(counts(two, { words: [waive("ann", 1)] })).toBe(false);
    expect(counts(two, { words: [waive("ann", 1), waive("ben", 1)] })).toBe(true);
    expect(counts({ "merged-pulls": 10, waive: false }, { words: [waive("ann", 1)] })).toBe(false);
    expect(counts({ "merged-pulls": 10, waive: "approvers" }, { words: [waive("eve", 1)] })).toBe(true);
    expect(counts({ "merged-pulls": 10, waive: "same-or-higher" }, { words: [waive("eve", 1)] })).toBe(true);
  });

  it("of any one is enough, of some so many", () => {
    const any = { any: [{ "merged-pulls": 10 }, { "reviewed-pulls": 20 }] };
    expect(evaluated(any, { measured: history }).met).toBe(true);
    const some = (min: number) => ({
      some: { min, of: [{ "merged-pulls": 10 }, { "reviewed-pulls": 20 }, { "opened-pulls": 1 }] },
    });
    expect(evaluated(some(1), { measured: history }).met).toBe(true);
    expect(evaluated(some(2), { measured: history }).state).toBe("unknown");
    expect(evaluated(some(2), { measured: { ...history, "opened-pulls": aCount(1) } }).met).toBe(true);
    expect(evaluated(some(3), { measured: { ...history, "opened-pulls": aCount(1) } }).state).toBe("short");
  });

  it("what could not be told never passes, and is told", () => {
    const failed = { known: false, why: "GitHub did not answer" } as const;
    const result = evaluated({ "merged-pulls": 1 }, { measured: { "merged-pulls": failed } });
    expect([result.state, result.unknown, result.met]).toEqual(["unknown", true, false]);
    expect(
      evaluated({ "merged-pulls": { max: 3 } }, { measured: { "merged-pulls": aCount(3, { atLeast: true }) } }).state,
    ).toBe("unknown");
  });

  it("says what is next only for what still matters", () => {
    const block = { any: [{ acceptance: true }, { "merged-pulls": 5 }], sponsors: 1 };
    expect(evaluated(block, { measured: history }).next).toEqual([
      "one approver of kusion (eve, ann, ben or cho) still needs to comment `/sponsor`",
    ]);
  });

  it("knows when the machine's part is done", () => {
    expect(evaluated(approver, { measured: history }).measured).toBe(false);
    expect(evaluated(approver, { measured: { ...history, "merged-pulls": aCount(10) } }).measured).toBe(true);
  });

  it("a word that one criterion takes is not refused because another does not", () => {
    const block = {
      sponsors: [
        { from: "approvers", min: 1 },
        { from: "maintainers", min: 1 },
      ],
    };
    expect(refused(block, { words: [sponsor("eve")] })).toEqual([]);
    expect(refused(block, { words: [sponsor("dee")] })).toHaveLength(1);
  });

  it("shows who vouched for a criterion by its number", () => {
    const word = attest("ann", 1);
    expect(evaluated({ "merged-pulls": 1 }, { words: [word] }).leaves[0]?.attested).toEqual([word]);
  });

  it("more counted never turns met into anything else", () => {
    const sorts = ["merged-pulls", "reviewed-pulls", "opened-issues"] as const;
    const count = fc.record({ kind: fc.constantFrom(...sorts), min: fc.integer({ min: 1, max: 9 }) });
    const leaf = count.map(({ kind, min }): object => ({ [kind]: min }));
    const list = fc.array(leaf, { minLength: 1, maxLength: 3 });
    const tree = fc.oneof(
      list.map((all): object => ({ all })),
      list.map((any): object => ({ any })),
      list.chain((of) => fc.integer({ min: 1, max: of.length }).map((min): object => ({ some: { min, of } }))),
      list.map((all): object => ({
        any: [{ all }, { contributions: { of: ["merged-pulls", "reviewed-pulls"], min: 6 } }],
      })),
    );
    const counts = fc.record({ "merged-pulls": fc.nat(9), "reviewed-pulls": fc.nat(9), "opened-issues": fc.nat(9) });
    const measured =
      (given: Readonly<Record<string, number>>) =>
      ({ what }: Measure): Measured =>
        aCount(given[what] ?? 0);
    fc.assert(
      fc.property(tree, counts, counts, (block, before, more) => {
        const later = Object.fromEntries(sorts.map((sort) => [sort, before[sort] + more[sort]]));
        const met = evaluated(block, { measured: measured(before) }).met;
        return !met || evaluated(block, { measured: measured(later) }).met;
      }),
    );
  });
});

it("R53: goes through the people of a registry once for all criteria and looks that ask the same", () => {
  let asked = 0;
  const counting = {
    ...LADDER,
    approversOf: (...chain: Parameters<typeof LADDER.approversOf>) => {
      asked += 1;
      return LADDER.approversOf(...chain);
    },
  };
  const who = { roles: [LADDER.topRole()], exactly: false };
  const first = everyone(counting, who, "anywhere");
  expect(everyone(counting, { ...who }, "anywhere")).toBe(first);
  expect(asked).toBe(1);
  expect(everyone(counting, who, { allOf: ["no-such-area"] })).not.toBe(first);
});
