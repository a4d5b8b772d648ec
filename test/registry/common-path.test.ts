import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonPath } from "../../src/registry/common-path.ts";
import { glob } from "../../src/registry/glob.ts";

const SEGMENTS = ["**", "*", "a", "b", "*.a", "a*", "?", "a.*", "*b*"];
const patterns = fc.array(fc.constantFrom(...SEGMENTS), { minLength: 1, maxLength: 3 }).map((all) => all.join("/"));
const NAMES = ["a", "b", "a.a", "b.a", "ab", "a.b", "x"];
const PATHS = [
  ...NAMES,
  ...NAMES.flatMap((one) => NAMES.map((two) => `${one}/${two}`)),
  ...NAMES.flatMap((one) => NAMES.flatMap((two) => NAMES.map((three) => `${one}/${two}/${three}`))),
];

describe("a path that two patterns both match", () => {
  it("is found where there is one, and matches both", () => {
    fc.assert(
      fc.property(patterns, patterns, (one, other) => {
        const found = commonPath(one, other);
        const isThere = PATHS.some((path) => glob(one).matches(path) && glob(other).matches(path));
        if (isThere) expect([one, other, found]).not.toEqual([one, other, null]);
        if (found !== null) expect(glob(one).matches(found) && glob(other).matches(found)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("takes little time for the longest patterns", () => {
    const long = (letter: string) => `${`*${letter}`.repeat(15)}c`;
    expect(commonPath(`${long("a")}/**`, `**/${long("b")}`)).not.toBe(undefined);
    expect(commonPath("[ab]/x", "a/*")).toBe(null);
    expect(commonPath("docs/**", "**/docs/*.md")).toBe("docs/x.md");
  });

  it("R24: twenty long patterns of many wildcards, each with each: no way through two of them is gone twice", () => {
    const patterns = Array.from({ length: 20 }, (_, at) => `*aaaaa*${at}*b*c*d*${"e".repeat(180)}*`);
    const found = patterns.flatMap((one) => patterns.map((other) => commonPath(one, other)));
    expect(found.filter((path) => path === null)).toEqual([]);
  });
});
