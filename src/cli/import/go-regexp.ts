/** Reads Go's regular expressions (RE2), which OWNERS filters are written in, as JavaScript's. */

/** Go knows none of these; a filter that has one is skipped by Prow, and so here. */
const UNKNOWN_TO_GO = /^\(\?(?:=|!|<=|<!|>)/;

const POSIX: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7F",
  blank: "\\t ",
  cntrl: "\\x00-\\x1F\\x7F",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

/** Matches anywhere in the text, as Go's `MatchString` does; `null` where Go would not compile the pattern. */
export function goRegexp(pattern: string): RegExp | null {
  const source = translated(pattern);
  if (source === null) return null;
  try {
    return new RegExp(source, "u");
  } catch {
    return null;
  }
}

function translated(pattern: string): string | null {
  let out = "";
  let closing = "";
  let dotAll = false;
  let multiline = false;
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const flags = /^\(\?([imsU]*)(?:-([imsU]+))?\)/.exec(rest);
    if (UNKNOWN_TO_GO.test(rest)) return null;
    if (flags !== null) {
      // Flags inside a group would end with it; JavaScript has no such form, so only those of the whole pattern are read.
      if (out !== "" || flags[2] !== undefined) return null;
      dotAll = flags[1]?.includes("s") ?? false;
      multiline = flags[1]?.includes("m") ?? false;
      if (flags[1]?.includes("i")) {
        out = "(?i:";
        closing = ")";
      }
      at += flags[0].length;
    } else if (rest.startsWith("(?P<")) {
      out += "(?<";
      at += 4;
    } else if (rest.startsWith("\\")) {
      const sign = escaped(rest);
      if (sign === null) return null;
      out += sign.source;
      at += sign.length;
    } else if (rest.startsWith("[")) {
      const group = characterClass(rest);
      if (group === null) return null;
      out += group.source;
      at += group.length;
    } else {
      // A brace that repeats nothing is a character to Go and a fault to JavaScript.
      const repeat = /^\{\d+(?:,\d*)?\}/.exec(rest)?.[0];
      out += repeat ?? plain(rest[0] ?? "", { dotAll, multiline });
      at += repeat?.length ?? 1;
    }
  }
  return out + closing;
}

function plain(character: string, mode: { dotAll: boolean; multiline: boolean }): string {
  if (character === ".") return mode.dotAll ? "[^]" : "[^\\n]";
  if (character === "^") return mode.multiline ? "(?<![^\\n])" : "^";
  if (character === "$") return mode.multiline ? "(?![^\\n])" : "$";
  return "/{}]".includes(character) ? `\\${character}` : character;
}

interface Piece {
  readonly source: string;
  /** How much of the pattern it stands for. */
  readonly length: number;
}

function escaped(rest: string): Piece | null {
  const next = rest[1];
  if (next === undefined) return null;
  if (next === "Q") {
    const end = rest.indexOf("\\E", 2);
    const quoted = rest.slice(2, end === -1 ? undefined : end);
    return { source: quoted.replace(/[$(-+.?[-^{|}/]/g, "\\$&"), length: end === -1 ? rest.length : end + 2 };
  }
  if (next === "A") return { source: "(?<![^])", length: 2 };
  if (next === "z") return { source: "(?![^])", length: 2 };
  if (next === "a") return { source: "\\x07", length: 2 };
  const hexadecimal = /^\\x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/.exec(rest);
  if (hexadecimal !== null)
    return { source: `\\u{${hexadecimal[1] ?? hexadecimal[2] ?? "0"}}`, length: hexadecimal[0].length };
  const property = /^\\([pP])(?:\{(\^?)(\w+)\}|(\w))/.exec(rest);
  if (property !== null) {
    const [whole, letter = "p", not = "", name, short] = property;
    const kind = not === "" ? letter : letter === "p" ? "P" : "p";
    const long = name ?? short ?? "";
    return { source: `\\${kind}{${long.length > 2 ? `Script=${long}` : long}}`, length: whole.length };
  }
  if (/[bBdDsSwWtnrfv]/.test(next)) return { source: `\\${next}`, length: 2 };
  // Go has no references back, and no escaped letters beyond those above.
  if (/[0-9A-Za-z]/.test(next)) return null;
  return { source: literal(next), length: 2 };
}

function literal(character: string): string {
  return /[\^$\\.*+?()[\]{}|/-]/.test(character) ? `\\u{${character.codePointAt(0)?.toString(16)}}` : character;
}

function characterClass(rest: string): Piece | null {
  let at = 1;
  let source = "[";
  if (rest[at] === "^") {
    source += "^";
    at += 1;
  }
  for (let first = true; ; first = false) {
    const character = rest[at];
    if (character === undefined) return null;
    if (character === "]" && !first) return { source: `${source}]`, length: at + 1 };
    const posix = /^\[:(\w+):\]/.exec(rest.slice(at));
    if (posix !== null) {
      const set = POSIX[posix[1] ?? ""];
      if (set === undefined) return null;
      source += set;
      at += posix[0].length;
    } else if (character === "\\") {
      const sign = escaped(rest.slice(at));
      if (sign === null || /^\(/.test(sign.source)) return null;
      source += sign.source;
      at += sign.length;
    } else {
      source += character === "-" ? "-" : literal(character);
      at += 1;
    }
  }
}
