import { describe, expect, it } from "vitest";
import { aCount, judged, told } from "../a-promotion.ts";

describe("authored-or-reviewed-pulls", () => {
  it("is met by as many as are asked for, and short of fewer", () => {
    expect(told({ "authored-or-reviewed-pulls": 3 }, { measured: { "authored-or-reviewed-pulls": aCount(3) } })).toBe(
      "met: 3 of 3",
    );
    expect(told({ "authored-or-reviewed-pulls": 3 }, { measured: { "authored-or-reviewed-pulls": aCount(2) } })).toBe(
      "short: 2 of 3",
    );
  });

  it("says what it asks for", () => {
    expect(judged({ "authored-or-reviewed-pulls": { min: 3, labels: ["bug", "feature"], within: "1y" } }).wording).toBe(
      "3 authored or reviewed pull requests labelled bug or feature in KusionStack within 1 year",
    );
  });
});
