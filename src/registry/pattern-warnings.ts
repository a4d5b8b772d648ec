/** Patterns that most likely do not mean what they appear to mean. */

import { type MendedPattern, mendedBranch, mendedPath } from "./mended-pattern.ts";
import { printable } from "./yaml-faults.ts";

/** What a file pattern that looks like this means, and what to write instead; `null`: nothing is doubtful. */
export function patternWarning(pattern: string): string | null {
  const several = severalPatterns(pattern);
  if (several !== null) return several;
  const found = mendedPath(pattern) ?? doubtfulPath(pattern);
  if (found === null) return null;
  // What is proposed is not to be doubted in its turn.
  const meant = found.meant === null ? null : (doubtfulPath(found.meant)?.meant ?? found.meant);
  return sentence(pattern, { why: found.why, meant }, ANY_PATH);
}

const ANY_PATH = "write one with `*` and `**`, as in docs/**";

/** As above, of patterns that cannot mean what is written, whatever files there are. */
export function impossiblePath(pattern: string): string | null {
  const found = mendedPath(pattern);
  return found === null ? null : sentence(pattern, found, ANY_PATH);
}

/** What is wrong with a branch pattern, and what to write instead; `null`: some branch may match it. */
export function branchWarning(pattern: string): string | null {
  const names = pattern.replace(/^\((.*)\)$/, "$1").split(/\s*[,|]\s*|\s+/);
  if (names.length > 1 && /[,|]|\s/.test(pattern.trim()) && names.every((name) => /^[a-z*][\w./*-]*$/i.test(name)))
    return `${printable(pattern)} is one pattern, which no branch fits; make each a key of its own: ${names.map(printable).join(", ")}`;
  const found = mendedBranch(pattern);
  return found === null
    ? null
    : sentence(pattern, found, "name a branch, or several with `*`, as in release-*; else remove it");
}

/** The same for the name of a single branch, where nothing is a pattern. */
export function oneBranchWarning(name: string): string | null {
  const otherwise = "write the whole name of one branch, or leave the key out";
  const found = mendedBranch(name);
  if (found !== null && !/ends where names/.test(found.why)) {
    const meant = found.meant !== null && /[*?[]/.test(found.meant) ? null : found.meant;
    return sentence(name, { why: found.why, meant }, otherwise);
  }
  return /[*?[]/.test(name) ? `${printable(name)} is no pattern here, and no branch is called so; ${otherwise}` : null;
}

function sentence(pattern: string, { why, meant }: MendedPattern, otherwise: string): string {
  const link = /; for [^;]*$/.test(why) ? "" : ";";
  return `${printable(pattern)} ${why}${link} ${meant === null ? otherwise : `write ${asYaml(meant)}`}`;
}

/** In single quotes a backslash is one. */
function asYaml(pattern: string): string {
  return pattern.includes("\\") && !pattern.includes("'") ? `'${pattern}'` : printable(pattern);
}

/** Two in one text: `docs/**, src/**`. */
function severalPatterns(pattern: string): string | null {
  const [, before = "", group = "", after = ""] = /^([^()|]*)\(([^()]*\|[^()]*)\)([^()|]*)$/.exec(pattern) ?? [];
  const either = group === "" ? null : group.split("|").map((one) => `${before}${one}${after}`);
  const parts =
    either ?? pattern.split(/\s*[,;]\s+|(?<=\*)\s+(?=[\w@./*])|(?<=[*/])[,;]|\|/).filter((part) => part !== "");
  if (
    parts.length < 2 ||
    (either === null && !parts.every((part) => /[*/@]/.test(part)) && !/^[\w/-]+(?:\|[\w/-]+)+$/.test(pattern))
  )
    return null;
  const patterns = parts.filter((part) => !part.startsWith("@")).map((part) => doubtfulPath(part)?.meant ?? part);
  const [only] = patterns;
  if (only !== undefined && patterns.length === 1)
    return `${printable(pattern)} names people too, who stand in the lists of roles; write ${printable(only)}`;
  const list = patterns.map(printable).join(", ");
  return `${printable(pattern)} is one pattern, with all its signs; make each an item of the list: ${list}`;
}

function doubtfulPath(pattern: string): MendedPattern | null {
  if (/(?:^|[^\\])\[[^\]]+\]/.test(pattern)) {
    const meant = pattern.replace(/(^|[^\\])\[([^\]]+)\]/g, "$1\\[$2\\]");
    return { why: "has [ ], which stands for one of the characters in it; for a folder of that name", meant };
  }
  if (/^\*[^/*?]+$/.test(pattern))
    return { why: "matches only at the top of the repository; for every folder", meant: `**/${pattern}` };
  const [, name] = /^\/?(?:[^?[\\]+\/)?([a-z0-9_-]+|\.[a-z]+)$/.exec(pattern) ?? [];
  if (
    name === undefined ||
    (name.startsWith(".") ? !DOT_FOLDERS.has(name) : FILES.test(name)) ||
    /(?:^|\/)bin\//.test(pattern)
  )
    return null;
  return { why: "is one file of that very name; for a folder", meant: `${pattern}/**` };
}

/** Folders that most repositories know; other names with a dot are files. */
const DOT_FOLDERS: ReadonlySet<string> = new Set(
  ".github .gitlab .vscode .idea .circleci .husky .devcontainer .changeset .storybook .cargo .config".split(" "),
);
/** Names without an ending that are files nearly everywhere. */
const FILES =
  /file$|^(?:gradlew|mvnw|configure|license|licence|readme|authors|owners|codeowners|maintainers|changelog|notice|copying|version|news|install|todo|credits|contributors|copyright|patents|cname|dune|governance|security)$/;
