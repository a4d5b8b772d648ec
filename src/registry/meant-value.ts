/** What somebody meant by a value of the wrong kind, written so that the schema accepts it. */

import { z } from "zod";
import { durationFault } from "../shared/duration.ts";
import { bare, optionsOf } from "./schema-tree.ts";
import { isList, type Plain } from "./yaml-tree.ts";

/** Longer proposals help nobody. */
const MAX_LENGTH = 100;
const MAX_ITEMS = 20;

/** The names of the roles, one of which somebody may have meant; `null`: any word may be one. */
type Roles = readonly string[] | null;

/** As YAML; `null`: nobody knows what was meant. */
export function meantValue(value: Plain, schema: z.ZodType | null, roles: Roles = null): string | null {
  if (schema === null || value === undefined || (isList(value) && value.length === 0)) return null;
  if (typeof value === "string" ? value.length > MAX_LENGTH : isList(value) && value.length > MAX_ITEMS) return null;
  const found = candidates(value, schema, roles).find((candidate) => schema.safeParse(candidate).success);
  if (found === undefined) return null;
  const text = flowText(found);
  return text.length > MAX_LENGTH ? null : text;
}

function candidates(value: Plain, schema: z.ZodType, roles: Roles): readonly Plain[] {
  if (typeof value === "string") return [...ofText(value), ...inWords(value, roles), ...wrapped(value, schema, roles)];
  if (isList(value)) {
    const [only, ...others] = value;
    return [
      ...(others.length === 0 ? candidates(only, schema, roles).concat([only]) : joined(value)),
      ...wrapped(value, schema, roles),
    ];
  }
  if (value !== null && typeof value === "object") return [[value], ...Object.values(value).slice(0, 1)];
  const days = typeof value === "number" ? `${value}d` : null;
  return [
    ...(days === null ? [] : takesWords(schema) ? wrapped(days, schema, roles) : [days]),
    // Without a key of its own, each has its default.
    ...(value === true ? [{}] : []),
    value,
    ...wrapped(value, schema, roles),
  ];
}

/** Mappings of a list as one: by the name that each has, or all their keys. */
function joined(list: readonly Plain[]): readonly Plain[] {
  const mappings = list.filter((item) => item !== null && typeof item === "object" && !isList(item));
  if (mappings.length < list.length) return [];
  return [Object.assign({}, ...mappings)];
}

function ofText(text: string): readonly Plain[] {
  const parts = text.split(/\s*,\s*/).filter((part) => part !== "");
  const number = NUMBERS.indexOf(text.trim().toLowerCase());
  const truth = /^(?:yes|on|true)$/i.test(text) ? [true] : /^(?:no|off|false|none|never)$/i.test(text) ? [false] : [];
  return [
    ...(parts.length > 0 ? [parts, [text]] : []),
    ...(text.trim() === "" ? [] : [Number(text)]),
    ...(number < 0 ? [] : [number]),
    ...truth,
  ];
}

const NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** The value under the one key of a mapping that takes it. */
function wrapped(value: Plain, schema: z.ZodType, roles: Roles): readonly Plain[] {
  const mappings = [schema, ...optionsOf(schema)].filter((one) => one instanceof z.ZodObject);
  return mappings.flatMap((mapping) =>
    Object.keys(mapping.shape)
      .filter((key) => typeof value !== "string" || suits(key, value, mapping.shape[key], roles))
      .flatMap((key): Plain[] => [{ [key]: value }, ...(isList(value) ? [] : [{ [key]: [value] }])]),
  );
}

function takesWords(schema: z.ZodType): boolean {
  return bare(schema).safeParse("word").success;
}

/** `2 maintainers`, `2/3 of maintainers`, `6mo in approvers`. */
function inWords(text: string, roles: Roles): readonly Plain[] {
  const [, amount = "", role = ""] = /^(\S+) (?:(?:of|from|in|as|x) )?(?:the )?([a-z][\w-]*)$/i.exec(text.trim()) ?? [];
  if (role === "" || roles?.includes(role) === false) return [];
  return [
    { from: role, min: Number(amount) },
    { in: role, min: amount },
    { of: role, "min-yes": Number(amount) },
    { of: role, share: amount },
  ];
}

/** Any word may be a role's name; a share, a duration or a pattern may not. */
function suits(key: string, text: string, schema: z.ZodType, roles: Roles): boolean {
  const isName =
    /^[a-z][\w-]*$/i.test(text) && durationFault(text) !== null && !/^(?:majority|true|false|none|all)$/i.test(text);
  if (key === "paths") return /[*/]/.test(text);
  if (key === "from" || key === "of" || key === "repos")
    return isName && (key === "repos" || roles === null || roles.includes(text));
  // One of the few words that the key takes.
  if (bare(schema) instanceof z.ZodEnum) return bare(schema).safeParse(text).success;
  // Where any word may stand, a span is no better than another.
  return durationFault(text) === null && !takesWords(schema);
}

/** A value on one line. */
export function flowText(value: Plain): string {
  if (typeof value === "string") return PLAIN.test(value) && !RESERVED.test(value) ? value : JSON.stringify(value);
  if (isList(value)) return `[${value.map(flowText).join(", ")}]`;
  if (value === null || value === undefined || typeof value !== "object") return String(value ?? "");
  const pairs = Object.entries(value).map(([key, inner]) => `${flowText(key)}: ${flowText(inner)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

const PLAIN = /^[A-Za-z_](?:[\w./-]|\/(?=\*\*$))*(?:\/\*\*?)?$|^\d{4}-\d\d-\d\d$|^\d+(?:mo|bd|[smhdwy])$/;
/** Words that YAML reads as something other than a text. */
const RESERVED = /^(?:true|false|null|yes|no|on|off)$/i;
