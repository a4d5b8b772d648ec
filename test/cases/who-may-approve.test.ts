/** Prow's cases on who may approve a path, asked of a registry that says the same. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { indexed, type RegistryIndex } from "../../src/registry/registry-index.ts";
import { aRegistry, chainAt, KUSION, logins, user } from "../registry/a-registry.ts";

const areaView = z.looseObject({
  path: z.string(),
  approvers: z.array(z.string()).default([]),
  no_parent: z.boolean().default(false),
});
const registryView = z.looseObject({
  areas: z.array(areaView).default([]),
  teams: z.record(z.string(), z.array(z.string())).default({}),
});
const caseView = z.looseObject({
  id: z.string(),
  about: z.string(),
  world: z.string().optional(),
  registry: registryView.optional(),
  query: z.looseObject({
    kind: z.string(),
    path: z.string().optional(),
    files: z.array(z.string()).default([]),
    approved: z.array(z.string()).default([]),
    names: z.array(z.string()).default([]),
  }),
  expect: z.looseObject({
    all: z.array(z.string()).optional(),
    nearest: z.array(z.string()).optional(),
    nearest_area: z.string().optional(),
    people: z.array(z.string()).optional(),
    approved_if: z.array(z.array(z.string())).default([]),
    not_approved_if: z.array(z.array(z.string())).default([]),
    approved: z.boolean().optional(),
    area_states: z.record(z.string(), z.object({ satisfied: z.boolean(), approvedBy: z.array(z.string()) })).optional(),
  }),
  applies: z.enum(["same", "differs", "n/a"]),
});
const fileView = z.looseObject({
  worlds: z.record(
    z.string(),
    z.looseObject({
      registry: registryView.optional(),
      pr: z.looseObject({ author: z.string().optional() }).optional(),
    }),
  ),
  cases: z.array(z.unknown()),
});

type Case = z.infer<typeof caseView>;
interface Asked {
  readonly told: Case;
  readonly registry: z.infer<typeof registryView>;
  readonly author: string | null;
}

/** What only the gate, the reviewers or the labels can answer is asked in their own tests. */
const KINDS = ["who_may_approve", "needed_areas", "verdict", "area_states", "people_of"];

function casesOf(file: string): readonly Asked[] {
  const { worlds, cases } = fileView.parse(JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")));
  return cases.flatMap((raw) => {
    const known = caseView.safeParse(raw);
    if (!known.success || known.data.applies === "n/a" || !KINDS.includes(known.data.query.kind)) return [];
    const told = known.data;
    const world = told.world === undefined ? undefined : worlds[told.world];
    const registry = told.registry ?? world?.registry;
    return registry === undefined ? [] : [{ told, registry, author: world?.pr?.author ?? null }];
  });
}

/** An area of a path each, named by its number; `**` becomes an area too, as in the original. */
function registryText({ areas }: Asked["registry"]): string {
  const named = areas.map((area, n) => `  n${n}: { paths: ["${area.path}"], inherits: ${!area.no_parent} }`);
  const people = areas.flatMap((area, n) => area.approvers.map((login) => `  - { login: ${login}, areas: [n${n}] }`));
  return `areas:\n${named.join("\n")}\nmaintainers: []\napprovers:\n${people.join("\n")}\n`;
}

function ownPeople({ registry }: Asked, index: RegistryIndex, path: string) {
  const owner = chainAt(index, KUSION, path).areas[0] ?? "";
  return registry.areas[Number(owner.slice(1))];
}

/** Whether each file has an approval that counts. */
function isApproved(index: RegistryIndex, files: readonly string[], by: readonly string[]): boolean {
  const paths = files.length === 0 ? [""] : files;
  return paths.every((path) =>
    by.some((login) => index.mayApprove(user(login), chainAt(index, KUSION, path)) !== null),
  );
}

const ASKED = [...casesOf("./prow-owners.json"), ...casesOf("./prow-approvers.json")];

const sorted = (names: readonly string[]) => names.toSorted((one, other) => one.localeCompare(other, "en"));

describe("Prow's cases on who may approve", () => {
  it("are all there", () => {
    expect(ASKED.length).toBe(30);
  });

  it.each(ASKED.map((asked): [string, Asked] => [`${asked.told.id}: ${asked.told.about}`, asked]))("%s", (_, asked) => {
    const { query, expect: wanted } = asked.told;
    if (query.kind === "people_of") return answersTeams(asked);
    const index = indexed(aRegistry(registryText(asked.registry)));
    if (query.path !== undefined) {
      const found = logins(index.approversOf(chainAt(index, KUSION, query.path)));
      expect(sorted(found)).toEqual(wanted.all);
      const own = ownPeople(asked, index, query.path);
      if (wanted.nearest !== undefined) expect(sorted(own?.approvers ?? [])).toEqual(wanted.nearest);
      if (wanted.nearest_area !== undefined) expect(own?.path).toBe(wanted.nearest_area);
    }
    for (const people of wanted.approved_if) expect(isApproved(index, query.files, people), people.join()).toBe(true);
    for (const people of wanted.not_approved_if)
      expect(isApproved(index, query.files, people), people.join()).toBe(false);
    // R2: the author's own word is taken out before anybody asks the registry.
    const others = query.approved.filter((login) => login !== asked.author);
    if (wanted.approved !== undefined) expect(isApproved(index, query.files, others)).toBe(wanted.approved);
    for (const [path, state] of Object.entries(wanted.area_states ?? {})) {
      const inside = query.files.filter((file) => ownPeople(asked, index, file)?.path === path);
      expect(isApproved(index, inside, others)).toBe(state.satisfied);
      const counted = others.filter((login) => isApproved(index, inside, [login]));
      expect(sorted(counted)).toEqual(sorted(state.approvedBy));
    }
  });
});

function answersTeams({ told, registry }: Asked): void {
  const [people, teams] = [
    told.query.names.filter((name) => !name.includes(":")),
    told.query.names.filter((name) => name.includes(":")),
  ];
  const entries = [...people, ...teams.map((name) => `{ team: KusionStack/${name.slice("team:".length)} }`)];
  const members = Object.entries(registry.teams).map(([name, logged]): [string, ReturnType<typeof user>[]] => [
    `KusionStack/${name}`,
    logged.map((login) => user(login, Number(login.slice(1)))),
  ]);
  const index = indexed(aRegistry(`maintainers: []\napprovers: [${entries.join(", ")}]\n`), new Map(members));
  expect(logins(index.approversOf(chainAt(index, KUSION, "a")))).toEqual(told.expect.people);
}
