import { describe, expect, it } from "vitest";
import { aCount, judged, told } from "../a-promotion.ts";

describe("resolved-issues", () => {
  it("is met by as many as are asked for, and short of fewer", () => {
    expect(told({ "resolved-issues": 3 }, { measured: { "resolved-issues": aCount(3) } })).toBe("met: 3 of 3");
    expect(told({ "resolved-issues": 3 }, { measured: { "resolved-issues": aCount(2) } })).toBe("short: 2 of 3");
  });

  it("says what it asks for", () => {
    expect(judged({ "resolved-issues": { min: 3, labels: ["bug", "feature"], within: "1y" } }).wording).toBe(
      "3 resolved issues labelled bug or feature in KusionStack within 1 year",
    );
  });
});
