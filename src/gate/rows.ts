/** The rows by which a pull request is judged: one for each area, one for the registry's own file, each with its area paths (R12, R15). */

import type { PullFacts } from "../model/facts.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { AreaPath, Holder, Holding } from "../registry/registry-types.ts";
import { pushTo } from "../shared/grouped.ts";
import type { Account } from "../shared/names.ts";
import { pathsOf } from "./changed-paths.ts";
import { type ApprovalDemand, raised, raisesFor } from "./conditions/raises.ts";
import { commandFloor } from "./permission.ts";
import type { AskedMore } from "./verdict-types.ts";

/** Files that are approved together, since the same areas contain them. */
export interface ApprovalRequirement {
  readonly from: string;
  readonly min: number;
  /** What is asked without any line of `approval.when`. */
  readonly usual: ApprovalDemand;
  mayApprove(account: Account | null): boolean;
  /** Whether whoever holds this may approve. */
  admits(held: Pick<Holding, "role" | "areas">): boolean;
  /** Whether `/lgtm` counts from them here. */
  mayReview(account: Account | null): boolean;
  /** Registry order. */
  holders(): readonly Holder[];
}

export interface AreaRow {
  /** Shown, and what people may name after `/approve`. */
  readonly name: string;
  readonly kind: "area" | "repository" | "registry";
  readonly files: readonly string[];
  readonly requirements: readonly ApprovalRequirement[];
  /** Whether a path is this row's, also one that the present diff does not have (R9). */
  owns(path: string): boolean;
}

/**
 * The rows of a pull request in the order of their first file; one for the repository where no file is changed (R15). A file of several
 * exclusive areas is in the row of each (R76). A generated file beside others, or a file that follows the registry, is in none.
 * `lowered`: the number of approvals that is enough where the usual number would be asked (R73); `null`: nothing is lowered.
 */
export function rowsOf(facts: PullFacts, index: RegistryIndex, lowered: number | null = null): readonly AreaRow[] {
  const before = known.get(facts);
  if (before?.index === index && before.lowered === lowered) return before.rows;
  const rows = divided(facts, index, lowered);
  known.set(facts, { index, lowered, rows });
  return rows;
}

/** The rows are asked for about ten times with the same facts and the same registry, neither of which changes. */
const known = new WeakMap<
  PullFacts,
  { readonly index: RegistryIndex; readonly lowered: number | null; readonly rows: readonly AreaRow[] }
>();

function divided(facts: PullFacts, index: RegistryIndex, lowered: number | null): readonly AreaRow[] {
  const paths = [...new Set(facts.files.items.flatMap(pathsOf))];
  const places = withoutGenerated(withoutFollowing(placesOf(facts, index, lowered)), paths);
  const groups = new Map<string, string[]>();
  for (const path of paths.length === 0 ? [""] : paths)
    for (const key of places.rowsOf(path)) {
      pushTo(groups, key, path);
    }
  return [...groups].map(([key, owned]) => rowFor(key, owned, places));
}

interface Places {
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
  readonly lowered: number | null;
  /** Lines of `approval.when` that fit. */
  readonly more: readonly AskedMore[];
  /** Whether they hold anything there: a cheap question, asked before the exact one, since units may be thousands. */
  holdsIn(account: Account | null, chain: AreaPath): boolean;
  areaPathsOf(path: string): readonly AreaPath[];
  /** "registry", "repository" or "area:" and the owner, for each requirement of the path. */
  rowsOf(path: string): readonly string[];
}

const REGISTRY = "registry";
const REPOSITORY = "repository";

function placesOf(facts: PullFacts, index: RegistryIndex, lowered: number | null): Places {
  const known = new Map<string, readonly AreaPath[]>();
  const areaPathsOf = (path: string): readonly AreaPath[] => {
    const chains = known.get(path) ?? index.areaPathsOf(facts.repository, path);
    known.set(path, chains);
    return chains;
  };
  const held = new WeakMap<Account, readonly Holding[]>();
  const holdingsOf = (account: Account): readonly Holding[] => {
    const holdings = held.get(account) ?? index.rolesOf(account);
    held.set(account, holdings);
    return holdings;
  };
  return {
    facts,
    index,
    lowered,
    more: raisesFor(facts, index),
    areaPathsOf,
    holdsIn: (account, chain) =>
      account !== null &&
      holdingsOf(account).some(({ areas }) =>
        areas.length === 0 ? chain.open : areas.some((area) => chain.areas.includes(area)),
      ),
    rowsOf: (path) => (index.isRegistryPath(path) ? [REGISTRY] : areaPathsOf(path).map(rowOf)),
  };
}

/**
 * Published files say nothing beyond the registry's change that they are part of: whoever approves that has approved them (R66). An area
 * that is exclusive, or has a rule of its own, is asked all the same: somebody wrote that down for it.
 */
