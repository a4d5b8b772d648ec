/** Who could be asked to review a pull request: for each requirement that still waits for an approver, and to fill up the number wanted. */

import { pathsOf } from "../../gate/changed-paths.ts";
import { rowsOf } from "../../gate/rows.ts";
import type { Verdict } from "../../gate/verdict-types.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Holder, Holding } from "../../registry/registry-types.ts";
import type { Account } from "../../shared/names.ts";
import { accountOf } from "../../shared/people.ts";
import { distinct, type Person, setOf } from "../../shared/person-sets.ts";

/** Something that needs an approver, with everyone who may approve it. */
export interface Demand {
  /** Names of the gate's rows. */
  readonly rows: readonly string[];
  readonly holders: readonly Holder[];
  /** So many approvals are missing. */
  readonly missing: number;
  hasApproved(person: Person): boolean;
  mayApprove(account: Account): boolean;
  /** Whether whoever holds this may. */
  admits(held: Pick<Holding, "role" | "areas">): boolean;
  /** Whether the gate would count their approval there: not an author's, if that matters (R44). */
  isAble(person: Person): boolean;
}

/** Lists longer than this are shortened to as many, by the seed: fair, and in bounded time. */
const MAX_HOLDERS = 2_000;

/** What of the pull request still needs an approver; requirements with exactly the same approvers are one demand. */
export function demandsOf(facts: PullFacts, index: RegistryIndex, verdict: Verdict): readonly Demand[] {
  // Rows are told apart by their place: an area and the repository may have one name.
  const rows = rowsOf(facts, index, verdict.lowered?.holds === true ? verdict.lowered.min : null);
  const units = rows.flatMap((row, at) => {
    const area = verdict.areas[at];
    const approved = (area?.approved ?? []).map(accountOf);
    const given = setOf(approved);
    const able = area === undefined ? null : setOf([...area.candidates, ...area.approved]);
    return row.requirements.flatMap((unit) => {
      const missing = unit.min - approved.filter((one) => unit.mayApprove(one)).length;
      return missing > 0 ? [{ row, unit, missing, given, able, holders: unit.holders() }] : [];
    });
  });
  return [...Map.groupBy(units, ({ holders }) => holders).values()].map((alike) => {
    // The gate names whoever is able while something is missing.
    const isAble = (person: Person) => alike.every(({ able }) => able?.has(person) ?? true);
    return {
      rows: [...new Set(alike.map(({ row }) => row.name))],
      holders: alike[0]?.holders ?? [],
      missing: Math.max(...alike.map(({ missing }) => missing)),
      isAble,
      hasApproved: (person) => alike.every(({ given }) => given.has(person)),
      mayApprove: (account) => isAble(account) && alike.every(({ unit }) => unit.mayApprove(account)),
      admits: (held) => alike.every(({ unit }) => unit.admits(held)),
    };
  });
}

/** The rows a pull request touches, for which reviewers were looked for; the repository apart from an area of its name. */
export function touchedRows(facts: PullFacts, index: RegistryIndex): readonly string[] {
  return rowsOf(facts, index).map(({ kind, name }) =>
    kind === "repository" && index.areaNamed(name) !== null ? `${name} (repository)` : name,
  );
}

/** Holders of `reviews.from` or above in the areas of the pull request; for the registry's own file, people who can approve that (R44). */
export function reviewersOf(facts: PullFacts, index: RegistryIndex, verdict: Verdict): readonly Holder[] {
  const paths = [...new Set(facts.files.items.flatMap(pathsOf))];
  const rows = rowsOf(facts, index);
  const touched = new Set(rows.flatMap(({ files }) => files));
  const others = paths.filter((path) => touched.has(path) && !index.isRegistryPath(path));
  const registry = paths.filter((path) => index.isRegistryPath(path));
  const approvers = verdict.areas
    .filter((_, at) => rows[at]?.kind === "registry")
    .flatMap(({ candidates, approved }) => {
      const able = setOf([...candidates, ...approved]);
      return index.registryApprovers(facts.repository).filter((one) => able.has(one));
    });
  if (registry.length > 0 && others.length === 0) return approvers;
  const chains = (paths.length === 0 ? [""] : others).flatMap((path) => index.areaPathsOf(facts.repository, path));
  const lists = new Set(chains.map((chain) => index.approversOf(chain, index.registry.reviews.from)));
  return distinct([...[...lists].flat(), ...approvers]);
}

/** In bounded number. */
export function bounded<P>(people: readonly P[], seededHashOf: (person: P) => number): readonly P[] {
  if (people.length <= MAX_HOLDERS) return people;
  // Asked once for each person, not at each comparison: thousands may hold each of many areas.
  const drawn = people.map((person) => ({ person, lot: seededHashOf(person) }));
  const foremost = drawn.toSorted((one, other) => one.lot - other.lot).slice(0, MAX_HOLDERS);
  return foremost.map(({ person }) => person);
}
