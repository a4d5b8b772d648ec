/**
 * Stepping down and coming back compared with a second implementation of what `docs/inactivity.md`, `docs/promotions.md` and
 * `docs/registry.md` say of it, over random registries with groups and people at areas: who holds what before and after.
 */

import fc from "fast-check";
import { expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import { returnChange, returnDecision } from "../../src/promotions/inactivity/returning.ts";
import { stepDownChange } from "../../src/promotions/stepping-down.ts";
import { edited, type RegistryEdit } from "../../src/registry/edit.ts";
import { indexed, type RegistryIndex } from "../../src/registry/registry-index.ts";
import { person } from "../support/a-pull.ts";

const runs = Number(process.env.ORACLE_RUNS ?? 60);
const LADDER = ["members", "contributors", "approvers", "maintainers"];
const PEOPLE = ["ann", "ben", "cho"];
const AREAS = ["docs", "web"];
const NOW = Date.parse("2026-11-25T10:00:00Z");

interface Drawn {
  readonly groups: { readonly crew: readonly string[]; readonly leads: readonly string[] };
  /** By role. */
  readonly lists: Readonly<
    Record<string, readonly { readonly who: string; readonly pinned: boolean; readonly areas: readonly string[] }[]>
  >;
  /** By area, then by role: who stands there. */
  readonly standing: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly thanked: boolean;
  readonly isFlow: boolean;
}

const among = <T>(...items: readonly T[]) => fc.constantFrom(...items);
const everyRole = <T>(one: fc.Arbitrary<T>) => fc.record(Object.fromEntries(LADDER.map((role) => [role, one])));
const standing = everyRole(fc.uniqueArray(among(...PEOPLE, "crew", "leads"), { maxLength: 2 }));

const registries: fc.Arbitrary<Drawn> = fc.record({
  groups: fc.record({ crew: fc.subarray([...PEOPLE]), leads: fc.subarray([...PEOPLE, "crew"]) }),
  lists: everyRole(
    fc.array(
      fc.record({ who: among(...PEOPLE, "crew", "leads"), pinned: fc.boolean(), areas: fc.subarray([...AREAS]) }),
      { maxLength: 3 },
    ),
  ),
  standing: fc.record({ docs: standing, web: standing }),
  thanked: fc.boolean(),
  isFlow: fc.boolean(),
});

const isGroup = (who: string) => who === "crew" || who === "leads";

function textOf({ groups, lists, standing: at, thanked, isFlow }: Drawn): string {
  const paths = (area: string) => ({ paths: [`${area}/**`], ...at[area] });
  const entry = ({ who, pinned, areas }: Drawn["lists"][string][number]) => ({
    ...(isGroup(who) ? { group: who } : { login: who, ...(pinned && { id: person(who).id }) }),
    ...(areas.length > 0 && { areas }),
  });
  const people = Object.entries(lists).map(([role, all]) => [role, all.map(entry)]);
  const written = {
    ...{ groups, areas: Object.fromEntries(AREAS.map((area) => [area, paths(area)])) },
    ...Object.fromEntries(people),
    ...(thanked && { emeritus: [] }),
  };
  return stringify(written, isFlow ? { collectionStyle: "flow", lineWidth: 0 } : {});
}

function indexOf(text: string): RegistryIndex {
  const source = { repository: { owner: "o", name: ".github" }, path: "roles.yaml", oid: "0".repeat(40) };
  const { registry, faults } = parseRegistry(text, source);
  if (registry === null) throw new Error(`${text}${JSON.stringify(faults)}`);
  return indexed(registry);
}

/** "approvers docs"; everywhere: "approvers *". */
const placesOf = (role: string | null, areas: readonly string[]) =>
  (areas.length === 0 ? ["*"] : areas).map((area) => `${role} ${area}`);

function heldBy(index: RegistryIndex, who: string): ReadonlySet<string> {
  return new Set(index.rolesOf(person(who)).flatMap(({ role, areas }) => placesOf(role, areas)));
}

const everybody = (index: RegistryIndex) => Object.fromEntries(PEOPLE.map((who) => [who, heldBy(index, who)]));

function changed(text: string, edit: RegistryEdit): string {
  const result = edited(text, edit);
  // Some are left to people, with the reason.
  fc.pre(result.kind !== "cannot");
  if (result.kind !== "edited") throw new Error(JSON.stringify(result));
  return result.text;
}

const place = { repository: { owner: "o", name: ".github" }, path: "roles.yaml", defaultBranch: "main" };
const asked = {
  word: { key: "comment:5/1", url: "https://github.com/o/r/issues/3", at: NOW },
  subject: { repository: { owner: "o", name: "r" }, number: 3 },
  botLogin: "rung[bot]",
};

function afterLeaving(
  text: string,
  who: string,
  role: string | null,
  areas: readonly string[],
  emeritus: boolean,
): string {
  const registry = { ...place, ladder: LADDER, beside: [], emeritus };
  return changed(text, stepDownChange({ ...asked, person: person(who), role, areas, registry }).edit);
}

it("whoever steps down holds all but what they give, nobody else holds less or more, and `/return` gives it back", () => {
  fc.assert(
    fc.property(
      registries,
      among(...PEOPLE),
      among(null, null, ...LADDER),
      fc.subarray([...AREAS]),
      (drawn, who, role, areas) => {
        const text = textOf(drawn);
        const before = everybody(indexOf(text));
        const held = [...(before[who] ?? [])];
        const isGiven = (one: string) =>
          (role === null || one.startsWith(`${role} `)) &&
          (areas.length === 0 || areas.some((area) => one.endsWith(` ${area}`)));
        const kept = held.filter((one) => !isGiven(one));
        fc.pre(kept.length < held.length);
        const isWhole = kept.length === 0;
        const left = afterLeaving(text, who, isWhole ? null : role, isWhole ? [] : areas, drawn.thanked);
        const index = indexOf(left);
        expect(everybody(index)).toEqual({ ...before, [who]: new Set(kept) });
        if (isWhole) expect(JSON.stringify((parse(left) as { groups: unknown }).groups)).not.toContain(`"${who}"`);
        const former = index.registry.emeritus ?? [];
        expect(former.length > 0).toBe(isWhole && drawn.thanked);
        for (const { was, areas: where } of former) {
          const by = { login: who, id: person(who).id };
          const decided = returnDecision({ by, role: former.length === 1 ? null : was, areas: where, index, now: NOW });
          if (decided.kind !== "return") throw new Error(decided.text);
          const again = indexOf(changed(left, returnChange({ ...asked, person: by, decided, index, place }).edit));
          expect(placesOf(was, where).filter((one) => !held.includes(one))).toEqual([]);
          expect(everybody(again)).toEqual({ ...before, [who]: new Set(placesOf(was, where)) });
          expect(again.registry.emeritus).toEqual([]);
        }
      },
    ),
    { numRuns: runs, maxSkipsPerRun: 1_000 },
  );
});
