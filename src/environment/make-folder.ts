/** Makes a folder for this user alone, and those above it that are missing. */

import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Step by step: Node's own way never ends where the system lets nothing be made, as in /proc. Throws as `node:fs` does. */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const above = dirname(folder);
  // A file above is told as what it is, by the last step.
  if (!existsSync(above)) makeFolder(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been quicker.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
