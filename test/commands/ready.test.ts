import { describe, expect, it } from "vitest";
import { anIssue, aPull } from "./a-context.ts";
import { actedAs, actOf, refusalOf } from "./an-acting.ts";

const before = { facts: aPull({ draft: true }) };

describe("/ready", () => {
  it.each(["pat", "mem"])("may be said by %s: the author and anyone with a role", (login) => {
    expect(actOf(login, "/ready", before)).toEqual({ kind: "draft", draft: false });
  });

  it("is refused to strangers", () => {
    expect(refusalOf("octo-fan", "/ready", before)).toContain("I cannot take `/ready`");
  });

  it("so already: nothing to do", () => {
    expect(actedAs("pat", "/ready", { facts: aPull({ draft: false }) })).toMatchObject({
      answer: { kind: "told", text: "This pull request is no draft. Nothing was changed." },
    });
  });

  it("works on open pull requests only", () => {
    expect(refusalOf("pat", "/ready", { facts: anIssue() })).toContain("pull requests only");
    expect(refusalOf("pat", "/ready", { facts: aPull({ draft: true, state: "closed" }) })).toContain("closed");
  });
});
