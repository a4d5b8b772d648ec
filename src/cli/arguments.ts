/** The arguments that a subcommand of `rung` can take: how each is read, and how help describes it. */

import { z } from "zod";
import { DAY_MS, durationFault, milliseconds } from "../shared/duration.ts";
import { type Instant, instant } from "../shared/names.ts";
import { pullRequestOf, repositoryOf } from "./repository.ts";

export type ArgumentHelp =
  /** Stands for itself, without a name. `takes`: the end of "NAME takes …" where it is given wrongly. */
  | {
      readonly kind: "operand";
      readonly placeholder: string;
      readonly takes: string;
      readonly help: string;
      /** How many there may be. */
      readonly most: number;
    }
  /** `--name VALUE`. `takes`: the end of "--name takes …". */
  | {
      readonly kind: "text";
      readonly placeholder: string;
      readonly takes: string;
      readonly help: string;
      readonly repeats: boolean;
    }
  /** `--name` alone. */
  | { readonly kind: "flag"; readonly help: string };

/** How each argument of the table is described; one that is not in it cannot be given. */
export const argumentHelp = z.registry<ArgumentHelp>();

function described<Schema extends z.ZodType>(schema: Schema, help: ArgumentHelp): Schema {
  argumentHelp.add(schema, help);
  return schema;
}

/** A text that `read` makes something of; `undefined`: it is not written so. */
function readBy<Value>(read: (text: string) => Value | undefined) {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: "is not written so" });
    return z.NEVER;
  });
}

/** A name, of a file most often. */
export const notEmpty = z.string().refine((text) => text.trim() !== "");

export const repositoryName = readBy(repositoryOf);

/** An organisation's login. */
export const ownerName = z.string().regex(/^[\w-]{1,39}$/);

export const pullRequestName = readBy(pullRequestOf);

/** A day of the calendar, as the moment at which it begins (UTC). */
export const day = readBy((text): Instant | undefined =>
  z.iso.date().safeParse(text).success ? instant(`${text}T00:00:00Z`) : undefined,
);

export function wholeNumber(min: number, max: number) {
  return readBy((text) => {
    const number = /^\d{1,10}$/.test(text) ? Number(text) : -1;
    return number >= min && number <= max ? number : undefined;
  });
}

/** From when on: a span back from now, or a moment (UTC where it names no zone). */
export type Since = { readonly kind: "ago"; readonly ms: number } | { readonly kind: "at"; readonly at: Instant };

export const since = readBy((text): Since | undefined => {
  if (durationFault(text) === null) return { kind: "ago", ms: milliseconds(text) };
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/.test(text);
  // 30 February is no day, though Date makes one of it.
  if ((!isDay && !isTime) || !z.iso.date().safeParse(text.slice(0, 10)).success) return undefined;
  const zoned = /(Z|[+-]\d{2}:\d{2})$/.test(text) || isDay ? text : `${text}Z`;
  const at = new Date(zoned.replace(" ", "T")).getTime();
  return Number.isNaN(at) ? undefined : { kind: "at", at };
});

/** A span of days at least, as registries write it: `12m` is minutes, and nobody asks so of people. */
export const daysOrMore = z.string().refine((text) => durationFault(text) === null && milliseconds(text) >= DAY_MS);

interface OperandHelp {
  readonly placeholder: string;
  readonly takes: string;
  /** What it is, and what is taken without it. */
  readonly help: string;
}

/** The one operand of a subcommand that needs it. */
export function operand<Schema extends z.ZodType>(schema: Schema, help: OperandHelp): Schema {
  return described(schema.clone(), operandHelp(help, 1));
}

/** Its one operand, which may be left out. */
export function optionalOperand<Schema extends z.ZodType>(schema: Schema, help: OperandHelp) {
  return described(schema.nullable().default(null), operandHelp(help, 1));
}

/** Two that are needed both. */
export function operandPair(help: OperandHelp) {
  return described(z.tuple([notEmpty, notEmpty]), operandHelp(help, 2));
}

/** All that stands without a name, none included. */
export function optionalOperands<Schema extends z.ZodType>(schema: Schema, help: OperandHelp) {
  return described(z.array(schema).default([]), operandHelp(help, Number.POSITIVE_INFINITY));
}

function operandHelp({ placeholder, takes, help }: OperandHelp, most: number) {
  return { kind: "operand", placeholder, takes, help, most } as const;
}

interface ValueHelp {
  readonly placeholder: string;
  readonly help: string;
  /** Where the placeholder does not say it. */
  readonly takes?: string;
}

export function neededOption<Schema extends z.ZodType>(schema: Schema, help: ValueHelp): Schema {
  return described(schema.clone(), valueHelp(help));
}

/** `null` where it is left out. */
export function option<Schema extends z.ZodType>(schema: Schema, help: ValueHelp) {
  return described(schema.nullable().default(null), valueHelp(help));
}

/** May be given several times. */
export function repeatedOption<Schema extends z.ZodType>(schema: Schema, help: ValueHelp) {
  return described(z.array(schema).default([]), { ...valueHelp(help), repeats: true });
}

export function flag(help: string) {
  return described(z.boolean().default(false), { kind: "flag", help });
}

function valueHelp({ placeholder, help, takes = placeholder }: ValueHelp) {
  return { kind: "text", placeholder, takes, help, repeats: false } as const;
}
