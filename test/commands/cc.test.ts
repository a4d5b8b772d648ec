import { describe, expect, it } from "vitest";
import { anIssue, aPull } from "./a-context.ts";
import { actOf, refusalOf } from "./an-acting.ts";

describe("/cc", () => {
  it("anyone with a role asks people and teams of the repository's owner", () => {
    expect(actOf("mem", "/cc @hello-world @with_underscore @kusionstack/go-reviewer")).toEqual({
      kind: "request",
      off: false,
      people: ["hello-world", "with_underscore"],
      teams: ["go-reviewer"],
      notes: [],
    });
  });

  it("nobody named: oneself", () => {
    expect(actOf("dee", "/cc")).toMatchObject({ people: ["dee"] });
  });

  it("a team of another organisation is answered", () => {
    expect(actOf("dee", "/cc ann elsewhere/team")).toMatchObject({
      people: ["ann"],
      teams: [],
      notes: [expect.stringContaining("another organisation")],
    });
  });

  it("the author is not asked", () => {
    expect(refusalOf("ann", "/cc @pat")).toContain("author");
    expect(actOf("ann", "/cc @pat @ben")).toMatchObject({
      people: ["ben"],
      notes: [expect.stringContaining("author")],
    });
  });

  it.each(["/uncc @ann", "/remove-cc ann"])("%s takes the request back", (text) => {
    for (const login of ["mem", "pat", "ann"]) expect(actOf(login, text)).toMatchObject({ off: true, people: ["ann"] });
  });

  it("R43: a stranger, the author too, asks a few people and no teams", () => {
    for (const login of ["octo-fan", "pat"])
      expect(actOf(login, "/cc @one @two @three @four @KusionStack/everybody")).toMatchObject({
        people: ["one", "two", "three"],
        teams: [],
        notes: [expect.stringContaining("Whole teams"), expect.stringContaining("four was left out")],
      });
    expect(refusalOf("octo-fan", "/cc @KusionStack/everybody")).toContain("people with a role in this repository");
  });

  it("R43: a stranger takes back nobody's request but their own", () => {
    expect(refusalOf("octo-fan", "/uncc @ann")).toContain("I cannot take `/uncc` from octo-fan");
    expect(actOf("octo-fan", "/uncc")).toMatchObject({ off: true, people: ["octo-fan"] });
  });

  it("works on open pull requests only", () => {
    expect(refusalOf("ann", "/cc", { facts: anIssue() })).toContain("pull requests only");
    expect(refusalOf("ann", "/cc", { facts: aPull({ state: "merged" }) })).toContain("merged");
  });

  it("the registry's `commands` may ask for a role", () => {
    expect(refusalOf("octo-fan", "/cc", { registry: { commands: { cc: "members" } } })).toContain(
      "the role member or above",
    );
  });
});
