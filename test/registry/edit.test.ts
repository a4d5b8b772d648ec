import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { registryChanges } from "../../src/registry/changes.ts";
import { edited, type RegistryEdit } from "../../src/registry/edit.ts";
import { aRegistry, faultsOf } from "./a-registry.ts";

const ladder = ["members", "contributors", "approvers", "maintainers"];
const cho = { login: "cho", id: null, since: null, affiliation: null };

function adding(more: Partial<Extract<RegistryEdit, { kind: "add" }>> = {}): RegistryEdit {
  return { kind: "add", person: cho, role: "approvers", areas: [], ladder, ...more };
}

function removing(more: Partial<Extract<RegistryEdit, { kind: "remove" }>> = {}): RegistryEdit {
  return { kind: "remove", person: { login: "cho", id: null }, role: null, areas: [], ladder, emeritus: null, ...more };
}

function textAfter(text: string, change: RegistryEdit): string {
  const result = edited(text, change);
  return result.kind === "edited" ? result.text : `${result.kind}: ${result.kind === "cannot" ? result.why : ""}`;
}

const AREAS = "areas: { kusion: { repos: [kusion] }, karpor: { repos: [karpor] } }\n";
const known = { login: "cho", id: 7, since: "2026-11-25", affiliation: "AntGroup" };

describe("a new entry", () => {
  it("R50: with a known id it is named by login and id, among bare logins, too", () => {
    expect(textAfter("approvers: [ann, ben]\n", adding({ person: known }))).toBe(
      "approvers: [ann, ben, { login: cho, id: 7, since: 2026-11-25, affiliation: AntGroup }]\n",
    );
  });

  it("bare logins are joined by a bare login where no id is known", () => {
    expect(textAfter("approvers: [ann, ben]\n", adding())).toBe("approvers: [ann, ben, cho]\n");
    expect(textAfter("approvers:\n  - ann # first\n  # last\n", adding())).toBe(
      "approvers:\n  - ann # first\n  - cho\n  # last\n",
    );
  });

  it("a bare login cannot name areas, so the entry becomes a mapping", () => {
    expect(textAfter(`${AREAS}approvers: [ann]\n`, adding({ areas: ["kusion"] }))).toBe(
      `${AREAS}approvers: [ann, { login: cho, areas: [kusion] }]\n`,
    );
  });

  it("mappings in braces are imitated in spacing, order and quoting", () => {
    const line = `- {login: ann, affiliation: "Ant Group", since: '2024-01-01'}`;
    expect(textAfter(`approvers:\n${line}\n`, adding({ person: known }))).toBe(
      `approvers:\n${line}\n- {login: cho, id: 7, affiliation: "AntGroup", since: '2026-11-25'}\n`,
    );
  });

  it("mappings over several lines are imitated with their indentation, areas one under the other", () => {
    const ann = "    -   login: ann\n        areas:\n          - karpor\n        since: 2024-01-01\n";
    expect(textAfter(`${AREAS}approvers:\n${ann}`, adding({ person: known, areas: ["kusion", "karpor"] }))).toBe(
      `${AREAS}approvers:\n${ann}    -   login: cho\n        id: 7\n        areas:\n          - kusion\n          - karpor\n        since: 2026-11-25\n        affiliation: AntGroup\n`,
    );
  });

  it("an empty list takes the shape of the others", () => {
    const others = "maintainers:\n  - { login: ann }\n";
    const person = { ...cho, since: "2026-11-25" };
    const line = "  - { login: cho, since: 2026-11-25 }\n";
    expect(textAfter(`${others}approvers: [] # none yet\n`, adding({ person }))).toBe(
      `${others}approvers: # none yet\n${line}`,
    );
    expect(textAfter(`${others}approvers:\ncontributors: []\n`, adding({ person }))).toBe(
      `${others}approvers:\n${line}contributors: []\n`,
    );
    expect(textAfter("maintainers: [ann]\napprovers: []\n", adding())).toBe("maintainers: [ann]\napprovers: [cho]\n");
    expect(textAfter("maintainers: [ann]\napprovers:\n", adding())).toBe("maintainers: [ann]\napprovers: [cho]\n");
  });

  it("a list that is missing is put behind the others, parted as they are", () => {
    expect(textAfter("maintainers: [ann]\nmode: advise\n", adding())).toBe(
      "maintainers: [ann]\napprovers: [cho]\nmode: advise\n",
    );
    expect(textAfter("version: 1\n\nmaintainers:\n  - ann", adding())).toBe(
      "version: 1\n\nmaintainers:\n  - ann\n\napprovers:\n  - cho",
    );
  });

  it("brackets over several lines keep their commas and comments", () => {
    expect(textAfter("approvers: [\n  ann, # one\n  ben, # two\n]\n", adding())).toBe(
      "approvers: [\n  ann, # one\n  ben, # two\n  cho,\n]\n",
    );
    expect(textAfter("approvers: [\n  ann,\n  ben # two\n]\n", adding())).toBe(
      "approvers: [\n  ann,\n  ben, # two\n  cho\n]\n",
    );
  });

  it("lines that end in CR LF do so still", () => {
    expect(textAfter("approvers:\r\n  - ann\r\nmode: advise\r\n", adding())).toBe(
      "approvers:\r\n  - ann\r\n  - cho\r\nmode: advise\r\n",
    );
  });

  it("what YAML would take for something else is quoted", () => {
    const person = { ...cho, login: "123", affiliation: "yes: no" };
    expect(textAfter("approvers:\n  - { login: ann }\n", adding({ person }))).toBe(
      'approvers:\n  - { login: ann }\n  - { login: "123", affiliation: "yes: no" }\n',
    );
  });
});

