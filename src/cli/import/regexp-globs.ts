/** Expresses a regular expression over paths as globs, exactly or not at all. */

import { globText } from "../../registry/glob.ts";

/** What a pattern is made of once its alternatives are spread. */
type Token =
  | { readonly kind: "text"; readonly text: string }
  /** One character of a set that has no slash, as a glob writes it. */
  | { readonly kind: "set"; readonly glob: string }
  /** `.`: any one character, a slash too. */
  | { readonly kind: "one" }
  /** `[^/]` and `[^/]*`. */
  | { readonly kind: "one-within" }
  | { readonly kind: "many-within" }
  /** `.*` */
  | { readonly kind: "many" }
  | { readonly kind: "begin" }
  | { readonly kind: "end" };

type Sequence = readonly Token[];

/** More alternatives than these make no readable registry. */
const MAX_COUNT = 48;

/** Globs that match exactly the paths in which the (Go) pattern is found, or those of them in which its dots are dots; `null` where there are none, or too many. */
export function globsOfRegexp(
  pattern: string,
  dots: "any-character" | "literal-dots" = "any-character",
): readonly string[] | null {
  const reader = { text: pattern, at: 0, literalDots: dots === "literal-dots" };
  const read = alternatives(reader);
  if (read === null || reader.at < pattern.length) return null;
  const globs = new Set<string>();
  for (const sequence of read) {
    const whole = anchored(sequence);
    if (whole === null) return null;
    for (const glob of globsOf(spreadSlashes(collapsed(whole)))) globs.add(glob);
    if (globs.size > MAX_COUNT) return null;
  }
  return [...globs];
}

interface Reader {
  readonly text: string;
  at: number;
  /** A dot stands for itself, unless it is repeated. */
  readonly literalDots: boolean;
}

function alternatives(reader: Reader): readonly Sequence[] | null {
  const found: Sequence[] = [];
  for (;;) {
    const read = sequences(reader);
    if (read === null) return null;
    found.push(...read);
    if (found.length > MAX_COUNT) return null;
    if (reader.text[reader.at] !== "|") return found;
    reader.at += 1;
  }
}

function sequences(reader: Reader): readonly Sequence[] | null {
  let found: readonly Sequence[] = [[]];
  while (reader.at < reader.text.length && !"|)".includes(reader.text[reader.at] ?? "")) {
    const item = atom(reader);
    const repeated = item === null ? null : quantified(item, reader);
    if (repeated === null) return null;
    found = found.flatMap((before) => repeated.map((after) => [...before, ...after]));
    if (found.length > MAX_COUNT) return null;
  }
  return found;
}

function atom(reader: Reader): readonly Sequence[] | null {
  const character = reader.text[reader.at] ?? "";
  reader.at += 1;
  if (character === "(") return group(reader);
  if (character === "[") return bracket(reader);
  if (character === "\\") return escapedAtom(reader);
  if (character === ".") {
    const isRepeated = "*+?{".includes(reader.text[reader.at] ?? " ");
    return [[reader.literalDots && !isRepeated ? { kind: "text", text: "." } : { kind: "one" }]];
  }
  if (character === "^") return [[{ kind: "begin" }]];
  if (character === "$") return [[{ kind: "end" }]];
  return "*+?{}".includes(character) ? null : [[{ kind: "text", text: character }]];
}

function group(reader: Reader): readonly Sequence[] | null {
  const rest = reader.text.slice(reader.at);
  const opening = /^\?(?::|P?<\w+>)/.exec(rest)?.[0] ?? "";
  if (opening === "" && rest.startsWith("?")) return null;
  reader.at += opening.length;
  const inner = alternatives(reader);
  if (inner === null || reader.text[reader.at] !== ")") return null;
  reader.at += 1;
  return inner;
}

function bracket(reader: Reader): readonly Sequence[] | null {
  const found = /^(\^?)([^[\]\\^]+)\]/.exec(reader.text.slice(reader.at));
  if (found === null) return null;
  const [whole, not = "", set = ""] = found;
  reader.at += whole.length;
  if (not === "^") return set === "/" ? [[{ kind: "one-within" }]] : null;
  // A range from before the slash to behind it has the slash in it.
  if (set.includes("/") || /[!-.]-[0-~]/.test(set) || set.startsWith("!")) return null;
  return [[{ kind: "set", glob: `[${set}]` }]];
}

