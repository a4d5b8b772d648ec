import { describe, expect, it } from "vitest";
import { aNomination, answeredAs, wordAs } from "./a-promoting.ts";

describe("/attest", () => {
  it.each([
    ["6 saw it", 6, "saw it"],
    ["@dee 7: twice", 7, "twice"],
    ["led the design", null, "led the design"],
    ["3rd meeting", null, "3rd meeting"],
  ])("%j", (words, criterion, text) => {
    expect(wordAs("ann", `/attest ${words}`).content).toEqual({ kind: "attest", cancel: false, criterion, text });
  });

  it.each(["not that I know", "I cannot say", "I do not know him", "never saw it"])(
    "R58: what vouches for nothing is not taken: %j",
    (text) => {
      expect(answeredAs("ann", `/attest 6 ${text}`)).toContain("nothing was counted");
    },
  );

  it("is taken back by number", () => {
    expect(wordAs("ann", "/attest cancel 6").content).toEqual({ kind: "attest", cancel: true, criterion: 6, text: "" });
  });

  it("needs a text, a number that there is, and a rule that asks", () => {
    expect(answeredAs("ann", "/attest 6")).toContain("needs a word on what you vouch for");
    expect(answeredAs("ann", "/attest 99 it")).toContain(
      "There is no requirement `99` in the table; vouched for can be `6` or `7`.",
    );
    // Else it would stand there as done, and open a registry change again that people closed.
    expect(answeredAs("ann", "/attest 1 it")).toContain(
      "Nobody vouches for requirement `1`; vouched for can be `6` or `7`.",
    );
    expect(answeredAs("ann", "/attest it", { open: [aNomination({ sponsors: 1 })] })).toContain(
      "asks for no attestation",
    );
  });
});
