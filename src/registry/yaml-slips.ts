/** Slips that make YAML of roles.yaml something else, and that YAML's own errors do not name. */
import type { OffsetFault } from "./yaml-document.ts";

const BLANKS = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
/** A key and its colon, or the beginning of a line, and then a blank that is no plain space. */
const MISTAKEN_BLANK = /^(?:[ ]*(?:- +)?(?:["']?[\w./*-]+["']?:)?[ ]*)([\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])/;

export function withPlainBlanks(text: string): string {
  return text.replace(BLANKS, " ");
}

/** What most likely keeps a text from being YAML; `null`: nothing that is known here. At most one, since it explains the rest. */
export function slipIn(text: string): OffsetFault | null {
  return conflictIn(text) ?? mistakenBlankIn(text);
}

/** Markers that Git leaves where two changes meet. */
function conflictIn(text: string): OffsetFault | null {
  const begins = lineOffsets(text, (line) => line.startsWith("<<<<<<< "));
  const ends = lineOffsets(text, (line) => line.startsWith(">>>>>>> "));
  const [first] = begins;
  if (first === undefined || ends.length === 0) return null;
  const others = begins.length === 1 ? "" : `, and ${begins.length - 1} more below`;
  const message = `a merge conflict was left here${others}; keep one side of it, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>`;
  return { offset: first, message };
}

function mistakenBlankIn(text: string): OffsetFault | null {
  let offset = 0;
  for (const line of text.split("\n")) {
    const [found, blank] = MISTAKEN_BLANK.exec(line) ?? [];
    if (found !== undefined && blank !== undefined) {
      const point = (blank.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      const message = `the blank here is U+${point}, which YAML does not take for a space; type a plain space instead`;
      return { offset: offset + found.length - 1, message };
    }
    offset += line.length + 1;
  }
  return null;
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
