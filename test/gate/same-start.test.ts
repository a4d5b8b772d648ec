import { describe, expect, it } from "vitest";
import { liesBelow, sameStart } from "../../src/gate/same-start.ts";

/** main: a ← b ← c ← d; the head: b ← x ← y. */
const history = new Map([
  ["d", ["c"]],
  ["c", ["b"]],
  ["b", ["a"]],
  ["y", ["x"]],
  ["x", ["b"]],
]);

describe("a base that moved on", () => {
  it("R35: took nothing of the head with it: the diff is the same", () => {
    expect(sameStart(history, "b", "d", "y")).toBe(true);
  });

  it("R35: has taken a commit of the head: it is not", () => {
    const taken = new Map(history).set("d", ["c", "x"]);
    expect(sameStart(taken, "b", "d", "y")).toBe(false);
  });

  it("R35: was pushed back or aside: it cannot be told", () => {
    expect(sameStart(history, "d", "b", "y")).toBe(false);
    expect(sameStart(new Map(history).set("e", ["a"]), "b", "e", "y")).toBe(false);
  });

  it("R35: brought commits that are not known: it cannot be told", () => {
    expect(sameStart(new Map(history).set("d", ["c", "unknown"]), "b", "d", "y")).toBe(false);
    expect(sameStart(new Map(history).set("x", ["older"]), "b", "d", "y")).toBe(false);
  });

  it("says what lies below what", () => {
    expect([liesBelow(history, "b", "y"), liesBelow(history, "c", "y"), liesBelow(history, "y", "y")]).toEqual([
      ...[true, false, true],
    ]);
  });
});
