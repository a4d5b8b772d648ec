/** Reads another tool's YAML and the place of everything in it, following anchors and merges; bounded, whatever the text (R24). */

import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  type YAMLMap,
} from "yaml";
import type { OffsetFault } from "../../../registry/yaml-document.ts";
import { type Place, placeAt } from "../../../registry/yaml-tree.ts";

export interface PlacedFault extends Place {
  readonly message: string;
}

interface PlacedMap {
  readonly kind: "map";
  readonly at: Place;
  readonly entries: readonly PlacedEntry[];
}

export interface PlacedEntry {
  readonly key: string;
  readonly at: Place;
  readonly value: Placed;
}

interface PlacedList {
  readonly kind: "list";
  readonly at: Place;
  readonly items: readonly Placed[];
}

interface PlacedScalar {
  readonly kind: "scalar";
  readonly at: Place;
  readonly value: string | number | boolean | null;
  /** As it was written, without quotes. */
  readonly text: string;
}

export type Placed = PlacedMap | PlacedList | PlacedScalar;

/** In characters. The largest that were found in public repositories have 60,000. */
const MAX_SIZE = 1_000_000;
/** The deepest place that policy-bot or Mergify document lies at twelve; each may nest `and` and `or` ten deep. */
const DEEPEST = 64;
/** Parts of the text with its anchors followed; more of them are a bomb. */
const MAX_PARTS = 100_000;
const MAX_FAULTS = 20;

/** The value of a text of one document; `null` where there are faults, or nothing. Never throws. */
export function placedYaml(text: string): { readonly value: Placed | null; readonly faults: readonly PlacedFault[] } {
  const lines = new LineCounter();
  const placed = (faults: readonly OffsetFault[]) => ({
    value: null,
    faults: faults.slice(0, MAX_FAULTS).map(({ offset, message }) => ({ ...placeAt(offset, lines), message })),
  });
  if (text.length > MAX_SIZE)
    return { value: null, faults: [{ line: 1, column: 1, message: "the file is larger than 1 MB, and is not read" }] };
  const { documents, fault } = documentsOf(text, lines);
  if (fault !== null) return placed([fault]);
  const [document, second] = documents;
  if (second !== undefined)
    return placed([{ offset: second.range[0], message: "a second document begins here; the file is one" }]);
  if (document === undefined) return { value: null, faults: [] };
  if (document.errors.length > 0)
    return placed(
      document.errors.map(({ pos, message }) => ({ offset: pos[0], message: `not valid YAML: ${message}` })),
    );
  const walk = new Walk(lines);
  const value = document.contents === null ? null : walk.of(document.contents);
  return walk.faults.length > 0 ? placed(walk.faults) : { value, faults: [] };
}

function documentsOf(text: string, lines: LineCounter) {
  const documents: Document.Parsed[] = [];
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: "silent", merge: false });
  lines.addNewLine(0);
  const tokens = function* () {
    for (const lexeme of new Lexer().lex(text)) {
      yield* parser.next(lexeme);
      if (parser.stack.length > DEEPEST) return;
    }
    yield* parser.end();
  };
  for (const token of tokens()) documents.push(...composer.next(token));
  if (parser.stack.length > DEEPEST)
    return {
      documents: [],
      fault: { offset: parser.offset, message: `nested more than ${DEEPEST} levels deep, and is not read` },
    };
  documents.push(...composer.end(documents.length === 0, text.length));
  return { documents, fault: null };
}

const EMPTY: Omit<PlacedScalar, "at"> = { kind: "scalar", value: null, text: "" };

/** Goes through a document once, from its beginning. */
class Walk {
  readonly faults: OffsetFault[] = [];
  readonly #lines: LineCounter;
  readonly #anchors = new Map<string, unknown>();
  readonly #open = new Set<unknown>();
  #parts = 0;
  /** Of the node with a place that was met last. */
  #offset = 0;

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  of(node: unknown): Placed {
    this.#parts += 1;
    if (this.#parts > MAX_PARTS) {
      const isTold = this.faults.length > 0;
      return isTold ? this.#nothing() : this.#fault(node, "anchors make more of this file than is read");
    }
    if (isAlias(node)) return this.#aliased(node.source, node);
    const at = this.#placeOf(node);
    if (isNode(node) && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (node === null || node === undefined) return { ...EMPTY, at };
    this.#open.add(node);
    const value = this.#within(node, at);
    this.#open.delete(node);
    return value;
  }

  #within(node: unknown, at: Place): Placed {
    if (isSeq(node)) return { kind: "list", at, items: node.items.map((item) => this.of(item)) };
    if (isMap(node)) return { kind: "map", at, entries: this.#entriesOf(node) };
    if (!isScalar(node)) return this.#fault(node, "this kind of YAML is not read");
    const { value } = node;
    const plain = value === null || typeof value === "boolean" || typeof value === "number";
    const text = typeof value === "string" ? value : (node.source ?? "");
    return { kind: "scalar", at, value: plain || typeof value === "string" ? value : text, text };
  }

  #aliased(name: string, node: unknown): Placed {
    const meant = this.#anchors.get(name);
    if (meant === undefined) return this.#fault(node, `no anchor &${name} stands before this alias`);
    if (this.#open.has(meant)) return this.#fault(node, `the alias *${name} stands within its own anchor`);
    return this.of(meant);
  }

  #entriesOf(map: YAMLMap): readonly PlacedEntry[] {
    const own = new Map<string, PlacedEntry>();
    const merged: PlacedEntry[] = [];
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? String(key.value) : null;
      const at = this.#placeOf(key);
      const placed = this.of(value);
      if (name === null) this.#fault(key, "a key must be a plain word");
      else if (name === "<<") merged.push(...this.#mergedFrom(placed, key));
      else if (own.has(name)) this.#fault(key, `the key ${JSON.stringify(name)} is there twice; keep one of them`);
      else own.set(name, { key: name, at, value: placed });
    }
    for (const entry of merged) if (!own.has(entry.key)) own.set(entry.key, entry);
    return [...own.values()];
  }

  #mergedFrom(value: Placed, key: unknown): readonly PlacedEntry[] {
    if (value.kind === "map") return value.entries;
    if (value.kind === "list" && value.items.every(({ kind }) => kind === "map"))
      return value.items.flatMap((item) => this.#mergedFrom(item, key));
    this.#fault(key, "<< merges mappings alone");
    return [];
  }

  #fault(node: unknown, message: string): Placed {
    this.#placeOf(node);
    this.faults.push({ offset: this.#offset, message });
    return this.#nothing();
  }

  #nothing(): Placed {
    return { ...EMPTY, at: placeAt(this.#offset, this.#lines) };
  }

  #placeOf(node: unknown): Place {
    if (isNode(node)) this.#offset = node.range?.[0] ?? this.#offset;
    return placeAt(this.#offset, this.#lines);
  }
}
