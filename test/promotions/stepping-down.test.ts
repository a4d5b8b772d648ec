import { describe, expect, it } from "vitest";
import { tooFewLeft } from "../../src/promotions/kept-seats.ts";
import { branchName } from "../../src/promotions/registry-change.ts";
import { type SteppingDown, stepDownChange } from "../../src/promotions/stepping-down.ts";
import { edited } from "../../src/registry/edit.ts";
import { anIndex } from "../registry/a-registry.ts";

function asked(more: Partial<SteppingDown> = {}): SteppingDown {
  return {
    ...{ person: { login: "cho", id: null }, role: "approvers", areas: ["kusion"], botLogin: "rung[bot]" },
    word: {
      key: "comment:5/1",
      url: "https://github.com/o/r/issues/3#issuecomment-5",
      at: Date.parse("2026-11-25T10:00:00Z"),
    },
    subject: { repository: { owner: "o", name: "r" }, number: 3 },
    registry: {
      ...{ repository: { owner: "o", name: ".github" }, path: "roles.yaml", defaultBranch: "main", emeritus: true },
      ladder: ["approvers", "maintainers"],
      beside: [],
    },
    ...more,
  };
}

describe("stepping down", () => {
  it("takes the role back in the areas, says who asked, and mentions nobody", () => {
    const change = stepDownChange(asked());
    expect(change).toMatchObject({
      ...{ title: "cho steps down as approver of kusion", branch: "rung/step-down-cho-approvers-kusion", base: "main" },
      message: "cho steps down as approver of kusion\n\nAsked-by: cho <https://github.com/o/r/issues/3#issuecomment-5>",
    });
    expect(`${change.title}${change.message}${change.body}`).not.toContain("@");
  });

  it("from every role, listed as emeritus since that day where the registry does so", () => {
    const text = "maintainers:\n  - { login: ann }\napprovers:\n  - { login: cho }\n";
    const leaving = { role: null, areas: [] };
    const change = (emeritus: boolean) =>
      edited(text, stepDownChange(asked({ ...leaving, registry: { ...asked().registry, emeritus } })).edit);
    expect(change(true)).toEqual({
      kind: "edited",
      text: "maintainers:\n  - { login: ann }\napprovers: []\nemeritus:\n  - { login: cho, was: approvers, until: 2026-11-25 }\n",
    });
    expect(change(false)).toEqual({ kind: "edited", text: "maintainers:\n  - { login: ann }\napprovers: []\n" });
  });

  it("lists what each seat beside the ladder was, too", () => {
    const text = "maintainers: [ann]\ncouncil: [cho, eve]\napprovers: [cho]\nemeritus: []\n";
    const registry = { ...asked().registry, ladder: ["council", "approvers", "maintainers"], beside: ["council"] };
    const given = (role: string | null) => edited(text, stepDownChange(asked({ role, areas: [], registry })).edit);
    expect(given(null)).toEqual({
      kind: "edited",
      text: "maintainers: [ann]\ncouncil: [eve]\napprovers: []\nemeritus: [{ login: cho, was: council, until: 2026-11-25 }, { login: cho, was: approvers, until: 2026-11-25 }]\n",
    });
    // What stays is held: they are no emeritus.
    expect(given("council")).toEqual({ kind: "edited", text: text.replace("[cho, eve]", "[eve]") });
  });

  it("branches have only letters that git takes", () => {
    expect(branchName("promote", ["a..b", "x.lock", "review-comment:12/3", "~^:"])).toBe(
      "rung/promote-a-b-x-lock-r12-3-",
    );
  });
});

describe("seats that the ladder wants kept", () => {
  const index = anIndex(`
areas: { docs: { repos: [docs] } }
roles:
  approvers:
  maintainers: { promotion: { sponsors: 1, seats: { min: 3 } } }
maintainers: [ann, ben, { login: cho, areas: [docs] }]
approvers: [dee]
`);
  const left = (login: string, role: string | null = "maintainers", areas: readonly string[] = []) =>
    tooFewLeft(index, { person: { login, id: null }, role, areas });

  it("whoever leaves is told, and so are those who merge; nobody is held back", () => {
    expect(left("ann")).toEqual(["Of maintainers that leaves 2, and the ladder wants 3 at least"]);
    expect(left("cho", null)).toHaveLength(1);
    expect(stepDownChange(asked({ concerns: left("ann") })).body).toContain(
      "**Mind:** Of maintainers that leaves 2, and the ladder wants 3 at least.",
    );
  });

  it("a role that is kept, or never was one of them, breaks nothing", () => {
    expect(left("dee")).toEqual([]);
    expect(left("ann", "approvers")).toEqual([]);
  });
});
