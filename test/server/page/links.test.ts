import { describe, expect, it } from "vitest";
import { rootFrom, servedLinks, type Target } from "../../../src/server/page/links.ts";
import { EVERY_PULL, WHOLE_SECTION } from "../../../src/server/page/page-query.ts";

const repository = { owner: "KusionStack", name: "kusion" };
const targets: readonly Target[] = [
  { kind: "home", page: 1 },
  { kind: "home", page: 2 },
  { kind: "repository", repository, query: { ...EVERY_PULL, words: "a b", page: 2 } },
  { kind: "section", repository, section: "people", query: WHOLE_SECTION },
  { kind: "pull", repository, number: 7 },
  { kind: "promotion", repository, number: 9 },
  { kind: "style" },
  { kind: "icon" },
];
const paths = [
  "/",
  "/KusionStack/kusion",
  "/KusionStack/kusion/",
  "/KusionStack/kusion/pull/7",
  "/a//b",
  "/_page/callback",
];

describe("links of the page", () => {
  it.each(["", "/status", "/deep/er"])("below %j lead to the same places from wherever they are", (base) => {
    for (const target of targets) {
      const found = paths.map((path) => {
        const links = servedLinks(base, `${base}${path}`, "https://github.test");
        return new URL(links.to(target), `https://rung.test${base}${path}`).href;
      });
      expect(new Set(found).size, JSON.stringify(found)).toBe(1);
      expect(found[0]).toMatch(new RegExp(`^https://rung\\.test${base}/`));
    }
  });

  it("the page's root without a slash at its end finds them, too", () => {
    expect(new URL(`${rootFrom("/status", "/status")}x`, "https://rung.test/status").pathname).toBe("/status/x");
  });

  it.each(paths)("stay below a prefix that a proxy takes off: %s", (path) => {
    for (const target of targets) {
      const href = servedLinks("", path, "https://github.test").to(target);
      expect(new URL(href, `https://example.test/tools/rung${path}`).pathname).toMatch(/^\/tools\/rung\//);
    }
  });
});
