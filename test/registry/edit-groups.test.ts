/** People are edited where they stand: in a list, at an area, in a group; and nobody else is. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { watchedPeople } from "../../src/promotions/inactivity/watched-people.ts";
import { edited, type RegistryEdit } from "../../src/registry/edit.ts";
import type { Registry } from "../../src/registry/registry-types.ts";
import { aRegistry, faultsOf } from "./a-registry.ts";

const ladder = ["members", "contributors", "approvers", "maintainers"];
const dims = { login: "dims", id: 7, since: "2026-11-25", affiliation: null };

function adding(more: Partial<Extract<RegistryEdit, { kind: "add" }>> = {}): RegistryEdit {
  return { kind: "add", person: dims, role: "approvers", areas: [], ladder, ...more };
}

function removing(more: Partial<Extract<RegistryEdit, { kind: "remove" }>> = {}): RegistryEdit {
  return { kind: "remove", person: { login: "dims", id: 7 }, role: null, areas: [], ladder, emeritus: null, ...more };
}

function textAfter(text: string, change: RegistryEdit): string {
  const result = edited(text, change);
  return result.kind === "edited" ? result.text : `${result.kind}: ${result.kind === "cannot" ? result.why : ""}`;
}

function where(text: string, change: RegistryEdit): string | undefined {
  const result = edited(text, change);
  return result.kind === "edited" ? result.where : undefined;
}

const TOP = "maintainers: [ann, ben] # all\n";

describe("a promotion", () => {
  const krte = (people: string) => `areas:\n  # ours\n  krte: { paths: ["krte/**"]${people} } # images\n${TOP}`;
  const entry = "{ login: dims, id: 7, since: 2026-11-25 }";

  it("moves whoever stands at an area within that area, and no group changes", () => {
    const text = `groups: { g: [dims, eve] }\n${krte(", contributors: [dims, cho], approvers: [g]")}`.replace(
      "g: [dims, ",
      "g: [",
    );
    expect(textAfter(text, adding({ areas: ["krte"] }))).toBe(
      text.replace("contributors: [dims, cho], approvers: [g]", `contributors: [cho], approvers: [g, ${entry}]`),
    );
    expect(where(text, adding({ areas: ["krte"] }))).toBe(
      "**In the file:** this changes what stands at the area `krte`; no group changes.",
    );
  });

  it("makes the list that the area lacks, in braces and over several lines", () => {
    expect(textAfter(krte(", contributors: [dims]"), adding({ areas: ["krte"] }))).toBe(
      krte(`, contributors: [], approvers: [${entry}]`),
    );
    const lines = `areas:\n  krte:\n    paths:\n      - "krte/**"\n    contributors: # ours\n      - cho # first\n      - dims\n  docs: { paths: ["docs/**"] }\n${TOP}`;
    expect(textAfter(lines, adding({ areas: ["krte"] }))).toBe(
      lines.replace("      - dims\n", `    approvers: [${entry}]\n`),
    );
  });

  it("of somebody new goes where the area's people stand, else into the role's list", () => {
    expect(textAfter(krte(", contributors: [cho]"), adding({ areas: ["krte"] }))).toBe(
      krte(`, contributors: [cho], approvers: [${entry}]`),
    );
    expect(textAfter(krte(""), adding({ areas: ["krte"] }))).toBe(
      `${krte("")}approvers: [{ login: dims, id: 7, areas: [krte], since: 2026-11-25 }]\n`,
    );
  });

  it("of somebody in a list stays in the lists", () => {
    const text = `${krte(", approvers: [cho]")}contributors: [{ login: dims, id: 7, areas: [krte] }]\n`;
    expect(textAfter(text, adding({ areas: ["krte"] }))).toBe(
      `${krte(", approvers: [cho]")}contributors: []\napprovers: [{ login: dims, id: 7, areas: [krte], since: 2026-11-25 }]\n`,
    );
  });

  it("of somebody who holds the role through a group is no change, and one through a lower group leaves that group alone", () => {
    const text = `groups: { g: [cho, dims] }\n${krte(", contributors: [g]")}`;
    expect(edited(text, adding({ role: "contributors", areas: ["krte"] }))).toEqual({ kind: "already" });
    expect(textAfter(text, adding({ areas: ["krte"] }))).toBe(
      `groups: { g: [cho, dims] }\n${krte(`, contributors: [g], approvers: [${entry}]`)}`,
    );
  });

  it("everywhere takes the place of what stands at areas", () => {
    const text = krte(", contributors: [dims], approvers: [cho, dims]");
    expect(textAfter(text, adding())).toBe(`${krte(", contributors: [], approvers: [cho]")}approvers: [${entry}]\n`);
  });
});

describe("stepping down", () => {
  const text = `groups:
  # the testers
  sig-testing:
    - aojea # since long
    - { login: dims, id: 7, affiliation: One } # ours
  leads: [sig-testing]
areas:
  jobs: { paths: ["jobs/**"] }
  krte: { paths: ["krte/**"], approvers: [leads], contributors: [sig-testing] }
${TOP}approvers: [{ group: sig-testing, areas: [jobs] }]
`;

  it("takes the person out of the group, and names it", () => {
    expect(textAfter(text, removing())).toBe(
      text.replace("    - { login: dims, id: 7, affiliation: One } # ours\n", ""),
    );
    expect(where(text, removing())).toBe(
      "**In the file:** this takes dims out of the group `sig-testing`, wherever it is named.",
    );
  });

  it("of one role keeps what the group gave besides, as entries of their own", () => {
    const change = removing({ role: "approvers" });
    expect(textAfter(text, change)).toBe(
      text
        .replace("    - { login: dims, id: 7, affiliation: One } # ours\n", "")
        .replace(
          "contributors: [sig-testing]",
          "contributors: [sig-testing, { login: dims, id: 7, affiliation: One }]",
        ),
    );
    expect(where(text, change)).toBe(
      "**In the file:** this takes dims out of the group `sig-testing`, wherever it is named; what that gave besides becomes an entry of their own; changes what stands at the area `krte`.",
    );
  });

  it("lists as emeritus whoever nothing is left to", () => {
    const now = textAfter(`${text}emeritus: []\n`, removing({ emeritus: { until: "2026-11-25" } }));
    expect(now).toContain(
      "emeritus: [{ login: dims, id: 7, was: approvers, areas: [jobs, krte], until: 2026-11-25, affiliation: One }]\n",
    );
    const some = textAfter(`${text}emeritus: []\n`, removing({ role: "approvers", emeritus: { until: "2026-11-25" } }));
    expect(some).toContain("emeritus: []\n");
  });

  it("from every role takes the person out of groups, too, that only repositories' files name", () => {
    const organisation = "groups: { leads: [ann, dims] }\nmaintainers: [ann, ben]\n";
    expect(textAfter(organisation, removing())).toBe(organisation.replace("[ann, dims]", "[ann]"));
    expect(edited(organisation, removing({ role: "approvers" }))).toEqual({ kind: "already" });
  });

  it("from one role takes the person out of such groups where it makes them emeritus, and else leaves them in", () => {
    const text = `groups: { leads: [ann, dims] }\n${TOP}approvers: [dims]\nmembers: [cho]\nemeritus: []\n`;
    const change = removing({ role: "approvers", emeritus: { until: "2026-11-25" } });
    expect(textAfter(text, change)).toBe(
      text
        .replace("[ann, dims]", "[ann]")
        .replace("approvers: [dims]", "approvers: []")
        .replace("emeritus: []", "emeritus: [{ login: dims, id: 7, was: approvers, until: 2026-11-25 }]"),
    );
    expect(where(text, change)).toBe(
      "**In the file:** this takes dims out of the group `leads`, wherever it is named.",
    );
    const kept = text.replace("[cho]", "[cho, dims]");
    expect(textAfter(kept, change)).toBe(kept.replace("approvers: [dims]", "approvers: []"));
  });

  it("takes whoever stands at an area out of it, and of one area of a group's leaves the others", () => {
    const areas = `groups: { g: [cho, dims] }\nareas: { a: { paths: ["a/**"], approvers: [dims] }, b: { paths: ["b/**"] }, c: { paths: ["c/**"] } }\n${TOP}contributors: [{ group: g, areas: [b, c] }]\n`;
    expect(textAfter(areas, removing({ areas: ["a"] }))).toBe(areas.replace("approvers: [dims]", "approvers: []"));
    expect(textAfter(areas, removing({ areas: ["b"] }))).toBe(
      areas
        .replace("[cho, dims]", "[cho]")
        .replace("areas: [b, c] }]", "areas: [b, c] }, { login: dims, id: 7, areas: [c] }]"),
    );
  });
});

describe("an inactivity", () => {
  const retire = (role: string, areas: readonly string[], to: string): RegistryEdit => ({
    kind: "retire",
    person: { login: "dims", id: 7 },
    holdings: [{ role, areas, to }],
    until: "2026-11-25",
    ladder,
  });
  const text = `groups: { g: [cho, dims] }
areas:
  a: { paths: ["a/**"], approvers: [dims, eve] } # one
  b: { paths: ["b/**"], approvers: [dims] }
  c: { paths: ["c/**"] }
${TOP}`;

  it("of somebody who stands at areas moves them within these areas", () => {
    expect(textAfter(text, retire("approvers", ["a", "b"], "contributors"))).toBe(
      text
        .replace("approvers: [dims, eve]", "approvers: [eve], contributors: [{ login: dims, id: 7 }]")
        .replace("approvers: [dims]", "approvers: [], contributors: [{ login: dims, id: 7 }]"),
    );
  });

  it("keeps apart what the registry keeps apart, as two notes of one person that do not agree", () => {
    const apart = text
      .replace("[cho, dims]", "[cho, { login: dims, affiliation: One }]")
      .replace("[dims, eve]", "[{ login: dims, affiliation: Two }, eve]")
      .replace(TOP, `${TOP}approvers: [{ group: g, areas: [c] }]\n`);
    for (const { login, role, areas } of aRegistry(apart).people)
      if (login === "dims") expect(edited(apart, retire(role, areas, "emeritus")).kind).toBe("edited");
  });

  it("says that what the group gave besides is an entry of its own, and not that of what they move to", () => {
    const both = `groups: { g: [cho, dims] }\nareas: { a: { paths: ["a/**"] } }\n${TOP}approvers: [{ group: g, areas: [a] }]\nmembers: [{ group: g }]\n`;
    const down = retire("approvers", ["a"], "contributors");
    expect(where(both, down)).toBe(
      "**In the file:** this takes dims out of the group `g`, wherever it is named; what that gave besides becomes an entry of their own.",
    );
    expect(where(both.replace("members: [{ group: g }]", "members: []"), down)).toBe(
      "**In the file:** this takes dims out of the group `g`, wherever it is named.",
    );
  });

  it("that makes somebody emeritus takes them out of groups that no role of the file names, too, and says which", () => {
    const unnamed = `groups: { leads: [ann, dims], g: [dims] }\n${TOP}approvers: [dims, { group: g }]\nemeritus: []\n`;
    const change = retire("approvers", [], "emeritus");
    expect(textAfter(unnamed, change)).toBe(
      unnamed
        .replace("[ann, dims], g: [dims]", "[ann], g: []")
        .replace("[dims, { group: g }]", "[{ group: g }]")
        .replace("emeritus: []", "emeritus: [{ login: dims, id: 7, was: approvers, until: 2026-11-25 }]"),
    );
    expect(where(unnamed, change)).toBe(
      "**In the file:** this takes dims out of the groups `leads` and `g`, wherever they are named.",
    );
    // Once is enough: merged, it is no change any more.
    expect(edited(textAfter(unnamed, change), change)).toEqual({ kind: "already" });
  });

  it("that leaves somebody a role leaves them in groups that no role of the file names", () => {
    const down = `groups: { leads: [ann, dims] }\n${TOP}approvers: [dims]\n`;
    expect(textAfter(down, retire("approvers", [], "contributors"))).toContain("leads: [ann, dims]");
    const beside = `groups: { leads: [ann, dims] }\nareas: { a: { paths: ["a/**"] } }\n${TOP}approvers: [{ login: dims, areas: [a] }]\nmembers: [dims]\n`;
    expect(textAfter(beside, retire("approvers", ["a"], "emeritus"))).toContain("leads: [ann, dims]");
  });

  it("takes whoever holds the role through a group out of that group, as one holding with their areas", () => {
    const named = `${text}approvers: [{ group: g, areas: [c] }]\nemeritus: []\n`;
    expect(textAfter(named, retire("approvers", ["a", "b", "c"], "emeritus"))).toBe(
      named
        .replace("[cho, dims]", "[cho]")
        .replace("[dims, eve]", "[eve]")
        .replace("[dims]", "[]")
        .replace(
          "emeritus: []",
          "emeritus: [{ login: dims, id: 7, was: approvers, areas: [c, a, b], until: 2026-11-25 }]",
        ),
    );
  });
});

const AREAS = ["a", "b", "c"];
const LOGINS = ["dims", "eve", "fay", "gus"];
const PEOPLE = ["contributors", "approvers"];

interface Entered {
  readonly login: string;
  readonly areas: readonly string[];
  readonly note: string;
}

const people = fc.subarray(LOGINS);
const members = fc.subarray([...LOGINS, "inner"]);
const texts = fc
  .record({
    outer: members,
    inner: fc.subarray(LOGINS),
    lists: fc.tuple(
      ...PEOPLE.map(() =>
        fc.array(
          fc.record({
            login: fc.constantFrom(...LOGINS, "@outer", "@inner"),
            areas: fc.subarray(AREAS),
            note: fc.constantFrom("", "", ", affiliation: One", ", affiliation: Two", ", since: 2024-01-01"),
          }),
          {
            maxLength: 3,
          },
        ),
      ),
    ),
    areas: fc.tuple(...AREAS.map(() => fc.tuple(people, fc.subarray([...LOGINS, "outer", "inner"])))),
    block: fc.boolean(),
  })
  .map(({ outer, inner, lists, areas, block }) => {
    const items = (entries: readonly string[], indent: string) =>
      block && entries.length > 0
        ? entries.map((entry, index) => `\n${indent}- ${entry} # ${index}`).join("")
        : ` [${entries.join(", ")}]`;
    const entry = ({ login, areas: places, note }: Entered) => {
      const what = login.startsWith("@") ? `group: ${login.slice(1)}` : `login: ${login}${note}`;
      return places.length === 0 ? `{ ${what} }` : `{ ${what}, areas: [${places.join(", ")}] }`;
    };
    return [
      "# the head",
      "groups:",
      `  outer:${items(outer, "    ")}`,
      `  inner:${items(inner, "    ")}`,
      "areas:",
      ...AREAS.flatMap((name, index) => {
        const [contributors = [], approvers = []] = areas[index] ?? [];
        return [
          `  ${name}: # area ${name}`,
          `    paths: ["${name}/**"]`,
          `    contributors:${items(contributors, "      ")}`,
          ...(approvers.length === 0 ? [] : [`    approvers:${items(approvers, "      ")}`]),
        ];
      }),
      "maintainers: [ann, ben]",
      ...PEOPLE.map((role, index) => `${role}:${items((lists[index] ?? []).map(entry), "  ")}`),
      "",
    ].join("\n");
  });

/** What somebody holds, each role and place apart. */
function heldBy(registry: Registry, login: string): ReadonlySet<string> {
  return new Set(
    registry.people
      .filter((held) => held.login === login)
      .flatMap(({ role, areas }) => (areas.length === 0 ? [`${role} *`] : areas.map((area) => `${role} ${area}`))),
  );
}

