/** Finds places in YAML text: lists, entries, the beginnings and ends of lines and items. Expects text that yamlTree accepted. */

import { type Document, isCollection, isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from "yaml";

import type { Path } from "./registry-path.ts";

/** Replaces `text` from `from` up to `to`. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Applies splices that do not overlap. */
export function spliced(text: string, splices: readonly Splice[]): string {
  return splices
    .toSorted((a, b) => b.from - a.from || b.to - a.to)
    .reduce((result, { from, to, text: put }) => result.slice(0, from) + put + result.slice(to), text);
}

/** The outermost mapping of a document that has its tokens; `null`: there is none, or it is in braces. */
export function topOf(document: Document.Parsed | null): YAMLMap | null {
  const contents = document?.contents ?? null;
  return isMap(contents) && contents.flow !== true ? contents : null;
}

export function pairOf(map: YAMLMap, key: string): Pair | null {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key) ?? null;
}

export function listOf(map: YAMLMap, key: string): YAMLSeq | null {
  const value = pairOf(map, key)?.value;
  return isSeq(value) ? value : null;
}

/** Where a list is or would be: the mapping that contains it, and its key there. */
interface ListPlace {
  readonly map: YAMLMap;
  readonly key: string;
  readonly list: YAMLSeq | null;
}

/** `null`: the mappings on the way to it are not all there. */
export function placeIn(top: YAMLMap, path: Path): ListPlace | null {
  const steps = path.map(String);
  const key = steps.at(-1) ?? "";
  let map = top;
  for (const step of steps.slice(0, -1)) {
    const inner = pairOf(map, step)?.value;
    if (!isMap(inner)) return null;
    map = inner;
  }
  return { map, key, list: listOf(map, key) };
}

export function entryOf(list: YAMLSeq | null, index: number): YAMLMap | null {
  const entry = list?.items[index];
  return isMap(entry) ? entry : null;
}

export function startOf(node: unknown): number {
  return (isScalar(node) || isCollection(node) ? node.range?.[0] : undefined) ?? 0;
}

/** The end of a node's last character; comments and line ends after it do not belong to it. */
export function endOf(node: unknown): number {
  if (isCollection(node) && node.flow !== true) {
    const last: unknown = node.items.at(-1);
    if (isPairLike(last)) return endOf(last.value === null || isEmpty(last.value) ? last.key : last.value);
    if (last !== undefined) return endOf(last);
  }
  return (isScalar(node) || isCollection(node) ? node.range?.[1] : undefined) ?? 0;
}

function isPairLike(item: unknown): item is Pair {
  return typeof item === "object" && item !== null && "key" in item && "value" in item && !isCollection(item);
}

/** A value that is not there: `contributors:` and nothing behind it. */
export function isEmpty(node: unknown): boolean {
  return node === null || (isScalar(node) && node.source === "" && node.value === null);
}

/** Offsets of a block list's dashes, one for each item. */
export function dashesOf(list: YAMLSeq): readonly number[] {
  const token = list.srcToken;
  if (token?.type !== "block-seq") return [];
  return token.items.flatMap(({ start }) =>
    start.filter(({ type }) => type === "seq-item-ind").map(({ offset }) => offset),
  );
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** The end of the line in which something ends, without its line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  if (end === -1) return text.length;
  return text[end - 1] === "\r" ? end - 1 : end;
}

/** The beginning of the line after the one that ends at `offset`; the text's end if there is none. */
export function nextLine(text: string, offset: number): number {
  // A block scalar ends behind its line end.
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

export function lineBreak(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** Whether only blanks precede it on its line. */
export function beginsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === "";
}

/** Whether only blanks and a comment follow it on its line. */
export function endsLine(text: string, offset: number): boolean {
  return /^\s*(#.*)?$/.test(text.slice(offset, lineEnd(text, offset)));
}

/** The end of the comma after an item of a list in brackets; `null`: it has none. */
export function commaAfter(text: string, offset: number): number | null {
  const [skipped = ""] = /^(?:\s|#[^\n]*)*/.exec(text.slice(offset)) ?? [];
  const at = offset + skipped.length;
  return text[at] === "," ? at + 1 : null;
}
