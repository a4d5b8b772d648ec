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
  const steps = stepsOf(segments);
  const certain = longestText(segments);
  return {
    source,
    beginning: literalBeginning(segments),
    globs: globsOf(segments),
    // Of thousands of patterns most are told apart by a text that a path has to have.
    matches: (path) => path.includes(certain) && steps.length > 0 && isWalked(steps, namesIn(path)),
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

/** One thing, or any number of things, that follow one another: the names of a path, or the characters of a name. */
type Step<Thing> = ((thing: Thing) => boolean) | "many";

/** Empty: nothing matches. */
function stepsOf(segments: readonly string[]): readonly Step<string>[] {
  const anyName = () => true;
  const last = segments.length - 1;
  return segments.flatMap((segment, index): readonly Step<string>[] => {
    if (segment === "**") return index === last ? [anyName, "many"] : ["many"];
    const name = segment === "*" ? anyName : nameQuestion(segment);
    // A name that stands last may be a folder's; `*` alone is only what lies directly there.
    const isFolder = index === last && (segment !== "*" || segments[index - 1] === "**");
    return isFolder ? [name, "many"] : [name];
  });
}

function nameQuestion(segment: string): (name: string) => boolean {
  const parts = [...segment.matchAll(/\\(.)|(\*+)|(\?)|([^\\*?])/gsu)];
  if (parts.every(([, , many, one]) => many === undefined && one === undefined)) {
    const text = parts.map(([, escaped, , , plain]) => escaped ?? plain ?? "").join("");
    return (name) => name === text;
  }
  const steps = parts.map(([, escaped, many, one, plain]): Step<string> => {
    if (many !== undefined) return "many";
    return one !== undefined ? () => true : (character) => character === (escaped ?? plain);
  });
  return (name) => isWalked(steps, [...name]);
}

/**
 * Whether the steps lead through all things. Only the last "many" is ever given another thing: what stood before it stays matched, so
 * that the work is that of the two lengths multiplied, however many there are (R24).
 */
function isWalked<Thing>(steps: readonly Step<Thing>[], things: readonly Thing[]): boolean {
  let step = 0;
  let resume: { readonly step: number; thing: number } | null = null;
  for (let at = 0; at < things.length; ) {
    const thing = things[at];
    const next = steps[step];
    if (next === "many") {
      step += 1;
      resume = { step, thing: at };
    } else if (next !== undefined && thing !== undefined && next(thing)) {
      step += 1;
      at += 1;
    } else {
      if (resume === null) return false;
      resume.thing += 1;
      step = resume.step;
      at = resume.thing;
    }
  }
  return steps.slice(step).every((one) => one === "many");
}

/** Of the path that was asked about last, since all patterns are asked about one path after the other. */
let lastPath = "";
let lastNames: readonly string[] = [""];

function namesIn(path: string): readonly string[] {
  if (path !== lastPath) {
    lastPath = path;
    lastNames = path.split("/");
  }
  return lastNames;
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
