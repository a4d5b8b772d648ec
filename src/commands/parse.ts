/** Reads the commands out of what people write (DESIGN 7, R8a, R24). The words come from the index: no command is named here. */
import { commands } from "./index.ts";
import type { Call, Command } from "./model.ts";
import { plainLines } from "./plain-lines.ts";

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
const MAYBE = /(?<![^\r\n]) {0,3}\/([a-z][a-z-]{1,30})(?![a-z-])/gi;

/**
 * Every command of a text, in order; several a text. Never throws; milliseconds for 65,536 characters of anything.
 * Nothing is found in code, quotations (the line that lazily continues one included), HTML, tables or hidden comments.
 */
export function callsIn(text: string): readonly Call[] {
  if (!mayCommand(text)) return [];
  return plainLines(text).flatMap(({ line, text: said }) => {
    const match = COMMAND_LINE.exec(said);
    const form = forms.get(match?.[1]?.toLowerCase() ?? "");
    return form === undefined ? [] : [callOf(form, withoutComments(match?.[2] ?? ""), line)];
  });
}

/** False: surely no command is in it, so the text need not be looked at again. Cheap: no Markdown is parsed. */
export function mayCommand(text: string): boolean {
  for (const match of text.matchAll(MAYBE)) if (forms.has(match[1]?.toLowerCase() ?? "")) return true;
  return false;
}

/** The words after a command that takes a list of names: commas and backticks are how people write lists. */
export function namesIn(words: string): readonly string[] {
  return words.split(/[\s,`]+/).filter((word) => word !== "");
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
