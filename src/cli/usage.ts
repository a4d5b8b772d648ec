/** How subcommands are used, as text: the usage line, `--help` for one and for all, and the table of docs/operations.md. */

import { z } from "zod";
import { argumentsOf, type NamedHelp } from "./read-arguments.ts";
import type { Exits, Subcommand } from "./subcommand.ts";

/** What 2 says, of every subcommand. */
const USED_WRONGLY = "used wrongly";

/** As it is typed after `rung`. */
export function usageOf({ name, given, either }: Subcommand): string {
  const [first] = either;
  const forms = argumentsOf(given).flatMap((argument) => {
    if (!either.includes(argument.name)) return [isNeeded(argument, given) ? form(argument) : `[${form(argument)}]`];
    if (argument.name !== first) return [];
    const alternatives = argumentsOf(given).filter((one) => either.includes(one.name));
    return [`[${alternatives.map(form).join(" | ")}]`];
  });
  return [name, ...forms].join(" ");
}

function isNeeded({ name }: NamedHelp, given: Subcommand["given"]): boolean {
  const schema = given[name];
  return schema !== undefined && !z.safeParse(schema, undefined).success;
}

function form({ name, help }: NamedHelp): string {
  switch (help.kind) {
    case "operand":
      return `${help.placeholder}${help.most > 2 ? "…" : ""}`;
    case "text":
      return `--${name} ${help.placeholder}`;
    case "flag":
      return `--${name}`;
  }
}

/** `rung NAME --help`. */
export function helpOf(subcommand: Subcommand): string {
  const { summary, given, environment, example, exits } = subcommand;
  const rows = argumentsOf(given).map((argument) => [form(argument), argument.help.help] as const);
  const codes = Object.entries(exitsOf(exits));
  return [
    ...wrapped(summary, TERMINAL),
    ...hanging("Usage:", `rung ${kept(usageOf(subcommand))}`).map((line) => line.replaceAll(NO_BREAK, " ")),
    "",
    ...columns([...rows, ["--help", "print this"]]),
    "",
    ...hanging("Environment:", environment ?? "nothing is read from it."),
    "",
    ...(example.length === 1 ? ["Example:"] : ["Examples:"]),
    ...example.map((line) => `  ${line}`),
    "",
    "Exit codes:",
    ...columns(codes),
  ].join("\n");
}

function exitsOf(exits: Exits): Exits {
  return { ...exits, 2: exits[2] ?? USED_WRONGLY };
}

/** `rung --help`. */
export function helpOfAll(subcommands: readonly Subcommand[]): string {
  return [
    "Rung makes a community's contributor ladder work.",
    "",
    ...columns(subcommands.map(({ name, summary }) => [`rung ${name}`, summary])),
    "",
    "`rung NAME --help` and `rung help NAME` tell more of one: its arguments, what",
    "it reads, an example.",
    `Exit codes: 0 fine, 1 the answer is bad news or there is none, 2 ${USED_WRONGLY},`,
    "where `rung NAME --help` says nothing else; with --json, an answer that there is",
    'none is { "error": … }.',
  ].join("\n");
}

/** So many signs a terminal shows in a line where nobody has made it wider. */
const TERMINAL = 80;

const NO_BREAK = "\u00a0";

/** An option stays beside what it takes. */
function kept(usage: string): string {
  return usage.replaceAll(/\[[^\]]*\]/g, (one) => one.replaceAll(" ", NO_BREAK));
}

/** What does not fit stands below, as far in as the first line's text. */
function hanging(label: string, text: string): readonly string[] {
  const indent = label.length + 1;
  return wrapped(text, TERMINAL - indent).map((line, at) =>
    at === 0 ? `${label} ${line}` : `${" ".repeat(indent)}${line}`,
  );
}

/** What is longer stands on a line of its own, and leaves the others their room. */
const MAX_LEFT = 24;

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length).filter((length) => length <= MAX_LEFT));
  const begins = width + 4;
  return rows.flatMap(([left, right]) => {
    const lines = wrapped(right, TERMINAL - begins).map((line) => `${" ".repeat(begins)}${line}`);
    if (left.length > width) return [`  ${left}`, ...lines];
    const [first = "", ...more] = lines;
    return [`  ${left.padEnd(width)}  ${first.trimStart()}`, ...more];
  });
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
