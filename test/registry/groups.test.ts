/** Groups, and people at their areas: the meaning of each notation, its faults, and that the index is the same. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { answersFor, inAreaOrder } from "../../src/cli/who/answer.ts";
import { registryChanges } from "../../src/registry/changes.ts";
import { joined } from "../../src/registry/extends.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import type { Registry } from "../../src/registry/registry-types.ts";
import { aRegistry, faultsOf, KUSION, parsed } from "./a-registry.ts";

const NEXT = `groups: { sig-testing: [aojea, { login: bentheelder, id: 1 }] }
areas:
  krte: { repos: [test-infra], paths: ["images/krte/**"], approvers: [sig-testing], contributors: [dims] }
  jobs: { paths: ["jobs/**"] }
maintainers: [ann, ben]
approvers: [{ group: sig-testing, areas: [jobs] }]
`;

function held(registry: Registry): readonly string[] {
  return registry.people.map(({ role, login, id, areas }) => `${role} ${login}${id ?? ""} ${areas.join("+")}`);
}

describe("groups and people at their areas", () => {
  it("say what lists say", () => {
    expect(held(aRegistry(NEXT, {}, "kusion"))).toEqual([
      "maintainers ann ",
      "maintainers ben ",
      "approvers aojea jobs+krte",
      "approvers bentheelder1 jobs+krte",
      "contributors dims krte",
    ]);
  });

  it("hold groups within groups, teams, and names of any case", () => {
    const text = `groups: { all: [Leads, { team: KusionStack/t }], leads: [ann, { group: core }], core: [ben, ann] }
maintainers: [ALL]
`;
    const registry = aRegistry(text, {}, "kusion");
    expect(held(registry)).toEqual(["maintainers ann ", "maintainers ben "]);
    expect(registry.teams).toEqual([{ role: "maintainers", team: "KusionStack/t", areas: [] }]);
  });

  it("whoever stands in a group and beside it is one person, with what either entry knows", () => {
    const text = `groups: { g: [{ login: ann, affiliation: One }] }
areas: { a: { paths: ["a/**"], approvers: [g] }, b: { paths: ["b/**"], approvers: [Ann] } }
maintainers: [max, mia]
`;
    const people = aRegistry(text, {}, "kusion").people.filter(({ role }) => role === "approvers");
    expect(people).toEqual([expect.objectContaining({ login: "ann", areas: ["a", "b"], affiliation: "One" })]);
  });

  it("an entry with a beginning of its own stays apart, since tenure counts from it", () => {
    const text = `areas: { a: { paths: ["a/**"], approvers: [ann] }, b: { paths: ["b/**"], approvers: [{ login: ann, since: 2024-01-01 }] } }
maintainers: [max, mia]
`;
    expect(held(aRegistry(text, {}, "kusion"))).toContain("approvers ann a");
    expect(held(aRegistry(text, {}, "kusion"))).toContain("approvers ann b");
  });

  it("a login is a person where it is written as one", () => {
    const registry = aRegistry("groups: { ann: [ben, cho] }\nmaintainers: [{ login: ann }, ann]\n", {}, "kusion");
    expect(held(registry)).toEqual(["maintainers ann ", "maintainers ben ", "maintainers cho "]);
  });
});

describe("faults of groups and of roles at areas", () => {
  it("have their place and the nearest name", () => {
    const text = `groups:
  leads: [ann, { login: x, areas: [a] }]
  one: [two]
  two: [one]
  self: [self]
  "a b": [ann]
areas:
  a:
    paths: ["a/**"]
    approver: [ann]
    chiefs: [ann]
    approvers: 2
    contributors: [{ login: x, areas: [a] }]
maintainers: [ann, ben]
approvers: [{ group: lead }, { group: leads, areas: [b] }, { group: leads, team: o/t }]
`;
    expect(faultsOf(text)).toEqual([
      "2:28 a group has people and no areas; write them where the group is named: { group: leads, areas: [a] }",
      '3:9 group "one" names "two", which names "one" again; remove one of these',
      '5:10 group "self" names itself; remove that entry',
      '6:3 "a b" cannot name a group; use up to 64 letters, digits, dots and hyphens, as in "a-b"',
      '10:5 unknown key "approver"; did you mean "approvers"?',
      '11:5 unknown key "chiefs"; people are listed under the name of a role: members, contributors, approvers, maintainers',
      "12:16 expected a list of people; how many must approve there is `approval: { min: 2 }`",
      "13:32 what stands at an area is held there, so this is said already; leave the key out, or list the entry under its role at the beginning of a line, with [a]",
      '15:22 group "lead" is not defined; defined are leads, one, two, self, a b; did you mean "leads"?',
      '15:54 area "b" is not defined; defined are a; did you mean "a"?',
      "15:60 an entry is a person, a team or a group; make them entries of their own",
    ]);
  });

  it.each([
    [
      "groups: { g: }\nmaintainers: [ann, ben]",
      '1:11 "g" has no value, and nothing that is empty means everything; write one, or [] for nobody, or leave the key out',
    ],
    [
      "groups: [ann]\nmaintainers: [ann, ben]",
      "1:9 expected a mapping, found a list; write each name as a key, with a colon behind it and what it has below",
    ],
    ["groups: { G: [x], g: [y] }\nmaintainers: [g]", '1:19 groups "G" and "g" differ only in case; rename one'],
    [
      "groups: { g: [{ login: ann, id: 1 }] }\nmaintainers: [g, { login: ann, id: 2 }, ben]",
      '1:33 "ann" has the id 2 above and 1 here; keep the right one',
    ],
    [
      "groups: { g: [{ team: other/t }] }\nmaintainers: [g, ann, ben]",
      '1:23 "other" is another organisation, whose teams cannot be read; name one of KusionStack',
    ],
  ])("%s", (text, fault) => {
    expect(faultsOf(text)).toContain(fault);
  });

  it("R24: groups that come to more people than a registry may have are a fault, however few lines say it", () => {
    const people = Array.from({ length: 2_000 }, (_, index) => `p${index}`).join(", ");
    const areas = Array.from({ length: 100 }, (_, index) => `  a${index}: { paths: ["a${index}/**"], approvers: [g] }`);
    const text = `groups: { g: [${people}] }\nareas:\n${areas.join("\n")}\nmaintainers: [ann, ben]\n`;
    expect(faultsOf(text)).toEqual([
      expect.stringMatching(/^52:\d+ with the people of this group it comes to more than 100,000 entries/),
    ]);
    const chain = Array.from({ length: 20_000 }, (_, index) => `  g${index}: [p${index}, g${index + 1}]`);
    expect(faultsOf(`groups:\n${chain.join("\n")}\n  g20000: [end]\nmaintainers: [g0]\n`)[0]).toMatch(
      /more than 100,000/,
    );
  });
});

describe("warnings that hold for lists hold for groups", () => {
  it.each([
    [
      "groups: { g: [ann] }\nmaintainers: [ann, ben]",
      '1:11 warning: no role names group "g", so it gives nobody anything; name it in a role\'s list or at an area, or remove it',
    ],
    [
      "groups: { g: [] }\nmaintainers: [ann, ben, g]",
      '1:11 warning: nobody is in group "g"; name its people, or remove it',
    ],
    [
      "groups: { g: [ann, Ann] }\nmaintainers: [g, ben]",
      '1:20 warning: "Ann" is in group "g" twice; remove one of the entries',
    ],
    [
      "groups: { g: [h, ann], h: [ann] }\nmaintainers: [g, ben]",
      '1:18 warning: "ann" is in group "g" already, through group "h"; remove this entry',
    ],
    [
      "groups: { g: [ann] }\nmaintainers: [g, ben, ann]",
      '2:23 warning: "ann" holds maintainers already, through group "g"; remove this entry',
    ],
    [
      "groups: { g: [ann, ben] }\nmaintainers: [g]\napprovers: [ann]",
      '3:13 warning: "ann" holds maintainers already, through group "g", which includes approvers; remove this entry',
    ],
    [
      "groups: { g: [ann, ben] }\nmaintainers: [g]\napprovers: [g]",
      '3:13 warning: group "g" holds maintainers already, which includes approvers; remove this entry',
    ],
    [
      "groups: { g: [ann, ben, 'x[bot]'] }\nmaintainers: [g]",
      '1:25 warning: "x[bot]" is a bot, and bots never hold roles; remove it',
    ],
    [
      "groups: { g: [ann, ben, cho] }\nmaintainers: [g]\nemeritus: [cho]",
      '1:25 warning: "cho" is listed as emeritus too, and so holds nothing; remove one of the two',
    ],
    [
      "groups: { g: [ann, { login: ben, since: 2999-01-01 }] }\nmaintainers: [g]",
      "1:41 warning: 2999-01-01 is still to come, so no time in the role counts before it; write the day the role began, or leave the key out",
    ],
    [
      "groups: { sig-testing: [ann, ben] }\nmaintainers: [sig-testing, sig-tesing]",
      '2:28 warning: "sig-tesing" is read as a person\'s login; to mean group "sig-testing", write its name so, else { login: sig-tesing }',
    ],
  ])("%s", (text, warning) => {
    expect(faultsOf(text, { today: "2026-01-01" }, "kusion")).toEqual([warning]);
  });

  it("two groups that share people, and people of a group who hold more elsewhere, are nothing to warn of", () => {
    const text = `groups: { g: [ann, ben], h: [ben, cho] }
areas: { a: { paths: ["a/**"], approvers: [g, h] } }
maintainers: [ann, max]
`;
    expect(faultsOf(text, {}, "kusion")).toEqual([]);
  });

  it("of the organisation's registry no group is told as unused: a repository's file may name it", () => {
    expect(faultsOf("groups: { g: [ann] }\nmaintainers: [ann, ben]", {}, ".github")).toEqual([]);
  });
});

describe("a repository's file and the organisation's groups", () => {
  const organisation = aRegistry("groups: { leads: [ann, ben] }\nmaintainers: [max, mia]\n");
  const own = (text: string) => joined(aRegistry(`extends: true\n${text}`, {}, "kusion"), organisation);

  it("names them", () => {
    const text = `areas: { a: { paths: ["a/**"], approvers: [leads] } }\ncontributors: [{ group: leads }]\n`;
    const whole = [
      "contributors ann ",
      "contributors ben ",
      "approvers ann a",
      "approvers ben a",
      "maintainers max ",
      "maintainers mia ",
    ];
    expect(held(own(text))).toEqual(whole);
    const together = parsed(`extends: true\n${text}`, { base: organisation }, "kusion");
    expect(together.registry).toEqual(own(text));
  });

  it("cannot put anybody into them: a fault that names the group, and nobody gets anything", () => {
    const text = "groups: { Leads: [eve] }\napprovers: [leads]\n";
    expect(faultsOf(`extends: true\n${text}`, { base: organisation }, "kusion")).toEqual([
      '2:11 group "leads" is the organisation\'s, and only that file says who is in it; name it where it is needed, or choose another name',
    ]);
    expect(held(own(text))).toEqual(["approvers ann ", "approvers ben ", "maintainers max ", "maintainers mia "]);
  });

  it("has groups of its own beside them, which may name theirs, and cannot name what is none", () => {
    expect(held(own("groups: { mine: [eve, leads] }\napprovers: [mine]\n")).slice(0, 3)).toEqual([
      "approvers eve ",
      "approvers ann ",
      "approvers ben ",
    ]);
    expect(faultsOf("extends: true\napprovers: [{ group: lead }]\n", { base: organisation }, "kusion")).toEqual([
      '2:22 group "lead" is not defined; defined are leads; did you mean "leads"?',
    ]);
    expect(held(own("approvers: [{ group: lead }]\n"))).toEqual(["maintainers max ", "maintainers mia "]);
  });
});

const ROLES = ["members", "contributors", "approvers", "maintainers"] as const;
const AREAS = ["a1", "a2", "a3"] as const;
const PATHS = ["a1/x", "a2/x", "a2/deep/x", "z"];
const PLACES = { a1: ["a1/**"], a2: ["a2/**"], a3: ["a2/deep/**", "a1/**"] };
const LOGINS = ["ann", "Ben", "cho", "dee", "eve", "fay"];

interface Said {
  readonly role: (typeof ROLES)[number];
  readonly login: string;
  readonly areas: readonly (typeof AREAS)[number][];
}

const said: fc.Arbitrary<readonly Said[]> = fc.array(
  fc.record({ role: fc.constantFrom(...ROLES), login: fc.constantFrom(...LOGINS), areas: fc.subarray([...AREAS]) }),
  { maxLength: 12 },
);

/** In lists of people alone. */
function asLists(people: readonly Said[]): string {
  const lists = ROLES.map((role) => [
    role,
    people
      .filter((one) => one.role === role)
      .map(({ login, areas }) => (areas.length === 0 ? login : { login, areas })),
  ]);
  return stringify({
    areas: Object.fromEntries(AREAS.map((name) => [name, { paths: PLACES[name] }])),
    ...Object.fromEntries(lists),
  });
}

