/** Path and branch patterns: which are allowed, where their literal parts lie, and what they match in linear time (R24). */

import { Minimatch } from "minimatch";

const MAX_LENGTH = 256;
const MAX_WILDCARDS = 16;

const OPTIONS = {
  dot: true,
  noext: true,
  nobrace: true,
  nocase: false,
  nocomment: true,
  nonegate: true,
  // Not the machine's: a pattern means the same on every one.
  platform: "linux",
} as const;

/** A pattern ready to match. Case-sensitive; names beginning with a dot match like any other. */
export interface Glob {
  readonly pattern: string;
  /** Everything that matches begins with this: the text before the first wildcard (R12a). */
  readonly beginning: string;
  /** Everything that matches ends with this. */
  readonly ending: string;
  matches(path: string): boolean;
}

/**
 * What is wrong with a pattern, as the end of a sentence that begins with the pattern; `null` if nothing is. Anything that looks like
 * unsupported syntax is refused instead of being taken literally: it would silently protect nothing.
 */
export function globFault(pattern: string): string | null {
  const plain = normalised(pattern);
  if (plain === "") return "is empty; write `**` for everything";
  if (pattern.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters; shorten it or split the area`;
  const wildcards = plain.match(/\*+|\?/g)?.length ?? 0;
  if (wildcards > MAX_WILDCARDS)
    return `has more than ${MAX_WILDCARDS} wildcards; write several simpler patterns instead`;
  if (plain.startsWith("!")) return "begins with `!`, but patterns cannot be negated; name what belongs to the area";
  if (/(^|[^\\])\{[^}]*(,|\.\.)[^}]*\}/.test(plain)) {
    const each = alternatives(plain);
    return each === null
      ? "has braces, which are not read as alternatives; write one pattern for each (or `\\{` for the character)"
      : `has braces, which are not read as alternatives; write one pattern for each: ${each.map((one) => JSON.stringify(one)).join(", ")}`;
  }
  if (/^[a-z]+:\/\//i.test(plain)) return "is an address; write the path within the repository, as in docs/**";
  if (/[@!+?*]\([^)]*\)/.test(plain) && /\([^)]*\|/.test(plain))
    return "has a group with `|`, which is not read as alternatives; write one pattern for each";
  if (plain.split("/").some((segment) => segment === "" || segment === "." || segment === ".."))
    return `has an empty, \`.\` or \`..\` segment, which no path in a repository has; ${withoutDots(plain)}`;
  return null;
}

/** The patterns that braces stand for, where there is one pair of them. */
function alternatives(pattern: string): readonly string[] | null {
  const [, before = "", inner = "", after = ""] = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/.exec(pattern) ?? [];
  const parts = inner.split(",").map((part) => part.trim());
  return parts.length < 2 || parts.length > 8 || pattern.length > 80
    ? null
    : parts.map((part) => `${before}${part}${after}`);
}

function withoutDots(pattern: string): string {
  const segments = pattern.split("/").filter((segment) => segment !== "" && segment !== ".");
  return segments.includes("..") || segments.length === 0 || pattern.length > 80
    ? "write the path from the top of the repository"
    : `write ${JSON.stringify(segments.join("/"))}`;
}

/** Prepares a pattern that `globFault` found nothing wrong with. `docs/` means `docs/**`; a leading `/` means nothing. */
export function glob(pattern: string): Glob {
  const plain = normalised(pattern);
  let matcher: Minimatch | null = null;
  const matches = (path: string): boolean => {
    // Compiled when first asked: of thousands of patterns, most are told apart by their literal parts alone.
    matcher ??= new Minimatch(plain, OPTIONS);
    // No file's path ends so; the matcher would overlook it, and `ending` would not hold.
    return !path.endsWith("/") && matcher.match(path);
  };
  return { pattern, ...literalParts(plain), matches };
}

/** A literal text, escaped for use in a glob. */
export function globText(text: string): string {
  return text.replace(/[*?[\]{}()!|\\]/g, "\\$&");
}

/** A path that the pattern matches; `null` where none is found by writing something for each wildcard. */
export function samplePath(pattern: string): string | null {
  const plain = normalised(pattern).replaceAll(/\*+|\?/g, "x");
  return glob(pattern).matches(plain) ? plain : null;
}

/** Whether a pattern covers everything there is. */
export function coversEverything(pattern: string): boolean {
  const plain = normalised(pattern);
  return plain === "**" || plain === "**/*" || plain === "**/**";
}

/**
 * For a pattern of everything in one folder, the pattern of that folder's own path: a submodule or a link stands there as a file
 * does. `null` for every other pattern; with a wildcard in the folder's name it would catch files that are not meant (`*\/**`).
 */
export function folderItself(pattern: string): string | null {
  const folder = /^(.*)\/\*\*$/s.exec(normalised(pattern))?.[1] ?? "";
  const name = folder.split("/").at(-1) ?? "";
  return name === "" || /[*?[\]]/.test(name) ? null : folder;
}

/** Two patterns of one normal form match the same files. */
export function normalised(pattern: string): string {
  const plain = pattern.startsWith("/") ? pattern.slice(1) : pattern;
  return plain.endsWith("/") ? `${plain}**` : plain;
}

function literalParts(plain: string): { readonly beginning: string; readonly ending: string } {
  let beginning: string | null = null;
  let tail = "";
  for (let index = 0; index < plain.length; index++) {
    const character = plain[index] ?? "";
    if ("*?[]".includes(character)) {
      beginning ??= tail;
      tail = "";
      continue;
    }
    if (character === "\\" && index + 1 < plain.length) index++;
    tail += plain[index] ?? "";
  }
  if (beginning === null) return { beginning: tail, ending: tail };
  // `**/x` also matches `x`, so the slash is no part of what every match ends with.
  return { beginning, ending: tail.replace(/^\//, "") };
}
