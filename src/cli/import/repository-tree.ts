/** Reads a checked-out tree from the disk: the files that git tracks, or every file where there is no git. */

import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import type { Tree } from "../../registry/ownership/tree.ts";
import { listedFiles } from "../listed-files.ts";

/** Throws as `node:fs` does where the directory cannot be read. */
export function readTree(directory: string): Tree {
  const paths = listedFiles(directory, "tracked");
  const known = new Set(paths);
  return {
    paths,
    read(path) {
      if (!known.has(path)) return null;
      const place = join(directory, path);
      const found = lstatSync(place, { throwIfNoEntry: false });
      if (found?.isSymbolicLink() && FOLLOWED.has(path)) return linked(directory, place);
      return found?.isFile() ? readFileSync(place, "utf8") : null;
    },
  };
}

/** Prow opens this one file by its name, link or not; every other OWNERS file that is a link it passes over. */
const FOLLOWED = new Set(["OWNERS_ALIASES"]);

/** The text a link leads to within the tree; nothing outside it is read. */
function linked(directory: string, place: string): string | null {
  try {
    const target = realpathSync(place);
    const root = `${realpathSync(directory)}${sep}`;
    return target.startsWith(root) && lstatSync(target).isFile() ? readFileSync(target, "utf8") : null;
  } catch {
    // It leads nowhere.
    return null;
  }
}
