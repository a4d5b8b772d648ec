import { describe, expect, it } from "vitest";
import { anIssue, aPull } from "./a-context.ts";
import { actedAs, actOf, refusalOf } from "./an-acting.ts";

describe("/retitle", () => {
  it.each(["pat", "mem"])("may be said by %s; the rest of the line is the title as it is", (login) => {
    const act = { kind: "title", title: "fix: `apply`, in *order*" };
    expect(actOf(login, "/retitle   fix: `apply`, in *order*  ")).toEqual(act);
    expect(actOf(login, "/retitle fix: `apply`, in *order*", { facts: anIssue() })).toEqual(act);
  });

  it("is refused to strangers", () => {
    expect(refusalOf("octo-fan", "/retitle x")).toContain("I cannot take `/retitle`");
  });

  it("needs a title that GitHub takes", () => {
    expect(refusalOf("pat", "/retitle")).toContain("needs the new title");
    expect(refusalOf("pat", `/retitle ${"x".repeat(257)}`)).toContain("256 characters");
    expect(actOf("pat", `/retitle ${"x".repeat(256)}`)).toMatchObject({ kind: "title" });
  });

  it("the same title: nothing to do", () => {
    const facts = aPull({ title: "fix" });
    expect(actedAs("pat", "/retitle fix", { facts })).toMatchObject({
      answer: { kind: "told", text: expect.stringMatching(/has that title already\. Nothing was changed\.$/) },
    });
  });
});
