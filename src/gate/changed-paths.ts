/** The paths of a changed file, the old one included. */

import type { ChangedFile } from "../model/facts.ts";

/** Renamed files count with both paths (R12). */
export function pathsOf(file: ChangedFile): readonly string[] {
  return file.change === "renamed" && file.previousPath !== null ? [file.path, file.previousPath] : [file.path];
}
