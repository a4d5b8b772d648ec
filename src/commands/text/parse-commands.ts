/** Reads the commands in what people write (R8a, R24). The command words come from the index: no command is named here. */

import type { Call } from "../../model/call.ts";
import { code } from "../../shared/markdown.ts";
import { nearest } from "../../shared/nearest.ts";
import type { Command } from "../command.ts";
import { commands } from "../index.ts";
import { elsewhere } from "../other-bots.ts";
import { type PlainLine, typedLines } from "./plain-lines.ts";
import { type Form, type LineRead, readLine } from "./read-line.ts";
import { typedWord } from "./typed-word.ts";

const forms: ReadonlyMap<string, Form> = new Map(commands.flatMap(formsOf));

function formsOf(command: Command): readonly (readonly [string, Form])[] {
  const plain = [command.name, ...(command.aliases ?? [])].map((word) => [word, { command, cancel: false }] as const);
  const cancels = (command.cancelForms ?? [])
    .filter((form) => !form.includes(" "))
    .map((form) => [form.slice(1), { command, cancel: true }] as const);
  return [...plain, ...cancels];
}

/** A line that may begin with a command: looked for before any Markdown is read. A superset of what {@link typedWord} takes. */
const MAYBE =
  /(?<![^\r\n])[ \p{Zs}\p{Cf}]{0,12}[/／∕⁄][ \p{Zs}\p{Cf}]{0,4}[\p{Script=Latin}\p{Script=Cyrillic}\p{M}\p{Cf}][^\s\r\n]{0,199}/gu;

/** A text with more unknown words behind slashes is not a list of typos. */
const MAX_GUESSES = 50;

/** If more text follows, a line that begins with an unknown word is prose or a shell's command. */
const MAX_GUESSED_REST_LENGTH = 80;

/**
 * Every command of a text, in order; there may be several on a line. Never throws; takes milliseconds for any 65,536 characters. Nothing
 * is found in code, quotations (including a line that lazily continues one), HTML, tables or hidden comments; a line that leaves open
 * whether a command was meant contains none, and {@link hints} asks about it.
 */
export function callsIn(text: string): readonly Call[] {
  if (!mayCommand(text)) return [];
  return candidateLines(text).flatMap((line) => (line.lazy ? [] : readOnce(line).calls));
}

/** False: surely neither a command nor a hint is in it, so the text need not be looked at again. Parses no Markdown. */
export function mayCommand(text: string): boolean {
  const guess = guesses();
  for (const [line] of text.matchAll(MAYBE)) {
    const word = typedWord(line)?.word ?? "";
    if (word !== "" && (forms.has(word) || elsewhere.has(word) || guess(word) !== null)) return true;
    if (isGlued(line)) return true;
  }
  return false;
}

/** A line that is nearly a command, or that leaves open whether one was meant. */
export interface Hint {
  /** 1-based. */
  readonly line: number;
  /** With its slash, as written: `/aprove`. */
  readonly said: string;
  /** With its slash: `/approve`. */
  readonly nearest: string;
  /** What to say instead of naming the nearest command, if there is more to say. Markdown. */
  readonly instead?: string;
}

/** The lines that were probably meant as commands and are not obeyed. A path, prose, or a slash within a line is none. */
export function hints(text: string): readonly Hint[] {
  if (!mayCommand(text)) return [];
  const guess = guesses();
  return candidateLines(text).flatMap((line) => (line.lazy ? lazyHints(line) : lineHints(line, guess)));
}

function lineHints(line: PlainLine, guess: (word: string) => string | null): readonly Hint[] {
  const typed = typedWord(line.text);
  if (typed === null) return gluedHints(line);
  const { word, mark, written, rest, inexact } = typed;
  const said = `${written}${mark}`;
  const instead = elsewhere.get(word);
  if (instead !== undefined && mark === "" && !inexact) return [{ line: line.line, said, nearest: "", instead }];
  if (forms.has(word) && !inexact && mark === "")
    return readOnce(line).questions.map((question) => ({
      line: line.line,
      said: written,
      nearest: "",
      instead: question,
    }));
  // Not quite written as a command, only a command's own word is meant as one.
  if (inexact && (!forms.has(word) || rest.length > MAX_GUESSED_REST_LENGTH)) return [];
  if (!forms.has(word) && rest.length > MAX_GUESSED_REST_LENGTH) return [];
  const near = guess(word);
  return near === null ? [] : [{ line: line.line, said, nearest: `/${near}` }];
}

/** Commands without a blank between them; a path all of whose parts are command words is unlikely. */
const GLUED =
  /^ {0,3}(\/[a-z]{2,20}(?:-[a-z]{1,20})?(?:[,;|+&]{0,2}\/[a-z]{2,20}(?:-[a-z]{1,20})?){1,9})(?=[.!]?(?:\s|$))/i;

function gluedIn(text: string): string | null {
  const found = GLUED.exec(text)?.[1] ?? null;
  const words = found?.toLowerCase().match(/[a-z-]+/g) ?? [];
  return words.length > 1 && words.every((word) => forms.has(word)) ? found : null;
}

function isGlued(text: string): boolean {
  return gluedIn(text) !== null;
}

function gluedHints({ line, text }: PlainLine): readonly Hint[] {
  const said = gluedIn(text);
  if (said === null) return [];
  const instead = `I did not take ${code(said)}: one command a line is clear, or a blank between them.`;
  return [{ line, said, nearest: "", instead }];
}

/** Mail programs write an answer right below what it answers; Markdown makes it a part of the quotation. */
function lazyHints({ line, text }: PlainLine): readonly Hint[] {
  const typed = typedWord(text);
  if (typed === null || !forms.has(typed.word) || typed.inexact || typed.mark !== "") return [];
  const said = code(`/${typed.word}`);
  const instead = `${said} stands right below a quotation, which Markdown makes it a part of, so I did not take it. If you meant it, write it in a new comment, with an empty line between.`;
  return [{ line, said: typed.written, nearest: "", instead }];
}

/**
 * The plain lines of a text as far as its last line that could be a command: up to the blank line behind it, since no Markdown
 * beyond that changes how it reads. The last text's lines are kept, for a text is asked for its commands and its hints.
 */
function candidateLines(text: string): readonly PlainLine[] {
  if (kept?.text === text) return kept.lines;
  const last = [...text.matchAll(MAYBE)].at(-1);
  const blank = /\r?\n[ \t]*\r?\n/g;
  blank.lastIndex = last === undefined ? 0 : last.index + last[0].length;
  const end = blank.exec(text)?.index ?? text.length;
  kept = { text, lines: typedLines(text.slice(0, end)) };
  return kept.lines;
}

const reads = new WeakMap<PlainLine, LineRead>();

/** A text is asked for its commands and its hints, by several rooms. */
function readOnce(line: PlainLine): LineRead {
  const known = reads.get(line);
  if (known !== undefined) return known;
  const read = readLine(line, forms);
  reads.set(line, read);
  return read;
}

let kept: { readonly text: string; readonly lines: readonly PlainLine[] } | null = null;

/** The guesses for one text: each word is looked up once, and only a limited number. */
function guesses(): (word: string) => string | null {
  const known = new Map<string, string | null>();
  return (said) => {
    const word = said.toLowerCase();
    if (forms.has(word)) return word;
    const before = known.get(word);
    if (before !== undefined) return before;
    if (known.size >= MAX_GUESSES) return null;
    const near = nearest(word, forms.keys());
    // People mistype the middle of a word: `/improve` is not meant to be `/approve`.
    const meant = near?.[0] === word[0] ? near : null;
    known.set(word, meant);
    return meant;
  };
}
