/** Goes through the schema, so that no key is left out of what a change of the registry tells. */

import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { registryShape } from "../../src/commands/read-registry.ts";
import { registryChanges } from "../../src/registry/changes.ts";
import { personShape, teamShape } from "../../src/registry/registry-schema.ts";
import { rulesByPath } from "../../src/registry/sections.ts";
import { LABEL_RULES } from "../../src/triage/labels/index.ts";
import { aRegistry } from "./a-registry.ts";

/** Keys whose change has no effect, with why. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  version: "there is one",
  "emeritus.since": "for people to read; nothing is decided by it",
  "emeritus.name": "likewise",
  "emeritus.affiliation": "likewise",
  "emeritus.away": "likewise",
};

const AREAS = { docs: { paths: ["docs/**"] }, web: { paths: ["web/**"] } };
const BASE = { maintainers: ["ann", "ben"], approvers: [{ login: "cho" }], areas: AREAS };
const KIND = { "merged-pulls": { kind: "code", min: 10 } };

/** Two values of each key, in a registry that is otherwise the same. A test fails where the schema has a key that is missing here. */
const CHANGES: Readonly<Record<string, readonly [unknown, unknown]>> = {
  extends: [undefined, true],
  "roles.summary": ["a", "b"],
  "roles.promotion": [KIND, { "merged-pulls": { kind: "code", min: 1 } }],
  "roles.beside": [true, false],
  "roles.held": ["area", "everywhere"],
  "roles.inactivity.after": ["12mo", "6mo"],
  "roles.inactivity.notice": ["14d", "30d"],
  "roles.inactivity.to": ["emeritus", "members"],
  "roles.inactivity.min": [3, 5],
  "roles.inactivity.area": [true, false],
  "roles.inactivity.of": [["reviewed-pulls"], ["reviewed-pulls", "comments"]],
  "kinds.docs.titles": [["docs:*"], ["doc:*"]],
  "kinds.docs.labels": [["a"], ["b"]],
  "kinds.docs.paths": [["a/**"], ["b/**"]],
  "areas.repos": [["kusion"], ["karpor"]],
  "areas.paths": [["a/**"], ["b/**"]],
  "areas.exclusive": [true, false],
  "areas.inherits": [true, false],
  "areas.stable": [true, false],
  "areas.approval.from": ["approvers", "maintainers"],
  "areas.approval.min": [1, 0],
  "approval.from": ["approvers", "contributors"],
  "approval.min": [2, 1],
  "approval.lgtm": [1, 0],
  "approval.author-counts": [false, true],
  "approval.contributors-count": [false, true],
  "approval.lapse": ["push", "never"],
  "approval.branches.min": [2, 1],
  "approval.branches.from": ["maintainers", "approvers"],
  "approval.employers": ["mixed", 2],
  "approval.when": [[{ lines: 800, min: 2 }], [{ lines: 900, min: 2 }]],
  "reviews.request": [2, 0],
  "reviews.from": ["contributors", "members"],
  "reviews.max-open": [6, 1],
  "reviews.nudge": ["3d", "4d"],
  "reviews.reassign": ["3d", "4d"],
  "labels.enforced": [false, true],
  ...Object.fromEntries(
    LABEL_RULES.flatMap(({ key, usualName }): readonly (readonly [string, readonly [unknown, unknown]])[] => [
      [`labels.${key}`, [usualName.endsWith("/*") ? "a/*" : "a", false]],
      [`labels.colors.${key}`, ["000000", "ffffff"]],
    ]),
  ),
  groups: [["dee"], ["eve"]],
  generated: [["a/**"], ["b/**"]],
  mode: ["enforce", "advise"],
  commands: [{ hold: "maintainers" }, { hold: "members" }],
  "promotion.nominate": ["maintainers", "members"],
  welcome: ["Hello", "Hi"],
  publish: [[{ file: "A.md", as: "table" }], [{ file: "A.md", as: "ladder" }]],
  affiliations: [{ One: "1" }, { One: "One Ltd" }],
  "access.mode": ["watch", "grant"],
  "access.teams.from": ["approvers", "maintainers"],
  "access.teams.or-above": [true, false],
  "access.repositories": [{ approvers: "triage" }, { approvers: "write" }],
  "access.owners": [["ann"], ["ben"]],
  "access.besides": [["bot-a"], ["bot-b"]],
  "inactivity.mode": ["advise", "propose"],
  "inactivity.every": ["3mo", "1mo"],
  "inactivity.notice": ["14d", "30d"],
  "inactivity.pause": ["6mo", "3mo"],
  "inactivity.most": [3, 1],
  "inactivity.keep": [{ maintainers: 1 }, { maintainers: 3 }],
  "inactivity.return.within": ["2y", "1y"],
  "inactivity.return.from": ["maintainers", "approvers"],
  "inactivity.return.min": [1, 2],
  "growth.tell": ["maintainers", "person"],
  "growth.every": ["1mo", "2mo"],
  "growth.roles": [["approvers"], ["maintainers"]],
  "decisions.by": ["approvers", "maintainers"],
  "decisions.in": ["area", "docs"],
  "decisions.lazy.window": ["7d", "14d"],
  "decisions.lazy.overruled-by.of": ["approvers", "maintainers"],
  "decisions.lazy.overruled-by.exactly": [true, false],
  "decisions.lazy.overruled-by.share": ["2/3", "1/2"],
  "decisions.lazy.overruled-by.min-yes": [2, 3],
  "decisions.vote.share": ["2/3", "1/2"],
  "decisions.vote.share-of": ["eligible", "cast"],
  "decisions.vote.min-yes": [2, 3],
  "decisions.vote.quorum": ["1/2", 3],
  "decisions.vote.veto": [true, false],
  "decisions.vote.after": ["1d", "2d"],
  "decisions.vote.window": ["14d", "30d"],
  "decisions.vote.early": [true, false],
  "decisions.vote.employer-cap": ["1/2", 2],
  "decisions.vote.small-group.under": [4, 5],
  "decisions.vote.small-group.min": [1, 2],
  "decisions.vote.small-group.share": ["1/2", "2/3"],
  "decisions.vote.drop-absent": ["7d", "8d"],
  "decisions.wait": ["3d", "4d"],
  "decisions.paths": [["GOVERNANCE.md"], ["ROLES.md"]],
  bots: [{ agents: ["a[bot]"] }, { agents: ["b[bot]"] }],
  "newcomers.reviews": ["at-once", "after-vouch"],
  "emeritus.login": ["old-a", "old-b"],
  "emeritus.was": ["approvers", "maintainers"],
  "emeritus.areas": [["docs"], ["web"]],
  "emeritus.until": ["2024-01-01", "2025-01-01"],
  "emeritus.id": [1, 2],
  "approvers.login": ["cho", "dee"],
  "approvers.name": ["Cho C", "Cho D"],
  "approvers.id": [1, 2],
  "approvers.areas": [["docs"], ["web"]],
  "approvers.since": ["2024-01-01", "2020-01-01"],
  "approvers.affiliation": ["One", "Other"],
  "approvers.away": [false, true],
  "teams.team": ["KusionStack/a", "KusionStack/b"],
  "teams.areas": [["docs"], ["web"]],
};

