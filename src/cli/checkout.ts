/** Finds the registry that a command is about: the file that is named, or the one of the checkout. */

import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { REGISTRY_PATHS } from "../registry/registry-places.ts";
import { type Io, isThere } from "./command.ts";
import { listedFiles } from "./listed-files.ts";

/**
 * The file to read, relative to where the person stands: the one named, that of a folder named, and without a name that of the folder
 * they stand in. Where a folder has none, it is looked for upward, as far as its tree reaches; where there is none at all, it is missing in
 * that folder.
 */
export function registryFile(io: Io, named: string | null): string {
  if (named !== null && !isFolder(io, named)) return named;
  const start = named ?? "";
  const root = treeRoot(io, start);
  for (let folder = start; ; folder = join(folder, "..")) {
    const found = REGISTRY_PATHS.find((path) => isThere(io, join(folder, path)));
    if (found !== undefined) return join(folder, found);
    if (resolve(io.cwd, folder) === root) return join(start, REGISTRY_PATHS[0]);
  }
}

/** Where the paths of a repository count from: the top of the checkout, else where the person stands, else the folder itself. */
export function treeRoot(io: Io, folder: string): string {
  const path = resolve(io.cwd, folder);
  return checkoutRoot(path) ?? (isWithin(resolve(io.cwd), path) ? resolve(io.cwd) : path);
}

export function isWithin(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

/** What cannot be looked at is none; reading it tells why. */
export function isFolder(io: Io, path: string): boolean {
  try {
    return statSync(resolve(io.cwd, path)).isDirectory();
  } catch {
    return false;
  }
}

/** The top of git's checkout that the folder lies in; `null`: it lies in none. */
export function checkoutRoot(folder: string): string | null {
  for (let here = folder; ; here = dirname(here)) {
    if (existsSync(join(here, ".git"))) return here;
    if (dirname(here) === here) return null;
  }
}

/** The files below a folder, by their paths from the root of its tree. Throws as `node:fs` does. */
export function filesBelow(io: Io, folder: string): readonly string[] {
  const path = resolve(io.cwd, folder);
  const below = relative(treeRoot(io, folder), path);
  return listedFiles(path, "present").map((file) => (below === "" ? file : `${below}/${file}`));
}
