import { describe, expect, it } from "vitest";
import { copiedFrom, saysDocs, takesBack } from "../../../src/promotions/measure/pull-titles.ts";

const rule = (...titles: string[]) => ({ titles });

describe("titles", () => {
  it("a pattern covers the whole title, `*` any text, case apart", () => {
    expect(saysDocs("Docs: explain", rule("docs:*"))).toBe(true);
    expect(saysDocs("fix docs: explain", rule("docs:*"))).toBe(false);
    expect(saysDocs("fix docs: explain", rule("*docs*"))).toBe(true);
    expect(saysDocs("docs", rule("docs"))).toBe(true);
    expect(saysDocs("docs!", rule("docs"))).toBe(false);
    expect(saysDocs("aXbXa", rule("a*a*a"))).toBe(false);
    expect(saysDocs("aa", rule("aa*a"))).toBe(false);
    expect(saysDocs("anything", rule())).toBe(false);
  });

  it("taking back is told by the title's beginning or a line of the text, not by the word alone", () => {
    expect(takesBack('Revert "feat: x"', "")).toBe(true);
    expect(takesBack("revert: x", "")).toBe(true);
    expect(takesBack("revert(cli): x", "")).toBe(true);
    expect(takesBack("Reverting is easier now", "It says what this reverts to.")).toBe(false);
    expect(takesBack("x", "Why.\n\nThis reverts commit 3f2c1aa.")).toBe(true);
    expect(takesBack("x", "Reverts KusionStack/kusion#12")).toBe(true);
  });
});

describe("what takes over another pull request", () => {
  const from = (pull: Partial<Parameters<typeof copiedFrom>[0]>) =>
    copiedFrom({ title: "fix: the leak", body: "", branch: "fix-leak", ...pull });

  it("is told by its branch, its title or a line of its text", () => {
    for (const branch of [
      "cherry-pick-12-to-release-1",
      "automated-cherry-pick-of-#12-upstream-release-1.2",
      "backport-12-to-v1",
      "mergify/bp/v1/pr-12",
    ])
      expect(from({ branch }), branch).toBe(12);
    for (const title of [
      "[release-1] fix: the leak (backport #12)",
      "Automated cherry pick of #12: fix",
      "Cherry-pick #12 to release-1",
    ])
      expect(from({ title }), title).toBe(12);
    for (const body of [
      "This is an automated cherry-pick of #12\n",
      "Text.\n\nBackport of pull request #12",
      "Cherry picked from #12",
    ])
      expect(from({ body }), body).toBe(12);
  });

  it("is none that only mentions another one, or names none of its own repository", () => {
    expect(from({})).toBeNull();
    expect(from({ title: "docs: how to cherry-pick" })).toBeNull();
    expect(from({ body: "Fixes #12, found while I read about backports." })).toBeNull();
    expect(from({ body: "(cherry picked from commit 0123abc)" })).toBeNull();
    expect(from({ branch: "backport-1.12-fixes" })).toBeNull();
  });
});
