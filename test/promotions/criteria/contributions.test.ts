import { describe, expect, it } from "vitest";
import { aCount, judged, told } from "../a-promotion.ts";

const block = { contributions: { of: ["merged-pulls", "reviewed-pulls"], min: 5 } };

describe("contributions", () => {
  it("adds the sorts, and counts what is of two sorts once", () => {
    const reviewed = aCount(3, { first: 3 });
    expect(told(block, { measured: { "merged-pulls": aCount(3), "reviewed-pulls": reviewed } })).toBe("met: 5 of 5");
    expect(told(block, { measured: { "merged-pulls": aCount(3), "reviewed-pulls": aCount(3) } })).toBe("short: 3 of 5");
  });

  it("is unknown where the overlap decides and the items are not all listed", () => {
    const unlisted = aCount(3, { items: [] });
    expect(judged(block, { measured: { "merged-pulls": aCount(3), "reviewed-pulls": unlisted } }).standing.state).toBe(
      "unknown",
    );
  });

  it("is met by one sort alone though another is unknown, and else unknown", () => {
    const failed = { known: false, why: "GitHub did not answer" } as const;
    expect(told(block, { measured: { "merged-pulls": aCount(5), "reviewed-pulls": failed } })).toBe(
      "met: at least 5 of 5",
    );
    expect(told(block, { measured: { "merged-pulls": aCount(4), "reviewed-pulls": failed } })).toBe(
      "unknown: unknown: GitHub did not answer",
    );
  });

  it("takes opened pull requests to include the merged ones", () => {
    const wording = judged({ contributions: { of: ["merged-pulls", "opened-pulls"], min: 1 } }).wording;
    expect(wording).toBe("1 contribution in KusionStack (opened pull requests)");
  });
});
