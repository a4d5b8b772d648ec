import { describe, expect, it } from "vitest";
import { aCount, judged, told } from "../a-promotion.ts";

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

  it("is unknown, not short, where something later may be among what could not be read", () => {
    const cut = { measured: { "last-activity": aCount(1, { date: Date.parse("2026-06-01"), atLeast: true }) } };
    expect(told({ active: "90d" }, cut)).toBe("unknown: last active on 1 June 2026 at the earliest");
  });
});
