/**
 * Changes people in the text of a roles.yaml by the fewest lines: comments, order, quoting and hand formatting stay. Text is spliced in
 * at the right places and read again after every step; a result that does not read as wanted is not written.
 */

import { isDeepStrictEqual } from "node:util";
import { type Document, isScalar, type YAMLMap, type YAMLSeq } from "yaml";
import { unreachable } from "../shared/names.ts";
import { listAt } from "./edit-entries.ts";
import { lineBehind, withLast, without } from "./edit-lists.ts";
import { whereText } from "./edit-notes.ts";
import {
  columnOf,
  commaAfter,
  dashesOf,
  endOf,
  entryOf,
  isEmpty,
  lineBreak,
  lineStart,
  listOf,
  nextLine,
  pairOf,
  placeIn,
  type Splice,
  spliced,
  startOf,
  topOf,
} from "./edit-places.ts";
import type { Step } from "./edit-step.ts";
import { type RegistryEdit, stepsFor } from "./edit-steps.ts";
import { entryText, sampleOf, scalarText } from "./edit-style.ts";
import type { Path } from "./registry-path.ts";
import { mappingOf, type Plain, yamlTree } from "./yaml-tree.ts";

export type { RegistryEdit } from "./edit-steps.ts";

export type Edited =
  /** `where`: a paragraph about the place, if it is not one of the roles' own lists. */
  | { readonly kind: "edited"; readonly text: string; readonly where?: string }
  /** The text already says so. */
  | { readonly kind: "already" }
  /** `why`: a sentence without its full stop, for people; names in it are as written. */
  | { readonly kind: "cannot"; readonly why: string };

/** The text with the change made. Never throws, whatever the text. */
export function edited(text: string, change: RegistryEdit): Edited {
  // What GitHub's bytes could not be read as would be written back as something else.
  if (text.includes("\ufffd")) return { kind: "cannot", why: "the registry is not UTF-8 text throughout" };
  const tree = yamlTree(text, true);
  const [fault] = tree.faults;
  if (fault !== undefined)
    return { kind: "cannot", why: `the registry has a fault in line ${fault.line}; correct that first` };
  const decided = stepsFor(tree.value, change);
  if (decided.kind === "cannot") return decided;
  if (decided.steps.length === 0) return { kind: "already" };
  let now = text;
  let read = tree;
  for (const step of decided.steps) {
    const made = textAfter(now, read.document, { step, ladder: change.ladder });
    if (made === null) return UNSAFE;
    const { value } = read;
    read = yamlTree(made, true);
    if (read.faults.length > 0 || !isWanted(value, step, read.value)) return UNSAFE;
    now = made;
  }
  const where = whereText(change, decided.steps);
  return where === null ? { kind: "edited", text: now } : { kind: "edited", text: now, where };
}

const UNSAFE: Edited = {
  kind: "cannot",
  why: "the way this registry is written leaves no safe place for the change; make it by hand",
};

/** Whether the values after a step are those before it, but for what the step wants. */
function isWanted(before: Plain, step: Step, after: Plain): boolean {
  const isElsewhereSame = isDeepStrictEqual(withoutList(before, step.list), withoutList(after, step.list));
  return isElsewhereSame && isListWanted(listAt(before, step.list), step, listAt(after, step.list));
}

/** The values with nothing at that place, whatever was there. */
function withoutList(value: Plain, [step, ...rest]: Path): Plain {
  if (step === undefined) return null;
  const mapping = mappingOf(value ?? null) ?? {};
  return { ...mapping, [String(step)]: withoutList(mapping[String(step)], rest) };
}

function isListWanted(before: readonly Plain[], step: Step, after: readonly Plain[]): boolean {
  switch (step.do) {
    case "drop":
      return isDeepStrictEqual(
        before.filter((_, index) => index !== step.index),
        after,
      );
    case "areas":
      return isDeepStrictEqual(
        before.map((item, index) => (index === step.index ? withAreas(item, step.areas) : item)),
        after,
      );
    case "append":
      return isDeepStrictEqual(before, after.slice(0, -1)) && isEntry(after.at(-1), step);
    default:
      return unreachable(step);
  }
}

