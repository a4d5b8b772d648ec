/** Writes patterns of the registry in the syntax of CODEOWNERS. */

import { normalised } from "../glob.ts";
import { codePattern } from "../ownership/code-pattern.ts";

/** `there`: every known path, for submodules and links; `null`: it cannot be expressed. */
export function githubPattern(pattern: string, there: ReadonlySet<string>): string | null {
  const plain = normalised(pattern);
  if (plain === "**" || plain === "**/*" || plain === "**/**") return "*";
  // A class of characters, which GitHub knows not.
  if (/[[\]]/.test(plain.replace(/\\./gsu, ""))) return null;
  const [, folder] = /^(.*)\/\*\*$/s.exec(plain) ?? [];
  // A submodule or a link stands where the folder would.
  const ended = folder === undefined ? plain : there.has(folder.replace(/\\(.)/gsu, "$1")) ? folder : `${folder}/`;
  const said = ended
    .replace(/\\(.)/gsu, (_, one: string) => (/[*?[\]\\]/.test(one) ? `\\${one}` : one))
    .replaceAll(/\s/g, "\\$&");
  const written = said.startsWith("**/") ? said : `/${said}`;
  if (/[#\p{Cc}]/u.test(written) || typeof codePattern(written) === "string") return null;
  return written;
}
