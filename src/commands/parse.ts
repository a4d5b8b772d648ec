/** Reads the commands out of what people write (DESIGN 7, R8a, R24). The words come from the index: no command is named here. */
import { nearest } from "../roles/nearest.ts";
import { elsewhere } from "./elsewhere.ts";
import { commands } from "./index.ts";
import type { Call, Command } from "./model.ts";
import { type PlainLine, plainLines } from "./plain-lines.ts";
import { namesIn } from "./words.ts";

/** What a first word stands for. */
interface Form {
  readonly command: Command;
  readonly cancel: boolean;
}

const forms: ReadonlyMap<string, Form> = new Map(commands.flatMap(formsOf));

function formsOf(command: Command): readonly (readonly [string, Form])[] {
  const plain = [command.name, ...command.aliases].map((word) => [word, { command, cancel: false }] as const);
  const cancels = command.cancelForms
    .filter((form) => !form.includes(" "))
    .map((form) => [form.slice(1), { command, cancel: true }] as const);
  return [...plain, ...cancels];
}

/** `/word` at the start of a line, up to three spaces before, and a blank or the line's end behind. */
const COMMAND_LINE = /^ {0,3}\/([a-z][a-z-]*)(?:\s+(.*))?$/is;
/** The same with a mark behind the word that people put there by habit. */
const NEAR_LINE = /^ {0,3}\/([a-z][a-z-]{1,30})([.,:;!?]*)(?:\s+(.*))?$/is;
const MAYBE = /(?<![^\r\n]) {0,3}\/([a-z][a-z-]{1,30})(?=[\s.,:;!?]|$)/gi;

/** A text with more unknown words behind slashes than this is no list of typos. */
const MOST_GUESSES = 50;

/** With more behind it, a line that begins with an unknown word is prose or a shell's command. */
const LONGEST_GUESSED_REST = 80;

/**
 * Every command of a text, in order; several a text. Never throws; milliseconds for 65,536 characters of anything.
 * Nothing is found in code, quotations (the line that lazily continues one included), HTML, tables or hidden comments.
 */
export function callsIn(text: string): readonly Call[] {
  if (!mayCommand(text)) return [];
  return candidateLines(text).flatMap(({ line, text: said }) => {
    const match = COMMAND_LINE.exec(said);
    const form = forms.get(match?.[1]?.toLowerCase() ?? "");
    return form === undefined ? [] : [callOf(form, withoutComments(match?.[2] ?? ""), line)];
  });
}

/** False: surely neither a command nor a hint is in it, so the text need not be looked at again. Parses no Markdown. */
export function mayCommand(text: string): boolean {
  const guess = guesses();
  for (const match of text.matchAll(MAYBE)) {
    const word = match[1]?.toLowerCase() ?? "";
    if (forms.has(word) || elsewhere.has(word) || guess(word) !== null) return true;
  }
  return false;
}

/** A line that is nearly a command. */
export interface Hint {
  /** 1-based. */
  readonly line: number;
  /** With its slash, as written: `/aprove`. */
  readonly said: string;
  /** With its slash: `/approve`. */
  readonly nearest: string;
  /** What to say about a command of other bots, where it is one. Markdown. */
  readonly instead?: string;
}

/** The lines that were probably meant as commands. A path, prose, or a slash within a line is none. */
export function hints(text: string): readonly Hint[] {
  if (!mayCommand(text)) return [];
  const guess = guesses();
  return candidateLines(text).flatMap(({ line, text: written }) => {
    const match = NEAR_LINE.exec(written);
    const said = match?.[1] ?? "";
    const mark = match?.[2] ?? "";
    const instead = elsewhere.get(said.toLowerCase());
    if (instead !== undefined && mark === "") return [{ line, said: `/${said}`, nearest: "", instead }];
    if (said === "" || (mark === "" && forms.has(said.toLowerCase()))) return [];
    if (!forms.has(said.toLowerCase()) && (match?.[3] ?? "").length > LONGEST_GUESSED_REST) return [];
    const word = guess(said);
    return word === null ? [] : [{ line, said: `/${said}${mark}`, nearest: `/${word}` }];
  });
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
  kept = { text, lines: plainLines(text.slice(0, end)) };
  return kept.lines;
}

let kept: { readonly text: string; readonly lines: readonly PlainLine[] } | null = null;

/** One text's guesses, each word looked up once and only so many. */
function guesses(): (word: string) => string | null {
  const known = new Map<string, string | null>();
  return (said) => {
    const word = said.toLowerCase();
    if (forms.has(word)) return word;
    const before = known.get(word);
    if (before !== undefined) return before;
    if (known.size >= MOST_GUESSES) return null;
    const near = nearest(word, forms.keys());
    // People mistype the middle of a word: `/improve` is not meant to be `/approve`.
    const meant = near?.[0] === word[0] ? near : null;
    known.set(word, meant);
    return meant;
  };
}

const CANCEL = /^cancel[.,:;!]?$/i;

function callOf({ command, cancel }: Form, rest: string, line: number): Call {
  const words = rest.trim();
  const call = { name: command.name, cancel, words, line };
  if (cancel || !command.cancelForms.includes(`/${command.name} cancel`)) return call;
  const anywhere = command.cancelAnywhere === true;
  const said = anywhere ? namesIn(words) : words.split(/\s+/);
  const at = said.findIndex((word, index) => (anywhere || index === 0) && CANCEL.test(word));
  if (at === -1) return call;
  return { ...call, cancel: true, words: said.toSpliced(at, 1).join(" ") };
}

/** A hidden comment behind a command is no part of it. */
function withoutComments(rest: string): string {
  return rest.replace(/<!--.*?(?:-->|$)/gs, " ");
}
