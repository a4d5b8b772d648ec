/**
 * CODEOWNERS patterns: much like those of gitignore, but `docs/*` does not match anything deeper, and neither `!`, `[ ]` nor an escaped
 * `#` is known. GitHub documents the rules by example; beyond that, this follows hmarr/codeowners (MIT), whose author tested its
 * readings against GitHub's.
 */

import { globText } from "../glob.ts";

export interface CodePattern {
  readonly source: string;
  /** Everything that matches begins with this. */
  readonly beginning: string;
  matches(path: string): boolean;
  /** The same as globs of roles.yaml: the paths themselves, and what is below them if they are folders. */
  readonly globs: { readonly itself: readonly string[]; readonly below: readonly string[] };
}

/** The pattern, or what is wrong with it. */
export function codePattern(source: string): CodePattern | string {
  if (source.startsWith("\\#")) return "a pattern cannot begin with an escaped #";
  if (source.startsWith("!")) return "patterns cannot be negated with !";
  // Escaped, brackets are characters of a name, as in the folders of many web frameworks.
  if (/[[\]]/.test(source.replace(/\\./gsu, "")))
    return "patterns cannot have [ ] ranges; escaped, \\[ and \\] are part of a name";
  if (source.includes("***")) return "three asterisks together mean nothing";
  if (source.endsWith("\\") && !source.endsWith("\\\\")) return "it ends in a backslash";
  const segments = segmentsOf(source);
  const expression = new RegExp(`^${expressionOf(segments)}$`, "su");
  const certain = longestText(segments);
  return {
    source,
    beginning: literalBeginning(segments),
    globs: globsOf(segments),
    // Of thousands of patterns most are told apart by a text that a path has to have.
    matches: (path) => path.includes(certain) && expression.test(path),
  };
}

/** `**` may be first, last and in between; the last segment is what is matched, with everything below it unless it is `*`. */
function segmentsOf(source: string): readonly string[] {
  // "/" alone matches nothing, as GitHub's own hint says.
  if (source === "/") return [];
  const parts = source.split("/");
  const anchored = parts[0] === "";
  const named = anchored ? parts.slice(1) : parts;
  const single = named.length === 1 || (named.length === 2 && named[1] === "");
  const whole = !anchored && single && named[0] !== "**" ? ["**", ...named] : named;
  const ended = whole.at(-1) === "" ? [...whole.slice(0, -1), "**"] : whole;
  // No path has an empty name in it.
  if (ended.includes("")) return [];
  return ended.filter((segment, index) => segment !== "**" || ended[index - 1] !== "**");
}

function expressionOf(segments: readonly string[]): string {
  if (segments.length === 0) return "(?!)";
  const last = segments.length - 1;
  let out = "";
  let slash = "";
  for (const [index, segment] of segments.entries()) {
    if (segment === "**") {
      if (index === 0) out += last === 0 ? ".+" : "(?:.+/)?";
      else out += index === last ? "/.+" : "(?:/.+)?";
      slash = index === 0 ? "" : "/";
      continue;
    }
    out += slash + (segment === "*" ? "[^/]+" : segmentExpression(segment));
    // A name that stands last may be a folder's; `*` alone is only what lies directly there.
    if (index === last && segment !== "*") out += "(?:/.*)?";
    if (index === last && segment === "*" && segments[index - 1] === "**") out += "(?:/.*)?";
    slash = "/";
  }
  return out;
}

function segmentExpression(segment: string): string {
  return [...segment.matchAll(/\\(.)|(\*+)|(\?)|([^\\*?])/gsu)]
    .map(([, escaped, many, one, plain]) =>
      many !== undefined ? "[^/]*" : one !== undefined ? "[^/]" : quoted(escaped ?? plain ?? ""),
    )
    .join("");
}

function quoted(text: string): string {
  return text.replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&");
}

function segmentGlob(segment: string): string {
  return [...segment.matchAll(/\\(.)|(\*+)|(\?)|([^\\*?])/gsu)]
    .map(([, escaped, many, one, plain]) =>
      many !== undefined ? "*" : one !== undefined ? "?" : globText(escaped ?? plain ?? ""),
    )
    .join("");
}

function globsOf(segments: readonly string[]): CodePattern["globs"] {
  const glob = segments.map((segment) => (segment === "**" ? "**" : segmentGlob(segment))).join("/");
  if (segments.length === 0) return { itself: [], below: [] };
  const last = segments.at(-1) ?? "";
  if (last === "**") return { itself: [], below: [glob] };
  if (last === "*" && segments.at(-2) === "**") return { itself: [], below: [segments.slice(0, -1).join("/")] };
  return last === "*" ? { itself: [glob], below: [] } : { itself: [glob], below: [`${glob}/**`] };
}

/** The longest text that everything which matches has in it. */
function longestText(segments: readonly string[]): string {
  const texts = segments.flatMap((segment) => segment.split(/\\.|[*?\\]/su));
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), "");
}

function literalBeginning(segments: readonly string[]): string {
  let out = "";
  for (const [index, segment] of segments.entries()) {
    const literal = /^(?:\\.|[^\\*?])*/su.exec(segment)?.[0] ?? "";
    out += (index === 0 ? "" : "/") + literal.replace(/\\(.)/gsu, "$1");
    // What follows `**` may be there without a slash before it.
    if (literal !== segment) return segment === "**" ? out.replace(/\/$/, "") : out;
  }
  return out;
}
