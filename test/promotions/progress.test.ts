import { describe, expect, it } from "vitest";
import { criteriaTable } from "../../src/promotions/criteria-table.ts";
import { nextAreas, progressText } from "../../src/promotions/progress.ts";
import type { Measure, Measured } from "../../src/promotions/promotion-types.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import { anIndex } from "../registry/a-registry.ts";
import { aCount, aPerson, aPromotion, evaluated, LADDER } from "./a-promotion.ts";

const ONE_WAY = { any: [{ "merged-pulls": { kind: "code", min: 1 } }, { "merged-pulls": { kind: "docs", min: 3 } }] };

/** So many of code, so many of documentation. */
const counts =
  (code: number, docs: number) =>
  ({ filter }: Measure): Measured =>
    aCount(filter.kind === "code" ? code : docs, { searches: [], items: [] });

function figures(code: number, docs: number, isOpen = true): readonly string[] {
  const { leaves } = evaluated(ONE_WAY, { measured: counts(code, docs) });
  const rows = criteriaTable(leaves, { webUrl: "", numbersUrl: "", isOpen }).slice(2);
  return rows.map((row) => row.split("|")[3]?.trim() ?? "");
}

describe("the table of criteria", () => {
  it("of alternatives, none met: each is short", () => {
    expect(figures(0, 2)).toEqual(["**0 of 1**", "**2 of 3**"]);
  });

  it("of alternatives, one met: the other is not needed, and not short", () => {
    expect(figures(1, 0)).toEqual(["1 of 1", "0 of 3, not needed"]);
    expect(figures(0, 3)).toEqual(["0 of 1, not needed", "3 of 3"]);
  });

  it("every column has a head, for those who hear the table read", () => {
    const [head = ""] = criteriaTable([], { webUrl: "", numbersUrl: "", isOpen: true });
    expect(
      head
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ).not.toContain("");
  });

  it("of a promotion that has ended: nothing stands out", () => {
    expect(figures(0, 2, false)).toEqual(["0 of 1", "2 of 3"]);
  });
});

describe("the answer to /role", () => {
  const dee = { person: aPerson("dee"), index: LADDER, webUrl: "https://github.test", scope: "KusionStack" };

  it("shows the promotion that is open, with its link and where it stands, and asks for no second nomination", () => {
    const open = [
      { role: "approvers", areas: ["kusion"], url: "https://github.test/c/1", stands: "**Waiting: 1 sponsor.**" },
    ];
    const next = aPromotion(ONE_WAY, { measured: counts(1, 0) });
    const text = progressText({ ...dee, open, next });
    expect(text).toContain(
      "**Promotion to approver of kusion** is open, [nominated here](https://github.test/c/1). **Waiting: 1 sponsor.**",
    );
    expect(text).not.toContain("begins with a nomination");
    expect(text).toContain("| 0 of 3, not needed |");
  });

  it("of a role whose promotion is open it shows what machines count: people's part stands there", () => {
    const open = [{ role: "approvers", areas: ["kusion"], url: "https://github.test/c/1", stands: "" }];
    const block = { "merged-pulls": 3, sponsors: { from: "maintainers", min: 1 } };
    const next = aPromotion(block, { measured: counts(1, 1) });
    expect(progressText({ ...dee, open, next })).not.toContain("1 sponsor");
    expect(progressText({ ...dee, open, next })).toContain("3 merged pull requests");
    expect(progressText({ ...dee, open: [], next })).toContain("1 sponsor");
  });

  it("without one, says how it begins", () => {
    const text = progressText({ ...dee, open: [], next: aPromotion(ONE_WAY, { measured: counts(0, 0) }) });
    expect(text).toContain("begins with a nomination: `/promote @dee approver kusion`");
  });

  it("proposes the nomination as the role is held", () => {
    const as = (held: "area" | "everywhere") => {
      const roles = LADDER.registry.roles.map((role) => (role.name === "approvers" ? { ...role, held } : role));
      const next = aPromotion(ONE_WAY, { areas: [], index: { ...LADDER, registry: { ...LADDER.registry, roles } } });
      return progressText({ ...dee, open: [], next });
    };
    expect(as("area")).toContain("`/promote @dee approver AREA`");
    expect(as("everywhere")).toContain("`/promote @dee approver everywhere`");
  });
});

describe("where the next role is measured", () => {
  const { registry } = anIndex(`
areas: { docs: { repos: [docs] }, web: { repos: [web] } }
roles: { members: , reviewers: { held: area }, maintainers: { held: everywhere } }
maintainers: [ann, ben]
members: [mia]
reviewers: [{ login: rob, areas: [web] }]
`);
  const areas = (login: string, next: string) =>
    nextAreas(registry, indexed(registry).rolesOf({ login, id: null, type: "User" }), { next, here: ["docs"] });

  it("in the areas where the highest role is held; for one that is held for areas here, everywhere for one held so", () => {
    expect(areas("mia", "reviewers")).toEqual(["docs"]);
    expect(areas("rob", "maintainers")).toEqual([]);
    expect(areas("rob", "reviewers")).toEqual(["web"]);
    expect(areas("stranger", "members")).toEqual(["docs"]);
    expect(areas("mia", "members")).toEqual([]);
  });
});