/** Dotted names of the keys that hold a value; names that people choose (areas, branches, roles, commands) are left out. */
function keysOf(schema: unknown, at: readonly string[]): readonly string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return keysOf(schema.unwrap(), at);
  if (at.join(".") === "roles.promotion") return [at.join(".")];
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([key, inner]) => keysOf(inner, [...at, key]));
  if (schema instanceof z.ZodRecord && !(schema.valueType instanceof z.ZodString)) return keysOf(schema.valueType, at);
  if (schema instanceof z.ZodArray && at[0] === "emeritus") return keysOf(schema.element, at);
  if (schema instanceof z.ZodUnion) {
    const mapping = schema.options.find((option) => option instanceof z.ZodObject);
    return mapping === undefined ? [at.join(".")] : keysOf(mapping, at);
  }
  return [at.join(".")];
}

const KEYS = [
  ...keysOf(registryShape, []),
  ...keysOf(personShape, ["approvers"]),
  ...keysOf(teamShape, ["teams"]),
].filter((key) => !Object.hasOwn(WITHOUT_EFFECT, key));

/** What is not in the table is told once, by the first test. */
const TRIED = KEYS.filter((key) => Object.hasOwn(CHANGES, key));

/** The usual registry with the key set; `undefined` leaves it out. */
function withKey(key: string, value: unknown): string {
  const [section = "", ...rest] = key.split(".");
  const nested = rest.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
  const places: Readonly<Record<string, unknown>> = {
    approvers: { ...BASE, approvers: [{ login: "cho", ...object(nested) }] },
    teams: { ...BASE, approvers: [{ team: "KusionStack/t", ...object(nested) }] },
    emeritus: { ...BASE, emeritus: [{ login: "old", ...object(nested) }] },
    areas: { ...BASE, areas: { ...AREAS, docs: { ...AREAS.docs, ...object(nested) } } },
    groups: { ...BASE, groups: { g: value }, approvers: ["cho", { group: "g" }] },
    roles: { ...BASE, roles: { members: {}, contributors: {}, approvers: nested, maintainers: {} } },
  };
  const [, ruleKey = "after"] = /^roles\.inactivity\.(.*)$/.exec(key) ?? [];
  if (key.startsWith("roles.inactivity.")) {
    const approvers = { inactivity: { after: "12mo", [ruleKey]: value } };
    return stringify({ ...BASE, roles: { members: {}, contributors: {}, approvers, maintainers: {} } });
  }
  if (section === "decisions") return withDecision(rest, value);
  const [, teamKey] = /^access\.teams\.(.*)$/.exec(key) ?? [];
  if (teamKey !== undefined) {
    const teams = { "core-team": { from: "approvers", [teamKey]: value } };
    return stringify({ ...BASE, access: { teams } });
  }
  const [, branchKey] = /^approval\.branches\.(.*)$/.exec(key) ?? [];
  const whole =
    branchKey !== undefined && value !== undefined
      ? { ...BASE, approval: { branches: { "release-*": { [branchKey]: value } } } }
      : (places[section] ?? { ...BASE, [section]: nested });
  return stringify(JSON.parse(JSON.stringify(whole)));
}

