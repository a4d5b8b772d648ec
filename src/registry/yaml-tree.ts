/**
 * Turns YAML text into plain values and remembers the place of each. Whatever could explode, shadow or mislead becomes a fault instead
 * of a value (R24): work and memory are bounded by the size of the text, and nothing throws.
 */

import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, type Pair, type YAMLMap } from "yaml";
import type { Path } from "./registry-path.ts";
import type { Fault } from "./registry-types.ts";
import { unclosedIn } from "./unclosed.ts";
import { composed, MAX_STRAYS, type OffsetFault } from "./yaml-document.ts";
import { printable, syntaxFault } from "./yaml-faults.ts";
import { explained, quoted, slipIn } from "./yaml-slips.ts";

/** In bytes of UTF-8. 10,000 people with id, area and dates in 5,000 areas take some 1.3 MB. */
export const MAX_REGISTRY = 2 * 1024 * 1024;
const MAX_FAULTS = 500;
/** Keys that mean something to JavaScript objects. */
const RESERVED_KEYS = new Set(["__proto__", "constructor", "prototype"]);

export type Plain = null | boolean | number | string | undefined | readonly Plain[] | { readonly [key: string]: Plain };
/** The value at a path, `undefined` if there is none. */
export function valueAt(value: Plain, path: Path): Plain {
  let here: Plain = value;
  for (const step of path) {
    if (here === null || typeof here !== "object") return undefined;
    if (isList(here)) here = here[Number(step)];
    else here = Object.hasOwn(here, step) ? here[String(step)] : undefined;
  }
  return here;
}

/** `null`: none. */
export function mappingOf(value: Plain): Readonly<Record<string, Plain>> | null {
  return value === null || typeof value !== "object" || isList(value) ? null : value;
}

export function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface YamlTree {
  /** `undefined` where a fault leaves no value; `null` for an empty document. */
  readonly value: Plain;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  /** What the value was read from; `null`: reading had to stop. */
  readonly document: Document.Parsed | null;
  /** Whether the faults leave too little to judge the content. */
  readonly unreadable: boolean;
  /** The place of the value at a path, or of its key; if there is neither, the nearest thing around it. */
  placeOf(path: Path, on?: "key" | "value"): Place;
  /** The value at a path as it was written. */
  sourceOf(path: Path): string | null;
  /** A comment after an unquoted text at a path, from its # on, on the same line. */
  commentAt(path: Path): string | null;
  /** Whether exactly that place already has a fault. */
  isFaulty(path: Path): boolean;
}

/** Reads the text. `keepsTokens`: so that the document can be edited. */
export function yamlTree(text: string, keepsTokens = false): YamlTree {
  if (Buffer.byteLength(text) > MAX_REGISTRY)
    return unreadable([
      {
        offset: 0,
        message: "the file is larger than 2 MiB; name people by teams, or give repositories files of their own",
      },
    ]);
  if (isWide(text))
    return unreadable([{ offset: 0, message: "the file is UTF-16, or no text at all; save it as UTF-8" }]);
  const lines = new LineCounter();
  const { document, strays } = composed(text, lines, keepsTokens);
  const syntax = (document?.errors ?? []).map((error) => ({ offset: error.pos[0], message: syntaxFault(error, text) }));
  const isBroken = document === null || syntax.length > 0;
  const slip = isBroken || !isMap(document.contents) ? slipIn(text) : null;
  if (slip !== null) return unreadable([slip], lines);
  if (isBroken) return broken([...strays, ...syntax], document, { text, lines });
  const found = plainOf(document);
  const at = places(document, text);
  return {
    value: found.value,
    document,
    faults: [
      ...quoted(placedInOrder(strays, lines), text),
      ...placedInOrder([...controlFaults(text), ...found.faults], lines),
    ],
    warnings: undecoded(text).map((found) => ({ ...placed(found, lines), severity: "warning" })),
    unreadable: false,
    placeOf: (path, on = "value") => placeAt(at.offsetOf(path, on), lines),
    sourceOf: at.sourceOf,
    commentAt: at.commentAt,
    isFaulty: (path) => found.faulty.has(JSON.stringify(path.map(String))),
  };
}

