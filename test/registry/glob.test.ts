import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coversEverything, glob, globFault } from "../../src/registry/glob.ts";

const matches = (pattern: string, path: string) => glob(pattern).matches(path);

describe("glob", () => {
  it("`docs/**` is everything below, files beginning with a dot included", () => {
    expect(matches("docs/**", "docs/a/.hidden/b.md")).toBe(true);
    expect(matches("docs/**", "docs/.x")).toBe(true);
    expect(matches("docs/**", "src/docs/a")).toBe(false);
  });

  it("a trailing slash means everything below, a leading one means nothing", () => {
    expect(matches("docs/", "docs/a/b")).toBe(true);
    expect(matches("/docs/", "docs/a/b")).toBe(true);
    expect(matches("/Makefile", "Makefile")).toBe(true);
  });

  it("is case-sensitive, and `*` stays within one name", () => {
    expect(matches("Docs/*", "docs/a")).toBe(false);
    expect(matches("docs/*", "docs/a/b")).toBe(false);
    expect(matches("*.md", "docs/a.md")).toBe(false);
    expect(matches("**/*.md", "a.md")).toBe(true);
  });

  it("takes `#`, parentheses and escaped characters literally", () => {
    expect(matches("#notes/*", "#notes/a")).toBe(true);
    expect(matches("app/(shop)/**", "app/(shop)/page.tsx")).toBe(true);
    expect(matches("app/\\[id\\]/*", "app/[id]/page.tsx")).toBe(true);
    expect(matches("app/\\[id\\]/*", "app/i/page.tsx")).toBe(false);
  });

  it("matches no path that ends with a slash, which no file's does", () => {
    expect(glob("*.md").matches("a.md/")).toBe(false);
    expect(glob("docs/").matches("docs/a/")).toBe(false);
  });

  it("R12a: the literal beginning ends at the first wildcard", () => {
    expect(glob("pkg/engine/**").beginning).toBe("pkg/engine/");
    expect(glob("**/*.md").beginning).toBe("");
    expect(glob("a\\*b/?").beginning).toBe("a*b/");
    expect(glob("Makefile").beginning).toBe("Makefile");
  });

  it("whatever matches begins and ends with the literal parts, so an index by them misses nothing", () => {
    const segment = fc.constantFrom(
      "a",
      "b",
      "ab",
      ".a",
      "*",
      "**",
      "?",
      "*.a",
      "[ab]",
      "a*b",
      "\\*",
      "[b",
      "a]",
      "{a}",
    );
    const name = fc.constantFrom("a", "b", "ab", ".a", "x.a", "*", "aab", "[b", "a]", "{a}", "bb");
    fc.assert(
      fc.property(
        fc.array(segment, { minLength: 1, maxLength: 4 }),
        fc.array(name, { minLength: 1, maxLength: 4 }),
        (pattern, path) => {
          const prepared = glob(pattern.join("/"));
          if (!prepared.matches(path.join("/"))) return;
          expect(path.join("/").startsWith(prepared.beginning)).toBe(true);
          expect(path.join("/").endsWith(prepared.ending)).toBe(true);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it("R24: a hostile pattern of the allowed size does bounded work on the longest path", () => {
    const hostile = fc
      .array(fc.constantFrom("*", "**", "?", "a", "/", "**/", "*a", "[a-z]", "[!b]", "a*a"), { maxLength: 60 })
      .map((parts) => parts.join(""))
      .filter((pattern) => globFault(pattern) === null);
    const paths = ["a".repeat(4000), `${"a/".repeat(2000)}b`, `${"aa/".repeat(1300)}a`];
    // No clock is looked at: a pattern that backtracked would keep this from ending at all.
    fc.assert(
      fc.property(hostile, fc.constantFrom(...paths), (pattern, path) => {
        expect(typeof matches(pattern, path)).toBe("boolean");
      }),
      { numRuns: 300 },
    );
    expect(matches(`${"*a".repeat(15)}*b`, "a".repeat(4000))).toBe(false);
    expect(matches(`${"**/a/".repeat(15)}b`, "a/".repeat(2000))).toBe(false);
  });
});

describe("globFault", () => {
  it("R24: refuses patterns that are too long or have too many wildcards", () => {
    expect(globFault("a".repeat(257))).toMatch(/longer than 256/);
    expect(globFault("*a".repeat(17))).toMatch(/more than 16 wildcards/);
    expect(globFault("*a".repeat(16))).toBeNull();
  });

  it("refuses syntax that would silently match nothing", () => {
    for (const pattern of ["!docs/**", "{pkg,cmd}/**", "a{1..3}", "@(a|b)/**", "./docs", "a//b", "../x", "", "/"])
      expect(globFault(pattern), pattern).not.toBeNull();
    for (const pattern of ["docs/**", "docs/", "{{name}}/x", "app/(shop)/**", "\\{a,b\\}", "release-*", ".github/**"])
      expect(globFault(pattern), pattern).toBeNull();
  });
});

it("knows the patterns that cover everything", () => {
  expect(["**", "/**", "**/*", "**/"].map(coversEverything)).toEqual([true, true, true, true]);
  expect(["*", "docs/**", "**/*.md"].map(coversEverything)).toEqual([false, false, false]);
});
