import { describe, expect, it } from "vitest";
import { aCount, judged, told } from "../a-promotion.ts";

describe("reviewed-pulls", () => {
  it("is met by as many as are asked for, and short of fewer", () => {
    expect(told({ "reviewed-pulls": 3 }, { measured: { "reviewed-pulls": aCount(3) } })).toBe("met: 3 of 3");
    expect(told({ "reviewed-pulls": 3 }, { measured: { "reviewed-pulls": aCount(2) } })).toBe("short: 2 of 3");
  });

  it("says what it asks for", () => {
    expect(judged({ "reviewed-pulls": { min: 3, labels: ["bug", "feature"], within: "1y" } }).wording).toBe(
      "3 reviewed pull requests labelled bug or feature in KusionStack within 1 year",
    );
  });
});
