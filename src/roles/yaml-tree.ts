/**
 * Reads YAML text into plain values and remembers where each stood. Whatever could explode, shadow or mislead is a fault rather
 * than a value (R24): work and memory are bounded by the size of the text, and nothing throws.
 */
import { Composer, CST, type Document, isMap, isNode, isScalar, isSeq, Lexer, LineCounter, Parser } from "yaml";
import type { Fault } from "./model.ts";
import { printable, syntaxFault } from "./yaml-faults.ts";

const LARGEST = 1024 * 1024;
/** Words, marks and spaces; a registry of 10,000 people and 5,000 areas has half as many. */
const MOST_LEXEMES = 800_000;
/** The deepest documented place lies at nine. */
const DEEPEST = 24;
/** Stray tokens and the like after which reading stops: the rest would only repeat the first. */
const MOST_STRAYS = 20;
const MOST_FAULTS = 500;
/** Keys that mean something to JavaScript objects. */
const RESERVED_KEYS = new Set(["__proto__", "constructor", "prototype"]);

export type Plain = null | boolean | number | string | undefined | readonly Plain[] | { readonly [key: string]: Plain };
export type Path = readonly PropertyKey[];
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface YamlTree {
  /** `undefined` where a fault leaves no value; `null` for an empty document. */
  readonly value: Plain;
  readonly faults: readonly Fault[];
  /** Whether the faults leave too little to say anything about the content. */
  readonly unreadable: boolean;
  /** Where the value at a path stands, or its key; where there is neither, the nearest thing around it. */
  placeOf(path: Path, on?: "key" | "value"): Place;
  /** The value at a path as it was written. */
  sourceOf(path: Path): string | null;
  /** Whether a fault already stands at that very place. */
  isFaulty(path: Path): boolean;
}

/** Reads the text. Faults are in the order of the text. */
export function yamlTree(text: string): YamlTree {
  if (Buffer.byteLength(text) > LARGEST)
    return unreadable([
      { offset: 0, message: "the file is larger than 1 MiB; split people into teams or areas into files" },
    ]);
  const lines = new LineCounter();
  const { document, strays } = withoutStackTraces(() => composed(text, lines));
  const syntax = (document?.errors ?? []).map((error) => ({ offset: error.pos[0], message: syntaxFault(error) }));
  if (document === null || syntax.length > 0) return unreadable([...strays, ...syntax], lines);
  const found = plainOf(document);
  return {
    value: found.value,
    faults: [...controlFaults(text), ...strays, ...found.faults]
      .sort((a, b) => a.offset - b.offset)
      .map((fault) => placed(fault, lines)),
    unreadable: false,
    placeOf: (path, on = "value") => placeAt(offsetOf(document, path, on), lines),
    sourceOf: (path) => sourceOf(document, path),
    isFaulty: (path) => found.faulty.has(JSON.stringify(path.map(String))),
  };
}

interface OffsetFault {
  readonly offset: number;
  readonly message: string;
}

function unreadable(faults: readonly OffsetFault[], lines = new LineCounter()): YamlTree {
  const listed = [...faults].sort((a, b) => a.offset - b.offset).slice(0, MOST_STRAYS);
  const start = { line: 1, column: 1 };
  return {
    ...{ value: undefined, unreadable: true, faults: listed.map((fault) => placed(fault, lines)) },
    ...{ placeOf: () => start, sourceOf: () => null, isFaulty: () => true },
  };
}

function placeAt(offset: number, lines: LineCounter): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function placed({ offset, message }: OffsetFault, lines: LineCounter): Fault {
  return { severity: "error", ...placeAt(offset, lines), message };
}

/** The composer makes an Error for each fault it meets, up to half a million; none of them needs to know its call stack. */
function withoutStackTraces<T>(work: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Runs lexer, parser and composer in step, so that a hostile text ends the work where it shows itself. */
function composed(text: string, lines: LineCounter): { document: Document.Parsed | null; strays: OffsetFault[] } {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const composer = new Composer({ version: "1.2", stringKeys: true, uniqueKeys: false, prettyErrors: false, ...QUIET });
  const strays: OffsetFault[] = [];
  const documents: Document.Parsed[] = [];
  const stop = (offset: number, message: string) => {
    strays.push({ offset, message });
    return { document: null, strays };
  };
  let scalarNext = false;
  let lexemes = 0;
  let begun = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const refused = scalarNext ? null : refusedLexeme(lexeme);
    if (refused !== null) strays.push({ offset: parser.offset, message: refused });
    scalarNext = lexeme === CST.SCALAR;
    for (const token of parser.next(lexeme)) {
      if (token.type === "error")
        // What follows a stray token is read amiss, so the first one is the only one that is sure.
        return stop(token.offset, `not valid YAML: ${strayText(token.source)} does not belong here; reading stopped`);
      if (token.type === "document" && ++begun > 1)
        return stop(token.offset, "a second document begins here; roles.yaml is one document");
      documents.push(...composer.next(token));
    }
    if (parser.stack.length > DEEPEST)
      return stop(parser.offset, `nested more than ${DEEPEST} levels deep; nothing in roles.yaml needs that`);
    if (++lexemes > MOST_LEXEMES)
      return stop(parser.offset, "the file has too many parts to be read; name people by teams");
    if (strays.length > MOST_STRAYS) return { document: null, strays };
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));
  const [document = null] = documents;
  return { document, strays };
}

