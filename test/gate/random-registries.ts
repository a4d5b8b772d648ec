/** Registries for the gate's oracles, drawn at random, and as somebody would write them. */

import fc from "fast-check";
import { person } from "../support/a-pull.ts";
import type { WrittenRegistry } from "./oracle.ts";

export const PEOPLE = ["ann", "ben", "cho", "dot", "pat", "eve"];
const ROLES = ["members", "contributors", "approvers", "maintainers"];
const AREAS = ["web", "api", "docs", "kusion"];
const PATTERNS = ["**", "web/**", "web/api/**", "**/api/**", "web/*", "**/*.md", "web/api/a.md", "docs/**", "gen/*"];
export const PATHS = [
  ...[
    "web/api/a.md",
    "web/a.ts",
    "docs/api/b.md",
    "docs/a.md",
    "a.ts",
    "api/x/y.ts",
    "gen/a.pb",
    "gen/web/b.pb",
    "docs",
  ],
  ...["roles.yaml", ".github/roles.yaml", "web/roles.yaml"],
];

const some = <T>(items: readonly T[], maxLength: number) => fc.subarray([...items], { maxLength });
export const among = <T>(...items: readonly T[]) => fc.constantFrom(...items);

const places = among<Pick<WrittenRegistry["areas"][number], "repos" | "paths">>(
  { repos: ["kusion"], paths: null },
  { repos: ["Kusion", "other"], paths: ["docs/**"] },
  { repos: ["other"], paths: null },
  ...PATTERNS.map((pattern) => ({ repos: null, paths: [pattern] })),
  ...PATTERNS.map((pattern) => ({ repos: ["kusion"], paths: [pattern, "docs/a.md"] })),
);

const anyRegistry: fc.Arbitrary<WrittenRegistry> = fc.record({
  areas: fc.tuple(...AREAS.map((name) => area(name))).chain((all) => fc.shuffledSubarray(all)),
  people: fc.record(Object.fromEntries(ROLES.map((role) => [role, fc.array(entry(), { maxLength: 4 })]))),
  group: some(PEOPLE, 2),
  crew: fc.constant([]),
  emeritus: among([], [], [], ["ben"]),
  generated: among<readonly string[]>([], [], ["gen/**"], ["**/*.pb"]),
  min: among(1, 1, 1, 2, 0),
  from: among("approvers", "approvers", "contributors", "maintainers"),
  lgtm: among(0, 0, 1),
  authorCounts: among(false, false, true),
  contributorsCount: among(true, true, false),
  lapse: among("diff", "diff", "push", "never"),
  branches: among<WrittenRegistry["branches"]>(
    [],
    [{ pattern: "release-*", min: 2, from: "members" }],
    [
      { pattern: "release-*", min: 1, from: "maintainers" },
      { pattern: "**", min: 1, from: "contributors" },
    ],
  ),
  when: among<WrittenRegistry["when"]>(
    [],
    [],
    [{ label: "security", min: 2 }],
    [
      { label: "security", from: "maintainers" },
      { lines: 800, min: 2 },
    ],
    [
      { label: "security", from: "contributors" },
      { label: "security", lines: 800, min: 3 },
    ],
  ),
  commands: among<WrittenRegistry["commands"]>({}, {}, {}, { approve: "maintainers" }, { lgtm: "approvers" }),
});

function area(name: string): fc.Arbitrary<WrittenRegistry["areas"][number]> {
  const rules = fc.record({
    exclusive: among(false, false, true),
    inherits: among(true, false),
    min: among(null, null, null, 0, 1, 2),
    from: among(null, null, null, "contributors", "maintainers"),
  });
  return fc.tuple(places, rules).map(([place, rule]) => ({ name, ...place, ...rule }));
}

function entry() {
  return fc.record({
    who: among(...PEOPLE, ":team"),
    id: fc.boolean(),
    cased: among(false, false, true),
    areas: among([], [], ...AREAS.map((one) => [one]), ["web", "docs"]),
  });
}

