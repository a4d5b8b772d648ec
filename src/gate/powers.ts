/** Who gains and loses which power by a change of the registry, computed from both registries' own answers (R82). Pure. */

import type { RegistryIndex } from "../registry/registry-index.ts";
import type { AreaPath } from "../registry/registry-types.ts";
import type { RepositoryName } from "../shared/names.ts";
import type { PowerCase } from "./power-cases.ts";
import {
  type AskedThere,
  changeAt,
  comparing,
  inAny,
  NOBODY,
  namesOf,
  notAmong,
  type Told,
  UNCHANGED,
} from "./power-change.ts";
import type { FilePowers } from "./verdict-types.ts";
import type { Place } from "./witnesses.ts";

export interface Both {
  readonly before: RegistryIndex;
  readonly after: RegistryIndex;
}

/** Files of which both registries ask the same. */
export interface Kind {
  readonly was: readonly AreaPath[];
  readonly is: readonly AreaPath[];
  /** Whether `generated` leaves them to nobody beside a change that needs somebody. */
  readonly wasFree: boolean;
  readonly isFree: boolean;
  readonly places: readonly Place[];
}

/** No more kinds of files than this are told apart (R24). */
const MAX_KINDS = 2000;

/** The registry's own file is none of them. */
export function kindsOf({ before, after }: Both, places: Iterable<Place>): readonly Kind[] {
  const kinds = new Map<string, Kind & { readonly places: Place[] }>();
  for (const place of places) {
    if (after.isRegistryPath(place.path)) continue;
    const was = before.areaPathsOf(place.repository, place.path);
    const is = after.areaPathsOf(place.repository, place.path);
    const wasFree = isFreeBeside(before, was, place.path);
    const isFree = isFreeBeside(after, is, place.path);
    const chains = [was, is].map((each) => each.map((chain) => chain.key).join("\t"));
    const key = [...chains, wasFree, isFree].join("\r");
    const kind = kinds.get(key);
    if (kind !== undefined) kind.places.push(place);
    else if (kinds.size < MAX_KINDS) kinds.set(key, { was, is, wasFree, isFree, places: [place] });
  }
  return [...kinds.values()];
}

/** As the rows of a pull request leave them out. */
function isFreeBeside(index: RegistryIndex, chains: readonly AreaPath[], path: string): boolean {
  return (
    index.isGenerated(path) && !chains.some(({ areas: [owner = ""] }) => index.areaNamed(owner)?.exclusive === true)
  );
}

/**
 * Whose `/lgtm` counts for which files, where both registries ask for it. Only people who may give it somewhere by both: others are
 * reported as gaining or losing it everywhere.
 */
export function lgtmPowers(
  both: Both,
  kinds: readonly Kind[],
  floorOf: (index: RegistryIndex) => string,
): readonly FilePowers[] {
  const indexes = [both.before, both.after];
  if (indexes.some(({ registry }) => registry.approval.lgtm === 0)) return [];
  const [old, now] = indexes.map((index) => index.holdersOf(floorOf(index)));
  const lookingAt = (index: RegistryIndex, chains: readonly AreaPath[]) =>
    chains.length === 1 && chains[0] !== undefined
      ? index.approversOf(chains[0], floorOf(index))
      : inAny(chains.map((chain) => ({ area: null, min: 1, who: index.approversOf(chain, floorOf(index)) })));
  const { apart } = comparing();
  const changed = kinds.flatMap(({ was, is, places }) => {
    const { gain, lose } = apart(lookingAt(both.before, was), lookingAt(both.after, is));
    const more = namesOf(notAmong(gain, notAmong(now ?? [], old ?? [])));
    const less = namesOf(notAmong(lose, notAmong(old ?? [], now ?? [])));
    return more.length + less.length === 0 ? [] : [{ lgtm: { gain: more, lose: less }, places }];
  });
  return [...Map.groupBy(changed, ({ lgtm }) => JSON.stringify(lgtm)).values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined
      ? []
      : [{ ...UNCHANGED, lgtm: first.lgtm, files: alike.flatMap(({ places }) => places) }];
  });
}

/** Kinds with the same change are reported together; for a case besides the usual one, only what differs from the usual change. */
export function filePowers(both: Both, kinds: readonly Kind[], cases: readonly PowerCase[]): readonly FilePowers[] {
  const known = comparing();
  const changed = kinds.flatMap(({ was, is, wasFree, isFree, places }) => {
    const changes = cases.map((one) => {
      const of = (index: RegistryIndex) => (chain: AreaPath) => askedOf(index, chain, one);
      const told = changeAt(was.map(of(both.before)), is.map(of(both.after)), known);
      return { when: one.when, ...withBeside(told, wasFree === isFree ? null : isFree) };
    });
    const [usual] = changes;
    return changes.flatMap(({ when, change, key }) =>
      change === null || (when !== null && key === usual?.key) ? [] : [{ key: `${when} ${key}`, when, change, places }],
    );
  });
  return [...Map.groupBy(changed, ({ key }) => key).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { when, change } = first;
    return [{ ...change, ...(when !== null && { when }), files: alike.flatMap(({ places }) => places) }];
  });
}

/** How many must approve a change of the registry; who may is a power of its own. */
export function registryPowers(
  { before, after }: Both,
  home: RepositoryName,
  cases: readonly PowerCase[],
): readonly FilePowers[] {
  const path = after.registry.sources[0]?.path ?? "roles.yaml";
  const changes = cases.map((one) => {
    const [was, is] = [before, after].map((index) => one.ofRegistry(index, index.areaPathsOf(home, "")));
    return { when: one.when, was: was ?? 1, is: is ?? 1 };
  });
  const [usual] = changes;
  const told = changes.filter(
    ({ when, was, is }) => was !== is && (when === null || was !== usual?.was || is !== usual.is),
  );
  return told.map(({ when, was, is }) => ({
    ...NOBODY,
    ...(when !== null && { when }),
    files: [{ repository: home, path }],
    before: [{ area: null, min: was }],
    after: [{ area: null, min: is }],
  }));
}

function askedOf(index: RegistryIndex, chain: AreaPath, one: PowerCase): AskedThere {
  const { from, min } = one.asked(index, chain);
  return { area: chain.areas[0] ?? null, min, who: index.approversOf(chain, from) };
}

/** `free`: they need nobody any more beside a change that does, or do again; `null`: as before. */
function withBeside({ change, key, isAsked }: Told, free: boolean | null): Told {
  if (free === null || !isAsked) return { change, key, isAsked };
  return { change: { ...(change ?? UNCHANGED), beside: free }, key: `${key} ${free}`, isAsked };
}
