/** Writes a new entry in the style of its neighbours: a bare login, a mapping in braces, or one over several lines. Pure. */

import { isMap, isScalar, isSeq, parse, type YAMLMap, type YAMLSeq } from "yaml";
import { columnOf, dashesOf, lineBreak, listOf, pairOf, startOf } from "./edit-places.ts";
import type { Field } from "./edit-step.ts";

/** The entry that a new entry imitates. */
interface Sample {
  readonly text: string;
  /** The list that the new entry joins or is beside, if it is written in lines. */
  readonly block: YAMLSeq | null;
  /** A neighbour that is a mapping. */
  readonly entry: { readonly map: YAMLMap; readonly dash: number | null } | null;
  /** Every neighbour is a bare login. */
  readonly bare: boolean;
  readonly any: boolean;
}

/** The sample that the lists give, the first of them before the others. */
export function sampleOf(text: string, lists: readonly YAMLSeq[]): Sample {
  const found = lists.filter(({ items }) => items.length > 0);
  const [nearest] = found;
  const people = found.flatMap(({ items }) => items).filter((item) => isScalar(item) || isPerson(item));
  const own = (nearest?.items ?? []).filter((item) => isScalar(item) || isPerson(item));
  const judged = own.length > 0 ? own : people;
  return {
    text,
    block: found.find(({ flow }) => flow !== true) ?? null,
    entry: found.flatMap(entriesOf)[0] ?? null,
    bare: judged.length > 0 && judged.every((item) => isScalar(item)),
    any: found.length > 0,
  };
}

function isPerson(item: unknown): item is YAMLMap {
  return isMap(item) && pairOf(item, "login") !== null;
}

/** Last one first. */
function entriesOf(list: YAMLSeq): readonly { readonly map: YAMLMap; readonly dash: number | null }[] {
  const dashes = dashesOf(list);
  return list.items.flatMap((map, index) => (isPerson(map) ? [{ map, dash: dashes[index] ?? null }] : [])).toReversed();
}

/** The entry's text as an item of a list; `indent`: the column of its dash, `null` in a list in brackets. */
export function entryText(
  { fields, whole }: { readonly fields: readonly Field[]; readonly whole: boolean },
  sample: Sample,
  indent: number | null,
): string {
  const mustBeWhole = whole || fields.some(([key]) => key === "areas");
  const [login] = fields;
  if (login !== undefined && (fields.length === 1 || (sample.bare && !mustBeWhole))) return scalar(login, sample);
  const order = inOrder(fields, sample);
  const block = sample.entry !== null && sample.entry.map.flow !== true && sample.entry.dash !== null;
  if (block && indent !== null) return lines(order, sample, indent);
  const inside = order.map((field) => `${field[0]}: ${inline(field, sample)}`).join(", ");
  const padding = isTight(sample) ? "" : " ";
  return `{${padding}${inside}${padding}}`;
}

function isTight({ text, entry }: Sample): boolean {
  return entry !== null && entry.map.flow === true && /^\{\S/.test(text.slice(startOf(entry.map)));
}

/** In the neighbour's order, then in the given order. */
function inOrder(fields: readonly Field[], { entry }: Sample): readonly Field[] {
  const keys = (entry?.map.items ?? []).map(({ key }) => (isScalar(key) ? key.value : null));
  const known = keys.flatMap((key) => fields.filter(([name]) => name === key));
  if (known.length === 0) return fields;
  return fields.reduce<readonly Field[]>((ordered, field) => {
    if (ordered.includes(field)) return ordered;
    const before = fields.slice(0, fields.indexOf(field)).findLast((other) => ordered.includes(other));
    const at = before === undefined ? 0 : ordered.indexOf(before) + 1;
    return [...ordered.slice(0, at), field, ...ordered.slice(at)];
  }, known);
}

function lines(fields: readonly Field[], sample: Sample, indent: number): string {
  const { text, entry } = sample;
  const dash = entry?.dash ?? 0;
  const first = entry?.map.items[0]?.key;
  const gap = Math.max(2, columnOf(text, startOf(first)) - columnOf(text, dash));
  const margin = " ".repeat(indent + gap);
  const written = fields.map((field) => `${field[0]}:${valueLines(field, sample, indent + gap)}`);
  return `${" ".repeat(gap - 2)}${written.join(`${lineBreak(text)}${margin}`)}`;
}

/** Areas may be written one below the other. */
function valueLines(field: Field, sample: Sample, column: number): string {
  const { text, entry } = sample;
  const list = entry === null ? null : listOf(entry.map, field[0]);
  const [key, value] = field;
  if (typeof value !== "object" || list === null || list.flow === true) return ` ${inline(field, sample)}`;
  const [dash = 0] = dashesOf(list);
  const key0 = entry?.map.items[0]?.key;
  const deeper = Math.max(0, columnOf(text, dash) - columnOf(text, startOf(key0)));
  return value
    .map((item) => `${lineBreak(text)}${" ".repeat(column + deeper)}- ${scalar([key, item], sample)}`)
    .join("");
}

function inline([key, value]: Field, sample: Sample): string {
  if (typeof value !== "object") return scalar([key, value], sample);
  return `[${value.map((item) => scalar([key, item], sample)).join(", ")}]`;
}

/** Quoted as the neighbour's value of that key is, or where it must be. */
function scalar([key, value]: readonly [string, Field[1]], { entry }: Sample): string {
  if (typeof value !== "string") return String(value);
  const given = entry === null ? null : pairOf(entry.map, key)?.value;
  const neighbour: unknown = isSeq(given) ? given.items[0] : given;
  return scalarText(value, isScalar(neighbour) ? neighbour.type : undefined);
}

/** A text as a scalar that cannot be read as anything else, even in lists in brackets. */
export function scalarText(value: string, style?: string): string {
  if (style === "QUOTE_SINGLE") return `'${value.replaceAll("'", "''")}'`;
  const isPlain = /^[^\s"'&*!|>%@`#,[\]{}][^\n\r,[\]{}]*$/.test(value) && means(value);
  return style === "QUOTE_DOUBLE" || !isPlain ? JSON.stringify(value) : value;
}

function means(value: string): boolean {
  try {
    const read: unknown = parse(`[${value}]`, { version: "1.2" });
    return Array.isArray(read) && read.length === 1 && read[0] === value;
  } catch {
    return false;
  }
}
