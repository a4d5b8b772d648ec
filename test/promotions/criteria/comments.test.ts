import { describe, expect, it } from "vitest";
import { aCount, judged, told } from "../a-promotion.ts";

describe("comments", () => {
  it("is met by as many as are asked for, and short of fewer", () => {
    expect(told({ comments: 3 }, { measured: { commented: aCount(3) } })).toBe("met: 3 of 3");
    expect(told({ comments: 3 }, { measured: { commented: aCount(2) } })).toBe("short: 2 of 3");
  });

  it("says what it asks for", () => {
    expect(judged({ comments: { min: 3, labels: ["bug", "feature"], within: "1y" } }).wording).toBe(
      "3 issues or pull requests commented on labelled bug or feature in KusionStack within 1 year",
    );
  });
});
