import { describe, expect, it } from "vitest";
import { aCount, judged, told } from "../a-promotion.ts";

const first = (day: string) => ({ measured: { "first-contribution": aCount(1, { date: Date.parse(day) }) } });

describe("contributing", () => {
  it("is met once the time since the first contribution is full", () => {
    expect(told({ contributing: "3mo" }, first("2026-08-20"))).toBe("met: since 20 August 2026");
    const short = judged({ contributing: "3mo" }, first("2026-09-20")).standing;
    expect(short.figure).toBe("since 20 September 2026; full on 20 December 2026");
    expect(short.dueAt).toBe(Date.parse("2026-12-20"));
  });

  it("a share of the project's lifetime is enough where the ladder says so", () => {
    const block = { contributing: { min: "2y", "or-share": "50%", "project-since": "2026-01-23" } };
    expect(judged(block, first("2026-06-01")).standing.state).toBe("met");
    expect(judged(block, first("2026-07-01")).standing.state).toBe("short");
  });

  it("is unknown, not short, where an earlier one may be among what could not be read", () => {
    const cut = (day: string) => ({
      measured: { "first-contribution": aCount(1, { date: Date.parse(day), atLeast: true }) },
    });
    expect(told({ contributing: "3mo" }, cut("2026-09-20"))).toBe("unknown: since 20 September 2026 at the latest");
    expect(told({ contributing: "3mo" }, cut("2026-08-20"))).toBe("met: since 20 August 2026");
  });

  it("is short of somebody without a contribution, and unknown when nobody could tell", () => {
    expect(told({ contributing: "1mo" }, { measured: { "first-contribution": aCount(0) } })).toBe(
      "short: no contribution found",
    );
    expect(judged({ contributing: "1mo" }).standing.state).toBe("unknown");
  });
});
