/** What a role says of itself: that nobody is promoted to it, that it stands beside the ladder, how it is held. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ladderWords } from "../../src/promotions/ladder-words.ts";
import { nextRole } from "../../src/promotions/progress.ts";
import { registryChanges } from "../../src/registry/changes.ts";
import { edited } from "../../src/registry/edit.ts";
import { joined } from "../../src/registry/extends.ts";
import { listsAround, rungsOf } from "../../src/registry/rungs.ts";
import { anIndex, aRegistry, chainAt, faultsOf, KUSION, logins, user } from "./a-registry.ts";

const COUNCIL = `
areas: { kusion: { repos: [kusion] } }
roles:
  contributors: { held: area }
  approvers: { promotion: { sponsors: 1 } }
  maintainers: { promotion: { vote: { of: council, share: 2/3 } }, held: everywhere }
  council: { beside: true, promotion: false }
contributors: [{ login: dee, areas: [kusion] }]
approvers: [{ login: kim, areas: [kusion] }, eve]
maintainers: [ann, ben]
council: [cho, dom, ann]
`;

describe("a role of which a key is at fault", () => {
  it.each(["inactivity: soon", "beside: maybe", "held: here", "promotion: { sponsers: 2 }", "inactivty: 12mo"])(
    "%s: is a role still, which others may name",
    (key) => {
      const text = `roles:
  members: {}
  approvers: { ${key} }
  maintainers: { promotion: { tenure: { in: approvers, min: 3mo }, sponsors: { from: approvers, min: 1 } } }
approval: { from: approvers }
approvers: [{ login: cho, since: 2026-01-01 }]
maintainers: [ann, ben]
`;
      expect(faultsOf(text)).toEqual([expect.stringMatching(/^3:/)]);
    },
  );
});

describe("a role beside the ladder", () => {
  const index = anIndex(COUNCIL);
  const chain = chainAt(index, KUSION, "main.go");

  it("includes no rung and is included by none: its people approve nothing by it, and the ladder's top is the top", () => {
    expect(index.topRole()).toBe("maintainers");
    expect(index.atLeast("council", "contributors")).toBe(false);
    expect(index.atLeast("maintainers", "council")).toBe(false);
    expect(index.atLeast("council", "council")).toBe(true);
    expect(logins(index.approversOf(chain)).toSorted()).toEqual(["ann", "ben", "eve", "kim"]);
    expect(index.mayApprove(user("cho"), chain)).toBeNull();
    expect(logins(index.registryApprovers({ owner: "KusionStack", name: ".github" })).toSorted()).toEqual([
      "ann",
      "ben",
    ]);
    expect(index.registry.approval.from).toBe("approvers");
  });

  it("is itself where it is named: whoever holds it, a rung besides or not", () => {
    expect(logins(index.holdersOf("council")).toSorted()).toEqual(["ann", "cho", "dom"]);
    expect(logins(index.approversOf(chain, "council")).toSorted()).toEqual(["ann", "cho", "dom"]);
  });

  it("is nobody's next rung, wherever it is written, and who holds it begins like others", () => {
    expect(rungsOf(index.registry.roles)).toEqual(["contributors", "approvers", "maintainers"]);
    expect(nextRole(index.registry, index.rolesOf(user("cho")))).toBe("approvers");
    expect(nextRole(index.registry, index.rolesOf(user("ann")))).toBeNull();
    const first = aRegistry(COUNCIL.replace("roles:\n", "roles:\n  board: { beside: true }\n"));
    expect(rungsOf(first.roles)[0]).toBe("contributors");
  });

  it("a promotion leaves its list alone, and one to it leaves the ladder's", () => {
    const { roles } = index.registry;
    const person = { login: "ann", id: null };
    const change = (role: string, login = "ann") =>
      edited(COUNCIL, {
        kind: "add",
        person: { ...person, login, since: "2026-11-29", affiliation: null },
        role,
        areas: [],
        ladder: listsAround(roles, role),
      });
    expect(change("council", "eve")).toMatchObject({ kind: "edited" });
    const raised = change("maintainers", "cho");
    expect(raised.kind === "edited" ? raised.text : raised).toContain("council: [cho, dom, ann]");
  });

  it("gives no warning for whoever holds it beside a rung, and changes of it are told", () => {
    expect(faultsOf(COUNCIL)).toEqual([]);
    const before = aRegistry(COUNCIL.replace("beside: true, promotion: false", ""));
    expect(registryChanges(before, aRegistry(COUNCIL))).toContainEqual(
      expect.stringContaining("Whether council stands beside the ladder"),
    );
  });

  it("has its own people alone where a rule needs them, whoever is above on the ladder", () => {
    const needs = (number: number) => COUNCIL.replace("share: 2/3", `min-yes: ${number}`);
    expect(faultsOf(needs(3))).toEqual([]);
    expect(faultsOf(needs(4))).toEqual([
      expect.stringContaining("maintainers need 4 voters from council, but only 3 people hold that"),
    ]);
  });

  it("stands beside something: a ladder without a rung is a fault", () => {
    expect(faultsOf("roles: { council: { beside: true } }\ncouncil: [ann, ben]\n")).toEqual([
      "1:8 every role stands beside the ladder; one at least must be a rung of it",
    ]);
  });

  it("is the organisation's to say", () => {
    const base = aRegistry(
      "roles: { approvers: , maintainers: , council: { beside: true } }\nmaintainers: [ann, ben]\n",
    );
    const own = aRegistry("extends: true\nroles: { council: { summary: Decides., held: area } }\n", { base }, "kusion");
    expect(joined(own, base).roles.find(({ name }) => name === "council")).toMatchObject({
      beside: true,
      summary: "Decides.",
    });
    expect(joined(own, base).roles.find(({ name }) => name === "council")).not.toHaveProperty("held");
    expect(faultsOf("extends: true\nroles: { council: { held: area } }\n", { base }, "kusion")).toContainEqual(
      expect.stringContaining("for the registry to say that is extended"),
    );
  });
});

describe("a role to which nobody is promoted", () => {
  it("says so where it is published, and is nobody's next one", () => {
    const index = anIndex(
      "roles: { approvers: , leads: { promotion: false }, maintainers: { promotion: { sponsors: 1 } } }\nmaintainers: [ann, ben]\napprovers: [kim]\n",
    );
    expect(ladderWords(index, "KusionStack")("leads")).toBe("nobody is promoted to it");
    expect(nextRole(index.registry, index.rolesOf(user("kim")))).toBe("maintainers");
  });

  it("is one in a repository's own file, too, and may be opened there again", () => {
    const base = aRegistry("roles: { approvers: { promotion: false }, maintainers: }\nmaintainers: [ann, ben]\n");
    const own = (text: string) =>
      joined(aRegistry(`extends: true\n${text}`, { base }, "kusion"), base).roles.map(({ closed }) => closed);
    expect(own("")).toEqual([true, undefined]);
    expect(own("roles: { approvers: { promotion: { sponsors: 1 } }, maintainers: { promotion: false } }\n")).toEqual([
      undefined,
      true,
    ]);
  });

  it("true is no rule", () => {
    expect(faultsOf("roles: { approvers: { promotion: true } }\napprovers: [ann, ben]\n")[0]).toMatch(
      /expected a mapping of criteria, or false for nobody/,
    );
  });
});

describe("how a role is held", () => {
  it("entries that hold it otherwise are warned about", () => {
    const text = COUNCIL.replace("areas: [kusion] }]\napprovers", "areas: [kusion] }, pat]\napprovers").replace(
      "maintainers: [ann, ben]",
      "maintainers: [ann, zoe, { login: ben, areas: [kusion] }]",
    );
    expect(faultsOf(text)).toEqual([
      expect.stringContaining('contributors" are held for areas (`held: area`), and this entry holds everywhere'),
      expect.stringContaining(
        'maintainers" are held everywhere (`held: everywhere`), and this entry only in some areas',
      ),
    ]);
    expect(faultsOf("roles: { approvers: { held: areas } }\napprovers: [ann, ben]\n")[0]).toContain("did you mean");
  });
});

describe("docs/registry.md", () => {
  it("shows a ladder of one's own that parses without a fault and without a warning", () => {
    const document = readFileSync(new URL("../../docs/registry.md", import.meta.url), "utf8");
    const [, example = ""] = /## A ladder of your own\n\n```yaml\n([\s\S]*?)```/.exec(document) ?? [];
    expect(example).toContain("beside: true");
    expect(faultsOf(example)).toEqual([]);
  });
});