/** What is wrong with a text that is not YAML: by the slip that caused it, if that is known. */
function broken(
  errors: readonly OffsetFault[],
  document: Document.Parsed | null,
  { text, lines }: { readonly text: string; readonly lines: LineCounter },
): YamlTree {
  const whole = unreadable(errors, lines);
  const slips = explained(whole.faults, text).filter((fault) => !whole.faults.includes(fault));
  if (slips.length > 0) return { ...whole, faults: slips };
  const [unseen] = controlFaults(text);
  const cause = unseen ?? (document === null ? null : unclosedIn(document, text));
  return cause === null ? { ...whole, faults: quoted(whole.faults, text) } : unreadable([cause], lines);
}

function unreadable(faults: readonly OffsetFault[], lines = new LineCounter()): YamlTree {
  const start = { line: 1, column: 1 };
  return {
    value: undefined,
    document: null,
    unreadable: true,
    faults: placedInOrder(faults, lines).slice(0, MAX_STRAYS),
    warnings: [],
    placeOf: () => start,
    sourceOf: () => null,
    commentAt: () => null,
    isFaulty: () => true,
  };
}

export function placeAt(offset: number, lines: LineCounter): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function placedInOrder(faults: readonly OffsetFault[], lines: LineCounter): readonly Fault[] {
  return [...faults].sort((a, b) => a.offset - b.offset).map((fault) => placed(fault, lines));
}

function placed({ offset, message }: OffsetFault, lines: LineCounter): Fault {
  return { severity: "error", ...placeAt(offset, lines), message };
}

/** Every second character of a text in UTF-16 is a NUL where it is read as UTF-8. */
function isWide(text: string): boolean {
  return /^(?:\ufffd\ufffd|\ufeff)?(?:[^\0]\0|\0[^\0]){2}/.test(text);
}

/** The places of bytes that are not UTF-8: decoders replace them by this character. */
function undecoded(text: string): readonly OffsetFault[] {
  const offset = text.indexOf("\ufffd");
  if (offset === -1) return [];
  const message = "a character here is not UTF-8 and was lost; write it again, and save the file as UTF-8";
  return [{ offset, message }];
}

/** Characters that cannot be seen, or that show the text in another order than it is read. */
function controlFaults(text: string): readonly OffsetFault[] {
  const found: OffsetFault[] = [];
  for (const { index, 0: character } of text.matchAll(UNSEEN)) {
    found.push({ offset: index, message: unseenFault(character) });
    if (found.length === MAX_STRAYS) break;
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

/** Values without YAML's own types; faulty ones become `undefined`. */
function plainOf(document: Document.Parsed): Found {
  const faults: OffsetFault[] = [];
  const faulty = new Set<string>();
  const at = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

  function fault(node: unknown, path: Path, message: string | null): undefined {
    faulty.add(JSON.stringify(path.map(String)));
    if (message !== null && faults.length < MAX_FAULTS) faults.push({ offset: at(node), message });
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

/** The places in a document that belong to a path. */
function places(document: Document.Parsed, text: string) {
  const pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  function pairAt(map: YAMLMap, key: string): Pair | undefined {
    const known =
      pairs.get(map) ?? new Map(map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : "", pair]));
    pairs.set(map, known);
    return known.get(key);
  }

  /** The node at a path and its key, or those of the nearest parent that exists. */
  function nodeAt(path: Path): { readonly node: unknown; readonly key: unknown; readonly whole: boolean } {
    let node: unknown = document.contents;
    let key: unknown = null;
    for (const step of path) {
      const item = isSeq(node) && typeof step === "number" ? { key: null, value: node.items[step] } : undefined;
      const next = isMap(node) ? pairAt(node, String(step)) : item;
      if (next === undefined || (next === item && !isNode(item?.value))) return { node, key, whole: false };
      key = next.key;
      node = next.value;
    }
    return { node, key, whole: true };
  }

  function offsetOf(path: Path, on: "key" | "value"): number {
    const { node, key, whole } = nodeAt(path);
    const absent = isScalar(node) && node.source === "";
    const order = on === "key" || absent || !whole ? [key, node] : [node, key];
    for (const candidate of order) if (isNode(candidate) && candidate.range) return candidate.range[0];
    return 0;
  }

  function sourceOf(path: Path): string | null {
    const { node, whole } = nodeAt(path);
    return whole && isScalar(node) && typeof node.source === "string" ? node.source : null;
  }

  function commentAt(path: Path): string | null {
    const { node, whole } = nodeAt(path);
    if (!whole || !isScalar(node) || node.type !== "PLAIN" || !node.range) return null;
    const [, end] = node.range;
    return /^[ \t]+(#.*)/.exec(text.slice(end, end + 1000))?.[1]?.trimEnd() ?? null;
  }

  return { offsetOf, sourceOf, commentAt };
}
