import { describe, expect, it } from "vitest";
import { aNomination, answeredAs, wordAs } from "./a-hearing.ts";

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
    expect(wordAs("ben", `/vote ${words}`).saying).toEqual({ kind: "vote", choice });
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
    expect(wordAs("ann", text).saying).toEqual({ kind: "vote", choice });
  });

  it("counts where objections can be outvoted, and says where nothing is voted on", () => {
    const objections = (more: object) => ({ open: [aNomination({ objections: { from: "maintainers", ...more } })] });
    expect(wordAs("ben", "/vote yes", objections({ "overruled-by": "maintainers" })).about).toHaveLength(1);
    expect(answeredAs("ben", "/vote yes", objections({}))).toContain("is not decided by a vote");
  });
});
