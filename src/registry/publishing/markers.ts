/** The part of a file that is Rung's, between two markers; every byte outside it stays (R64). */

import type { Refusal } from "./publication.ts";

export const BEGIN = "<!-- rung:begin -->";
export const END = "<!-- rung:end -->";

/** The file with these lines as its part; a missing file is made of the part alone. */
export function withPart(before: string | null, lines: readonly string[]): { readonly text: string } | Refusal {
  if (before === null) return { text: `${[BEGIN, ...lines, END].join("\n")}\n` };
  const begins = count(before, BEGIN);
  const ends = count(before, END);
  if (begins === 0 && ends === 0)
    return {
      refused: `has no markers; put ${BEGIN} and ${END} on two lines, where the list is to stand${nearly(before)}`,
    };
  if (begins === 0 || ends === 0)
    return {
      refused: `has ${begins === 0 ? END : BEGIN} without ${begins === 0 ? BEGIN : END}; write both, or neither`,
    };
  if (begins > 1 || ends > 1)
    return {
      refused: `has ${begins > 1 ? BEGIN : END} ${Math.max(begins, ends)} times; one pair of markers is all that a file has`,
    };
  const from = before.indexOf(BEGIN) + BEGIN.length;
  const to = before.indexOf(END);
  if (to < from) return { refused: `has ${END} before ${BEGIN}; put them in order` };
  if (isInCode(before.slice(0, from - BEGIN.length)))
    return {
      refused: `has its markers in a block of code, where a list would be shown as code; put them outside of it`,
    };
  const end = lineEnd(before, from);
  return {
    text: `${before.slice(0, from)}${[end, ...lines.map((line) => `${line}${end}`)].join("")}${before.slice(to)}`,
  };
}

/** Whether a fence is open where the text ends. */
function isInCode(text: string): boolean {
  let open: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    const [, fence = "", rest = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === "") continue;
    const closes = open !== null && fence.startsWith(open) && rest.trim() === "";
    if (closes) open = null;
    else if (open === null && !(fence.startsWith("`") && rest.includes("`"))) open = fence;
  }
  return open !== null;
}

/** The line end at the beginning of the part, otherwise that of the file's first line. */
function lineEnd(text: string, from: number): string {
  if (text.startsWith("\r\n", from)) return "\r\n";
  if (text.startsWith("\n", from)) return "\n";
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

function count(text: string, marker: string): number {
  return text.split(marker).length - 1;
}

function nearly(text: string): string {
  const found = /<!--\s*rung\s*:\s*(?:begin|end)\s*-->/i.exec(text)?.[0];
  return found === undefined ? "" : `, written just so and not ${found}`;
}