function put(lists: Record<string, unknown[]>, name: string, entry: unknown): void {
  lists[name] = [...(lists[name] ?? []), entry];
}

/** The same at areas and in groups, each as `chosen` says: 0 stays, 1 stands at its areas, 2 and 3 are in a group of their role and areas. */
function asNotation(people: readonly Said[], chosen: readonly number[]): string {
  const groups: Record<string, unknown[]> = {};
  const areas: Record<string, Record<string, unknown[]>> = {};
  const lists: Record<string, unknown[]> = { maintainers: [] };
  const at = (area: string, role: string, entry: unknown) => {
    areas[area] ??= {};
    put(areas[area], role, entry);
  };
  for (const [index, { role, login, areas: places }] of people.entries()) {
    const way = chosen[index] ?? 0;
    const name = `${role}-${places.join("-") || "all"}-${way}`;
    if (way >= 2) {
      const isNew = groups[name] === undefined;
      put(groups, name, login);
      if (!isNew) continue;
      if (way === 2 || places.length === 0)
        put(lists, role, places.length === 0 ? { group: name } : { group: name, areas: places });
      else for (const area of places) at(area, role, name);
    } else if (way === 1 && places.length > 0) for (const area of places) at(area, role, login);
    else put(lists, role, places.length === 0 ? login : { login, areas: places });
  }
  return stringify({
    groups,
    areas: Object.fromEntries(AREAS.map((name) => [name, { paths: PLACES[name], ...areas[name] }])),
    ...lists,
  });
}

