import { describe, expect, it } from "vitest";
import { anIssue, aPull } from "./a-context.ts";
import { actOf, refusalOf } from "./an-acting.ts";

describe("/reroll", () => {
  it("/auto-cc is the same; whom to ask is chosen when it is done", () => {
    expect(actOf("pat", "/reroll")).toEqual({ kind: "reroll" });
    expect(actOf("pat", "/auto-cc")).toEqual({ kind: "reroll" });
  });

  it.each(["/reroll @ann", "/reroll for @ann, who is on leave", "/auto-cc @ann"])(
    "R58: %s means one person, whom it cannot mean, and is told what does",
    (line) => {
      expect(refusalOf("pat", line)).toContain("`/uncc @ann` takes the request to one person back");
    },
  );

  it("takes remarks without a name", () => {
    expect(actOf("pat", "/reroll nobody has answered")).toEqual({ kind: "reroll" });
  });

  it("strangers are refused; it works on open pull requests", () => {
    expect(refusalOf("octo-fan", "/reroll")).toContain("I cannot take `/reroll` from octo-fan");
    expect(refusalOf("ann", "/reroll", { facts: anIssue() })).toContain("pull requests only");
    expect(refusalOf("ann", "/reroll", { facts: aPull({ state: "closed" }) })).toContain("closed");
  });
});
