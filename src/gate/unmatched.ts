/** Patterns of a registry that match no file of a repository whose files are known: they protect nothing. Pure. */

import type { Registry } from "../registry/registry-types.ts";
import { unmatched } from "../registry/tree-warnings.ts";
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
  const fault = unmatched(paths);
  return patterns.slice(0, MAX_PATTERNS).flatMap(({ where, pattern }) => {
    const found = fault(pattern);
    return found === null ? [] : [`${code(pattern)} of ${where} ${found}`];
  });
}
