import { describe, expect, it } from "vitest";
import { anIssue } from "./a-context.ts";
import { actOf, refusalOf } from "./an-acting.ts";

describe("/assign", () => {
  it.each(["/assign", "/assign me", "/assign @octo-fan", "/assign OCTO-FAN"])(
    "%s: anyone takes it themselves",
    (text) => {
      expect(actOf("octo-fan", text)).toMatchObject({
        kind: "assign",
        off: false,
        people: [expect.stringMatching(/octo-fan/i)],
      });
    },
  );

  it.each(["pat", "mem"])("others are assigned by %s: the author and anyone with a role", (login) => {
    expect(actOf(login, "/assign @ann, ben and `cho`")).toMatchObject({ people: ["ann", "ben", "cho"], notes: [] });
  });

  it("little words before names are nobody's names, unless they are written as one", () => {
    expect(actOf("mem", "/assign to ann")).toMatchObject({ people: ["ann"], notes: [] });
    expect(actOf("mem", "/assign to ann and to ben")).toMatchObject({ people: ["ann", "ben"], notes: [] });
    expect(actOf("mem", "/assign @to")).toMatchObject({ people: ["to"] });
  });

  it("R43: on what is closed nobody without a role gives it to anybody, not even the author to themselves", () => {
    const facts = anIssue({ state: "closed" });
    for (const login of ["octo-fan", "pat"])
      expect(refusalOf(login, "/assign", { facts })).toContain("This issue is closed");
    expect(actOf("mem", "/assign", { facts })).toMatchObject({ people: ["mem"] });
    expect(actOf("octo-fan", "/unassign", { facts })).toMatchObject({ off: true });
  });

  it("others are not assigned by a stranger", () => {
    expect(refusalOf("octo-fan", "/assign @ann")).toContain("I cannot take `/assign` from octo-fan");
  });

  it.each(["/unassign @ann", "/remove-assign ann"])("%s takes people off", (text) => {
    expect(actOf("pat", text)).toMatchObject({ kind: "assign", off: true, people: ["ann"] });
  });

  it("the registry's `commands` asks of everybody, for themselves too", () => {
    const registry = { commands: { assign: "contributors" } };
    expect(actOf("dee", "/assign", { registry })).toMatchObject({ people: ["dee"] });
    expect(refusalOf("mem", "/assign", { registry })).toContain("the role contributor or above");
  });

  it("names that no account can have, bots and teams are answered, the others assigned", () => {
    const act = actOf("pat", "/assign @Invalid$User @ann dependabot[bot] @KusionStack/engine");
    expect(act).toMatchObject({
      people: ["ann"],
      notes: [
        expect.stringContaining("is a bot"),
        expect.stringContaining("no name that"),
        expect.stringContaining("not teams"),
      ],
    });
    expect(refusalOf("pat", "/assign @Invalid$User")).toContain("`Invalid$User` is no name that an account can have");
  });

  it("one name said four times is one", () => {
    expect(actOf("pat", "/assign @evil @evil evil @Evil")).toMatchObject({ people: ["Evil"] });
  });
});
