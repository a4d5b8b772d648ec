import { describe, expect, it } from "vitest";
import { aCount, judged } from "../a-promotion.ts";

const last = (day: string) => ({ measured: { "last-activity": aCount(1, { date: Date.parse(day) }) } });

describe("active", () => {
  it("looks back from the measurement", () => {
    expect(judged({ active: "90d" }, last("2026-09-01")).standing.state).toBe("met");
    expect(judged({ active: "90d" }, last("2026-08-01")).standing.state).toBe("short");
  });

  it("asks for several things where a number is written", () => {
    const measured = {
      "merged-pulls": aCount(2),
      "reviewed-pulls": aCount(0),
      "opened-issues": aCount(0),
      "resolved-issues": aCount(0),
    };
    expect(judged({ active: { within: "90d", min: 3 } }, { measured }).standing.state).toBe("short");
    expect(judged({ active: { within: "90d", min: 2 } }, { measured }).standing.state).toBe("met");
  });
});