function byText(one: string, other: string): number {
  return one < other ? -1 : 1;
}

function comments(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => (line.includes("#") ? [line.slice(line.indexOf("#"))] : []));
}

function everyoneElse(registry: Registry, login: string): unknown {
  return LOGINS.concat("ann", "ben")
    .filter((one) => one !== login)
    .map((one) => [one, [...heldBy(registry, one)].toSorted(byText)]);
}

describe("any registry in either notation", () => {
  const person = { login: "dims", id: null };
  const asked = { role: fc.constantFrom("contributors", "approvers"), areas: fc.subarray(AREAS) };

  it("a promotion gives exactly the role in exactly the areas, and changes nobody else", () => {
    fc.assert(
      fc.property(texts, asked.role, asked.areas, (text, role, areas) => {
        const before = aRegistry(text);
        const change: RegistryEdit = {
          kind: "add",
          person: { ...person, since: null, affiliation: null },
          role,
          areas,
          ladder,
        };
        const result = edited(text, change);
        const was = heldBy(before, "dims");
        const places = areas.length === 0 ? ["*"] : areas;
        const atLeast = (held: ReadonlySet<string>, place: string) =>
          ladder.slice(ladder.indexOf(role)).some((one) => held.has(`${one} *`) || held.has(`${one} ${place}`));
        if (result.kind === "already") {
          expect(places.every((place) => atLeast(was, place))).toBe(true);
          return;
        }
        if (result.kind === "cannot") throw new Error(result.why);
        const now = aRegistry(result.text);
        const is = heldBy(now, "dims");
        expect(places.every((place) => atLeast(is, place))).toBe(true);
        const wanted = new Set(places.map((place) => `${role} ${place}`));
        expect([...is].filter((one) => !was.has(one) && !wanted.has(one))).toEqual([]);
        // Only what the new role includes is gone.
        for (const one of was)
          if (!is.has(one)) expect(areas.length === 0 || areas.includes(one.split(" ")[1] ?? "")).toBe(true);
        expect(everyoneElse(now, "dims")).toEqual(everyoneElse(before, "dims"));
        expect(edited(result.text, change)).toEqual({ kind: "already" });
        expect(now.groups).toEqual(before.groups);
        const kept = comments(result.text);
        for (const comment of new Set(comments(text).filter((one) => !/^# \d/.test(one))))
          expect(kept).toContain(comment);
      }),
      { numRuns: 300 },
    );
  });

  it("stepping down takes exactly what is given back, and changes nobody else", () => {
    fc.assert(
      fc.property(texts, fc.option(asked.role), asked.areas, (text, role, areas) => {
        const before = aRegistry(text);
        const was = heldBy(before, "dims");
        const result = edited(text, { kind: "remove", person, role, areas, ladder, emeritus: null });
        const isMeant = (one: string) => {
          const [held = "", place = ""] = one.split(" ");
          return (role === null || held === role) && (areas.length === 0 || areas.includes(place));
        };
        if (result.kind === "cannot") {
          expect([...was].some((one) => one.endsWith(" *"))).toBe(true);
          return;
        }
        const now = aRegistry(result.kind === "already" ? text : result.text);
        expect([...heldBy(now, "dims")].toSorted(byText)).toEqual(
          [...was].filter((one) => !isMeant(one)).toSorted(byText),
        );
        expect(everyoneElse(now, "dims")).toEqual(everyoneElse(before, "dims"));
        if (result.kind === "edited")
          expect(faultsOf(result.text).filter((one) => !one.includes("warning"))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("inactivity and return in either notation", () => {
  const person = { login: "dims", id: null };
  const until = "2026-11-25";

  it("an inactivity finds every holding as the registry has it, moves just that, and changes nobody else", () => {
    fc.assert(
      fc.property(texts, fc.nat(9), fc.boolean(), (text, pick, isDown) => {
        const before = aRegistry(text);
        const held = before.people.filter(({ login }) => login === "dims");
        const one = held[pick % Math.max(1, held.length)];
        if (one === undefined) return;
        const to = isDown && one.role === "approvers" ? "contributors" : "emeritus";
        const { role, areas } = one;
        const result = edited(text, { kind: "retire", person, holdings: [{ role, areas, to }], until, ladder });
        if (result.kind !== "edited") throw new Error(JSON.stringify(result));
        const now = aRegistry(result.text);
        expect(everyoneElse(now, "dims")).toEqual(everyoneElse(before, "dims"));
        const [was, is] = [heldBy(before, "dims"), heldBy(now, "dims")];
        const places = areas.length === 0 ? ["*"] : areas;
        const moved = new Set(places.flatMap((place) => (to === "emeritus" ? [] : [`${to} ${place}`])));
        for (const holding of is) expect(was.has(holding) || moved.has(holding)).toBe(true);
        for (const place of moved) {
          const enough = [place, "contributors *", place.replace("contributors", "approvers"), "approvers *"];
          expect(enough.some((holding) => is.has(holding))).toBe(true);
        }
        if (to === "emeritus" && held.length === 1)
          expect(now.emeritus).toMatchObject([{ login: "dims", was: role, areas, until }]);
        if (is.size > 0) expect(now.emeritus ?? []).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("whoever leaves all that is looked at is listed with each of them, however it was written", () => {
    const rules =
      "roles: { members: {}, contributors: { inactivity: 1y }, approvers: { inactivity: 1y }, maintainers: {} }\n";
    fc.assert(
      fc.property(texts, (text) => {
        const before = aRegistry(`${rules}${text}`);
        const all = watchedPeople(before).filter(({ login }) => login === "dims");
        expect(all.length <= 1).toBe(true);
        const holdings = all.flatMap((one) => one.holdings.map(({ role, areas }) => ({ role, areas, to: "emeritus" })));
        if (holdings.length === 0) return;
        const result = edited(`${rules}${text}`, { kind: "retire", person, holdings, until, ladder });
        if (result.kind !== "edited") throw new Error(JSON.stringify(result));
        const now = aRegistry(result.text);
        expect([...heldBy(now, "dims")]).toEqual([]);
        const asSet = (role: string | null, areas: readonly string[]) => `${role} ${areas.toSorted(byText).join(" ")}`;
        expect(new Set(now.emeritus?.map(({ was, areas }) => asSet(was, areas)))).toEqual(
          new Set(holdings.map(({ role, areas }) => asSet(role, areas))),
        );
        expect(everyoneElse(now, "dims")).toEqual(everyoneElse(before, "dims"));
      }),
      { numRuns: 100 },
    );
  });

  it("who comes back holds what they held, and nobody else changes", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const before = aRegistry(text);
        const held = before.people.filter(({ login }) => login === "dims");
        const [one] = held;
        if (one === undefined || held.length > 1) return;
        const { role, areas } = one;
        const gone = edited(text, {
          kind: "retire",
          person,
          holdings: [{ role, areas, to: "emeritus" }],
          until,
          ladder,
        });
        if (gone.kind !== "edited") throw new Error(JSON.stringify(gone));
        const back = edited(gone.text, { kind: "return", person, role, areas, since: until, ladder });
        if (back.kind !== "edited") throw new Error(JSON.stringify(back));
        const now = aRegistry(back.text);
        expect(heldBy(now, "dims")).toEqual(heldBy(before, "dims"));
        expect(now.emeritus ?? []).toEqual([]);
        expect(everyoneElse(now, "dims")).toEqual(everyoneElse(before, "dims"));
        expect(now.people.find(({ login }) => login === "dims")?.since).toBe(until);
      }),
      { numRuns: 100 },
    );
  });
});
