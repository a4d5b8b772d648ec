/** Sample paths made from a registry's patterns: they stand for future files, and for a tree that cannot be read. */

import { commonPath, mayMeet } from "../registry/common-path.ts";
import { samplePath } from "../registry/glob.ts";
import type { Registry } from "../registry/registry-types.ts";
import type { RepositoryName } from "../shared/names.ts";

export interface Place {
  readonly repository: RepositoryName;
  /** Empty: the repository itself, which stands for files that no pattern matches. */
  readonly path: string;
}

/** Bounds of the work (R24). */
const MAX_PATTERNS = 400;
const MAX_PLACES = 20_000;
/** Of pairs of patterns, by the product of their lengths: anybody may propose hundreds of long ones. */
const MAX_EFFORT = 2_000_000;

/** `everywhere`: the registry governs other repositories of its owner too; the empty name stands for those that no area names. */
export function witnesses(
  registries: readonly Registry[],
  home: RepositoryName,
  everywhere: boolean,
): readonly Place[] {
  const areas = registries.flatMap((registry) => registry.areas);
  const named = everywhere ? ["", ...areas.flatMap(({ repos }) => repos)] : [];
  const repositories = new Map([home.name, ...named].map((name) => [name.toLowerCase(), name]));
  const patterns = [...new Set(areas.flatMap(({ paths }) => paths))].slice(0, MAX_PATTERNS);
  const paths = ["", ...samplesOf(patterns)];
  const most = Math.max(1, Math.floor(MAX_PLACES / paths.length));
  return [...repositories.values()]
    .slice(0, most)
    .flatMap((name) => paths.map((path) => ({ repository: { owner: home.owner, name }, path })));
}

/** One of each pattern, and of each two that overlap (`web/**`, `**\/crypto/**`). */
function samplesOf(patterns: readonly string[]): ReadonlySet<string> {
  const found = new Set(patterns.flatMap((pattern) => samplePath(pattern) ?? []));
  let effort = 0;
  for (const [at, one] of patterns.entries())
    for (const other of patterns.slice(at + 1)) {
      if (!mayMeet(one, other)) continue;
      effort += one.length * other.length;
      if (effort > MAX_EFFORT || found.size >= MAX_PLACES) return found;
      const path = commonPath(one, other);
      if (path !== null) found.add(path);
    }
  return found;
}