describe("who is listed already", () => {
  it("leaves the lower role's list, and what was known goes along", () => {
    const text =
      "approvers:\n  - { login: ann }\ncontributors:\n  # ours\n  - { login: Cho, id: 9 } # since the start\n  - dee\n";
    expect(textAfter(text, adding({ person: { ...cho, id: 9 } }))).toBe(
      "approvers:\n  - { login: ann }\n  - { login: cho, id: 9 }\ncontributors:\n  # ours\n  - dee\n",
    );
    expect(textAfter("approvers: [ann]\ncontributors:\n  - cho\n", adding())).toBe(
      "approvers: [ann, cho]\ncontributors: []\n",
    );
  });

  it("keeps the name that lists are published with", () => {
    const text = "contributors: [{ login: cho, name: Cho C }]\napprovers: [ann]\n";
    expect(textAfter(text, adding())).toBe("contributors: []\napprovers: [ann, { login: cho, name: Cho C }]\n");
  });

  it("leaves the lower role only in the areas of the new one", () => {
    const line = (areas: string) => `contributors: [{ login: cho, areas: [${areas}] }, dee]\n`;
    const change = adding({ areas: ["kusion"] });
    expect(textAfter(`${AREAS}approvers: [ann]\n${line("karpor, kusion")}`, change)).toBe(
      `${AREAS}approvers: [ann, { login: cho, areas: [kusion] }]\n${line("karpor")}`,
    );
    expect(textAfter(`${AREAS}approvers: [ann]\ncontributors: [cho]\n`, change)).toBe(
      `${AREAS}approvers: [ann, { login: cho, areas: [kusion] }]\ncontributors: [cho]\n`,
    );
  });

  it("gains the area in the entry that is there, or all of them", () => {
    const text = `${AREAS}approvers:\n  - { login: cho, areas: [karpor], since: 2024-01-01 } # x\n`;
    expect(textAfter(text, adding({ areas: ["kusion"] }))).toBe(
      text.replace("[karpor], since", "[karpor, kusion], since"),
    );
    expect(textAfter(text, adding())).toBe(text.replace(" areas: [karpor],", ""));
    const lines = `${AREAS}approvers:\n  - areas:\n      - karpor\n    login: cho\n`;
    expect(textAfter(lines, adding({ areas: ["kusion"] }))).toBe(
      lines.replace("- karpor\n", "- karpor\n      - kusion\n"),
    );
    expect(textAfter(lines, adding())).toBe(`${AREAS}approvers:\n  - login: cho\n`);
  });

  it("by the role or one above it: nothing changes", () => {
    expect(edited("maintainers: [cho]\napprovers: []\n", adding())).toEqual({ kind: "already" });
    expect(edited(`${AREAS}approvers: [CHO]\n`, adding({ areas: ["kusion"] }))).toEqual({ kind: "already" });
  });

  it("R49: an area that comes later has a since of its own, and lists that tenure counts from keep their entries", () => {
    const later = { ...cho, id: 7, since: "2026-11-25" };
    const docs = "approvers: [{ login: cho, id: 7, areas: [karpor], since: 2024-01-01 }]\n";
    expect(textAfter(`${AREAS}${docs}`, adding({ person: later, areas: ["kusion"] }))).toBe(
      `${AREAS}approvers: [{ login: cho, id: 7, areas: [karpor], since: 2024-01-01 }, { login: cho, id: 7, areas: [kusion], since: 2026-11-25 }]\n`,
    );
    const below = "approvers: [{ login: ann }]\ncontributors: [{ login: cho, id: 7, since: 2024-01-01 }]\n";
    expect(textAfter(below, adding({ person: later, keeps: ["contributors"] }))).toBe(
      "approvers: [{ login: ann }, { login: cho, id: 7, since: 2026-11-25 }]\ncontributors: [{ login: cho, id: 7, since: 2024-01-01 }]\n",
    );
    expect(textAfter(below, adding({ person: later }))).toContain("contributors: []");
  });

  it("R4: an id tells who is meant, whatever the login", () => {
    const text = "approvers: [ann]\ncontributors:\n  - { login: old, id: 7 }\n  - cho\n";
    expect(textAfter(text, adding({ person: { ...cho, id: 7 } }))).toBe(
      "approvers: [ann, { login: cho, id: 7 }]\ncontributors: []\n",
    );
    expect(textAfter(text, adding({ person: { ...cho, id: 8 } }))).toBe(
      "approvers: [ann, { login: cho, id: 8 }]\ncontributors:\n  - { login: old, id: 7 }\n",
    );
  });

  it("R4: an id that also says who another entry means does not go unnoticed", () => {
    const text = `${AREAS}approvers: [{ login: cho, areas: [karpor] }]\ncontributors: [{ login: cho, id: 7 }]\n`;
    expect(edited(text, adding({ person: { ...cho, id: 7 } }))).toMatchObject({
      ...{ kind: "cannot", why: expect.stringContaining("the id in contributors") },
    });
  });

  it("as emeritus, and comes back, is emeritus no more", () => {
    expect(textAfter("approvers: [ann]\nemeritus: [cho, dee]\n", adding())).toBe(
      "approvers: [ann, cho]\nemeritus: [dee]\n",
    );
  });
});