/** A bare login says less than is known, if the neighbours say no more either; it never leaves out areas. */
function isEntry(item: Plain, { fields, whole: isWhole }: Extract<Step, { do: "append" }>): boolean {
  const whole = Object.fromEntries(fields);
  if (typeof item === "string")
    return item === whole.login && whole.areas === undefined && (!isWhole || fields.length === 1);
  return isDeepStrictEqual(item, whole);
}

function withAreas(item: Plain, areas: readonly string[] | null): Plain {
  const { areas: _, ...rest } = mappingOf(item) ?? {};
  return areas === null ? rest : { ...rest, areas };
}

/** `null`: the text, which is read already, is laid out in a way that is not edited. */
function textAfter(
  text: string,
  document: Document.Parsed | null,
  { step, ladder }: { readonly step: Step; readonly ladder: readonly string[] },
): string | null {
  const top = topOf(document);
  if (top === null) return null;
  const place = placeIn(top, step.list);
  if (place === null) return null;
  const { map, key, list } = place;
  switch (step.do) {
    case "drop":
      return list === null ? null : spliced(text, without(text, list, step.index, colonOf(text, map, key)));
    case "areas":
      return areasAfter(text, step, top);
    case "append": {
      const splices =
        step.list.length === 1 ? appended(text, top, step, ladder) : appendedWithin(text, top, step, ladder);
      return splices === null ? null : spliced(text, splices);
    }
    default:
      return unreachable(step);
  }
}

/** The end of a key's colon. */
function colonOf(text: string, map: YAMLMap, key: string): number {
  return text.indexOf(":", endOf(pairOf(map, key)?.key)) + 1;
}

/** One area after the other, each in a newly parsed text. */
function areasAfter(text: string, step: Extract<Step, { do: "areas" }>, top: YAMLMap | null): string | null {
  const entry = top === null ? null : entryOf(placeIn(top, step.list)?.list ?? null, step.index);
  if (entry === null) return null;
  const list = listOf(entry, "areas");
  if (step.areas === null) return list === null ? text : spliced(text, withoutAreasKey(text, entry));
  if (list === null) return null;
  const names = list.items.map((item) => (isScalar(item) ? item.value : null));
  const extra = names.findIndex((name) => typeof name !== "string" || !step.areas?.includes(name));
  const next = (now: string) => areasAfter(now, step, topOf(yamlTree(now, true).document));
  if (extra !== -1) return next(spliced(text, without(text, list, extra, startOf(list))));
  const missing = step.areas.find((area) => !names.includes(area));
  if (missing === undefined) return text;
  const last = list.items.at(-1);
  const style = isScalar(last) ? last.type : undefined;
  return next(spliced(text, withLast(text, list, scalarText(missing, style))));
}

function withoutAreasKey(text: string, entry: YAMLMap): readonly Splice[] {
  const index = entry.items.findIndex(({ key }) => isScalar(key) && key.value === "areas");
  const [pair, before, next] = [entry.items[index], entry.items[index - 1], entry.items[index + 1]];
  if (pair === undefined) return [];
  const end = endOf(pair.value);
  if (next !== undefined && before === undefined) return [{ from: startOf(pair.key), to: startOf(next.key), text: "" }];
  if (entry.flow !== true) return [{ from: lineStart(text, startOf(pair.key)), to: nextLine(text, end), text: "" }];
  return before === undefined ? [] : [{ from: endOf(before.value), to: end, text: "" }];
}