export function followingFiles(facts: PullFacts, index: RegistryIndex): readonly string[] {
  const { follows = [], files, repository } = facts;
  if (follows.length === 0 || !files.items.flatMap(pathsOf).some(index.isRegistryPath)) return [];
  return follows.filter(
    (path) =>
      !index.areaPathsOf(repository, path).some(({ areas: [owner = ""] }) => {
        const { exclusive = false, approval = {} } = index.areaNamed(owner) ?? {};
        return exclusive || approval.min !== undefined || approval.from !== undefined;
      }),
  );
}

function withoutFollowing(places: Places): Places {
  const following = new Set(followingFiles(places.facts, places.index));
  if (following.size === 0) return places;
  return { ...places, rowsOf: (path) => (following.has(path) ? [] : places.rowsOf(path)) };
}

/**
 * Generated files follow from others: beside a change that somebody must approve, nobody need approve them. Where nothing else in the
 * pull request needs anybody, they are treated like any other file, so that nothing is approved by vacuity (R15). Exclusive areas stay
 * exclusive (R76).
 */
function withoutGenerated(places: Places, paths: readonly string[]): Places {
  const { facts, index } = places;
  const isFree = (path: string): boolean =>
    index.isGenerated(path) &&
    !index.isRegistryPath(path) &&
    !places.areaPathsOf(path).some(({ areas: [owner = ""] }) => index.areaNamed(owner)?.exclusive === true);
  const needs = (path: string): boolean =>
    index.isRegistryPath(path) ||
    places.areaPathsOf(path).some((chain) => index.neededFor(chain, facts.base.ref).min > 0);
  if (!paths.some(isFree) || !paths.some((path) => !isFree(path) && needs(path))) return places;
  return { ...places, rowsOf: (path) => (isFree(path) ? [] : places.rowsOf(path)) };
}

function rowOf({ areas: [owner] }: AreaPath): string {
  return owner === undefined ? REPOSITORY : `area:${owner}`;
}

function rowFor(key: string, paths: readonly string[], places: Places): AreaRow {
  const row = { files: paths.filter((path) => path !== ""), owns: (path: string) => places.rowsOf(path).includes(key) };
  if (key === REGISTRY) return { ...row, name: paths[0] ?? "", kind: "registry", requirements: [registryUnit(places)] };
  const ofRow = paths.flatMap((path) => places.areaPathsOf(path)).filter((chain) => rowOf(chain) === key);
  const chains = [...new Map(ofRow.map((chain) => [chain.key, chain])).values()];
  const units = chains.map((chain) => areaUnit(chain, places));
  if (key === REPOSITORY)
    return { ...row, name: places.facts.repository.name, kind: "repository", requirements: units };
  return { ...row, name: key.slice("area:".length), kind: "area", requirements: units };
}

function areaUnit(chain: AreaPath, { facts, index, lowered, more, holdsIn }: Places): ApprovalRequirement {
  const usual = index.neededFor(chain, facts.base.ref);
  const start = lowered === null ? usual : { ...usual, min: Math.min(usual.min, lowered) };
  // What needs nobody stays so.
  const { from, min } = usual.min === 0 ? usual : raised(start, more, index);
  return {
    from,
    min,
    usual,
    mayApprove: remembered((account) => holdsIn(account, chain) && index.mayApprove(account, chain, from) !== null),
    admits: ({ role, areas }) =>
      index.atLeast(role, from) && (areas.length === 0 ? chain.open : areas.some((area) => chain.areas.includes(area))),
    mayReview: (account) => index.mayApprove(account, chain, reviewFloor(index)) !== null,
    holders: () => index.approversOf(chain, from),
  };
}

/** Asked again and again about the same accounts while statements are counted. */
function remembered(ask: (account: Account | null) => boolean): (account: Account | null) => boolean {
  const known = new Map<Account | null, boolean>();
  return (account) => {
    const answer = known.get(account) ?? ask(account);
    known.set(account, answer);
    return answer;
  };
}

/** The registry's file takes the top role, and never fewer people than any other file of the repository. */
function registryUnit({ facts, index, more, areaPathsOf }: Places): ApprovalRequirement {
  const chains = areaPathsOf("");
  const usual = {
    from: index.topRole(),
    min: Math.max(1, ...chains.map((chain) => index.neededFor(chain, facts.base.ref).min)),
  };
  return {
    from: usual.from,
    min: raised(usual, more, index).min,
    usual,
    mayApprove: (account) => index.mayApproveRegistry(account, facts.repository) !== null,
    admits: (held) => index.admitsToRegistry(held, facts.repository),
    mayReview: (account) => chains.some((chain) => index.mayApprove(account, chain, reviewFloor(index)) !== null),
    holders: () => index.registryApprovers(facts.repository),
  };
}

/** The role `/lgtm` takes; the registry's `commands:` may name another. */
export function reviewFloor({ registry }: RegistryIndex): string {
  return commandFloor(registry, "lgtm") ?? registry.reviews.from;
}
