/** Finds the areas of a path by the literal parts of their patterns, so that thousands of areas need no scan (R12a, R15, R76). */

import { emptiedMap } from "../shared/emptied-map.ts";
import { pushTo } from "../shared/grouped.ts";
import type { RepositoryName } from "../shared/names.ts";
import { coversEverything, folderItself, type Glob, glob } from "./glob.ts";
import type { AreaDefinition, AreaPath } from "./registry-types.ts";

interface AreaIndex {
  /** What is asked for `path`, at least one; the empty path stands for the repository itself. Equal chains are the same object. */
  areaPathsOf(repository: RepositoryName, path: string): readonly AreaPath[];
  /** Names of the areas that are the whole of this repository, or of every repository. */
  wholeAreas(repository: RepositoryName): ReadonlySet<string>;
  /** How many patterns would be tried on the path. */
  triesOf(repository: RepositoryName, path: string): number;
}

/** Characters of areas' names, in all chains together. */
const MAX_KEPT = 2_000_000;

interface Pattern {
  /** Index of its area. */
  readonly area: number;
  readonly glob: Glob;
}

/** The structure in which one repository's paths are looked up. */
interface RepositoryAreas {
  /** Areas without paths, the most specific first. */
  readonly whole: readonly number[];
  /** Areas with a pattern that covers everything. */
  readonly covering: readonly number[];
  candidates(path: string): Iterable<readonly Pattern[]>;
}

export function areaIndex(areas: readonly AreaDefinition[]): AreaIndex {
  const byRepository = areasByRepository(areas);
  const repositories = new Map<string, RepositoryAreas>();
  const chains = emptiedMap<AreaPath>(MAX_KEPT, ({ key }) => key.length);

  function areasOf(repository: RepositoryName): RepositoryAreas {
    const key = repository.name.toLowerCase();
    let found = repositories.get(key);
    if (found === undefined) {
      // Repositories that no area names share one lookup, that of the areas for every repository.
      const known = byRepository.has(key) ? key : "";
      found = repositories.get(known) ?? repositoryAreas(areas, byRepository, known);
      repositories.set(known, found);
      repositories.set(key, found);
    }
    return found;
  }

  function areaPathsOf(repository: RepositoryName, path: string): readonly AreaPath[] {
    return asked(areas, ordered(areasOf(repository), path)).map((chain) => {
      const known = chains.get(chain.key);
      return known ?? chains.set(chain.key, chain);
    });
  }

  function wholeAreas(repository: RepositoryName): ReadonlySet<string> {
    const here = areasOf(repository);
    return new Set([...here.covering, ...here.whole].map((area) => areas[area]?.name ?? ""));
  }

  function triesOf(repository: RepositoryName, path: string): number {
    let tries = 0;
    for (const patterns of areasOf(repository).candidates(path)) tries += patterns.length;
    return tries;
  }

  return { areaPathsOf, wholeAreas, triesOf };
}

/** Areas by repository name in lower case; under the empty name those for every repository. */
function areasByRepository(areas: readonly AreaDefinition[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>([["", []]]);
  for (const [index, area] of areas.entries()) {
    const names = area.repos.length === 0 ? [""] : new Set(area.repos.map((name) => name.toLowerCase()));
    for (const name of names) {
      pushTo(found, name, index);
    }
  }
  return found;
}

function repositoryAreas(
  areas: readonly AreaDefinition[],
  byRepository: ReadonlyMap<string, readonly number[]>,
  key: string,
): RepositoryAreas {
  const everywhere = byRepository.get("") ?? [];
  const named = key === "" ? [] : (byRepository.get(key) ?? []);
  const latestFirst = (list: readonly number[]) => list.filter((area) => areas[area]?.paths.length === 0).reverse();
  const patterns: Pattern[] = [];
  const covering = new Set<number>();
  for (const area of [...everywhere, ...named]) {
    for (const pattern of areas[area]?.paths ?? []) {
      patterns.push(...patternsOf(area, pattern));
      if (coversEverything(pattern)) covering.add(area);
    }
  }
  return {
    whole: [...latestFirst(named), ...latestFirst(everywhere)],
    covering: [...covering],
    candidates: candidatesIn(patterns),
  };
}

/** `third/lib/**` also means a submodule or a link called `third/lib`, which stands for everything it leads to. */
function patternsOf(area: number, pattern: string): readonly Pattern[] {
  const itself = folderItself(pattern);
  return [{ area, glob: glob(pattern) }, ...(itself === null ? [] : [{ area, glob: glob(itself) }])];
}

/** A lookup by literal beginning, then by literal ending: only patterns that agree with both are tried. */
function candidatesIn(patterns: readonly Pattern[]): RepositoryAreas["candidates"] {
  const beginnings = new Map<string, Pattern[]>();
  for (const pattern of patterns) pushTo(beginnings, pattern.glob.beginning, pattern);
  const byBeginning = new Map([...beginnings].map(([beginning, list]) => [beginning, endingsOf(list)]));
  const lengths = lengthsOf(byBeginning.keys());
  return function* candidates(path) {
    for (const length of lengths) {
      if (length > path.length) return;
      const endings = byBeginning.get(path.slice(0, length));
      for (const ending of endings?.lengths ?? []) {
        if (ending > path.length) break;
        yield endings?.byEnding.get(path.slice(path.length - ending)) ?? [];
      }
    }
  };
}

function endingsOf(patterns: readonly Pattern[]) {
  const byEnding = new Map<string, Pattern[]>();
  for (const pattern of patterns) pushTo(byEnding, pattern.glob.ending, pattern);
  return { byEnding, lengths: lengthsOf(byEnding.keys()) };
}

function lengthsOf(texts: Iterable<string>): readonly number[] {
  return [...new Set([...texts].map((text) => text.length))].sort((a, b) => a - b);
}

/** The areas of a path, the most specific first: longest literal beginning, then written last (R12a). */
function ordered(here: RepositoryAreas, path: string): readonly number[] {
  const lengths = new Map<number, number>();
  if (path === "") for (const area of here.covering) lengths.set(area, 0);
  else
    for (const patterns of here.candidates(path))
      for (const { area, glob } of patterns) {
        const length = glob.beginning.length;
        if ((lengths.get(area) ?? -1) < length && glob.matches(path)) lengths.set(area, length);
      }
  const byPath = [...lengths].sort(([a, lengthA], [b, lengthB]) => lengthB - lengthA || b - a).map(([area]) => area);
  return [...byPath, ...here.whole];
}

/**
 * Exclusive areas come before all others, and each of them is asked separately (R76, R15a). If there is none, the areas reach outward up
 * to the first that does not inherit (R13).
 */
function asked(areas: readonly AreaDefinition[], order: readonly number[]): readonly AreaPath[] {
  const matching = order.flatMap((index) => areas[index] ?? []);
  const exclusive = matching.filter((area) => area.exclusive);
  if (exclusive.length > 0) return exclusive.map(({ name }) => chainOf([name], false));
  const last = matching.findIndex((area) => area.inherits === false);
  const reached = last === -1 ? matching : matching.slice(0, last + 1);
  return [
    chainOf(
      reached.map((area) => area.name),
      last === -1,
    ),
  ];
}

function chainOf(areas: readonly string[], open: boolean): AreaPath {
  return { key: `${open ? "open" : "closed"}\n${areas.join("\n")}`, areas, open };
}
