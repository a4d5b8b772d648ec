/** Patterns that most likely do not mean what they look like. */
import { type MendedPattern, mendedBranch, mendedPath } from "./mended-pattern.ts";
import { printable } from "./yaml-faults.ts";

/** What a pattern of files that looks like this means, and what to write instead; `null`: it is plain. */
export function patternWarning(pattern: string): string | null {
  return severalPatterns(pattern) ?? impossiblePath(pattern) ?? doubtfulPath(pattern);
}

/** As above, of patterns that cannot mean what is written, whatever files there are. */
export function impossiblePath(pattern: string): string | null {
  const found = mendedPath(pattern);
  return found === null ? null : sentence(pattern, found, "write one with `*` and `**`, as in docs/**");
}

/** What is wrong with a pattern of branches, and what to write instead; `null`: some branch may match it. */
export function branchWarning(pattern: string): string | null {
  const found = mendedBranch(pattern);
  return found === null
    ? null
    : sentence(pattern, found, "name a branch, or several with `*`, as in release-*; else remove it");
}

function sentence(pattern: string, { why, meant }: MendedPattern, otherwise: string): string {
  return `${printable(pattern)} ${why}; ${meant === null ? otherwise : `write ${printable(meant)}`}`;
}

/** Two in one text: `docs/**, src/**`. */
function severalPatterns(pattern: string): string | null {
  const parts = pattern.split(/\s*[,;]\s+|(?<=\*)\s+|(?<=[*/]),/).filter((part) => part !== "");
  if (parts.length < 2 || !parts.every((part) => /[*/@]/.test(part))) return null;
  const patterns = parts.filter((part) => !part.startsWith("@"));
  const [only] = patterns;
  if (only !== undefined && patterns.length === 1)
    return `${printable(pattern)} names people too, who stand in the lists of roles; write ${printable(only)}`;
  const list = patterns.map(printable).join(", ");
  return `${printable(pattern)} is one pattern, blanks and commas included; make each an item of the list: ${list}`;
}

function doubtfulPath(pattern: string): string | null {
  const shown = printable(pattern);
  if (/(?:^|[^\\])\[[^\]]+\]/.test(pattern)) {
    const escaped = pattern.replace(/(^|[^\\])\[([^\]]+)\]/g, "$1\\[$2\\]");
    return `[ ] in ${shown} stands for one of the characters in it; for a folder of that name write '${escaped}'`;
  }
  if (/^\*\.[^/*?]+$/.test(pattern))
    return `${shown} matches only at the top of the repository; for every folder write ${printable(`**/${pattern}`)}`;
  if (/^\/?(?:[^*?[\\]+\/)*[a-z0-9_-]+$/.test(pattern))
    return `${shown} is one file of that very name; for a folder write ${printable(`${pattern}/**`)}`;
  return null;
}
