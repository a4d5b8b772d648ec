/** Keeps one community's registry and pull request from stopping everything for all others while they are compared (R53). Pure. */

import type { PullFacts } from "../model/facts.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import { pathsOf } from "./changed-paths.ts";

/** The facts; without the files where it would take too long to find out who has to be asked for them, so that nothing passes. */
export function withinReach(facts: PullFacts, index: RegistryIndex): PullFacts {
  const { files, repository } = facts;
  const paths = [...new Set(files.items.flatMap(pathsOf))];
  if (!index.isTooMuch(repository, paths)) return facts;
  const why = `it would take too long to hold ${files.total} changed files against all patterns and people of the registry; begin patterns with the folder that they are about, or split the pull request`;
  return { ...facts, files: { items: [], complete: false, total: files.total, why } };
}
