import { describe, expect, it } from "vitest";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import { anIndex } from "../registry/a-registry.ts";
import { anOpenDecision, decidingAnswer, decidingAs, PROMOTION } from "./a-deciding.ts";
import { aNomination, answeredAs, wordAs } from "./a-promoting.ts";

describe("/vote", () => {
  it.each([
    ["yes", "yes"],
    ["+1", "yes"],
    ["No.", "no"],
    ["-1", "no"],
    ["abstain", "abstain"],
    ["@dee 0", "abstain"],
    ["cancel", "cancel"],
  ])("%j is %s", (words, choice) => {
    expect(wordAs("ben", `/vote ${words}`).content).toEqual({ kind: "vote", choice });
  });

  it.each(["", "perhaps", "constructor"])("%j is no vote", (words) => {
    expect(answeredAs("ben", `/vote ${words}`)).toContain("`/vote` takes `yes`, `no` or `abstain`");
  });

  it.each(["/vote yes or no", "/vote +1 -1", "/vote yes no"])("R58: %j is no choice", (text) => {
    expect(answeredAs("ann", text)).toContain("Nothing was counted");
  });

  it.each([
    ["/vote ＹＥＳ", "yes"],
    ["/vote −1", "no"],
    ["/vote yes, no objections", "yes"],
  ])("R59: is read as people type it: %j", (text, choice) => {
    expect(wordAs("ann", text).content).toEqual({ kind: "vote", choice });
  });

  it.each([
    ["/vote yes", "so `/vote` has nothing to do. `/promote @user role` or `/decide text` starts one."],
    ["/object too early", "so `/object` has nothing to do. `/promote @user role` or `/decide text` starts one."],
  ])("where nothing is open, %s may have been about a decision, where the registry has any", (text, told) => {
    const { registry } = anIndex("decisions: { technical: { by: maintainers, lazy: 7d } }\nmaintainers: [ann, ben]\n");
    expect(answeredAs("ben", text, { open: [], registry })).toBe(
      `Neither a promotion nor a decision is open here, ${told}`,
    );
    expect(answeredAs("ben", text, { open: [] })).toMatch(
      /^No promotion is open here, .* `\/promote @user role` starts one\.$/,
    );
  });

  it("counts where objections can be outvoted, and says where nothing is voted on", () => {
    const objections = (more: object) => ({ open: [aNomination({ objections: { from: "maintainers", ...more } })] });
    expect(wordAs("ben", "/vote yes", objections({ "overruled-by": "maintainers" })).about).toHaveLength(1);
    expect(answeredAs("ben", "/vote yes", objections({}))).toContain("is not decided by a vote");
  });
});

describe("/vote on a decision", () => {
  const direction = anOpenDecision("direction");
  const governance = anOpenDecision("governance");

  it.each([
    ["/vote yes", "yes", ""],
    ["/vote +1", "yes", ""],
    ["/vote no it is too early", "no", "it is too early"],
    ["/vote no: we should wait until the audit is over", "no", "we should wait until the audit is over"],
    ["/vote direction abstain", "abstain", ""],
    ["/vote Direction: no because users depend on it", "no", "because users depend on it"],
    ["/vote cancel", "cancel", ""],
  ])("%j is %s", (text, choice, why) => {
    expect(decidingAs("ben", text, { decisions: [direction] })).toEqual({
      kind: "statement",
      about: direction.id,
      content: { kind: "vote", choice, why },
    });
  });

  it("R58: a yes with a condition is none", () => {
    expect(callsIn("/vote yes if the audit is clean")).toEqual([]);
    expect(callsIn("/vote no if the audit fails")).toEqual([]);
  });

  it("R81: where two votes are open a bare one is asked about, and each way that is proposed counts", () => {
    const decisions = [direction, governance];
    const text = decidingAnswer("ben", "/vote yes", { decisions });
    expect(text).toContain("nothing was counted");
    const proposed = [...text.matchAll(/`(\/vote \w+ yes)`/g)].map(([, line = ""]) => line);
    expect(proposed.map((line) => decidingAs("ben", line, { decisions }))).toMatchObject([
      { about: direction.id },
      { about: governance.id },
    ]);
  });

  it("R81: beside a promotion a bare one is asked about; a name is the promotion's, a kind the decision's", () => {
    const open = { decisions: [direction], promotions: [PROMOTION] };
    const text = decidingAnswer("ben", "/vote yes", open);
    expect(text).toContain("`/vote direction yes`");
    expect(text).toContain("`/vote @dee yes`");
    expect(decidingAs("ben", "/vote @dee yes", open)).toEqual({ kind: "elsewhere" });
    expect(decidingAs("ben", "/vote direction yes", open)).toMatchObject({ about: direction.id });
  });

  it("says what is no choice, and what silence decides", () => {
    expect(decidingAnswer("ben", "/vote perhaps", { decisions: [direction] })).toContain("as in `/vote yes`");
    expect(decidingAnswer("ben", "/vote yes no", { decisions: [direction] })).toContain("Nothing was counted");
    expect(decidingAnswer("ben", "/vote yes", { decisions: [anOpenDecision("technical")] })).toContain("`/object why`");
    expect(decidingAnswer("ben", "/vote yes", { hasEnded: true })).toContain("No decision is open here any more");
  });
});
