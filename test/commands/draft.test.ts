import { describe, expect, it } from "vitest";
import { anIssue, aPull } from "./a-context.ts";
import { actedAs, actOf, refusalOf } from "./an-acting.ts";

const before = { facts: aPull({ draft: false }) };

describe("/draft", () => {
  it.each(["pat", "mem"])("may be said by %s: the author and anyone with a role", (login) => {
    expect(actOf(login, "/draft", before)).toEqual({ kind: "draft", draft: true });
  });

  it("is refused to strangers", () => {
    expect(refusalOf("octo-fan", "/draft", before)).toContain("I cannot take `/draft`");
  });

  it("so already: nothing to do", () => {
    expect(actedAs("pat", "/draft", { facts: aPull({ draft: true }) })).toMatchObject({
      answer: { kind: "told", text: "This pull request is a draft already. Nothing was changed." },
    });
  });

  it("works on open pull requests only", () => {
    expect(refusalOf("pat", "/draft", { facts: anIssue() })).toContain("pull requests only");
    expect(refusalOf("pat", "/draft", { facts: aPull({ draft: false, state: "closed" }) })).toContain("closed");
  });
});
