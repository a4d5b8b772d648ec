import { describe, expect, it } from "vitest";
import { approve } from "../../src/commands/approve.ts";
import type { CommandContext } from "../../src/commands/command.ts";
import type { UncountedReason } from "../../src/gate/verdict-types.ts";
import type { Call } from "../../src/model/call.ts";
import {
  aComment,
  aContext,
  anArea,
  anIssue,
  aPull,
  aRegistry,
  aReview,
  aVerdict,
  countedAs,
  failedAs,
  listedAll,
  minute,
  person,
} from "./a-context.ts";

const CALL: Call = { name: "approve", cancel: false, words: "", line: 1 };
const CANCEL: Call = { ...CALL, cancel: true };

function answer(context: CommandContext, call: Call = CALL) {
  return approve.decide(call, context).answer;
}

/** What octo-fan's `/approve` is answered when the verdict gives that reason. */
function refusal(reason: UncountedReason, areas: readonly string[] = [], login = "octo-fan"): string {
  const said = aComment(3, "/approve", { author: person(login) });
  const given = answer(aContext(said, { verdict: aVerdict({ uncounted: [failedAs(said, reason, { areas })] }) }));
  return "text" in given ? given.text : given.kind;
}

describe("/approve", () => {
  it("is done when it counts for a touched area", () => {
    const said = aComment(3, "/approve", { author: person("cho") });
    const verdict = aVerdict({
      areas: [anArea("engine", { approved: [countedAs(said)], state: "approved" }), anArea("kusion")],
      uncounted: [failedAs(said, { kind: "other-area", holds: ["engine"] }, { areas: ["kusion"] })],
    });
    expect(answer(aContext(said, { verdict }))).toEqual({ kind: "done" });
  });

  it("is not done by another comment of the same person that counts", () => {
    const first = aComment(2, "/approve", { author: person("cho") });
    const said = aComment(3, "/approve docs", { author: person("cho") });
    const verdict = aVerdict({
      areas: [anArea("engine", { approved: [countedAs(first)], state: "approved" })],
      uncounted: [failedAs(said, { kind: "unknown-area", words: ["docs"] })],
    });
    expect(answer(aContext(said, { verdict }), { ...CALL, words: "docs" }).kind).toBe("refused");
  });

  it("says which of the named areas it does not count for, and who can approve those", () => {
    const said = aComment(3, "/approve engine kusion", { author: person("cho") });
    const kusion = anArea("kusion", { candidates: [{ login: "ben", id: null, role: "approvers", areas: ["kusion"] }] });
    const verdict = aVerdict({
      areas: [anArea("engine", { approved: [countedAs(said)], state: "approved" }), kusion],
      uncounted: [failedAs(said, { kind: "other-area", holds: ["engine"] }, { areas: ["kusion"] })],
    });
    expect(answer(aContext(said, { verdict }), { ...CALL, words: "engine kusion" })).toEqual({
      kind: "told",
      text: "`/approve` counts for `engine`, not for `kusion`. ben can.",
    });
  });

  it("R8: is refused to somebody without a role, with who can", () => {
    expect(refusal({ kind: "no-role" })).toBe(
      "I cannot take `/approve` from octo-fan: approving `engine` needs the role approver there. cho or ann can. A review helps them all the same.",
    );
  });

  it("R2: is refused to the author, with who can", () => {
    expect(refusal({ kind: "author" }, [], "pat")).toBe(
      "I cannot take `/approve` from pat: the author's own word does not count. cho or ann can.",
    );
  });

  it("names what the speaker holds instead", () => {
    expect(refusal({ kind: "other-area", holds: ["kusion"] }, ["engine"], "ben")).toContain(
      "approving `engine` needs the role approver there, and they hold kusion",
    );
    expect(refusal({ kind: "role-too-low", role: "contributors" }, ["engine"], "dee")).toContain(
      "needs the role approver there, and they are a contributor",
    );
  });

  it("R8a, R58: said again below its own cancel it counts for nothing, and that is told", () => {
    const text = "/approve cancel\n/approve";
    const said = aComment(3, text, { author: person("cho") });
    const verdict = aVerdict({ areas: [anArea("engine")], uncounted: [failedAs(said, { kind: "withdrawn" })] });
    const context = aContext(said, { verdict });
    expect(answer(context, { ...CALL, line: 2 })).toEqual({
      kind: "told",
      text: expect.stringContaining("of the two in one comment the stricter stands"),
    });
    const inOrder = aComment(3, "/approve\n/approve cancel", { author: person("cho") });
    expect(answer(aContext(inOrder, { verdict }), CALL)).toEqual({ kind: "quiet" });
  });

  it("R58: a slip beside an area that is one is told, a remark is none", () => {
    const answered = (words: readonly string[]) => {
      const said = aComment(3, `/approve engine ${words.join(" ")}`, { author: person("cho") });
      const verdict = aVerdict({
        areas: [anArea("engine", { approved: [countedAs(said)], state: "approved" })],
        uncounted: [failedAs(said, { kind: "unknown-area", words })],
      });
      return answer(aContext(said, { verdict }), { ...CALL, words: `engine ${words.join(" ")}` });
    };
    expect(answered(["kuison."])).toEqual({
      kind: "told",
      text: "`/approve` counts for `engine`. I know no area `kuison.`. There are `engine` and `kusion`.",
    });
    expect(answered(["thanks!", "nice", "work"])).toEqual({ kind: "done" });
  });

  it("R8a: with an unknown area changes nothing and is answered with the areas there are", () => {
    expect(refusal({ kind: "unknown-area", words: ["egnine"] })).toBe(
      "I know no area `egnine`, so this `/approve` changes nothing. There are `engine` and `kusion`; `/approve` alone is for every area that this pull request touches.",
    );
    expect(refusal({ kind: "unknown-area", words: ["egnine", "dosc"] })).toContain(
      "I know no area `egnine` or `dosc`, so",
    );
    expect(refusal({ kind: "untouched-area", words: ["docs", "ci"] })).toContain(
      "touches nothing of `docs` or `ci`, so",
    );
  });

  it("R9a: whose head cannot be known is answered with the wish for a review", () => {
    expect(refusal({ kind: "head-unknown" })).toMatch(/which commit.*give it as a review/);
  });

  it("R9: that lapsed before it was answered names the commit and the file", () => {
    expect(refusal({ kind: "lapsed", by: "91bd0e4f", files: ["pkg/engine/apply.go"], why: null })).toContain(
      "the push of `91bd0e4` changed `pkg/engine/apply.go`",
    );
  });

  it.each<[UncountedReason, RegExp]>([
    [{ kind: "contributor" }, /they wrote or pushed commits of this pull request/],
    [{ kind: "contributors-unknown" }, /cannot tell who wrote and pushed every commit/],
    [{ kind: "edited" }, /was edited.*new comment/],
    [
      { kind: "base-changed", from: "main", commit: "91bd0e4f", files: ["a.go"], why: null },
      /base was `main`.*differs in `a.go`/,
    ],
    [{ kind: "base-unknown" }, /which diff.*say it again/],
    [{ kind: "untouched-area", words: ["kusion"] }, /touches nothing of `kusion`.*It touches `engine`/],
  ])("says why when the reason is %j", (reason, text) => {
    expect(refusal(reason)).toMatch(text);
  });

  it.each<UncountedReason>([
    { kind: "withdrawn" },
    { kind: "dismissed" },
    { kind: "superseded" },
    { kind: "bot" },
    { kind: "deleted-account" },
  ])("gets no answer when the reason is %j", (reason) => {
    expect(refusal(reason)).toBe("quiet");
  });

  it("is told that nobody is needed where the areas ask for none", () => {
    const verdict = aVerdict({ areas: [anArea("docs", { needed: 0, missing: 0, state: "nobody-needed" })] });
    expect(answer(aContext(aComment(3, "/approve"), { verdict }))).toMatchObject({ kind: "told" });
  });

  it("gets no answer when the verdict goes by a later word of the same person", () => {
    const said = aComment(3, "/approve", { author: person("octo-fan") });
    const later = aComment(4, "/approve", { author: person("octo-fan") });
    const verdict = aVerdict({ uncounted: [failedAs(later, { kind: "no-role" })] });
    expect(answer(aContext(said, { verdict })).kind).toBe("quiet");
  });

  it("does not call for people where enough have approved", () => {
    const said = aComment(3, "/approve", { author: person("octo-fan") });
    const areas = [anArea("engine", { missing: 0, candidates: [], state: "approved" })];
    const verdict = aVerdict({ areas, uncounted: [failedAs(said, { kind: "no-role" })] });
    expect(answer(aContext(said, { verdict }))).toMatchObject({
      text: expect.stringContaining("needs the role approver there. Enough others have approved already. A review"),
    });
  });

  it("names who can by area where that differs, and says where nobody can", () => {
    const said = aComment(3, "/approve", { author: person("octo-fan") });
    const areas = [anArea("engine"), anArea("docs", { candidates: [], state: "nobody-can" })];
    const verdict = aVerdict({ areas, uncounted: [failedAs(said, { kind: "no-role" })] });
    expect(answer(aContext(said, { verdict }))).toMatchObject({
      text: expect.stringContaining("cho or ann for `engine` and nobody else in this registry for `docs` can."),
    });
  });

  it("R8a: in a review that asks for changes does not count", () => {
    const said = aReview(3, "/approve", { state: "CHANGES_REQUESTED" });
    const facts = aPull({ reviews: listedAll([said]) });
    expect(answer(aContext(said, { facts }))).toMatchObject({
      kind: "told",
      text: expect.stringContaining("stricter"),
    });
  });

  it("never promises what could not be told", () => {
    const verdict = aVerdict({ state: { kind: "unknown", why: "GitHub returned 250 of 312 commits" }, areas: [] });
    const given = answer(aContext(aComment(3, "/approve"), { verdict }));
    expect(given).toMatchObject({ kind: "told", text: expect.stringContaining("250 of 312 commits") });
  });

  it("is refused on issues and on closed pull requests", () => {
    const said = aComment(3, "/approve");
    expect(answer(aContext(said, { facts: anIssue(), verdict: null }))).toMatchObject({ kind: "refused" });
    expect(answer(aContext(said, { facts: anIssue(), verdict: null }), CANCEL)).toMatchObject({ kind: "refused" });
    expect(answer(aContext(said, { facts: aPull({ state: "merged" }), verdict: null }))).toMatchObject({
      kind: "refused",
      text: expect.stringContaining("is merged"),
    });
  });

  it("asks for the role that the registry's `commands` names", () => {
    const registry = aRegistry({ commands: { approve: "maintainers" } });
    const said = aComment(3, "/approve", { author: person("cho") });
    const verdict = aVerdict({ areas: [anArea("engine", { approved: [countedAs(said)] })] });
    expect(answer(aContext(said, { registry, verdict }))).toMatchObject({ kind: "refused" });
  });

  it("R25: shows what people typed as inert text", () => {
    const text = refusal({ kind: "unknown-area", words: ["@everyone", "<!--rung"] });
    expect(text).not.toContain("<!--");
    expect(text).not.toMatch(/(^|[^`])@everyone/);
  });
});

describe("/approve cancel", () => {
  const said = aComment(5, "/approve cancel", { author: person("cho") });

  it("is done when the speaker approved before, by command or by review", () => {
    const earlier = [{ call: CALL, by: person("CHO"), at: minute(1) }];
    expect(answer(aContext(said, { earlier }), CANCEL)).toEqual({ kind: "done" });
    const facts = aPull({ reviews: listedAll([aReview(2, "", { author: person("cho") })]) });
    expect(answer(aContext(said, { facts }), CANCEL)).toEqual({ kind: "done" });
  });

  it("on what is merged takes nothing back", () => {
    const said = aComment(5, "/approve cancel", { author: person("cho") });
    const facts = aPull({ state: "merged", reviews: listedAll([aReview(2, "", { author: person("cho") })]) });
    const text = "This pull request is merged, so `/approve cancel` has nothing to do here.";
    expect(answer(aContext(said, { facts }), CANCEL)).toEqual({ kind: "told", text });
  });

  it("who would withdraw somebody else's learns what stops it", () => {
    const said = aComment(5, "/unapprove @cho", { author: person("ann") });
    expect(answer(aContext(said), { ...CANCEL, words: "@cho" })).toEqual({
      kind: "told",
      text: "There is no approval of yours here to withdraw, so nothing was changed. Everybody withdraws their own; a request for changes or `/hold` stops it.",
    });
  });

  it("is told when there is nothing to withdraw: somebody else's approval is not theirs", () => {
    const others = [{ call: CALL, by: person("ann"), at: minute(1) }];
    const twice = [CALL, CANCEL].map((call) => ({ call, by: person("cho"), at: minute(1) }));
    for (const earlier of [[], others, twice])
      expect(answer(aContext(said, { earlier }), CANCEL)).toMatchObject({ kind: "told" });
  });
});
