import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { globsOfRegexp } from "../../../src/cli/import/regexp-globs.ts";
import { glob } from "../../../src/registry/glob.ts";
import { goRegexp } from "../../../src/registry/ownership/go-regexp.ts";

describe("Go's regular expressions", () => {
  it.each([
    ["\\.go$", "a.go", true],
    ["(?i)readme", "docs/ReadMe", true],
    ["(?s).", "\n", true],
    ["(?P<name>a)b", "xab", true],
    ["[[:alpha:]]+/", "ab/", true],
    ["[^[:digit:]]x", "1x", false],
    ["\\Qa.b\\E$", "a.b", true],
    ["\\Qa.b\\E$", "axb", false],
    ["\\Ax\\z", "x", true],
    ["a{2}", "aa", true],
    ["a{,2}", "a{,2}", true],
    ["x\\-y", "x-y", true],
    ["[a\\-z]", "-", true],
    ["\\pL", "é", true],
    ["x(?i)y", "xY", true],
    ["x(?i)y", "XY", false],
    ["(?i:x)y", "Xy", true],
    ["(?-i)x", "X", false],
    ["(?i)ſ", "s", true],
  ])("%s finds itself in %j: %s", (pattern, text, expected) => {
    expect(goRegexp(pattern)?.test(text)).toBe(expected);
  });

  it.each(["(?=x)", "(?!x)y", "(?<=x)y", "(a)\\1", "a**b(", "[", "x\\", "a{1001}", "\\é", "[\\Q]\\E]"])(
    "%s is none",
    (pattern) => {
      expect(goRegexp(pattern)).toBeNull();
    },
  );
});

describe("a regular expression that repeats what repeats", () => {
  it("is found, or not, without trying every way", () => {
    expect(goRegexp("^(a+)+$")?.test(`${"a".repeat(10_000)}!`)).toBe(false);
  });
});

describe("a regular expression as globs", () => {
  it("is what a person would write", () => {
    expect(globsOfRegexp("\\.go$")).toEqual(["**/*.go"]);
    expect(globsOfRegexp("^docs/.*")).toEqual(["docs/**"]);
    expect(globsOfRegexp("^go\\.(mod|sum)$")).toEqual(["go.mod", "go.sum"]);
    expect(globsOfRegexp("^[^/]*\\.md$")).toEqual(["*.md"]);
    expect(globsOfRegexp(".*")).toEqual(["**"]);
  });

  it("whose dots are meant as dots keeps those that repeat", () => {
    expect(globsOfRegexp("^go.(mod|sum)$", "literal-dots")).toEqual(["go.mod", "go.sum"]);
    expect(globsOfRegexp("^docs/.*.md$", "literal-dots")).toEqual(globsOfRegexp("^docs/.*\\.md$"));
  });

  it("is not made where none says it exactly", () => {
    for (const pattern of ["(?i)x", "[a-z]+x", "x{2}", "\\bx", "[^a]", "(ab)*c"])
      expect(globsOfRegexp(pattern)).toBeNull();
  });

  const part = fc.constantFrom(
    "a",
    "b",
    "\\.",
    "go",
    "/",
    ".*",
    ".",
    "[^/]*",
    "[^/]+",
    ".+",
    "(a|b/)",
    "(?:go)?",
    "[ab]",
    "\\d",
    "x?",
  );
  const pattern = fc
    .tuple(fc.constantFrom("", "^"), fc.array(part, { minLength: 1, maxLength: 5 }), fc.constantFrom("", "$"))
    .map(([start, parts, end]) => start + parts.join("") + end);
  const path = fc
    .array(
      fc.stringMatching(/^[ab.gox1]{1,5}$/).filter((name) => name !== "." && name !== ".."),
      { minLength: 1, maxLength: 4 },
    )
    .map((names) => names.join("/"));

  it("matches exactly what it matches", () => {
    fc.assert(
      fc.property(pattern, fc.array(path, { minLength: 1, maxLength: 20 }), (source, paths) => {
        const globs = globsOfRegexp(source);
        const expression = goRegexp(source);
        if (globs === null || expression === null) return;
        const matchers = globs.map(glob);
        for (const each of paths)
          expect([source, each, matchers.some(({ matches }) => matches(each))]).toEqual([
            source,
            each,
            expression.test(each),
          ]);
      }),
      { numRuns: 1500 },
    );
  });
});
