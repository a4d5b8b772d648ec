import { describe, expect, it } from "vitest";
import { saysDocs, takesBack } from "../../../src/promotions/measure/pull-titles.ts";

const rule = (...titles: string[]) => ({ titles, labels: [], paths: [] });

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
