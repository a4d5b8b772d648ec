/** Patterns that mean one folder with everything below it. */

import { normalised } from "../glob.ts";

/** The folder's path, empty for the top of the repository; `null`: the pattern is no folder. */
export function folderOf(pattern: string): string | null {
  const plain = normalised(pattern);
  if (plain === "**") return "";
  const [, folder = ""] = /^(.+)\/\*\*$/s.exec(plain) ?? [];
  const isLiteral = folder !== "" && !/[*?[\]]/.test(folder.replace(/\\./gsu, ""));
  return isLiteral ? folder.replace(/\\(.)/gsu, "$1") : null;
}
