/** What a repository's files show about the patterns of its registry: which match nothing, or everything. */

import { type RepositoryName, sameName } from "../shared/names.ts";
import type { Complaint } from "./complaints.ts";
import { coversEverything, folderItself, glob } from "./glob.ts";
import type { Draft } from "./registry-draft.ts";
import { isRegistryPath } from "./registry-places.ts";
import { printable } from "./yaml-faults.ts";

/** The repository whose files are available. */
export interface TreeAtHand {
  /** Its name is empty where that is not known. */
  readonly repository: RepositoryName;
  /** All of its files. */
  readonly paths: readonly string[];
}

/** For the patterns that the file itself writes. Nothing is said about a repository that has no file yet besides its registry. */
export function treeWarnings(
  { fixed }: Draft,
  { repository, paths: all }: TreeAtHand,
  registryRepo: string,
): readonly Complaint[] {
  const paths = all.filter((path) => !isRegistryPath(path));
  if (paths.length === 0) return [];
  const areas = Object.entries(fixed.areas ?? {}).map(([name, area]) => ({ name, ...area }));
  const isThisOne = (repo: string) => sameName(repo, repository.name);
  // What names no repository may then be about another, whose files are not at hand.
  const isOfSeveral =
    sameName(repository.name, registryRepo) || areas.some(({ repos = [] }) => !repos.every(isThisOne));
  const ofAreas = areas
    .filter(({ repos }) => (repos === undefined ? !isOfSeveral : repos.some(isThisOne)))
    .flatMap(({ name, paths: patterns = [] }) => places(["areas", name, "paths"], patterns));
  const generated = isOfSeveral ? [] : (fixed.generated ?? []);
  const fault = unmatched(paths);
  const dead = [...ofAreas, ...places(["generated"], generated)].flatMap(({ path, pattern }) => {
    const found = fault(pattern);
    return found === null ? [] : [{ path, on: "value" as const, message: `${printable(pattern)} ${found}` }];
  });
  return coverAll(generated, paths) ? [...dead, ALL_GENERATED] : dead;
}

function places(path: readonly string[], patterns: readonly string[]) {
  return patterns.map((pattern, index) => ({ path: [...path, index], pattern }));
}

const ALL_GENERATED: Complaint = {
  path: ["generated"],
  on: "key",
  message:
    "this covers every file of this repository, so none is ever beside another, and it changes nothing; name the generated files alone",
};

/** A pattern that always does so is reported without files (rule-warnings.ts). */
function coverAll(patterns: readonly string[], paths: readonly string[]): boolean {
  if (patterns.some(coversEverything)) return false;
  const globs = patterns.map(glob);
  return paths.every((path) => globs.some((one) => one.matches(path)));
}

/** Why a pattern is of no use among these files; `null`: it matches one. */
export function unmatched(paths: readonly string[]): (pattern: string) => string | null {
  let folded: readonly string[] | null = null;
  return (pattern) => {
    if (matchesAny(pattern, paths)) return null;
    folded ??= paths.map((path) => path.toLowerCase());
    const otherCase = matchesAny(pattern.toLowerCase(), folded);
    const why = otherCase ? "; there are some that differ in case, which counts" : "";
    return `matches no file of this repository${why}`;
  };
}

function matchesAny(pattern: string, paths: readonly string[]): boolean {
  const itself = folderItself(pattern);
  const globs = [glob(pattern), ...(itself === null ? [] : [glob(itself)])];
  return paths.some((path) => globs.some((one) => path.startsWith(one.beginning) && one.matches(path)));
}
