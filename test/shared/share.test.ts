import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { needed, reached, share, shareFault } from "../../src/shared/share.ts";

describe("shares", () => {
  it("2/3 of 12 is 8, of 7 is 5", () => {
    expect([12, 7, 3, 1, 0].map((whole) => needed(share("2/3"), whole))).toEqual([8, 5, 2, 1, 0]);
  });

  it("a majority is more than half, 1/2 is half", () => {
    expect([4, 5].map((whole) => needed(share("majority"), whole))).toEqual([3, 3]);
    expect([4, 5].map((whole) => needed(share("1/2"), whole))).toEqual([2, 3]);
  });

  it("decimals and percentages are exact", () => {
    expect(needed(share(0.65), 20)).toBe(13);
    expect(needed(share(0.1), 30)).toBe(3);
    expect(needed(share("66.66%"), 10_000)).toBe(6666);
    expect(needed(share("29%"), 100)).toBe(29);
    expect(share(1)).toEqual(share("unanimous"));
  });

  it("refuse what is none", () => {
    for (const text of ["0", "0/3", "3/2", "1/0", "101%", "1.5", "-1/2", "half", "1e-7", "__proto__"])
      expect(shareFault(text)).toContain("is no share");
  });

  it.each([
    ["two thirds", "2/3"],
    ["Two-thirds majority", "2/3"],
    ["2/3 majority", "2/3"],
    ["2 / 3", "2/3"],
    ["66 %", "66%"],
    ["half", "1/2"],
    ["a third", "1/3"],
    ["3 quarters", "3/4"],
    ["simple majority", "majority"],
    ["more than half", "majority"],
    ["> 50%", "majority"],
    ["all", "unanimous"],
    ["everyone", "unanimous"],
  ])("%s is none, and what is proposed in its place is one: %s", (text, meant) => {
    expect(shareFault(text)).toBe(`${JSON.stringify(text)} is no share; write ${meant}`);
    expect(shareFault(meant)).toBeNull();
  });

  it("nothing is proposed where nobody knows what was meant", () => {
    for (const text of ["nine fifths", "two", "0", "2", "150%", "constructor", "third party", "0 thirds"])
      expect(shareFault(text)).toContain("write a fraction as 2/3");
  });

  it("nobody is no share of nobody", () => {
    expect(reached(share("unanimous"), 0, 0)).toBe(false);
  });

  it("needed is the least number that is the share", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 1, max: 999 }),
        fc.nat(10_000),
        (one, other, whole) => {
          const [over, under] = one < other ? [one, other] : [other, one];
          const least = needed(share(`${over}/${under}`), whole);
          const isShare = (part: number) => BigInt(part) * BigInt(under) >= BigInt(over) * BigInt(whole);
          return isShare(least) && (least === 0 || !isShare(least - 1)) && least <= whole;
        },
      ),
    );
  });
});
