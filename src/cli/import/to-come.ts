/** Future files: paths that match the old patterns or the new areas although no file has them yet, put to both. */

import type { Tree } from "../../registry/ownership/tree.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { inOrder } from "./import-people.ts";
import type { DraftRegistry, OwnerKey } from "./import-types.ts";

export interface ToCome {
  readonly path: string;
  readonly before: readonly OwnerKey[];
  readonly after: readonly OwnerKey[];
}

/** So many paths are tried; what more there are differ by names alone. */
const MAX_TRIED = 6_000;
const NEW = "new";

/**
 * Paths made from the registry's patterns: each pattern's own, and the name of each in the folder of each other. None of the tree's
 * files; sorted.
 */
export function pathsToCome(registry: Registry, tree: Tree): readonly string[] {
  const there = new Set(tree.paths);
  const made = registry.areas.flatMap(({ paths }) => paths).flatMap(filledIn);
  const folders = [...new Set(made.map((path) => path.slice(0, path.lastIndexOf("/") + 1)))];
  const names = [...new Set(made.map((path) => path.slice(path.lastIndexOf("/") + 1)))];
  const found = new Set<string>(made);
  for (const name of names)
    for (const folder of folders) {
      if (found.size >= MAX_TRIED) break;
      found.add(`${folder}${name}`);
    }
  return inOrder([...found].filter((path) => path !== "" && !there.has(path)));
}

/** A pattern with its wildcards filled in; nothing where it has more than names and asterisks. */
function filledIn(pattern: string): readonly string[] {
  if (/[[\]{}()!+@\\]/.test(pattern)) return [];
  const path = pattern
    .replace(/^\*\*\//, "")
    .replace(/\/\*\*\//g, "/")
    .replace(/(^|\/)\*\*$/, `$1${NEW}`)
    .replace(/\*+/g, NEW)
    .replace(/\?/g, "x");
  return path.length > 200 ? [] : [path];
}

/** The paths among them that would fall to others than the old files say; those that belonged to nobody are left out. */
export function toComeDifferences(
  paths: readonly string[],
  moved: DraftRegistry,
  approversOf: (path: string) => ReadonlySet<OwnerKey>,
): readonly ToCome[] {
  if (moved.repositories !== null) return [];
  return paths.flatMap((path) => {
    const { approvers, unowned } = moved.ownershipOf(path, "");
    const after = approversOf(path);
    const alike = approvers.size === after.size && [...approvers].every((key) => after.has(key));
    return unowned !== null || alike ? [] : [{ path, before: inOrder(approvers), after: inOrder(after) }];
  });
}
