import { describe, expect, it } from "vitest";
import { anIssue, aPull } from "./a-context.ts";
import { actedAs, actOf, refusalOf } from "./an-acting.ts";

describe("/close", () => {
  it.each(["pat", "dee", "ann"])("may be said by %s: the author, and contributors or above", (login) => {
    expect(actOf(login, "/close", { facts: anIssue() })).toEqual({ kind: "state", to: "closed", reason: "completed" });
    expect(actOf(login, "/close")).toMatchObject({ to: "closed" });
  });

  it.each(["mem", "octo-fan"])("is refused to %s", (login) => {
    expect(refusalOf(login, "/close")).toContain("for the author, and for a contributor or above");
  });

  it.each(["/close not-planned", "/close as not planned", "/close Not-Planned."])("%s", (text) => {
    expect(actOf("pat", text, { facts: anIssue() })).toMatchObject({ reason: "not_planned" });
  });

  it("other words close nothing", () => {
    expect(refusalOf("pat", "/close the door")).toContain("nothing was closed");
  });

  it("closed already: nothing to do", () => {
    expect(actedAs("pat", "/close", { facts: aPull({ state: "closed" }) })).toMatchObject({
      answer: { kind: "told", text: "This pull request is closed already. Nothing was changed." },
    });
  });

  it("the registry's `commands` may ask for another role", () => {
    expect(actOf("mem", "/close", { registry: { commands: { close: "members" } } })).toMatchObject({ to: "closed" });
  });
});