describe("stepping down", () => {
  it("takes the entry out, or only the area", () => {
    const text = `${AREAS}approvers:\n  - ann\n  - login: cho\n    areas: [kusion, karpor]\n    since: 2024-01-01\n  - ben\n`;
    expect(textAfter(text, removing())).toBe(`${AREAS}approvers:\n  - ann\n  - ben\n`);
    expect(textAfter(text, removing({ areas: ["kusion"] }))).toBe(text.replace("[kusion, karpor]", "[karpor]"));
    expect(edited(text, removing({ role: "maintainers" }))).toEqual({ kind: "already" });
  });

  it("one area of everywhere is for people to decide", () => {
    expect(edited(`${AREAS}approvers: [cho]\n`, removing({ areas: ["kusion"] }))).toMatchObject({ kind: "cannot" });
  });

  it("lists as emeritus whoever holds nothing any more", () => {
    const emeritus = { until: "2026-11-25" };
    expect(textAfter("maintainers: [ann]\napprovers: [cho]\n", removing({ emeritus }))).toBe(
      "maintainers: [ann]\napprovers: []\nemeritus: [{ login: cho, was: approvers, until: 2026-11-25 }]\n",
    );
    expect(textAfter("approvers: [cho, dee]\ncontributors: [cho]\n", removing({ emeritus, role: "approvers" }))).toBe(
      "approvers: [dee]\ncontributors: [cho]\n",
    );
  });
});

