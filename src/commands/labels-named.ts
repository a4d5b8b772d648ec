/** Which of the repository's labels a command means. Pure. */

import { plainlyTyped } from "../shared/name-list.ts";
import { nearest } from "../shared/nearest.ts";

interface LabelsNamed {
  /** As the repository spells them, each once. */
  readonly found: readonly string[];
  readonly unknown: readonly UnknownLabel[];
}

export interface UnknownLabel {
  /** With its family's prefix. */
  readonly name: string;
  readonly nearest: string | null;
}

/** More names in one line than anyone means. */
const MAX_NAMES = 20;

/**
 * `prefix`: how the family's labels begin (`kind/`), empty for any label; names may be written with or without it. Quotes keep a name
 * with blanks together; without quotes or commas the longest run of words that is a label is taken as one. Never throws.
 */
export function labelsNamed(words: string, prefix: string, known: readonly string[]): LabelsNamed {
  const spelled = new Map(known.map((name) => [name.toLowerCase(), name]));
  const exact = (name: string) =>
    spelled.get(`${prefix}${name}`.toLowerCase()) ??
    (name.toLowerCase().startsWith(prefix.toLowerCase()) ? spelled.get(name.toLowerCase()) : undefined);
  // A label may itself be written so.
  const find = (name: string) => exact(name) ?? exact(plainlyTyped(name));
  const found = new Set<string>();
  const unknown = new Map<string, UnknownLabel>();
  for (const part of parts(words)) {
    for (const name of part.whole ? [part.text] : grouped(part.text.split(/\s+/), find)) {
      const label = find(name);
      const full = name.toLowerCase().startsWith(prefix.toLowerCase()) ? name : `${prefix}${name}`;
      if (label !== undefined) found.add(label);
      else if (found.size + unknown.size < MAX_NAMES)
        unknown.set(full.toLowerCase(), { name: full, nearest: nearest(full, known) });
    }
  }
  return { found: [...found].slice(0, MAX_NAMES), unknown: [...unknown.values()] };
}

interface Part {
  readonly text: string;
  /** One name for certain. */
  readonly whole: boolean;
}

function parts(words: string): readonly Part[] {
  const pieces = words.slice(0, 2_000).match(/"[^"]*"|`[^`]*`|[^,"`]+/g) ?? [];
  return pieces
    .map((piece) => ({ text: piece.replace(/^["`]|["`]$/g, "").trim(), whole: /^["`]/.test(piece) }))
    .filter(({ text }) => text !== "");
}

/** Runs of words that are labels, the longest first; the other words one by one. */
function grouped(words: readonly string[], find: (name: string) => string | undefined): readonly string[] {
  const names: string[] = [];
  for (let at = 0; at < words.length && names.length <= MAX_NAMES; ) {
    let end = Math.min(words.length, at + 10);
    while (end > at + 1 && find(words.slice(at, end).join(" ")) === undefined) end -= 1;
    names.push(words.slice(at, end).join(" "));
    at = end;
  }
  return names;
}
