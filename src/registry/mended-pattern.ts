/** Patterns that cannot mean what they say, and what was most likely intended. */

import { globFault } from "./glob.ts";
import { oddInName } from "./lookalikes.ts";

interface Mistake {
  /** The end of a sentence that begins with the pattern. */
  readonly why: string;
  is(pattern: string): boolean;
  /** One step nearer to what was meant. */
  mended(pattern: string): string;
}

const QUOTED: Mistake = {
  why: "has quotes inside, which are part of the pattern",
  is: (pattern) => /^(["'`]).+\1$/.test(pattern),
  mended: (pattern) => pattern.slice(1, -1),
};

const PADDED: Mistake = {
  why: "begins or ends with a blank, which is part of the pattern",
  is: (pattern) => pattern !== pattern.trim(),
  mended: (pattern) => pattern.trim(),
};

/** Marks of regular expressions that hardly any file's name has. */
const REGULAR = /^\^|\$$|\\[./]|\.\+|\(\?|\[\^\/\]|\\[dws][+*]|\(\.\*\)|\]\+/;

const REGULAR_EXPRESSION: Mistake = {
  why: "is a regular expression, and patterns are none: `*` stands for any text in a name, `**` for any folders",
  is: (pattern) => REGULAR.test(pattern),
  mended: (pattern) =>
    pattern
      .replace(/^\\\.([\w.]+)\$?$/, "**/*.$1")
      .replace(/\((\.[*+])\)/g, "$1")
      .replace(/\[[^\]]*\]\+/g, "*")
      .replace(/^\^|\$$/g, "")
      .replace(/^\.[*+](?=[^/])/, "**/*")
      .replace(/(^|\/)\.[*+](?=\/|$)/g, "$1**")
      .replace(/(?<!\\)\.[*+]|\[\^\/\][*+]|\\[dws][+*]/g, "*")
      .replace(/\\([./_-])/g, "$1"),
};

const BACKSLASHED: Mistake = {
  why: "has a backslash, which separates nothing: it only takes away the meaning of the next sign",
  is: (pattern) => /\\[^\][{}*?!()+@|]|\\\*\*|\\$/.test(pattern),
  mended: (pattern) => pattern.replace(/\\+/g, "/"),
};

const GLUED: Mistake = {
  why: "has `**` beside other text, where it is no more than `*` and stays within one folder",
  is: (pattern) => pattern.split("/").some((segment) => segment.includes("**") && segment !== "**"),
  mended: (pattern) => {
    const segments = pattern.split("/");
    return segments
      .map((segment, index) => {
        if (segment === "**" || !segment.includes("**")) return segment;
        const isLast = index === segments.length - 1;
        if (/^\*+$/.test(segment)) return "**";
        if (isLast && /^[^*]+\*\*+$/.test(segment)) return segment.replace(/\*+$/, "/**");
        return segment.replace(/^\*\*+/, "**/*").replace(/(?!^)(?<!\/)(?<!\*)\*\*+/g, "*");
      })
      .join("/");
  },
};

const ODD: Mistake = {
  why: "has characters that only look like plain ones",
  is: (pattern) => oddInName(pattern) !== null,
  mended: (pattern) => oddInName(pattern)?.meant ?? pattern,
};

const COMMENTED: Mistake = {
  why: "has a comment inside, which is part of the pattern where it stands in quotes",
  is: (pattern) => /\S\s+#/.test(pattern),
  mended: (pattern) => pattern.replace(/\s+#.*$/, ""),
};

const HALF_QUOTED: Mistake = {
  why: "has a quote at one end, which is part of the pattern",
  is: (pattern) => /^["'`][^"'`]+$|^[^"'`]+["'`]$/.test(pattern),
  mended: (pattern) => pattern.replace(/^["'`]|["'`]$/g, ""),
};

const BLANK_AT_SLASH: Mistake = {
  why: "has a blank beside a slash, which is part of the pattern",
  is: (pattern) => /\s\/|\/\s/.test(pattern),
  mended: (pattern) => pattern.replace(/\s*\/\s*/g, "/"),
};

const ELLIPSIS: Mistake = {
  why: "has three dots, which are a name here like any other",
  is: (pattern) => /(?:^|\/)(?:\.\.\.|\u2026)$/.test(pattern),
  mended: (pattern) => pattern.replace(/(?:\.\.\.|\u2026)$/, "**"),
};

const PLACEHOLDER: Mistake = {
  why: "has a placeholder, and < > stand for nothing here",
  is: (pattern) => /(?:^|\/)<[\w -]+>(?:\/|$)/.test(pattern),
  mended: (pattern) => pattern.replace(/(^|\/)<[\w -]+>(?=\/|$)/g, "$1*"),
};

/** What to write depends on where the repository is, which nobody can tell. */
const OUTSIDE: Mistake = {
  why: "names a place on a machine, and patterns begin at the top of the repository",
  is: (pattern) => /^~\/|^\$(?:\{|[A-Z])|^[A-Za-z]:[\\/]|^\/(?:home|Users)\/[^/*]+\//.test(pattern),
  mended: (pattern) => pattern,
};

const UNCLOSED: Mistake = {
  why: "has a [ without its ], which is part of the name",
  is: (pattern) => /(?<!\\)\[[^\]]*$/.test(pattern),
  mended: (pattern) => pattern.replace(/(?<!\\)\[(?=[^\]]*$)/g, "\\["),
};

const REMOTE: Mistake = {
  why: "names where Git keeps a branch, and branches are written by their names alone",
  is: (pattern) => /^(?:remotes\/)?(?:origin|heads)\/./.test(pattern),
  mended: (pattern) => pattern.replace(/^(?:remotes\/)?(?:origin|heads)\//, ""),
};

const CUT_OFF: Mistake = {
  why: "ends where names of branches go on, and matches none that does",
  is: (pattern) => /^[\w./-]*[\w][-_]$/.test(pattern),
  mended: (pattern) => `${pattern}*`,
};

const HEADS: Mistake = {
  why: "names a reference, and branches are written by their names alone",
  is: (pattern) => /^\/?refs\/heads\/./.test(pattern),
  mended: (pattern) => pattern.replace(/^\/?refs\/heads\//, ""),
};

const IN_TEXTS = [ODD, QUOTED, HALF_QUOTED, COMMENTED, PADDED];
const IN_PATHS = [
  ...IN_TEXTS,
  OUTSIDE,
  BLANK_AT_SLASH,
  ELLIPSIS,
  PLACEHOLDER,
  REGULAR_EXPRESSION,
  BACKSLASHED,
  UNCLOSED,
  GLUED,
];
const IN_BRANCHES = [...IN_TEXTS, HEADS, REMOTE, REGULAR_EXPRESSION, BACKSLASHED, CUT_OFF];

export interface MendedPattern {
  readonly why: string;
  /** The pattern without such mistakes; `null`: it cannot be told. */
  readonly meant: string | null;
}

/** `null`: a pattern of files that can mean what is written. */
export function mendedPath(pattern: string): MendedPattern | null {
  return mended(pattern, IN_PATHS);
}

/** `null`: a pattern of branches that can mean what is written. */
export function mendedBranch(pattern: string): MendedPattern | null {
  const found = mended(pattern, IN_BRANCHES);
  if (found !== null)
    return found.meant !== null && unbranched(found.meant) !== null ? { ...found, meant: null } : found;
  const why = unbranched(pattern);
  return why === null ? null : { why, meant: null };
}

function mended(pattern: string, mistakes: readonly Mistake[]): MendedPattern | null {
  const first = mistakes.find((mistake) => mistake.is(pattern));
  if (first === undefined) return null;
  let meant = pattern;
  // Each step takes something away, so that a few are enough.
  for (let step = 0; step < mistakes.length; step++) {
    const mistake = mistakes.find((one) => one.is(meant));
    if (mistake === undefined) break;
    meant = mistake.mended(meant);
  }
  const isSound =
    globFault(meant) === null && !mistakes.some((one) => one.is(meant)) && !/[()|^$]|\\(?!\[)|\[\^/.test(meant);
  return { why: first.why, meant: isSound ? meant : null };
}

/** Why no branch can match it: Git's own rules for the names of branches. The end of a sentence, as above. */
function unbranched(pattern: string): string | null {
  if (/^\/?refs\//.test(pattern)) return "names no branch, and pull requests go into branches alone";
  const [sign] = /[ ~^:\\\p{Cc}]/u.exec(pattern) ?? [];
  if (sign !== undefined) return `has ${JSON.stringify(sign)}, which no branch has in its name`;
  if (/\.lock$|\.$|@\{|(?:^|\/)\.[^*?[]/.test(pattern)) return "is no name that Git allows a branch";
  if (/\.\.|^-|^(?:HEAD|@)$/.test(pattern)) return "is no name that Git allows a branch";
  return null;
}
