/** Who could be asked to review a pull request: for each requirement that still waits for an approver, and to fill up the number wanted. */

import { pathsOf } from "../../gate/changed-paths.ts";
import { rowsOf } from "../../gate/rows.ts";
import type { Verdict } from "../../gate/verdict-types.ts";
import type { PullFacts } from "../../model/facts.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Holder, Holding } from "../../registry/registry-types.ts";
import type { Account } from "../../shared/names.ts";
import { onceFor } from "../../shared/once.ts";
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

/** Lists longer than this are shortened to as many: who can be asked, who knows the files, then by the seed. Fair, and in bounded time. */
const MAX_HOLDERS = 2_000;
/** In the lists of all demands together, since a pull request may touch every area there is (R53). */
const MAX_IN_ALL = 20_000;

/** What of the pull request still needs an approver; requirements with exactly the same approvers are one demand. */
export function demandsOf(facts: PullFacts, index: RegistryIndex, verdict: Verdict): readonly Demand[] {
  // Rows are told apart by their place: an area and the repository may have one name.
  const rows = rowsOf(facts, index, verdict.lowered?.holds === true ? verdict.lowered.min : null);
  const units = rows.flatMap((row, at) => {
    const area = verdict.areas[at];
    const approved = (area?.approved ?? []).map(accountOf);
    const given = setOf(approved);
    const able = area === undefined ? null : ableIn(area);
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
    .flatMap((area) => {
      const able = ableIn(area);
      return index.registryApprovers(facts.repository).filter((one) => able.has(one));
    });
  if (registry.length > 0 && others.length === 0) return approvers;
  const chains = (paths.length === 0 ? [""] : others).flatMap((path) => index.areaPathsOf(facts.repository, path));
  const lists = new Set(chains.map((chain) => index.approversOf(chain, index.registry.reviews.from)));
  // Mostly the same people hold one after another.
  return distinct([...new Set([...[...lists].flat(), ...approvers])]);
}

/** The same is asked again for each list of the same verdict. */
const ableIn = onceFor(({ candidates, approved }: Pick<Verdict["areas"][number], "candidates" | "approved">) =>
  setOf([...candidates, ...approved]),
);

interface Drawing<P> {
  seededHashOf(person: P): number;
  /** Better than by lot. */
  rankOf(person: P): number;
}

/** The demands with their holders in bounded number. */
export function boundedDemands(demands: readonly Demand[], drawing: Drawing<Holder>): readonly Demand[] {
  const each = Math.min(MAX_HOLDERS, Math.ceil(MAX_IN_ALL / Math.max(1, demands.length)));
  const lists = bounded(
    demands.map(({ holders }) => holders),
    drawing,
    each,
  );
  return demands.map((demand, at) => ({ ...demand, holders: lists[at] ?? demand.holders }));
}

/** Each list in bounded number. Everybody is drawn once, not once for each list: thousands may hold each of many areas. */
export function bounded<P>(
  lists: readonly (readonly P[])[],
  { rankOf, seededHashOf }: Drawing<P>,
  most = MAX_HOLDERS,
): readonly (readonly P[])[] {
  const everybody = new Set(lists.filter(({ length }) => length > most).flat());
  const order = [...everybody]
    .map((person) => ({ person, rank: rankOf(person), lot: seededHashOf(person) }))
    .toSorted((one, other) => other.rank - one.rank || one.lot - other.lot)
    .map(({ person }) => person);
  const places = new Map(order.map((person, place) => [person, place]));
  const shortened = (people: readonly P[]) => {
    const drawn = Uint32Array.from(people, (person) => places.get(person) ?? order.length).sort();
    return [...drawn.subarray(0, most)].flatMap((place) => order[place] ?? []);
  };
  return lists.map((people) => (people.length <= most ? people : shortened(people)));
}