const QUIET = { logLevel: "silent", resolveKnownTags: false } as const;

function strayText(source: string): string {
  return source.trim() === "" ? "this" : printable(source);
}

/** Parts of YAML that roles.yaml does without: they let a short text stand for a huge or a different one. */
function refusedLexeme(lexeme: string): string | null {
  switch (CST.tokenType(lexeme)) {
    case "anchor":
    case "alias":
      return `${printable(lexeme)} is a YAML anchor or alias, which roles.yaml does not take; write the value out`;
    case "tag":
      return `${printable(lexeme)} is a YAML tag, which roles.yaml does not take; leave it out`;
    case "directive-line":
      return `${printable(lexeme)} is a YAML directive, which roles.yaml does not take; leave it out`;
    default:
      return null;
  }
}

/** Characters that cannot be seen, or that show the text in another order than it is read. */
function controlFaults(text: string): readonly OffsetFault[] {
  const found: OffsetFault[] = [];
  for (const { index, 0: character } of text.matchAll(UNSEEN)) {
    found.push({ offset: index, message: unseenFault(character) });
    if (found.length === MOST_STRAYS) break;
  }
  return found;
}

const UNSEEN = /(?![\t\n\r])[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069]/gu;

function unseenFault(character: string): string {
  const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `the invisible character U+${point} is not allowed; delete it`;
}

interface Found {
  readonly value: Plain;
  readonly faults: OffsetFault[];
  readonly faulty: Set<string>;
}

/** Values without YAML's own types; what is at fault becomes `undefined`. */
function plainOf(document: Document.Parsed): Found {
  const faults: OffsetFault[] = [];
  const faulty = new Set<string>();
  const at = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

  function fault(node: unknown, path: Path, message: string | null): undefined {
    faulty.add(JSON.stringify(path.map(String)));
    if (message !== null && faults.length < MOST_FAULTS) faults.push({ offset: at(node), message });
  }

  function mapping(items: readonly { readonly key: unknown; readonly value: unknown }[], path: Path): Plain {
    const lines = new Map<string, unknown>();
    const values: [string, Plain][] = [];
    for (const { key, value } of items) {
      const name = isScalar(key) ? String(key.value) : null;
      const here = [...path, name ?? "?"];
      if (name === null) fault(key, here, "a key must be a plain word");
      else if (RESERVED_KEYS.has(name))
        fault(key, here, `the key ${printable(name)} is not allowed; choose another name`);
      else if (lines.has(name)) fault(key, here, `the key ${printable(name)} is there twice; keep one of them`);
      else values.push([name, plain(value, here)]);
      if (name !== null) lines.set(name, key);
    }
    return Object.fromEntries(values);
  }

  function plain(node: unknown, path: Path): Plain {
    if (node === null) return null;
    if (isMap(node)) return mapping(node.items, path);
    if (isSeq(node)) return node.items.map((item, index) => plain(item, [...path, index]));
    if (!isScalar(node)) return fault(node, path, null);
    const { value } = node;
    if (typeof value === "string") {
      const unseen = node.type?.startsWith("QUOTE_D") ? value.match(UNSEEN)?.[0] : undefined;
      return unseen === undefined ? value : fault(node, path, unseenFault(unseen));
    }
    return value === null || typeof value === "boolean" || typeof value === "number" ? value : fault(node, path, null);
  }

  return { value: plain(document.contents, []), faults, faulty };
}

/** The node at a path and its key, or those of the nearest parent that exists. */
function nodeAt(
  document: Document.Parsed,
  path: Path,
): { readonly node: unknown; readonly key: unknown; readonly whole: boolean } {
  let node: unknown = document.contents;
  let key: unknown = null;
  for (const step of path) {
    const next = isMap(node)
      ? node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(step))
      : isSeq(node) && typeof step === "number" && step < node.items.length
        ? { key: null, value: node.items[step] }
        : undefined;
    if (next === undefined) return { node, key, whole: false };
    key = next.key;
    node = next.value;
  }
  return { node, key, whole: true };
}

function offsetOf(document: Document.Parsed, path: Path, on: "key" | "value"): number {
  const { node, key, whole } = nodeAt(document, path);
  const absent = isScalar(node) && node.source === "";
  const order = on === "key" || absent || !whole ? [key, node] : [node, key];
  for (const candidate of order) if (isNode(candidate) && candidate.range) return candidate.range[0];
  return 0;
}

function sourceOf(document: Document.Parsed, path: Path): string | null {
  const { node, whole } = nodeAt(document, path);
  return whole && isScalar(node) && typeof node.source === "string" ? node.source : null;
}
