/** Lists the files of a folder on the disk: those that git knows, or every file where there is no git. */

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** `tracked`: what git tracks; `present`: beside it what is new and not ignored, as a commit of everything would have it. */
type Which = "tracked" | "present";

/** Paths below the folder, sorted. Throws as `node:fs` does where the folder cannot be read. */
export function listedFiles(directory: string, which: Which): readonly string[] {
  readdirSync(directory);
  const paths = byGit(directory, which) ?? [...walked(directory, "")];
  return paths.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** `null` where the directory is no git work tree, or nothing there is tracked. */
function byGit(directory: string, which: Which): readonly string[] | null {
  const more = which === "tracked" ? [] : ["--cached", "--others", "--exclude-standard"];
  try {
    const listed = execFileSync("git", ["-C", directory, "ls-files", "-z", ...more], {
      encoding: "utf8",
      maxBuffer: 512 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    });
    // A checkout within the checkout is one entry, as a submodule is.
    const names = listed.split("\0").map((path) => path.replace(/\/$/, ""));
    const paths = [...new Set(names.filter((path) => path !== ""))];
    return paths.length === 0 && which === "tracked" ? null : paths;
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
