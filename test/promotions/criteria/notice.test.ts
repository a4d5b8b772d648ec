import { describe, expect, it } from "vitest";
import { days, judged } from "../a-promotion.ts";

describe("notice", () => {
  it("is met once the nomination has stood open that long, and only time is missing before", () => {
    const before = judged({ notice: "7d" }, { now: days(6) }).standing;
    expect([before.state, before.onlyTime, before.dueAt]).toEqual(["waiting", true, days(7)]);
    expect(judged({ notice: "7d" }, { now: days(7) }).standing.state).toBe("met");
  });

  it("business days leave Saturday and Sunday out", () => {
    // The nomination is on a Monday.
    expect(judged({ notice: "5bd" }).standing.dueAt).toBe(days(7));
    expect(judged({ notice: { window: "4bd" } }).standing.dueAt).toBe(days(4));
  });
});