/** A kind of decision with the key set, beside what it needs to be one. */
function withDecision([first = "", ...rest]: readonly string[], value: unknown): string {
  const beside: Readonly<Record<string, unknown>> = {
    "overruled-by": { of: "maintainers" },
    "small-group": { under: 3, min: 1 },
  };
  const [second = "", third] = rest;
  const inner = third === undefined ? value : { ...object(beside[second]), [third]: value };
  const nested = rest.length === 0 ? value : { [second]: inner };
  const how =
    first === "vote" ? { vote: nested } : { lazy: { window: "7d", ...(first === "lazy" ? object(nested) : {}) } };
  const kind = { by: "maintainers", ...how, ...(first === "vote" || first === "lazy" ? {} : { [first]: value }) };
  return stringify(JSON.parse(JSON.stringify({ ...BASE, decisions: { technical: kind } })));
}

function object(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

describe("R82: no key whose change has an effect is told as no change", () => {
  it("the table has two values of every key of the schema", () => {
    const written = Object.keys(CHANGES);
    expect(
      KEYS.filter((key) => !written.includes(key)),
      "CHANGES above lacks these keys: give it two values of each, or WITHOUT_EFFECT the reason why a change of it needs no telling",
    ).toEqual([]);
    expect(
      written.filter((key) => !KEYS.includes(key)),
      "CHANGES above has keys that the schema does not have: take them out",
    ).toEqual([]);
  });

  it.each(TRIED)("%s", (key) => {
    const [one, other] = CHANGES[key] ?? [];
    for (const [before, after] of [
      [one, other],
      [other, one],
    ]) {
      const told = registryChanges(
        aRegistry(withKey(key, before), {}, "kusion"),
        aRegistry(withKey(key, after), {}, "kusion"),
      );
      expect(told.length).toBeGreaterThan(0);
    }
  });

  it("says what follows from an entry's own facts", () => {
    const of = (entry: string) => aRegistry(`maintainers: [ann, ben]\napprovers: [${entry}]\n`);
    expect(
      registryChanges(
        of("{ login: cho, since: 2024-01-01, affiliation: One }"),
        of("{ login: cho, since: 2020-01-01, affiliation: Other, away: 2030-01-01 }"),
      ),
    ).toEqual([
      "cho, approver everywhere: `since` from 2024-01-01 to 2020-01-01; tenure counts from it.",
      "cho: `affiliation` from One to Other; rules about employers of sponsors, voters and seats go by it.",
      "cho: `away` from nothing to 2030-01-01; nobody who is away is asked to review.",
    ]);
  });
});

/** Keys of rules, which override under `extends`; people, roles, areas and the file's own frame join by rules of their own. */
const RULES = TRIED.filter(
  (key) =>
    !/^(?:extends|roles|areas|groups|emeritus|approvers|teams|publish|access|inactivity|growth|decisions|bots|approval.(?:when|employers))\b/.test(
      key,
    ),
);
/** Where the organisation keeps an area to itself, the stricter of the two holds. */
const STRICTER: Readonly<Record<string, (one: unknown, other: unknown) => unknown>> = {
  "approval.lgtm": (one, other) => Math.max(Number(one), Number(other)),
  "approval.branches.min": (one, other) => Math.max(Number(one), Number(other)),
  // Both are asked for, and the higher role holds.
  "approval.branches.from": (one, other) => [one, other].join(", "),
  "approval.author-counts": (one, other) => one === true && other === true,
  "approval.contributors-count": (one, other) => one === true && other === true,
  "approval.lapse": () => "push",
  mode: () => "enforce",
};

describe("what a repository's file says of a rule under extends", () => {
  const secret = { secret: { paths: ["secret/**"], exclusive: true } };

  function organisation(key: string, value: unknown, areas: object = {}) {
    const text = parse(withKey(key, value));
    return aRegistry(stringify({ ...text, areas: { ...text.areas, ...areas } }));
  }

  function ruleOf(key: string, own: unknown, base: ReturnType<typeof organisation>): unknown {
    const { maintainers: _, approvers: __, areas: ___, ...rules } = parse(withKey(key, own));
    const registry = aRegistry(stringify({ ...(own === undefined ? {} : rules), extends: true }), { base }, "kusion");
    const told = rulesByPath(registry);
    const name =
      key === "commands"
        ? "commands.hold"
        : key === "affiliations"
          ? "affiliations.One"
          : key.replace("branches.", "branches.release-*.");
    return told.get(name);
  }

  const plain = (key: string, value: unknown) =>
    key === "commands" || key === "affiliations"
      ? Object.values(object(value))[0]
      : value === false && key.startsWith("labels.") && key !== "labels.enforced"
        ? null
        : value;

  it.each(RULES)("%s: what it writes holds, else what the organisation's says", (key) => {
    const [one, other] = CHANGES[key] ?? [];
    expect(ruleOf(key, other, organisation(key, one))).toEqual(plain(key, other));
    expect(ruleOf(key, one, organisation(key, other))).toEqual(plain(key, one));
    expect(ruleOf(key, undefined, organisation(key, one))).toEqual(plain(key, one));
  });

  it.each(RULES)("%s: beside an exclusive area it is only ever made stricter, where it has a stricter side", (key) => {
    const [one, other] = CHANGES[key] ?? [];
    for (const [own, theirs] of [
      [one, other],
      [other, one],
    ]) {
      const expected = STRICTER[key]?.(own, theirs) ?? plain(key, own);
      const why = "where the key has a stricter side (`stricter` of its setting), STRICTER above tells which it is";
      expect(ruleOf(key, own, organisation(key, theirs, secret)), why).toEqual(expected);
    }
  });
});
