import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { report } from "../../src/gate/check-report.ts";
import { quickest } from "../../src/gate/quickest.ts";
import type { OpenUnit } from "../../src/gate/tally.ts";
import { aLadder, aPull, approval, aReview, minute } from "../support/a-pull.ts";
import { judged, pushes } from "./judged.ts";

function unit(name: string, missing: number, logins: readonly string[]): OpenUnit {
  const row = { name, kind: "area" as const, files: [], requirements: [], owns: () => false };
  return { row, missing, candidates: logins.map((login) => ({ login, id: null, role: "approvers", areas: [] })) };
}

function logins(open: readonly OpenUnit[], number = 7): readonly string[] {
  return quickest(open, aPull({ number })).map(({ login }) => login);
}

describe("the quickest way", () => {
  it("is one person where one can do it all", () => {
    expect(quickest([unit("a", 1, ["x", "z"]), unit("b", 1, ["y", "z"])], aPull())).toEqual([
      { login: "z", areas: ["a", "b"] },
    ]);
  });

  it("finds the smallest set where taking the most helpful person first would not", () => {
    const rows = { all: ["l", "m"], big: ["l", "g"] };
    const open = [
      unit("1", 1, rows.all),
      unit("2", 1, rows.big),
      unit("3", 1, rows.big),
      unit("4", 1, ["m", "g"]),
      unit("5", 1, ["m", "g"]),
      unit("6", 1, rows.all),
    ];
    expect(logins(open)).toHaveLength(2);
  });

  it("counts different people where an area misses several", () => {
    expect(logins([unit("a", 2, ["x", "y", "z"]), unit("b", 1, ["z"])])).toHaveLength(2);
    expect(logins([unit("a", 2, ["x", "y", "z"]), unit("b", 1, ["z"])])).toContain("z");
  });

  it("is nobody where nobody can finish it", () => {
    expect(logins([unit("a", 1, ["x"]), unit("b", 2, ["y"])])).toEqual([]);
  });

  it("begins with whoever asked for changes, since nobody else can lift that", () => {
    const two = aLadder({ approvers: ["ann", "ben", "cho"], approval: { min: 2 } });
    const result = judged(aPull({ reviews: [aReview("ben", "CHANGES_REQUESTED")] }), two);
    expect(result.quickest).toHaveLength(2);
    expect(result.quickest[0]).toEqual({ login: "ben", areas: ["kusion"], blocks: { dismissers: null } });
  });

  it("names who could dismiss the review of somebody who asked for changes and is away", () => {
    const away = aLadder({ approvers: [{ login: "ben", away: true }, "cho"], maintainers: ["mona", "pat"] });
    const result = judged(aPull({ reviews: [aReview("ben", "CHANGES_REQUESTED")] }), away);
    expect(result.quickest[0]).toEqual({ login: "ben", areas: ["kusion"], blocks: { dismissers: ["mona"] } });
    expect(result.quickest[1]?.areas).toEqual(["kusion"]);
    expect(result.quickest[1]?.login).not.toBe("ben");
    expect(report(result).summary).toContain(
      "ben, who asked for changes in `kusion`, is away; anybody with write access, such as mona, can dismiss that review",
    );
  });

  it("names whom Rung asked to review, and nobody whom GitHub does not take, where others can", () => {
    const open = [unit("a", 1, ["ann", "ben", "cho"]), unit("b", 1, ["dee", "ann"])];
    const named = (preferences: Parameters<typeof quickest>[2]) =>
      quickest(open, aPull(), preferences).map(({ login }) => login);
    expect(named({ asked: ["ben", "dee"] }).toSorted()).toEqual(["ben", "dee"]);
    expect(named({ refused: ["ann", "ben"] }).toSorted()).toEqual(["cho", "dee"]);
    expect(named({ asked: ["ann"], refused: ["ben", "cho", "dee"] })).toEqual(["ann"]);
    expect(named({ refused: ["ann", "ben", "cho", "dee"] })).toEqual(["ann"]);
  });

  it("spreads equals over pull requests, and is steady for one", () => {
    const open = [unit("a", 1, ["ann", "ben", "cho", "dee"])];
    const chosen = Array.from({ length: 100 }, (_, number) => logins(open, number)[0]);
    for (const login of ["ann", "ben", "cho", "dee"]) {
      expect(chosen.filter((one) => one === login).length).toBeGreaterThan(10);
    }
    expect(logins(open, 5)).toEqual(logins(open, 5));
  });

  it("names those first who approved it as it was before, among people who could do the same", () => {
    const five = aLadder({ approvers: ["ann", "ben", "cho", "dee", "eve"] });
    const diffs = { "main...h1": { "main.go": "a" }, "main...h2": { "main.go": "b" } };
    for (const login of ["ann", "ben", "cho", "dee", "eve"]) {
      const facts = aPull({ head: "h2", reviews: [approval(login, { at: minute(5), commit: "h1" })] });
      const given = judged(facts, five, { record: pushes(["h2", 9]), diffs });
      expect(given.quickest.map((one) => one.login)).toEqual([login]);
    }
  });

  it("names people who are away only where it does not go without", () => {
    const away = aLadder({
      approvers: [
        { login: "ann", away: "2026-12-02" },
        { login: "ben", away: "2026-11-20" },
      ],
    });
    expect(judged(aPull(), away).quickest.map(({ login }) => login)).toEqual(["ben"]);
    const only = aLadder({ approvers: [{ login: "ann", away: true }] });
    expect(judged(aPull(), only).quickest.map(({ login }) => login)).toEqual(["ann"]);
  });

  const people = ["a", "b", "c", "d", "e", "f"];
  const units = fc.array(
    fc.record({ missing: fc.integer({ min: 1, max: 2 }), can: fc.subarray(people, { minLength: 2 }) }),
    { minLength: 1, maxLength: 5 },
  );

  it("is never larger than the smallest set found by trying all, and always enough", () => {
    fc.assert(
      fc.property(units, (wanted) => {
        const open = wanted.map(({ missing, can }, at) => unit(`u${at}`, missing, can));
        const found = logins(open);
        const enough = (set: readonly string[]) =>
          wanted.every(({ missing, can }) => can.filter((login) => set.includes(login)).length >= missing);
        const subsets = Array.from({ length: 2 ** people.length }, (_, mask) =>
          people.filter((_login, place) => Math.floor(mask / 2 ** place) % 2 === 1),
        );
        expect(enough(found)).toBe(true);
        expect(found).toHaveLength(Math.min(...subsets.filter(enough).map((set) => set.length)));
      }),
    );
  });

  it("takes areas with the very same people together", () => {
    const [shared] = [
      unit(
        "a",
        1,
        Array.from({ length: 10_000 }, (_, at) => `p${at}`),
      ),
    ];
    const open = Array.from({ length: 3_000 }, (_, at) => ({ ...shared, row: { ...shared.row, name: `a${at}` } }));
    const [first, ...others] = quickest(open, aPull());
    expect(first?.areas).toHaveLength(3_000);
    expect(others).toEqual([]);
  });

  it("stays quick with thousands of people and areas", () => {
    const many = Array.from({ length: 2_000 }, (_, at) => `p${at}`);
    const open = Array.from({ length: 300 }, (_, at) =>
      unit(
        `a${at}`,
        1,
        many.filter((_login, place) => place % 300 === at),
      ),
    );
    expect(logins(open)).toHaveLength(300);
  });
});
