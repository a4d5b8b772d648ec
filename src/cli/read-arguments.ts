/** Reads what was typed after a subcommand, by the arguments that it declares; every misuse is reported in the same words. */

import { parseArgs } from "node:util";
import type { z } from "zod";
import { pushTo } from "../shared/grouped.ts";
import { nearest } from "../shared/nearest.ts";
import { type ArgumentHelp, argumentHelp } from "./arguments.ts";

export interface Declared {
  readonly name: string;
  /** By name, in the order of the usage line. */
  readonly given: z.ZodRawShape;
  /** Options of which one call takes one; empty: there are none. */
  readonly either: readonly string[];
}

type RawArguments = Readonly<Record<string, string | true | readonly string[]>>;

type ArgumentReading<Given> =
  | { readonly kind: "read"; readonly given: Given }
  | { readonly kind: "misused"; readonly problem: string };

export interface NamedHelp {
  readonly name: string;
  readonly help: ArgumentHelp;
}

/** The arguments with how they are described. Throws for one that nothing describes: help could not tell of it. */
export function argumentsOf(given: z.ZodRawShape): readonly NamedHelp[] {
  return Object.entries(given).map(([name, schema]) => {
    const help = argumentHelp.get(schema);
    if (help === undefined) throw new Error(`the argument ${name} is not described`);
    return { name, help };
  });
}

/** `check` gives the values their types. */
export function readArguments<Given>(
  args: readonly string[],
  declared: Declared,
  check: (raw: RawArguments) => z.ZodSafeParseResult<Given>,
): ArgumentReading<Given> {
  const known = argumentsOf(declared.given);
  const typed = typedArguments(args, declared.name, known);
  if (typeof typed === "string") return { kind: "misused", problem: typed };
  const raw = rawArguments(typed, declared, known);
  if (typeof raw === "string") return { kind: "misused", problem: raw };
  const read = check(raw);
  if (read.success) return { kind: "read", given: read.data };
  const wrong = known.find(({ name }) => name === read.error.issues[0]?.path[0]);
  if (wrong === undefined) throw read.error;
  return { kind: "misused", problem: wrongValue(declared.name, wrong, raw) };
}

interface Typed {
  readonly operands: readonly string[];
  /** Values by option, in the order typed; `true` of a flag. */
  readonly options: ReadonlyMap<string, readonly (string | true)[]>;
}

/** What was typed, or what is wrong with it. */
function typedArguments(args: readonly string[], command: string, known: readonly NamedHelp[]): Typed | string {
  const options = known.filter(({ help }) => help.kind !== "operand");
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      options.map(({ name, help }) => [name, { type: help.kind === "flag" ? "boolean" : "string" } as const]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const operands: string[] = [];
  const values = new Map<string, (string | true)[]>();
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const option = token.rawName.startsWith("--") ? options.find(({ name }) => name === token.name) : undefined;
    if (option === undefined) return unknownOption(command, token.rawName, options);
    const value = optionValue(option, token.value, token.inlineValue === true ? "joined" : "apart");
    if (value === null) return takesOf(option);
    pushTo(values, option.name, value);
  }
  return { operands, options: values };
}

/** `null`: it takes another. A value of its own that looks like an option was forgotten, unless it is joined by `=`. */
function optionValue({ help }: NamedHelp, value: string | undefined, how: "joined" | "apart"): string | true | null {
  if (help.kind === "flag") return value === undefined ? true : null;
  if (value === undefined || value.trim() === "") return null;
  if (how === "apart" && value.startsWith("-") && value !== "-") return null;
  return value;
}

function unknownOption(command: string, typed: string, options: readonly NamedHelp[]): string {
  const meant = nearest(
    typed.replace(/^-+/, ""),
    options.map(({ name }) => name),
  );
  return `${command} has no option ${typed}${meant === null ? "" : `; did you mean --${meant}?`}`;
}

/** Under the names that the schema has, or what is wrong with their number. */
function rawArguments(
  { operands, options }: Typed,
  { name: command, either }: Declared,
  known: readonly NamedHelp[],
): RawArguments | string {
  const chosen = either.filter((name) => options.has(name));
  if (chosen.length > 1) return `${command} takes ${chosen.map((name) => `--${name}`).join(" or ")}, not both`;
  const operand = known.find(({ help }) => help.kind === "operand");
  const most = operand?.help.kind === "operand" ? operand.help.most : 0;
  if (operands.length > most)
    return operand === undefined ? tooMany(command, operands, known) : wrongValue(command, operand, {});
  const raw = new Map<string, string | true | readonly string[]>();
  const [first] = operands;
  if (operand !== undefined && first !== undefined) raw.set(operand.name, most > 1 ? operands : first);
  for (const { name, help } of known) {
    const values = options.get(name) ?? [];
    const last = values.at(-1);
    if (last === undefined) continue;
    if (values.length > 1 && help.kind === "text" && !help.repeats)
      return `--${name} is given ${values.length === 2 ? "twice" : `${values.length} times`}; give it once`;
    const texts = values.filter((value) => value !== true);
    raw.set(name, help.kind === "text" && help.repeats ? texts : last);
  }
  return Object.fromEntries(raw);
}

function tooMany(command: string, operands: readonly string[], known: readonly NamedHelp[]): string {
  const taken = known.length === 0 ? "no arguments" : "options alone";
  return `${command} takes ${taken}, and was given ${JSON.stringify(operands[0])}`;
}

function wrongValue(command: string, argument: NamedHelp, raw: RawArguments): string {
  const { name, help } = argument;
  if (help.kind === "operand") return `${command} takes ${help.takes}`;
  return name in raw ? takesOf(argument) : `${command} needs --${name}, ${help.help}`;
}

function takesOf({ name, help }: NamedHelp): string {
  return `--${name} takes ${help.kind === "flag" ? "no value" : help.takes}`;
}
