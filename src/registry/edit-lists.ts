/** Puts items into lists of YAML text and takes them out, leaving every other character as it is. Pure. */

import type { YAMLSeq } from "yaml";
import {
  beginsLine,
  columnOf,
  commaAfter,
  dashesOf,
  endOf,
  endsLine,
  lineBreak,
  lineEnd,
  lineStart,
  nextLine,
  type Splice,
  startOf,
} from "./edit-places.ts";

/** Removes one of several items, or the last one, which leaves `[]`. `key`: the offset where the list's key and colon end. */
export function without(text: string, list: YAMLSeq, index: number, key: number): readonly Splice[] {
  if (list.flow === true) return withoutInBrackets(text, list, index);
  const dash = dashesOf(list)[index];
  if (dash === undefined) return [];
  const cut = { from: lineStart(text, dash), to: nextLine(text, endOf(list.items[index])), text: "" };
  // Without an item the key would be left with nothing, which means something else to a reader.
  return list.items.length > 1 ? [cut] : [{ from: key, to: key, text: " []" }, cut];
}

function withoutInBrackets(text: string, list: YAMLSeq, index: number): readonly Splice[] {
  const [item, next, before] = [list.items[index], list.items[index + 1], list.items[index - 1]];
  if (list.items.length === 1) return [{ from: startOf(list), to: endOf(list), text: "[]" }];
  const end = commaAfter(text, endOf(item)) ?? endOf(item);
  if (beginsLine(text, startOf(item)) && endsLine(text, end))
    return [{ from: lineStart(text, startOf(item)), to: nextLine(text, end), text: "" }];
  if (before !== undefined) return [{ from: endOf(before), to: endOf(item), text: "" }];
  return [{ from: startOf(item), to: startOf(next), text: "" }];
}

/** Puts an item, written out, behind the last one of a list that has some. Further lines of it are indented already. */
export function withLast(text: string, list: YAMLSeq, item: string): readonly Splice[] {
  if (list.flow === true) return withLastInBrackets(text, list, item);
  const [dash = 0] = dashesOf(list).slice(-1);
  return [lineBehind(text, endOf(list.items.at(-1)), `${" ".repeat(columnOf(text, dash))}- ${item}`)];
}

/** A new line behind the one in which something ends. */
export function lineBehind(text: string, offset: number, line: string): Splice {
  const at = nextLine(text, offset);
  const isOpen = at === text.length && !text.endsWith("\n");
  const put = isOpen ? `${lineBreak(text)}${line}` : `${line}${lineBreak(text)}`;
  return { from: at, to: at, text: put };
}

function withLastInBrackets(text: string, list: YAMLSeq, item: string): readonly Splice[] {
  const last = list.items.at(-1);
  const end = endOf(last);
  const comma = commaAfter(text, end);
  const line = `${lineBreak(text)}${text.slice(lineStart(text, startOf(last)), startOf(last))}${item}`;
  const ownLine = beginsLine(text, startOf(last));
  if (comma !== null) {
    if (!ownLine || !endsLine(text, comma)) return [{ from: comma, to: comma, text: ` ${item}` }];
    const at = lineEnd(text, comma);
    return [{ from: at, to: at, text: `${line},` }];
  }
  if (!ownLine) return [{ from: end, to: end, text: `, ${item}` }];
  const at = endsLine(text, end) ? lineEnd(text, end) : end;
  if (at === end) return [{ from: end, to: end, text: `,${line}` }];
  return [
    { from: end, to: end, text: "," },
    { from: at, to: at, text: line },
  ];
}
