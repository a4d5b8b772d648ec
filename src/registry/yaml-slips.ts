/** Slips that turn a roles.yaml into different YAML, and that YAML's own errors do not name. */

import { shortened } from "../shared/markdown.ts";
import { point } from "./lookalikes.ts";
import type { Fault } from "./registry-types.ts";
import type { OffsetFault } from "./yaml-document.ts";
import { printable } from "./yaml-faults.ts";

/** Why a whole file cannot be read; `null`: for no reason known here. At most one, since it explains the rest. */
export function slipIn(text: string): OffsetFault | null {
  return conflictIn(text) ?? fenceIn(text) ?? oldLineEnds(text);
}

/** Markers that Git leaves where two changes meet, or what was forgotten of them. */
function conflictIn(text: string): OffsetFault | null {
  const markers = lineOffsets(text, (line) =>
    /^(?:<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|)(?: |$)|^=======$/.test(line.trimEnd()),
  );
  const [first] = markers;
  if (first === undefined) return null;
  const begins = lineOffsets(text, (line) => line.startsWith("<<<<<<< ")).length;
  const others = begins <= 1 ? "" : `, and ${begins - 1} more below`;
  const message = `a merge conflict was left here${others}; keep one side of it, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>`;
  return { offset: first, message };
}

function fenceIn(text: string): OffsetFault | null {
  const [first] = lineOffsets(text, (line) => /^(?:```|~~~)/.test(line));
  if (first === undefined) return null;
  return { offset: first, message: "this line begins or ends a block of Markdown; delete it, and the other one" };
}

function oldLineEnds(text: string): OffsetFault | null {
  const offset = text.search(/\r(?!\n)/);
  if (offset === -1) return null;
  return { offset, message: "this line ends with CR alone (U+000D); save the file with line ends of Unix or Windows" };
}

function lineOffsets(text: string, is: (line: string) => boolean): readonly number[] {
  const found: number[] = [];
  let offset = 0;
  for (const line of text.split("\n")) {
    if (is(line)) found.push(offset);
    offset += line.length + 1;
  }
  return found;
}

/** A slip in a faulty line: its place, and what to write. */
interface LineSlip {
  readonly index: number;
  readonly message: string;
}

interface SlipRule {
  /** The group `at` marks the place. */
  readonly shape: RegExp;
  message(found: readonly string[]): string;
}

const BLANK = "\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000";

/** No human writes longer lines; this also bounds the work for one. */
const MAX_LENGTH = 1000;

/** What to write, as YAML. */
function code(yaml: string): string {
  return `\`${shortened(yaml, 80)}\``;
}

/** The first that fits explains the line. */
const SLIPS: readonly SlipRule[] = [
  {
    // A key and its colon, a dash, a comma or a bracket, or the beginning of a line, and then a blank that is no plain space.
    shape: new RegExp(
      `(?:^[ ]*|^[ ]*- *|^[ ]*(?:- +)?["']?[\\w./*-]+["']?:[ ]*|[,{[] *|[{,] *[\\w-]+:)([${BLANK}])`,
      "du",
    ),
    message: ([, blank = ""]) =>
      `the blank here is ${point(blank)}, which YAML does not take for a space; type a plain space instead`,
  },
  {
    shape: /(?<=[\w"'])([\u200b-\u200d\u2060\ufeff\u00ad])/du,
    message: ([, hidden = ""]) => `the invisible character ${point(hidden)} is not allowed; delete it`,
  },
  {
    shape: /(?:^\s*(?:- +)?[\w-]+|[{,] *[\w-]+)(\uff1a)/du,
    message: () => 'this colon is U+FF1A, which looks like ":"; type a plain colon and a space instead',
  },
  {
    shape: /\[[^\]"']*([\uff0c\u3001\uff1b])/du,
    message: ([, comma = ""]) => `this comma is ${point(comma)}, which looks like ","; type a plain comma instead`,
  },
  {
    shape: /^\s*([\u2010-\u2015\u2212\u2022\u00b7]|\*(?= ))\s*(\S.*)$/du,
    message: ([, , item = ""]) =>
      `an item of a list begins with a plain hyphen and a space; write ${code(`- ${item.trim()}`)}`,
  },
  {
    shape: /^\s*(-)(?!-)([^\s-].*)$/du,
    message: ([, , item = ""]) => `there is no space behind the dash; write ${code(`- ${item.trim()}`)}`,
  },
  {
    shape: /^\s*(?:- +)?([a-z][\w-]*:)((?!\/\/)[^\s:].*)$/du,
    message: ([, key = "", value = ""]) =>
      `there is no space behind the colon; write ${code(`${key} ${value.trim()}`)}`,
  },
  {
    shape: /\{ *([a-z][\w-]*:)([^\s:/,}\]][^,}\]]*)/du,
    message: ([, key = "", value = ""]) =>
      `there is no space behind the colon; write ${code(`${key} ${value.trim()}`)}`,
  },
  {
    shape: /(?<=[:,[{-] ?)([\u2018-\u201f\u00ab])/du,
    message: ([, quote = ""]) =>
      `the quotes here are no plain ones (${point(quote)}) and would be part of the text; type ' or "`,
  },
  {
    shape: /(?<=[\s,[])([\w-]+\[bot\])/du,
    message: ([, bot = ""]) => `${printable(bot)} is a bot, and bots never hold roles; remove it`,
  },
  {
    shape: /(?:^|\s)(\/\/)(?=\s|$)/du,
    message: () => "a comment begins with #, not with //; write # instead",
  },
  {
    shape: /(?<=[\w\])}"'])(#)\s/du,
    message: () => "there is no space before the #, so no comment begins here; put one before it",
  },
  {
    shape: /\[[^\]"']*?(;)/du,
    message: () => "the items of a list are separated by commas; write , instead",
  },
  {
    shape: /\{[^{}"']*[\w-]+: [^,{}[\]"':]*? ([\w-]+): /du,
    message: ([, key = ""]) => `a comma is missing before ${printable(key)}; put one there`,
  },
];

function slipOn(line: string): LineSlip | null {
  if (line.length > MAX_LENGTH) return null;
  for (const { shape, message } of SLIPS) {
    const found = shape.exec(line);
    const [index] = found?.indices?.[1] ?? [];
    if (found !== null && index !== undefined) return { index, message: message(found) };
  }
  return null;
}

/** Texts that people read, and that a stray sign takes apart. */
const PROSE = /^\s*(?:- )?(?:welcome|summary|affiliation):\s+(\S.*)$/d;

/** A line that YAML cannot read, in which a text was meant. */
function proseSlip(line: string): LineSlip | null {
  if (line.length > MAX_LENGTH) return null;
  const found = PROSE.exec(line);
  const [index] = found?.indices?.[1] ?? [];
  const [, value = ""] = found ?? [];
  if (index === undefined) return null;
  const bare = value
    .trim()
    .replace(/^[>|][+-]?\s+/, "")
    .replace(/^(["'])(.*)\1$/, "$2");
  return {
    index,
    message: `YAML reads signs of this text as its own; put all of it in quotes: ${JSON.stringify(bare)}`,
  };
}

/** Errors of YAML itself, of lines that hold a text for people replaced by one that quotes the text. */
export function quoted(faults: readonly Fault[], text: string): readonly Fault[] {
  const lines = text.split("\n");
  const found = faults.map((fault): Fault => {
    const slip = proseSlip(lines[fault.line - 1] ?? "");
    return slip === null
      ? fault
      : { severity: "error", line: fault.line, column: slip.index + 1, message: slip.message };
  });
  // What follows a text that was cut off is read amiss.
  const slips = found.filter((fault, index) => fault !== faults[index]);
  return slips.length > 0 ? slips : faults;
}

/** Errors, those of lines with a slip replaced by that slip; it explains all that is wrong on its line. */
export function explained(faults: readonly Fault[], text: string): readonly Fault[] {
  const lines = text.split("\n");
  const slips = new Map<number, Fault>();
  for (const fault of faults) {
    // The same slip is made line by line.
    for (let line = fault.line; line < fault.line + MAX_ALIKE && !slips.has(line); line++) {
      const slip = slipOn(lines[line - 1] ?? "");
      if (slip === null) break;
      slips.set(line, { severity: "error", line, column: slip.index + 1, message: slip.message });
    }
  }
  return [...faults.filter(({ line }) => !slips.has(line)), ...slips.values()];
}

const MAX_ALIKE = 20;
