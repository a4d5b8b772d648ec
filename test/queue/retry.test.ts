import { describe, expect, it } from "vitest";
import { maxDeaths, maxFailures, retryDecision } from "../../src/queue/retry.ts";

const fresh = { failures: 0, deaths: 0 };

describe("what becomes of a failed try", () => {
  it("R29: GitHub's wait is kept to the second, and does not count towards parking", () => {
    const limit = Object.assign(new Error("limit"), { retryAfter: 37 });
    expect(retryDecision(limit, fresh, 0.5)).toEqual({ kind: "again", inSeconds: 37, failures: 0 });
    expect(retryDecision(limit, { failures: maxFailures, deaths: 0 }, 0.5)).toMatchObject({
      kind: "again",
      failures: 0,
    });
  });

  it("a wait of days is not believed, nor one that is no number", () => {
    expect(retryDecision({ retryAfter: 1e9 }, fresh, 0)).toMatchObject({ inSeconds: 3_900 });
    expect(retryDecision({ retryAfter: "soon" }, fresh, 0)).toMatchObject({ failures: 1 });
    expect(retryDecision({ retryAfter: undefined }, fresh, 0)).toMatchObject({ failures: 1 });
    expect(retryDecision({ retryAfter: -5 }, fresh, 0)).toMatchObject({ failures: 1 });
  });

  it("other failures wait twice as long each time, a minute at most, and not all for the same time", () => {
    const waits = [0, 1, 2, 3, 4, 5, 20].map((failures) => retryDecision(new Error("x"), { failures, deaths: 0 }, 1));
    expect(waits.map((wait) => wait.kind === "again" && wait.inSeconds)).toEqual([2, 4, 8, 16, 32, 60, 60]);
    expect(retryDecision(new Error("x"), fresh, 0)).toEqual({ kind: "again", inSeconds: 1.5, failures: 1 });
  });

  it("too many failures park, hopeless ones at once, and so does what kills its process", () => {
    expect(retryDecision(new Error("x"), { failures: maxFailures - 1, deaths: 0 }, 0)).toEqual({ kind: "parked" });
    expect(retryDecision(Object.assign(new Error("x"), { retryable: false }), fresh, 0)).toEqual({ kind: "parked" });
    expect(retryDecision(Object.assign(new Error("x"), { retryable: true }), fresh, 0)).toMatchObject({
      kind: "again",
    });
    expect(retryDecision(new Error("x"), { failures: 0, deaths: maxDeaths }, 0)).toEqual({ kind: "parked" });
    expect(retryDecision(null, { failures: 0, deaths: maxDeaths - 1 }, 0)).toMatchObject({ kind: "again" });
  });
});