function escapedAtom(reader: Reader): readonly Sequence[] | null {
  const character = reader.text[reader.at];
  reader.at += 1;
  if (character === "d") return [[{ kind: "set", glob: "[0-9]" }]];
  if (character === "w") return [[{ kind: "set", glob: "[0-9A-Za-z_]" }]];
  if (character === "A") return [[{ kind: "begin" }]];
  if (character === "z") return [[{ kind: "end" }]];
  if (character === undefined || /[0-9A-Za-z]/.test(character)) return null;
  return [[{ kind: "text", text: character }]];
}

function quantified(item: readonly Sequence[], reader: Reader): readonly Sequence[] | null {
  const sign = reader.text[reader.at] ?? "";
  if (sign === "{") return null;
  if (!"*+?".includes(sign) || sign === "") return item;
  reader.at += 1;
  // How greedily something matches does not change whether it does.
  if (reader.text[reader.at] === "?") reader.at += 1;
  if ("*+?{".includes(reader.text[reader.at] ?? " ")) return null;
  if (sign === "?") return [[], ...item];
  const [only, ...others] = item;
  const [token, ...more] = only ?? [];
  if (token === undefined || more.length > 0 || others.length > 0) return null;
  if (token.kind === "one") return [sign === "+" ? [token, { kind: "many" }] : [{ kind: "many" }]];
  if (token.kind === "one-within") return [sign === "+" ? [token, { kind: "many-within" }] : [{ kind: "many-within" }]];
  return null;
}

/** The pattern may be found anywhere, unless it says where. */
function anchored(sequence: Sequence): Sequence | null {
  const many: Token = { kind: "many" };
  const first = sequence.findLastIndex(({ kind }) => kind === "begin");
  const last = sequence.findIndex(({ kind }) => kind === "end");
  if (first > 0 || (last !== -1 && last < sequence.length - 1)) return null;
  const inner = sequence.slice(first + 1, last === -1 ? undefined : last);
  return [...(first === -1 ? [many] : []), ...inner, ...(last === -1 ? [many] : [])];
}

function collapsed(sequence: Sequence): Sequence {
  const out: Token[] = [];
  for (const token of sequence) {
    const before = out.at(-1);
    const loose = (kind: string | undefined) => kind === "many" || kind === "many-within";
    if (loose(before?.kind) && loose(token.kind)) {
      if (token.kind === "many") out[out.length - 1] = token;
    } else if (before?.kind === "text" && token.kind === "text")
      out[out.length - 1] = { kind: "text", text: before.text + token.text };
    else out.push(token);
  }
  return out;
}

/** `.` is a slash or something else; globs keep the two apart. */
function spreadSlashes(sequence: Sequence): readonly Sequence[] {
  let found: readonly Sequence[] = [[]];
  for (const token of sequence) {
    const choices: readonly Token[] =
      token.kind === "one" ? [{ kind: "one-within" }, { kind: "text", text: "/" }] : [token];
    found = found.flatMap((before) => choices.map((choice) => [...before, choice]));
    if (found.length > MAX_COUNT) return found;
  }
  return found;
}

function globsOf(all: readonly Sequence[]): readonly string[] {
  return all.flatMap((sequence) => {
    let found: readonly string[] = [""];
    for (const [index, token] of sequence.entries()) {
      const next = sequence[index + 1];
      const ends = next === undefined;
      const right = ends || (next.kind === "text" && next.text.startsWith("/"));
      found = found.flatMap((before) => globOf(token, before, right, ends).map((piece) => before + piece));
      if (found.length > MAX_COUNT) return found;
    }
    return found.filter(possible);
  });
}

function globOf(token: Token, before: string, right: boolean, ends: boolean): readonly string[] {
  if (token.kind === "text") return [globText(token.text)];
  if (token.kind === "set") return [token.glob];
  if (token.kind === "one-within") return ["?"];
  if (token.kind === "many-within") return ["*"];
  const left = before === "" || before.endsWith("/");
  // Between slashes nothing is empty, so that `.*` stands for one name or more there.
  if (left) return [ends ? "**" : right ? "*/**" : "**/*"];
  return right ? ["*", "*/**"] : ["*", "*/**/*"];
}

/** No path begins or ends with a slash, or has two of them together. */
function possible(glob: string): boolean {
  return glob.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
}