/** As somebody would write it; JSON is YAML. */
export function textOf(registry: WrittenRegistry): string {
  const { areas, people, group, emeritus, generated, min, from, lgtm, authorCounts, contributorsCount, lapse } =
    registry;
  const names = areas.map(({ name }) => name);
  const isEmpty = (list: readonly unknown[]) => list.length === 0;
  const listed = ({ who, id, cased, areas: own, affiliation }: WrittenRegistry["people"][string][number]) => {
    const named = { ":team": { group: "team" }, ":crew": { team: "KusionStack/crew" } }[who];
    const whom = named ?? { login: cased ? who.toUpperCase() : who, ...(id && { id: person(who).id }) };
    const there = own.filter((one) => names.includes(one));
    return { ...whom, ...(!isEmpty(own) && { areas: there }), ...(affiliation !== undefined && { affiliation }) };
  };
  return JSON.stringify({
    version: 1,
    ...(!isEmpty(areas) && {
      areas: Object.fromEntries(
        areas.map(({ name, repos, paths, exclusive, inherits, min: least, from: role }) => [
          name,
          {
            ...(repos && { repos }),
            ...(paths && { paths }),
            ...(exclusive && { exclusive }),
            ...(!inherits && { inherits }),
            ...((least !== null || role !== null) && {
              approval: { ...(least !== null && { min: least }), ...(role !== null && { from: role }) },
            }),
          },
        ]),
      ),
    }),
    groups: { team: group },
    ...Object.fromEntries(Object.entries(people).map(([role, entries]) => [role, entries.map(listed)])),
    ...(!isEmpty(emeritus) && { emeritus }),
    ...(!isEmpty(generated) && { generated }),
    approval: {
      ...{ min, from, lgtm, lapse, "author-counts": authorCounts, "contributors-count": contributorsCount },
      branches: Object.fromEntries(registry.branches.map(({ pattern, ...rule }) => [pattern, rule])),
      ...(!isEmpty(registry.when) && { when: registry.when }),
      ...(registry.employers !== undefined && { employers: registry.employers }),
    },
    commands: registry.commands,
    ...(registry.bots !== undefined && { bots: registry.bots }),
  });
}

/** The oracle's people have only areas that there are. */
function withoutUnknownAreas(registry: WrittenRegistry): WrittenRegistry {
  const names = registry.areas.map(({ name }) => name);
  const isKnown = ({ areas }: { readonly areas: readonly string[] }) => areas.every((one) => names.includes(one));
  const people = Object.entries(registry.people).map(([role, entries]) => [role, entries.filter(isKnown)]);
  return { ...registry, people: Object.fromEntries(people) };
}

/** Of people with areas that there are. */
export const registries = anyRegistry.map(withoutUnknownAreas);

/** The same with a team of GitHub's in some of its lists. */
export function crewed(registry: WrittenRegistry): fc.Arbitrary<WrittenRegistry> {
  const places = registry.areas.map(({ name }) => [name]);
  const entries = ROLES.map((role) =>
    fc.tuple(
      fc.constant(role),
      among(...[[], ...places].map((areas) => ({ who: ":crew", id: false, cased: false, areas }))),
    ),
  );
  return fc
    .subarray(entries, { minLength: 1, maxLength: 2 })
    .chain((all) => fc.tuple(...all))
    .map((all) => ({
      ...registry,
      people: {
        ...registry.people,
        ...Object.fromEntries(all.map(([role, entry]) => [role, [...(registry.people[role] ?? []), entry]])),
      },
    }));
}

/** The same, which asks whom people work for, and who is new. */
export function conditioned(registry: WrittenRegistry): fc.Arbitrary<WrittenRegistry> {
  const roles = Object.entries(registry.people);
  const works = among(undefined, undefined, "Ant Group", "AntGroup", "Viettel", "viettel.", "Acme");
  const listed = roles.map(([role, entries]) =>
    fc.tuple(fc.constant(role), fc.tuple(...entries.map((entry) => works.map((name) => employedAt(entry, name))))),
  );
  const lines: WrittenRegistry["when"] = [
    { author: "newcomers", from: "maintainers" },
    { author: "newcomers", min: 2 },
    { author: "agents", min: 3 },
    { author: "agents", label: "security", from: "maintainers", min: 2 },
    { author: "newcomers", label: "security", lines: 800, min: 3 },
  ];
  return fc
    .record({
      people: fc.tuple(...listed),
      employers: among<WrittenRegistry["employers"]>(undefined, "mixed", "mixed", 2, 2, 3),
      more: fc.subarray([...lines], { maxLength: 2 }),
    })
    .map(({ people, employers, more }) => ({
      ...registry,
      people: Object.fromEntries(people),
      bots: { agents: ["aid[bot]"] },
      when: [...registry.when, ...more],
      ...(employers !== undefined && { employers }),
    }));
}

type Entry = WrittenRegistry["people"][string][number];

function employedAt(entry: Entry, affiliation: string | undefined): Entry {
  return entry.who.startsWith(":") || affiliation === undefined ? entry : { ...entry, affiliation };
}
