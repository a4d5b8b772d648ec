import { describe, expect, it } from "vitest";
import { anIssue, aPull, aRegistry, aVerdict, held } from "./a-context.ts";
import { actedAs, actOf, refusalOf } from "./an-acting.ts";

/** kara maintains karpor, another repository of the same registry; eve approves what is everywhere; vera an area of every repository. */
const registry = {
  areas: [
    ...aRegistry().areas,
    { name: "karpor", repos: ["Karpor"], paths: [], exclusive: false, approval: {} },
    { name: "docs", repos: [], paths: ["docs/**"], exclusive: false, approval: {} },
  ],
  people: [held("maintainers", "kara", ["karpor"]), held("approvers", "eve"), held("contributors", "vera", ["docs"])],
};

/** Whoever may say each without being its author; `/merge` and those anyone may say are tried elsewhere. */
const BY_ROLE = [
  ...["/label x", "/remove-label x", "/area engine", "/kind bug", "/priority high", "/retitle x", "/ready", "/draft"],
  ...["/close", "/reroll", "/assign @ann", "/unassign @ann", "/uncc @ann"],
];

describe("R43: a role that is held for other repositories", () => {
  it.each(BY_ROLE)("gives nothing here: %s", (text) => {
    const facts = aPull({ draft: text === "/ready" });
    expect(refusalOf("kara", text, { registry, facts })).toMatch(
      /^I cannot take .* kara: .*(for other repositories|role)/,
    );
    for (const login of ["eve", "vera"]) expect(actedAs(login, text, { registry, facts }).kind).toBe("act");
  });

  it("gives nothing here: /reopen, /merge, a team, a closed issue", () => {
    expect(refusalOf("kara", "/reopen", { registry, facts: anIssue({ state: "closed" }) })).toContain(
      "other repositories",
    );
    const verdict = aVerdict({ state: { kind: "approved" } });
    expect(refusalOf("kara", "/merge", { registry, verdict })).toBe(
      "I cannot take `/merge` from kara: that takes an approver or above, and the role that they hold is for other repositories than kusion. Nothing was changed.",
    );
    expect(refusalOf("kara", "/cc @KusionStack/all", { registry })).toContain("Whole teams");
    expect(refusalOf("kara", "/assign", { registry, facts: anIssue({ state: "closed" }) })).toContain("closed");
  });

  it("is enough for what is one's own: /away, /assign oneself", () => {
    expect(actOf("kara", "/away", { registry })).toMatchObject({ kind: "away" });
    expect(actOf("kara", "/assign", { registry })).toMatchObject({ people: ["kara"] });
  });
});