function appended(
  text: string,
  top: YAMLMap,
  step: Extract<Step, { do: "append" }>,
  ladder: readonly string[],
): readonly Splice[] {
  const name = String(step.list[0]);
  const sample = sampleOf(text, listsOf(top, nearestFirst(name, ladder)));
  const pair = pairOf(top, name);
  const list = listOf(top, name);
  if (list !== null && list.items.length > 0) {
    const [dash] = dashesOf(list);
    const indent = dash === undefined ? null : columnOf(text, dash);
    return withLast(text, list, entryText(step, sample, indent));
  }
  const asLines = sample.block !== null || !sample.any;
  const indent = asLines ? indentOf(text, sample.block === null ? [] : dashesOf(sample.block)) : null;
  const item = entryText(step, sample, indent);
  if (pair === null) return newList(text, top, { name, item, indent, ladder });
  if (list !== null && indent === null) return [{ from: startOf(list), to: endOf(list), text: `[${item}]` }];
  const colon = colonOf(text, top, name);
  const emptied = isEmpty(pair.value) ? [] : [{ from: colon, to: endOf(pair.value), text: "" }];
  if (indent === null) return [...emptied, { from: colon, to: colon, text: ` [${item}]` }];
  const line = lineBehind(text, Math.max(colon, endOf(pair.value)), `${" ".repeat(indent)}- ${item}`);
  return [...emptied, line];
}

/** In a list at an area; a new list follows what the area has. */
function appendedWithin(
  text: string,
  top: YAMLMap,
  step: Extract<Step, { do: "append" }>,
  ladder: readonly string[],
): readonly Splice[] | null {
  const place = placeIn(top, step.list);
  if (place === null) return null;
  const { map, key, list } = place;
  const roles = nearestFirst(key, ladder);
  const sample = sampleOf(text, [...listsOf(map, roles), ...listsOf(top, roles)]);
  if (list !== null && list.items.length > 0) {
    const [dash] = dashesOf(list);
    return withLast(text, list, entryText(step, sample, dash === undefined ? null : columnOf(text, dash)));
  }
  const item = entryText(step, sample, null);
  if (list !== null) return [{ from: startOf(list), to: endOf(list), text: `[${item}]` }];
  const last = map.items.at(-1);
  if (last === undefined || pairOf(map, key) !== null) return null;
  const written = `${scalarText(key)}: [${item}]`;
  const end = isEmpty(last.value) ? endOf(last.key) + 1 : endOf(last.value);
  if (map.flow !== true) {
    const column = columnOf(text, startOf(map.items[0]?.key));
    return [lineBehind(text, end, `${" ".repeat(column)}${written}`)];
  }
  const comma = commaAfter(text, end);
  return comma === null
    ? [{ from: end, to: end, text: `, ${written}` }]
    : [{ from: comma, to: comma, text: ` ${written},` }];
}

/** The lists that a new entry may imitate, its own first, then those of higher roles. */
function nearestFirst(name: string, ladder: readonly string[]): readonly string[] {
  const height = ladder.indexOf(name);
  return [name, ...ladder.slice(height + 1), ...ladder.slice(0, Math.max(0, height))];
}

function listsOf(map: YAMLMap, keys: readonly string[]): readonly YAMLSeq[] {
  return keys.flatMap((key) => listOf(map, key) ?? []);
}

function indentOf(text: string, [dash]: readonly number[]): number {
  return dash === undefined ? 2 : columnOf(text, dash);
}

/** Behind the last of the lists, parted from it by an empty line where they are. */
function newList(
  text: string,
  top: YAMLMap,
  {
    name,
    item,
    indent,
    ladder,
  }: {
    readonly name: string;
    readonly item: string;
    readonly indent: number | null;
    readonly ladder: readonly string[];
  },
): readonly Splice[] {
  const others = top.items.filter(({ key }) => isScalar(key) && ladder.some((role) => role === key.value));
  const last = others.at(-1) ?? top.items.at(-1);
  const start = startOf(last?.key);
  const isParted =
    /\n\r?\n$/.test(text.slice(0, lineStart(text, start))) || /\n\s*\n(\s*#.*\n)+$/.test(text.slice(0, start));
  const end = Math.max(endOf(last?.key) + 1, isEmpty(last?.value) ? 0 : endOf(last?.value));
  const written = indent === null ? `${name}: [${item}]` : `${name}:${lineBreak(text)}${" ".repeat(indent)}- ${item}`;
  return [lineBehind(text, end, `${isParted ? lineBreak(text) : ""}${written}`)];
}
