/** Patterns of a registry that match no file of a repository whose files are known: they protect nothing. Pure. */

import { folderItself, glob } from "../registry/glob.ts";
import type { Registry } from "../registry/registry-types.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import type { RepositoryName } from "../shared/names.ts";

const MAX_PATTERNS = 300;

/** Sentences in Markdown without full stops. `everywhere`: areas that name no repository may be about another. */
export function unmatchedPatterns(
  registry: Registry,
  home: RepositoryName,
  paths: readonly string[],
  everywhere: boolean,
): readonly string[] {
  const name = home.name.toLowerCase();
  const here = registry.areas.filter(({ repos }) =>
    repos.length === 0 ? !everywhere : repos.some((repo) => repo.toLowerCase() === name),
  );
  const ofAreas = here.flatMap(({ name: area, paths: patterns }) =>
    patterns.map((pattern) => ({ where: `area ${escapeMarkdown(area)}`, pattern })),
  );
  const generated = everywhere ? [] : (registry.generated ?? []);
  const patterns = [...ofAreas, ...generated.map((pattern) => ({ where: code("generated"), pattern }))];
  let folded: readonly string[] | null = null;
  return patterns.slice(0, MAX_PATTERNS).flatMap(({ where, pattern }) => {
    if (matchesAny(pattern, paths)) return [];
    folded ??= paths.map((path) => path.toLowerCase());
    const otherCase = matchesAny(pattern.toLowerCase(), folded);
    const why = otherCase ? "; there are some that differ in case, which counts" : "";
    return [`${code(pattern)} of ${where} matches no file of this repository${why}`];
  });
}

function matchesAny(pattern: string, paths: readonly string[]): boolean {
  const itself = folderItself(pattern);
  const globs = [glob(pattern), ...(itself === null ? [] : [glob(itself)])];
  return paths.some((path) => globs.some((one) => path.startsWith(one.beginning) && one.matches(path)));
}
