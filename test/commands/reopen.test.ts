import { describe, expect, it } from "vitest";
import { anIssue, aPull } from "./a-context.ts";
import { actedAs, actOf, refusalOf } from "./an-acting.ts";

const closed = { facts: anIssue({ state: "closed" }) };

describe("/reopen", () => {
  it.each(["pat", "dee"])("may be said by %s: the author, and contributors or above", (login) => {
    expect(actOf(login, "/reopen", closed)).toEqual({ kind: "state", to: "open" });
  });

  it.each(["mem", "octo-fan"])("is refused to %s", (login) => {
    expect(refusalOf(login, "/reopen", closed)).toContain("I cannot take `/reopen`");
  });

  it("open already: nothing to do; merged: refused", () => {
    expect(actedAs("pat", "/reopen")).toMatchObject({
      answer: { kind: "told", text: "This pull request is open. Nothing was changed." },
    });
    expect(refusalOf("pat", "/reopen", { facts: aPull({ state: "merged" }) })).toContain("merged");
  });
});
