/** Reads a checked-out tree from the disk: what git tracks, else every file there is. */
import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import type { Tree } from "./import-types.ts";

/** Throws as `node:fs` does where the directory cannot be read. */
export function readTree(directory: string): Tree {
  const paths = [...(tracked(directory) ?? walked(directory, ""))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
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

/** `null` where the directory is no git work tree, or has nothing tracked. */
function tracked(directory: string): readonly string[] | null {
  readdirSync(directory);
  try {
    const listed = execFileSync("git", ["-C", directory, "ls-files", "-z"], {
      encoding: "utf8",
      maxBuffer: 512 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const paths = [...new Set(listed.split("\0").filter((path) => path !== ""))];
    return paths.length > 0 ? paths : null;
  } catch {
    // No git, or no work tree of git: then what lies there is what there is.
    return null;
  }
}

function* walked(directory: string, below: string): Generator<string> {
  for (const entry of readdirSync(join(directory, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (!entry.isDirectory()) yield path;
    else if (entry.name !== ".git") yield* walked(directory, path);
  }
}
