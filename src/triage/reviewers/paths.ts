/** Which paths of a pull request to read the history of: files that are on the default branch, and the folders of new ones. */

import type { ChangedFile, PullFacts } from "../../model/facts.ts";

/** Each is one more piece of the same request. */
export const MAX_PATHS = 12;

/** Files first; if there are too many, their folders, those with the most changes first. */
export function historyPaths({ files }: Pick<PullFacts, "files">): readonly string[] {
  const paths = [...new Set(files.items.map(knownPath))].filter((path) => path !== "");
  if (paths.length <= MAX_PATHS) return paths;
  const folders = Map.groupBy(paths.map(folder), (path) => path);
  return [...folders]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([path]) => path)
    .filter((path) => path !== "")
    .slice(0, MAX_PATHS);
}

function knownPath({ path, previousPath, change }: ChangedFile): string {
  if (change === "added" || change === "copied") return folder(path);
  return previousPath ?? path;
}

function folder(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
