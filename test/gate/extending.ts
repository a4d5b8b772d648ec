/** Registries that extend another, drawn at random, and what both come to by a second reading of docs/registry.md. */

import fc from "fast-check";
import type { WrittenRegistry } from "./oracle.ts";
import { registries, textOf } from "./random-registries.ts";

/** Rules that a repository's file may write or leave to the organisation's. */
const RULES = ["min", "from", "lgtm", "authorCounts", "contributorsCount", "lapse", "generated"] as const;
type Rule = (typeof RULES)[number];

export interface Extending {
  readonly organisation: WrittenRegistry;
  readonly own: WrittenRegistry;
  readonly written: readonly Rule[];
}

export const extendings: fc.Arbitrary<Extending> = fc.record({
  organisation: registries,
  own: registries,
  written: fc.subarray([...RULES]),
});

const KEYS: Readonly<Partial<Record<Rule, string>>> = {
  authorCounts: "author-counts",
  contributorsCount: "contributors-count",
};

/** The repository's file. Its groups are the organisation's. */
export function ownText({ own, written }: Extending): string {
  const { groups: _, generated, approval, ...rest } = JSON.parse(textOf(own));
  const left = RULES.filter((rule) => !written.includes(rule)).map((rule) => KEYS[rule] ?? rule);
  const kept = Object.entries(approval).filter(([key]) => !left.includes(key));
  return JSON.stringify({
    ...rest,
    // A list that is written may be empty.
    ...(written.includes("generated") && { generated: generated ?? [] }),
    approval: Object.fromEntries(kept),
    extends: true,
  });
}

const LAPSES = ["never", "diff", "push"];

/**
 * Lists join, rules override, and what the organisation keeps exclusive stays so: the file names nobody for it, asks for no less there, and
 * loosens nothing that holds for the whole repository beside it.
 */
export function joinedOf({ organisation, own, written }: Extending, repository: string): WrittenRegistry {
  const isHere = ({ repos }: WrittenRegistry["areas"][number]) =>
    repos === null || repos.some((repo) => repo.toLowerCase() === repository.toLowerCase());
  const closed = organisation.areas.filter(({ exclusive }) => exclusive);
  const isClosed = (name: string) => closed.some((area) => area.name === name);
  const isGuarded = closed.some(isHere);
  const taken = organisation.areas.map(({ name }) => name);
  const fixed = organisation.areas.map((area) =>
    area.exclusive ? { ...area, min: area.min ?? organisation.min, from: area.from ?? organisation.from } : area,
  );
  const areas = [...fixed, ...own.areas.filter(({ name }) => !taken.includes(name))];
  const people = Object.entries(organisation.people).map(([role, entries]) => {
    const added = (own.people[role] ?? []).flatMap((entry) => {
      const left = entry.areas.filter((area) => !isClosed(area));
      return entry.areas.length > 0 && left.length === 0 ? [] : [{ ...entry, areas: left }];
    });
    return [role, [...entries, ...added]];
  });
  const said = <K extends Rule>(rule: K): WrittenRegistry[K] => (written.includes(rule) ? own : organisation)[rule];
  const strict = <K extends Rule>(
    rule: K,
    stricter: (one: WrittenRegistry[K], other: WrittenRegistry[K]) => WrittenRegistry[K],
  ): WrittenRegistry[K] => (isGuarded ? stricter(said(rule), organisation[rule]) : said(rule));
  const both = (one: boolean, other: boolean) => one && other;
  // Beside what the organisation keeps, both files' rules of a branch apply.
  const theirs = organisation.branches.filter(
    ({ pattern }) => isGuarded || !own.branches.some((rule) => rule.pattern === pattern),
  );
  return {
    areas,
    people: Object.fromEntries(people),
    group: organisation.group,
    crew: [],
    emeritus: [...own.emeritus, ...organisation.emeritus],
    generated: said("generated"),
    min: said("min"),
    from: said("from"),
    lgtm: strict("lgtm", Math.max),
    authorCounts: strict("authorCounts", both),
    contributorsCount: strict("contributorsCount", both),
    lapse: strict("lapse", (one, other) => (LAPSES.indexOf(one) > LAPSES.indexOf(other) ? one : other)),
    branches: [...own.branches, ...theirs],
    when: [...organisation.when, ...own.when],
    commands: { ...organisation.commands, ...own.commands },
  };
}
