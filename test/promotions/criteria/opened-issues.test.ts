import { describe, expect, it } from "vitest";
import { aCount, judged, told } from "../a-promotion.ts";

describe("opened-issues", () => {
  it("is met by as many as are asked for, and short of fewer", () => {
    expect(told({ "opened-issues": 3 }, { measured: { "opened-issues": aCount(3) } })).toBe("met: 3 of 3");
    expect(told({ "opened-issues": 3 }, { measured: { "opened-issues": aCount(2) } })).toBe("short: 2 of 3");
  });

  it("says what it asks for", () => {
    expect(judged({ "opened-issues": { min: 3, labels: ["bug", "feature"], within: "1y" } }).wording).toBe(
      "3 opened issues labelled bug or feature in KusionStack within 1 year",
    );
  });
});
