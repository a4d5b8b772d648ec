/** Reads the commands of one line, and what has to be asked about it instead of obeying it (R58). Knows no command by name. */

import type { Call } from "../../model/call.ts";
import { code } from "../../shared/markdown.ts";
import { namesIn, plainlyTyped } from "../../shared/name-list.ts";
import { nearest } from "../../shared/nearest.ts";
import { joinList } from "../../shared/people.ts";
import type { Command } from "../command.ts";
import { isClearCancel, isConditional, isCourtesy, isDoubtful, isThanks } from "./doubt.ts";
import type { PlainLine } from "./plain-lines.ts";
import { folded, trimmed, typedWord } from "./typed-word.ts";
import { needsWords, undoubtedWords } from "./undoubted.ts";

/** The meaning of a first word. */
export interface Form {
  readonly command: Command;
  readonly cancel: boolean;
}

type Forms = ReadonlyMap<string, Form>;

export interface LineRead {
  /** To be obeyed, in their order. */
  readonly calls: readonly Call[];
  /** What is not obeyed, or not as a command, with the line to write instead. Markdown. */
  readonly questions: readonly string[];
}

const NOTHING: LineRead = { calls: [], questions: [] };

/** A command on its line: the words up to the next command. */
interface Part {
  readonly form: Form;
  /** As written: `/Approve`. */
  readonly said: string;
  readonly words: string;
}

export function readLine({ text, line }: PlainLine, forms: Forms): LineRead {
  const typed = typedWord(text);
  const form = forms.get(typed?.word ?? "");
  if (typed === null || form === undefined || typed.inexact) return NOTHING;
  if (typed.mark === "？") return asked(`${typed.written}？`, "", form);
  if (typed.mark !== "") return NOTHING;
  const rest = trimmed(withoutComments(typed.rest));
  const whole: Part = { form, said: typed.written, words: rest };
  const { behind } = form.command;
  if (behind === "a command") return readPart(whole, line, 0);
  const parts = partsOf(whole, forms);
  if (parts.length > MAX_PARTS) return { calls: [], questions: [TOO_MANY] };
  if (parts.length === 1) return readPart(whole, line, 0);
  if (behind !== "text") return joined(parts.map((part, index) => readPart(part, line, index)));
  return textBeforeCommands(whole, parts, line);
}

/** Text for people runs to the line's end: only bare commands after a hold leave no doubt that they are meant as commands. */
function textBeforeCommands(whole: Part, parts: readonly Part[], line: number): LineRead {
  const [, ...others] = parts;
  const names = joinList(
    others.map(({ said }) => code(said)),
    "and",
    MAX_PARTS,
  );
  if (whole.form.command.textIsRemark !== true) {
    const question = `I cannot tell whether ${names} in this line ${others.length === 1 ? "is a command" : "are commands"} or part of the text behind ${code(whole.said)}, so I did nothing. One command a line is clear; in backticks it is text.`;
    return { calls: [], questions: [question] };
  }
  if (others.every(({ words }) => words === "")) return joined(parts.map((part, index) => readPart(part, line, index)));
  const read = readPart(whole, line, 0);
  const remark = `I took ${names} in this line as part of what stands behind ${code(whole.said)}. If it was meant as a command, write it on a line of its own.`;
  return { calls: read.calls, questions: [...read.questions, remark] };
}

function joined(reads: readonly LineRead[]): LineRead {
  return { calls: reads.flatMap(({ calls }) => calls), questions: reads.flatMap(({ questions }) => questions) };
}

/** More commands in one line than anyone means. */
const MAX_PARTS = 10;
const TOO_MANY = `I did not take a line with more than ${MAX_PARTS} commands. Write them on lines of their own.`;

/** Another command within a line: its slash follows a blank or a mark, and its word is complete. */
const WITHIN = /(?<=^|[\s\p{Zs},;，；、。])[/／∕⁄]([\p{Script=Latin}\p{Cf}－-]{2,40})(?=[\s\p{Zs},;，；、。]|$)/gu;
/** What people put between two commands; looked for only in the last characters, since a run of blanks may be long. */
const MAX_LINK_LENGTH = 12;
const LINK = /(?:[\s\p{Zs},;，；、。&+]+(?:and|und|et|y|e)?|^(?:and|und|et|y|e))[\s\p{Zs},;]*$/iu;

function partsOf(whole: Part, forms: Forms): readonly Part[] {
  const found = [...whole.words.matchAll(WITHIN)].flatMap((match) => {
    const form = forms.get(folded(match[1] ?? ""));
    return form === undefined ? [] : [{ form, said: match[0], from: match.index, to: match.index + match[0].length }];
  });
  const starts = [{ form: whole.form, said: whole.said, from: 0, to: 0 }, ...found];
  return starts.map(({ form, said, to }, index) => {
    const words = trimmed(whole.words.slice(to, starts[index + 1]?.from ?? whole.words.length));
    const isLast = index === starts.length - 1;
    return {
      form,
      said,
      words: isLast ? words.replace(/^[,;，；、。]\s*/u, "") : withoutLink(words),
    };
  });
}

function withoutLink(words: string): string {
  const end = ` ${words.slice(-MAX_LINK_LENGTH)} `.replace(LINK, "");
  return trimmed(words.slice(0, -MAX_LINK_LENGTH) + (words.length > MAX_LINK_LENGTH ? end.slice(1) : end));
}

