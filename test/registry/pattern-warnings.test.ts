import { describe, expect, it } from "vitest";
import { unmatchedPatterns } from "../../src/gate/unmatched.ts";
import { patternWarning } from "../../src/registry/pattern-warnings.ts";
import { aRegistry, faultsOf, KUSION } from "./a-registry.ts";

describe("patterns that do not mean what they look like", () => {
  it.each([
    ["pkg\\engine\\**", /separates nothing/],
    ["app/[id]/**", /write 'app\/\\\[id\\\]\/\*\*'/],
    ["*.go", /write "\*\*\/\*\.go"/],
    ["pkg/engine", /write "pkg\/engine\/\*\*"/],
    ["/pkg", /one file of that very name/],
  ])("%s is warned of, and no fault", (pattern, told) => {
    expect(patternWarning(pattern)).toMatch(told);
    const text = `areas: { a: { paths: ['${pattern}'] } }\nmaintainers: [ann, ben]\n`;
    expect(faultsOf(text)).toEqual([expect.stringMatching(/^1:23 warning: /)]);
  });

  it.each(["docs/**", "docs/", "**/*.go", "Makefile", "go.mod", "app/\\[id\\]/**", "src/*.ts", "**", "*"])(
    "%s is plain",
    (pattern) => expect(patternWarning(pattern)).toBeNull(),
  );
});

describe("patterns that match no file", () => {
  it("are told where the files are known, with other case pointed out", () => {
    const registry = aRegistry(
      'areas: { a: { paths: ["PKG/engine/**", "third/lib/**", "gone/**"] }, b: { repos: [karpor], paths: ["x/**"] } }\nmaintainers: [ann, ben]\n',
    );
    expect(unmatchedPatterns(registry, KUSION, ["pkg/engine/a.go", "third/lib"], false)).toEqual([
      "`PKG/engine/**` of area a matches no file of this repository; there are some that differ in case, which counts",
      "`gone/**` of area a matches no file of this repository",
    ]);
    expect(unmatchedPatterns(registry, KUSION, ["pkg/engine/a.go"], true)).toEqual([]);
  });
});