/** As `rung who --json` tells it, whatever the order in which people are listed. */
function whoApproves(registry: Registry): unknown {
  const index = indexed(registry);
  return PATHS.flatMap((path) => answersFor(index, { repository: KUSION, path, base: "" })).map((answer) => {
    const { approvers, ...rest } = inAreaOrder(answer, registry);
    const name = ({ login }: (typeof approvers)[number]) => login.toLowerCase();
    return { ...rest, approvers: approvers.toSorted((one, other) => (name(one) < name(other) ? -1 : 1)) };
  });
}

describe("both notations are the same registry", () => {
  it("`rung who --json` answers the same, whichever way a registry is written", () => {
    fc.assert(
      fc.property(said, fc.array(fc.nat(3), { minLength: 12, maxLength: 12 }), (people, chosen) => {
        const lists = aRegistry(asLists(people), {}, "kusion");
        const notation = aRegistry(asNotation(people, chosen), {}, "kusion");
        expect(whoApproves(notation)).toEqual(whoApproves(lists));
      }),
      { numRuns: 300 },
    );
  });

  it("and to go from one to the other is a change of nothing", () => {
    fc.assert(
      fc.property(said, fc.array(fc.nat(3), { minLength: 12, maxLength: 12 }), (people, chosen) => {
        const lists = aRegistry(asLists(people), {}, "kusion");
        expect(registryChanges(lists, aRegistry(asNotation(people, chosen), {}, "kusion"))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
