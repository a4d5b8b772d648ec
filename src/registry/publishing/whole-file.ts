/** Files that are entirely Rung's: their first line says so, and identifies them. */

import { fullName, sameName } from "../../shared/names.ts";
import type { Publication, Refusal, WholeFile } from "./publication.ts";

/**
 * The text, with the line ends of the existing file. A file whose first line does not say that it comes from roles.yaml is somebody
 * else's.
 */
export function wholeText(
  { path, lines }: WholeFile,
  before: string | null,
  publication: Publication,
): { readonly text: string } | Refusal {
  if (before !== null && !isOwn(before))
    return {
      refused: `is there, and its first line does not say that it comes from roles.yaml; take ${path} away, or write ${JSON.stringify(firstLine(publication))} as its first line, and it is replaced`,
    };
  const end = before?.includes("\r\n") === true ? "\r\n" : "\n";
  return { text: [firstLine(publication), ...lines].map((line) => `${line}${end}`).join("") };
}

function isOwn(text: string): boolean {
  return /^\uFEFF?[ \t]*#[^\r\n]*\bfrom roles\.yaml\b/i.test(text);
}

/** Whether it has Rung's own first line: only such a file is ever removed. */
export function isWritten(text: string): boolean {
  return /^\uFEFF?# From roles\.yaml\b/.test(text);
}

function firstLine({ registry, repository }: Publication): string {
  const home = registry.sources.at(-1)?.repository;
  const isHere = home === undefined || home.owner === "" || sameName(home.name, repository.name);
  return `# From roles.yaml${isHere ? "" : ` of ${fullName(home)}`}; change that, this file is written anew.`;
}
