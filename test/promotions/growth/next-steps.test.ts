import { describe, expect, it } from "vitest";
import { growthRoles } from "../../../src/promotions/growth/growth-roles.ts";
import { nextSteps, standingOf } from "../../../src/promotions/growth/next-steps.ts";
import type { Measured } from "../../../src/promotions/promotion-types.ts";
import { measuresOf } from "../../../src/promotions/rule.ts";
import { anIndex } from "../../registry/a-registry.ts";
import { aCount } from "../a-promotion.ts";

const PEOPLE = `areas: { kusion: { repos: [kusion] }, karpor: { repos: [karpor] } }
maintainers: [ann]
approvers: [{ login: dee, areas: [kusion] }]
contributors: [{ login: fay, areas: [karpor] }, gus]
emeritus: [old]
`;
const registry = (approvers: string, held = "") => `roles:
  contributors: { promotion: { merged-pulls: 2 } }
  approvers: { ${held}promotion: ${approvers} }
  maintainers: { promotion: { sponsors: 2 } }
growth: {}
${PEOPLE}`;

function steps(login: string, text: string) {
  const index = anIndex(text);
  const roles = growthRoles(index.registry, index.registry.growth ?? { roles: null });
  return nextSteps({ login, id: null }, index, roles);
}
const placed = (login: string, text: string) => steps(login, text).map(({ role, areas }) => ({ role, areas }));

describe("the next role", () => {
  const text = registry("{ reviewed-pulls: 5 }");
  it("is the rung above the highest that is held, where that is held", () => {
    expect(placed("newt", text)).toEqual([{ role: "contributors", areas: [] }]);
    expect(placed("fay", text)).toEqual([{ role: "approvers", areas: ["karpor"] }]);
    expect(placed("gus", text)).toEqual([{ role: "approvers", areas: [] }]);
  });

  it("is none of which machines measure nothing, none above the top, and none for who is listed as emeritus", () => {
    expect(placed("dee", text)).toEqual([]);
    expect(placed("ann", text)).toEqual([]);
    expect(placed("old", text)).toEqual([]);
  });

  it("is meant for each area apart where the role is held for areas and nothing tells which", () => {
    const byArea = registry("{ reviewed-pulls: { min: 5, area: true } }", "held: area, ");
    expect(placed("gus", byArea)).toEqual([
      { role: "approvers", areas: ["kusion"] },
      { role: "approvers", areas: ["karpor"] },
    ]);
  });
});

describe("what machines measure of it", () => {
  const UNKNOWN: Measured = { known: false, why: "GitHub did not answer" };
  function meets(written: string, found: Readonly<Record<string, Measured>>): boolean | null {
    const text = registry(written);
    const [step] = steps("gus", text);
    if (step === undefined) throw new Error("no step");
    const index = anIndex(text);
    const measures = measuresOf(step.rule.criterion, { owner: "KusionStack", role: step.role, areas: step.areas });
    const measured = new Map(
      measures.flatMap(({ key, what }) => {
        const one = found[what];
        return one === undefined ? [] : [[key, one] as const];
      }),
    );
    return standingOf(step, { index, owner: "KusionStack", measured, now: Date.UTC(2026, 10, 1) }).meets;
  }
  const both = "{ all: [{ reviewed-pulls: 5 }, { merged-pulls: 3 }, { sponsors: 2 }] }";
  const either = "{ any: [{ reviewed-pulls: 5 }, { sponsors: 2 }] }";

  it("is met without people's part", () => {
    expect(meets(both, { "reviewed-pulls": aCount(5), "merged-pulls": aCount(3) })).toBe(true);
    expect(meets(both, { "reviewed-pulls": aCount(5), "merged-pulls": aCount(2) })).toBe(false);
  });

  it("is not met by people's part alone, where either would do", () => {
    expect(meets(either, { "reviewed-pulls": aCount(4) })).toBe(false);
    expect(meets(either, { "reviewed-pulls": aCount(5) })).toBe(true);
  });

  it("is told of nobody of whom it is unknown", () => {
    expect(meets(both, { "reviewed-pulls": UNKNOWN, "merged-pulls": aCount(3) })).toBeNull();
    expect(meets(both, { "reviewed-pulls": UNKNOWN, "merged-pulls": aCount(2) })).toBe(false);
    expect(meets(both, { "merged-pulls": aCount(3) })).toBeNull();
  });
});
