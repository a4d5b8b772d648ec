import { describe, expect, it } from "vitest";
import { type GrowthIssueFacts, growthIssue } from "../../../src/promotions/growth/growth-issue.ts";
import { lonelyAreas } from "../../../src/promotions/growth/lonely-areas.ts";
import { anIndex } from "../../registry/a-registry.ts";

const FACTS: GrowthIssueFacts = {
  ready: [],
  areas: [],
  unknown: 0,
  truncated: false,
  owner: "KusionStack",
  registry: "KusionStack/.github",
  now: Date.UTC(2026, 10, 30),
  next: Date.UTC(2026, 11, 30),
};
const ready = (login: string, figure: string) => ({
  person: { login, id: null },
  steps: [{ role: "approvers", areas: ["kusion"], lines: [`merged pull requests: ${figure}`] }],
});

describe("the issue about growth", () => {
  it("tells of people by login, whatever their figures", () => {
    const { body, told } = growthIssue({ ...FACTS, ready: [ready("zoe", "99 of 3"), ready("Ann", "3 of 3")] });
    expect(body.indexOf("Ann")).toBeLessThan(body.indexOf("zoe"));
    expect(told).toEqual(["ann approvers kusion", "zoe approvers kusion"]);
  });

  it("mentions nobody: the words that nominate stand in code", () => {
    const { body } = growthIssue({ ...FACTS, ready: [ready("ann", "3 of 3")] });
    expect(body).toContain("`/promote @ann approver kusion`");
    expect(body.replaceAll(/`[^`]*`/g, "")).not.toContain("@");
  });

  it("has nothing to say where nobody is ready and no area hangs on one person", () => {
    expect(growthIssue({ ...FACTS, unknown: 2 }).told).toEqual([]);
  });

  it("figures that changed alone are no news", () => {
    const one = growthIssue({ ...FACTS, ready: [ready("ann", "3 of 3")] });
    const other = growthIssue({ ...FACTS, ready: [ready("ann", "4 of 3")] });
    expect(one.told).toEqual(other.told);
  });
});

describe("areas with one approver left", () => {
  const area = (approval: string, people: string) =>
    lonelyAreas(anIndex(`areas: { kusion: { repos: [kusion]${approval} } }\n${people}`));
  it("counts everybody who may approve there, whatever they hold it by", () => {
    expect(area("", "approvers: [{ login: dee, areas: [kusion] }]\n")).toEqual([{ area: "kusion", approver: "dee" }]);
    expect(area("", "approvers: [{ login: dee, areas: [kusion] }]\nmaintainers: [ann]\n")).toEqual([]);
    expect(area(", approval: { from: maintainers }", "approvers: [dee, eve]\nmaintainers: [ann]\n")).toEqual([
      { area: "kusion", approver: "ann" },
    ]);
  });
});
