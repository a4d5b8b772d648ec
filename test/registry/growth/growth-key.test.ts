import { describe, expect, it } from "vitest";
import { aRegistry, faultsOf } from "../a-registry.ts";

const HOLDERS = "maintainers: [ann, ben, cho]\napprovers: [dee, eve]\ncontributors: [fay]\n";
const PEOPLE = `${HOLDERS}council: [gus]\n`;
const LADDER = `roles:
  contributors: { promotion: { merged-pulls: 2 } }
  approvers: { promotion: { all: [{ reviewed-pulls: 5 }, { sponsors: 2 }] } }
  maintainers: { promotion: { sponsors: 2 } }
  council: { beside: true, promotion: false }
`;
const growth = (written: string) => `${LADDER}growth: ${written}\n${PEOPLE}`;

describe("growth", () => {
  it("is nothing where it is not written", () => {
    expect(JSON.stringify(aRegistry(`${LADDER}${PEOPLE}`))).not.toContain("growth");
  });

  it("tells the maintainers each month of all roles that have a promotion, unless more is written", () => {
    expect(aRegistry(growth("{}")).growth).toEqual({ tell: "maintainers", every: "1mo", roles: null });
    expect(faultsOf(growth("{}"))).toEqual([]);
    const text = growth("{ tell: person, every: 2mo, roles: [contributors, approvers] }");
    expect(aRegistry(text).growth).toEqual({ tell: "person", every: "2mo", roles: ["contributors", "approvers"] });
    expect(faultsOf(text)).toEqual([]);
  });

  it("takes no `tell` that is neither, and says which is meant", () => {
    expect(faultsOf(growth("{ tell: maintainer }"))).toEqual([
      expect.stringMatching(/^6:17 .*"maintainer".*did you mean "maintainers"/),
    ]);
    expect(faultsOf(growth("{ tell: everybody }"))).toEqual([expect.stringMatching(/^6:17 .*maintainers.*person/)]);
  });

  it("takes no role that there is not, and no look by the minute or the day", () => {
    expect(faultsOf(growth("{ roles: [approver] }"))).toEqual([
      expect.stringMatching(/^6:19 .*did you mean "approvers"/),
    ]);
    expect(faultsOf(growth("{ every: 1m }"))).toEqual([expect.stringMatching(/^6:18 .*1mo/)]);
    expect(faultsOf(growth("{ every: 1d }"))).toEqual([expect.stringContaining("less than a week")]);
    expect(faultsOf(growth("{ roles: [] }"))).toHaveLength(1);
  });

  it("warns of a role of which machines measure nothing", () => {
    expect(faultsOf(growth("{ roles: [approvers, maintainers, council] }"))).toEqual([
      expect.stringMatching(/^6:30 warning: .*"maintainers" asks for nothing that machines measure/),
      expect.stringMatching(/^6:43 warning: .*"council" is nothing that people are promoted to/),
    ]);
    const without = `growth: {}\nroles: { members: {}, maintainers: { promotion: { sponsors: 2 } } }\nmaintainers: [ann, ben, cho]\n`;
    expect(faultsOf(without)).toEqual([expect.stringMatching(/^1:1 warning: no role has a promotion/)]);
  });

  it("stands in the organisation's registry alone", () => {
    const text = "extends: true\ngrowth: {}\napprovers: [dee]\n";
    const found = faultsOf(text, { base: aRegistry(growth("{}")) }, "kusion");
    expect(found).toEqual([expect.stringMatching(/^2:1 the registry that is extended says who is told/)]);
  });
});
