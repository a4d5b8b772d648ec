import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { another, type Choice } from "../../src/commands/reroll-choice.ts";
import type { RerollAct } from "../../src/plan/act.ts";
import { anArea, anIssue, aPull, aRegistry, aReview, aVerdict, held, listedAll, person } from "./a-context.ts";
import { type ActingOptions, actOf, refusalOf } from "./an-acting.ts";

function reroll(login: string, options: ActingOptions = {}): RerollAct {
  const act = actOf(login, "/reroll", options);
  if (act.kind !== "reroll") throw new Error(act.kind);
  return act;
}
const names = (act: RerollAct) => act.candidates.map(({ login }) => login);

describe("/reroll", () => {
  it("looks for those who can approve what still waits; the author, the speaker and the reviewers stay apart", () => {
    const facts = aPull({ reviews: listedAll([aReview(1, "", { author: person("cho"), state: "COMMENTED" })]) });
    const act = reroll("mem", { facts });
    expect(names(act)).toEqual(["cho", "ann"]);
    expect(act).toMatchObject({ apart: ["pat", "mem", "cho"], maxOpen: 6 });
  });

  it("looks for reviewers of the areas where nothing waits for an approval", () => {
    const verdict = aVerdict({ areas: [anArea("engine", { missing: 0, candidates: [] })] });
    expect(names(reroll("pat", { verdict }))).toEqual(["ann", "ben", "cho", "dee"]);
  });

  it("tells who is away by the registry, until the day begins", () => {
    const people = aRegistry().people.map((one) => (one.login === "ann" ? { ...one, away: "2026-11-24" } : one));
    const away = (given: ActingOptions) => reroll("pat", given).candidates.find(({ login }) => login === "ann")?.away;
    expect(away({ registry: { people } })).toBe(true);
    const gone = people.map((one) => (one.login === "ann" ? { ...one, away: "2026-11-23" } : one));
    expect(away({ registry: { people: gone } })).toBe(false);
    expect(away({ registry: { people: [{ ...held("maintainers", "ann"), away: true }] } })).toBe(true);
  });

  it("/auto-cc is the same; strangers are refused; it works on open pull requests", () => {
    expect(actOf("pat", "/auto-cc")).toMatchObject({ kind: "reroll" });
    expect(refusalOf("octo-fan", "/reroll")).toContain("I cannot take `/reroll` from octo-fan");
    expect(refusalOf("ann", "/reroll", { facts: anIssue() })).toContain("pull requests only");
    expect(refusalOf("ann", "/reroll", { facts: aPull({ state: "closed" }) })).toContain("closed");
  });
});

describe("whom /reroll asks", () => {
  const holder = (login: string, away = false) => ({ login, id: null, role: "approvers", areas: [], away });
  const choice = (given: Partial<Choice> = {}): Choice => ({
    ...{
      candidates: ["a", "b", "c"].map((login) => holder(login)),
      apart: [],
      load: () => 0,
      maxOpen: 6,
      seed: "PR_1",
    },
    ...given,
  });

  it("is the least loaded", () => {
    const load = (login: string) => ({ a: 2, b: 1, c: 3 })[login] ?? 0;
    expect(another(choice({ load }))).toMatchObject({ holder: { login: "b" }, open: 1 });
  });

  it("is nobody who is apart, away or busy, and the answer counts them", () => {
    expect(another(choice({ apart: ["A", "b", "c"] }))).toMatchObject({ kind: "nobody" });
    const candidates = [holder("a", true), holder("b"), holder("c")];
    expect(another(choice({ candidates, apart: ["c"], load: () => 6 }))).toEqual({
      kind: "nobody",
      why: "There is nobody else to ask now: of the others who can review this, 1 has 6 or more open review requests and 1 is away.",
    });
  });

  it("among equals does not go by the alphabet: over many pull requests each comes about as often", () => {
    const counts = new Map<string, number>();
    for (let number = 0; number < 900; number += 1) {
      const found = another(choice({ seed: `PR_${number}` }));
      if (found.kind === "found") counts.set(found.holder.login, (counts.get(found.holder.login) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(Math.abs(count - 300)).toBeLessThan(60);
  });

  it("is the same in whatever order the candidates come", () => {
    const logins = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1 });
    fc.assert(
      fc.property(logins, fc.string(), (all, seed) => {
        const candidates = all.map((login) => holder(login));
        expect(another(choice({ candidates: candidates.toReversed(), seed }))).toEqual(
          another(choice({ candidates, seed })),
        );
      }),
    );
  });
});