describe("what is not edited", () => {
  it("a registry with faults, one in braces, an unknown role", () => {
    expect(edited("approvers: [ann", adding())).toMatchObject({ kind: "cannot" });
    expect(edited("{ approvers: [ann] }\n", adding())).toMatchObject({ kind: "cannot" });
    expect(edited("approvers: [ann]\n", adding({ role: "kings" }))).toMatchObject({ kind: "cannot" });
  });
});

/** Registries as communities write them. */
function written(): readonly (readonly [string, string])[] {
  const folder = new URL("../ladders/", import.meta.url);
  const ladders = quietly(() => readdirSync(folder)).filter((name) => name.endsWith(".yaml"));
  return [
    ["roles.yaml", readFileSync(new URL("../../roles.yaml", import.meta.url), "utf8")],
    ...ladders.map((name) => [name, readFileSync(new URL(name, folder), "utf8")] as const),
    ["three lines", "maintainers: [ann, ben]\napprovers: [cho]\ncontributors: [dee]\n"],
  ];
}

function quietly(list: () => string[]): string[] {
  try {
    return list();
  } catch {
    return [];
  }
}

/** The lines that one text has and the other has not, in order; a longest common subsequence would say no more here. */
function linesKept(before: string, now: string): boolean {
  const rest = now.split("\n");
  const lost = before.split("\n").filter((line) => {
    const at = rest.indexOf(line);
    if (at !== -1) rest.splice(0, at + 1);
    return at === -1;
  });
  return lost.length <= 2;
}

describe("any registry", () => {
  const texts = written().filter(([, text]) => faultsOf(text).every((fault) => fault.includes("warning")));

  it.each(texts)(
    "%s: says exactly what was wanted and nothing else, keeps its lines, and once is enough",
    (_, text) => {
      const registry = aRegistry(text);
      const roles = registry.roles.map(({ name }) => name);
      const areaNames = registry.areas.map(({ name }) => name);
      const logins = [...new Set([...registry.people.map(({ login }) => login), "newcomer"])].slice(0, 20);
      const someAreas = areaNames.length === 0 ? fc.constant([]) : fc.subarray(areaNames, { maxLength: 2 });
      fc.assert(
        fc.property(fc.constantFrom(...logins), fc.constantFrom(...roles), someAreas, (login, role, areas) => {
          const person = { login, id: null, since: "2026-11-25", affiliation: null };
          const change: RegistryEdit = { kind: "add", person, role, areas, ladder: roles };
          const result = edited(text, change);
          if (result.kind === "already") return;
          if (result.kind === "cannot") throw new Error(result.why);
          const now = aRegistry(result.text);
          expect(edited(result.text, change)).toEqual({ kind: "already" });
          expect(linesKept(text, result.text)).toBe(true);
          for (const sentence of registryChanges(registry, now)) expect(sentence).toContain(login);
          const others = (of: typeof registry) => of.people.filter((held) => held.login !== login);
          expect(others(now)).toEqual(others(registry));
          const back = edited(result.text, {
            kind: "remove",
            person,
            role: null,
            areas: [],
            ladder: roles,
            emeritus: null,
          });
          expect(back.kind).toBe("edited");
        }),
        { numRuns: 30 },
      );
    },
  );
});
