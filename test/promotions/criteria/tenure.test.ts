import { describe, expect, it } from "vitest";
import { judged, told } from "../a-promotion.ts";

describe("tenure", () => {
  it("counts from the entry's `since`, by the calendar", () => {
    expect(told({ tenure: { in: "contributors", min: "5mo" } })).toBe("met: since 1 June 2026");
    expect(told({ tenure: { in: "contributors", min: "6mo" } })).toBe(
      "short: since 1 June 2026; full on 1 December 2026",
    );
  });

  it("a role above counts, unless the role itself is asked for", () => {
    expect(judged({ tenure: { in: "members", min: "1mo" } }).standing.state).toBe("met");
    expect(told({ tenure: { in: "members", min: "1mo", exactly: true } })).toBe("short: dee is not a member");
  });

  it("is unknown where the entry does not say since when", () => {
    const { standing } = judged({ tenure: { in: "approvers", min: "1mo" } }, { candidate: "eve" });
    expect(standing.state).toBe("unknown");
    expect(standing.next).toBe("the registry must say since when: `since` in the entry of eve as approver");
  });
});
