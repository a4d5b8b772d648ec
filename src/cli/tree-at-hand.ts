/** What `rung check` adds about a registry inside a checkout of its repository. */

import { dirname, join, resolve } from "node:path";
import { indexed } from "../registry/registry-index.ts";
import { REGISTRY_PATHS } from "../registry/registry-places.ts";
import type { Fault, Registry } from "../registry/registry-types.ts";
import type { TreeAtHand } from "../registry/tree-warnings.ts";
import { type RepositoryName, sameRepository } from "../shared/names.ts";
import { checkoutRoot, filesBelow } from "./checkout.ts";
import { type Io, isThere } from "./command.ts";
import { originAt } from "./repository.ts";
import { answersFor } from "./who/answer.ts";

/** The top of git's checkout, where the file lies in a folder from which Rung reads registries; `null`: it is about no files here. */
function rootAround(io: Io, file: string): string | null {
  if (file === "-") return null;
  const folder = dirname(resolve(io.cwd, file));
  const root = checkoutRoot(folder);
  return root !== null && REGISTRY_PATHS.some((own) => folder === dirname(join(root, own))) ? root : null;
}

/** `null`: there is none, its files cannot be listed, or `repo` is another. */
export function treeAround(io: Io, file: string, repo: RepositoryName | null): TreeAtHand | null {
  const root = rootAround(io, file);
  if (root === null) return null;
  const origin = originAt(io, root);
  if (repo !== null && origin !== null && !sameRepository(repo, origin)) return null;
  try {
    return { repository: repo ?? origin ?? { owner: "", name: "" }, paths: filesBelow(io, root) };
  } catch {
    // Without the files the registry is checked by itself, as anywhere else.
    return null;
  }
}

/** Of two registries side by side Rung reads the first place alone. */
export function besideAnother(io: Io, file: string): readonly Fault[] {
  const root = rootAround(io, file);
  const [read, other] = REGISTRY_PATHS;
  if (root === null || !REGISTRY_PATHS.every((own) => isThere(io, join(root, own)))) return [];
  const own = [read, other].find((place) => join(root, place) === resolve(io.cwd, file));
  if (own === undefined) return [];
  const message =
    own === read
      ? `${other} is there too, and Rung reads ${read} alone; move over what you need of it, and remove it`
      : `Rung reads ${read} at the top of the repository and never this file; move over what you need of it, and remove one of the two`;
  return [{ severity: "warning", line: 1, column: 1, message }];
}

/** The files that need nobody beside another change, since a program writes them; `null`: the registry alone cannot tell. */
export function generatedFiles(registry: Registry | null, { repository, paths }: TreeAtHand): readonly string[] | null {
  if (registry === null || registry.extends !== undefined) return null;
  const index = indexed(registry);
  return paths.filter(
    (path) =>
      index.isGenerated(path) && answersFor(index, { repository, path, base: "" }).every((answer) => answer.generated),
  );
}