function readPart(part: Part, line: number, index: number): LineRead {
  const { form, words, said } = part;
  const { call, parted } = callOf(form, words, line, index);
  const { command } = form;
  const near = call.cancel ? null : slipOfCancel(words, command);
  if (near !== null) {
    const question = `${code(`${said} ${near}`)} is not ${code(`/${command.name} cancel`)}; if you meant to take it back, write ${code(`/${command.name} cancel`)}.`;
    return { calls: command.textIsRemark === true ? [call] : [], questions: [question] };
  }
  if (!call.cancel && isLateCancel(words, command)) {
    const question = `I did not take ${code(shown(`${said} ${words}`))}: ${code("cancel")} stands right behind the command, with names behind it: ${code(`/${command.name} cancel`)}.`;
    return { calls: [], questions: [question] };
  }
  if (!leavesDoubt(command, form, call, parted)) return { calls: [call], questions: [] };
  return asked(`${said} ${words}`, words, form, call.cancel);
}

function leavesDoubt(command: Command, form: Form, call: Call, parted: boolean): boolean {
  if (call.cancel) {
    if (command.cancelFrees !== true || isCourtesy(call.words)) return false;
    return form.cancel ? isDoubtful(call.words) : !isClearCancel(parted, call.words);
  }
  if (command.behind === "remarks") return isDoubtful(call.words);
  if (command.behind !== "names" || command.isReasoned?.(call.words) === true) return false;
  return /\s|\?|？/u.test(call.words) && isConditional(call.words);
}

/** A command that was meant, but perhaps not now, or not as it would be obeyed. */
function asked(said: string, words: string, { command }: Form, cancel = false): LineRead {
  const hold =
    cancel && command.textIsRemark === true
      ? ` For a new reason, write ${code(`/${command.name}`)} and the reason behind it.`
      : "";
  const question = `I did not take ${code(shown(said))}: the words behind the command leave open whether it is meant now. If it is, write ${proposed(words, command, cancel)}, and what else is to be said on another.${hold}`;
  return { calls: [], questions: [question] };
}

/** What would be obeyed as it stands. */
function proposed(words: string, command: Command, cancel: boolean): string {
  if (cancel) return `${code(`/${command.name} cancel`)} alone on a line`;
  const sure = undoubtedWords(words, command);
  const [example] = command.examples;
  if (sure === "" && needsWords(command) && example !== undefined)
    return `it without them, as in ${code(example)}, alone on a line`;
  return `${code(`/${command.name}${sure === "" ? "" : ` ${sure}`}`)} alone on a line`;
}

function shown(said: string): string {
  const text = said.trim();
  return text.length > 80 ? `${text.slice(0, 80).toWellFormed()}…` : text;
}

interface CallRead {
  readonly call: Call;
  /** A mark parts `cancel` from what follows it. */
  readonly parted: boolean;
}

function callOf({ command, cancel }: Form, written: string, line: number, index: number): CallRead {
  const words = asTyped(command, written);
  const call: Call = { name: command.name, cancel, words, line, ...(index > 0 && { part: index }) };
  if (cancel || !takesCancel(command)) return { call, parted: false };
  if (command.cancelAnywhere === true) {
    if (isThanks(words)) return { call: { ...call, words: "" }, parted: false };
    const said = namesIn(words);
    const at = said.findIndex((word) => /^cancel[.,:;!]?$/.test(folded(word)));
    return {
      call: at === -1 ? call : { ...call, cancel: true, words: said.toSpliced(at, 1).join(" ") },
      parted: false,
    };
  }
  const first = /^([\p{Script=Latin}\p{Cf}]+)((?:(?![@"'`#*_<([{?？])\p{P})*)(?=[^\p{L}\p{N}_-]|(?<=[^\p{L}])|$)/u.exec(
    words,
  );
  if (first === null || folded(first[1] ?? "") !== "cancel") return { call, parted: false };
  const rest = trimmed(words.slice(first[0].length)).replace(/^[-–—(:]+\s*/u, "");
  const parted = first[2] !== "" || /^\s*[-–—(:]/u.test(words.slice(first[0].length));
  return { call: { ...call, cancel: true, words: rest }, parted };
}

/** Text for people stays as it was written, apart from the names at its beginning. */
function asTyped({ behind }: Command, words: string): string {
  if (behind === "names" || behind === "remarks") return plainlyTyped(words);
  return behind === "text" ? words.replace(/^＠/, "@") : words;
}

function takesCancel(command: Command): boolean {
  return command.cancelForms?.includes(`/${command.name} cancel`) === true;
}

/** The word that is nearly `cancel`, if the command could be taken back by it; `cancelled` begins a sentence. */
function slipOfCancel(words: string, command: Command): string | null {
  if (!takesCancel(command) || command.cancelAnywhere === true) return null;
  if (/^取消/u.test(words)) return "取消";
  // One word alone that other bots or people use for it; with more behind, it begins a reason.
  if (command.textIsRemark === true && /^(?:remove|release|lift|undo|clear|off)[.!]?$/i.test(words)) return words;
  const [word = ""] = words.split(/[\s\p{P}]+/u, 1);
  if (!/^c/i.test(word) || word.length < 5 || /^cancell?(?:ed|ing|ation|s)$/i.test(word)) return null;
  return nearest(word, ["cancel"]) === null ? null : word;
}

/** `cancel` after names or a number, where it would be taken for a remark or for the text itself: "/waive 1 cancel". */
function isLateCancel(words: string, command: Command): boolean {
  if (!takesCancel(command) || command.cancelAnywhere === true || command.textIsRemark === true) return false;
  const said = namesIn(words).map((word) => folded(word));
  if (command.behind === "text") return /^(?:@[\w-]+\s+)?(?:#?[\w-]+[.):]?\s+)?cancel[.!]*$/i.test(said.join(" "));
  return said.some((word, at) => at > 0 && /^cancel[.,:;!]*$/.test(word));
}

/** A hidden comment behind a command is no part of it. */
function withoutComments(rest: string): string {
  return rest.replace(/<!--.*?(?:-->|$)/gs, " ");
}
