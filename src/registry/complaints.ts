/** Turns what the schema objects to into faults that say what, where, and what to do. */
import { z } from "zod";
import { nearest } from "../shared/nearest.ts";
import type { Path } from "./registry-path.ts";
import { optionsOf, schemaAt } from "./schema-tree.ts";
import { printable } from "./yaml-faults.ts";
import { withPlainBlanks } from "./yaml-slips.ts";
import type { Plain, YamlTree } from "./yaml-tree.ts";

/** A fault of the content, before it is known where that stands in the text. */
export interface Complaint {
  readonly path: Path;
  readonly on: "key" | "value";
  readonly message: string;
}

/** So many are told at once; whoever has more must begin somewhere. */
export const MAX_FAULTS = 500;

type Issue = z.core.$ZodIssue;

/** One complaint per wrong key or value under `path`. `found` is the value that the schema was given. */
export function complaints(
  schema: z.ZodType,
  issues: readonly Issue[],
  path: Path,
  tree: YamlTree,
): readonly Complaint[] {
  const all = issues.flatMap((issue) => complaintsOf(schema, issue, path, tree));
  // A misspelt key that must be there is one mistake, not two.
  const meant = new Set(
    all.flatMap(({ meant = null, path }) => (meant === null ? [] : [JSON.stringify([...path.slice(0, -1), meant])])),
  );
  return all
    .filter((complaint) => !tree.isFaulty(complaint.path))
    .filter(({ missing, path }) => missing !== true || !meant.has(JSON.stringify(path)))
    .map(({ path, on, message }) => ({ path, on, message }));
}

interface Detailed extends Complaint {
  /** The known key that an unknown one resembles. */
  readonly meant?: string | null;
  readonly missing?: boolean;
}

function complaintsOf(schema: z.ZodType, issue: Issue, base: Path, tree: YamlTree): readonly Detailed[] {
  const path = [...base, ...issue.path];
  if (path.length > 0 && issue.code !== "custom" && valueAt(tree.value, path) === null)
    return [{ path, on: "value", message: emptyComplaint(path, issue) }];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) =>
        unknownKey(path, key, keysOf(schemaAt(schema, issue.path), valueAt(tree.value, path))),
      );
    case "invalid_union":
      return unionComplaints(schemaAt(schema, issue.path), issue, path, tree);
    case "invalid_key":
    case "invalid_element":
      return issue.issues.map((inner) => ({ path, on: "key", message: inner.message }));
    case "invalid_type":
      return [typeComplaint(issue.expected, schemaAt(schema, issue.path), path, tree)];
    case "invalid_value":
      return [valueComplaint(issue, path, tree)];
    case "too_small":
    case "too_big":
      return [{ path, on: "value", message: sizeComplaint(issue) }];
    default:
      return [{ path, on: "value", message: issue.message }];
  }
}

/** `known` in the order in which the schema lists it. */
export function unknownKey(path: Path, key: string, known: readonly string[]): Detailed {
  const plain = withPlainBlanks(key);
  if (plain !== key) {
    const message = `a blank in ${printable(plain)} is no plain space, so YAML does not see where the value begins; type it anew`;
    return { path: [...path, key], on: "key", message };
  }
  const meant = nearest(key, known);
  const hint = meant === null ? `known here are ${known.join(", ")}` : `did you mean ${printable(meant)}?`;
  return { path: [...path, key], on: "key", message: `unknown key ${printable(key)}; ${hint}`, meant };
}

/** The complaints of the one branch that the value most resembles. */
function unionComplaints(
  union: z.ZodType | null,
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  tree: YamlTree,
): readonly Detailed[] {
  const branches = issue.errors.flatMap((issues, index) => {
    const ofOtherKind = issues.some((inner) => inner.path.length === 0 && /^invalid_(type|value)$/.test(inner.code));
    return ofOtherKind ? [] : [{ issues, schema: optionsOf(union)[index] ?? z.unknown() }];
  });
  const badness = ({ issues, schema }: (typeof branches)[number]) =>
    issues.reduce((sum, inner) => {
      if (inner.code !== "unrecognized_keys") return sum + 1;
      const known = keysOf(schemaAt(schema, inner.path), valueAt(tree.value, [...path, ...inner.path]));
      // A key that is nearly one of this form's speaks for it.
      return sum + inner.keys.reduce((all, key) => all + (nearest(key, known) === null ? 1 : 0.5), 0);
    }, 0);
  const [likeliest] = branches.sort((a, b) => badness(a) - badness(b));
  if (likeliest !== undefined)
    return likeliest.issues.flatMap((inner) => complaintsOf(likeliest.schema, inner, path, tree));
  const source = unquoted(path, tree);
  const isText = source !== null && union?.safeParse(source).success === true;
  const wanted = isText ? `${issue.message}; to mean the text, quote it: ${JSON.stringify(source)}` : issue.message;
  return [{ path, on: "value", message: wanted }];
}

/** Of a key or an item without a value (R77). */
function emptyComplaint(path: Path, issue: Issue): string {
  const key = path.at(-1);
  if (typeof key !== "string") return "this item of the list has no value; write one or remove it";
  const isList = issue.code === "invalid_type" && issue.expected === "array";
  return noValue(key, isList && key === "emeritus");
}

/** `mayBeNobody`: a list that may say that there is nobody. */
export function noValue(key: string, mayBeNobody: boolean): string {
  const nobody = mayBeNobody ? ", or [] for nobody" : "";
  return `${printable(key)} has no value, and nothing that is empty means everything; write one${nobody}, or leave the key out`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

function typeComplaint(expected: string, schema: z.ZodType | null, path: Path, tree: YamlTree): Detailed {
  const value = valueAt(tree.value, path);
  const last = path.at(-1);
  if (value === undefined && typeof last === "string")
    return { path, on: "value", message: `${printable(last)} is missing here; add it`, missing: true };
  const source = unquoted(path, tree);
  if (expected === "string" && source !== null) return { path, on: "value", message: quoteComplaint(source, schema) };
  const wanted = KINDS[expected] ?? expected;
  const meant = typeof value === "string" ? meantBy(value, schema) : null;
  const advice = meant === null ? "" : `; write ${meant}`;
  return { path, on: "value", message: `expected ${wanted}, found ${kindOf(value)}${advice}` };
}

/** Of what YAML reads as a number or a truth value: in quotes it is a text, which may be wrong in its own way. */
function quoteComplaint(source: string, schema: z.ZodType | null): string {
  const [issue] = schema?.safeParse(source).error?.issues ?? [];
  return issue?.message ?? `YAML reads ${source} as no text; quote it: ${JSON.stringify(source)}`;
}

/** How the value that a text stands for is written, where the schema takes it; `null`: nobody knows what was meant. */
function meantBy(text: string, schema: z.ZodType | null): string | null {
  const parts = text.split(/\s*,\s*/).filter((part) => part !== "");
  for (const items of [parts, [text]]) if (items.length > 0 && schema?.safeParse(items).success) return listText(items);
  const number = Number(text);
  if (text.trim() !== "" && schema?.safeParse(number).success === true) return String(number);
  const truth = /^(?:yes|on|true)$/i.test(text) ? true : /^(?:no|off|false)$/i.test(text) ? false : undefined;
  return truth !== undefined && schema?.safeParse(truth).success === true ? String(truth) : null;
}

/** A list as YAML in brackets. */
export function listText(items: readonly string[]): string {
  return `[${items.map((item) => (/^[A-Za-z_][A-Za-z0-9_./-]*$/.test(item) && !RESERVED.test(item) ? item : JSON.stringify(item))).join(", ")}]`;
}

/** Words that YAML takes for something else than a text. */
const RESERVED = /^(?:true|false|null|yes|no|on|off)$/i;

/** What was written where YAML makes a number, a truth value or nothing of it. */
function unquoted(path: Path, tree: YamlTree): string | null {
  const value = valueAt(tree.value, path);
  if (typeof value !== "number" && typeof value !== "boolean") return null;
  return tree.sourceOf(path);
}

function valueComplaint(issue: z.core.$ZodIssueInvalidValue, path: Path, tree: YamlTree): Detailed {
  const value = valueAt(tree.value, path);
  const known = issue.values.map(String);
  const meant = typeof value === "string" ? nearest(value, known) : null;
  const shown = typeof value === "string" ? printable(value) : (tree.sourceOf(path) ?? kindOf(value));
  const hint = meant === null ? `write ${known.join(", ")}` : `did you mean ${printable(meant)}?`;
  return { path, on: "value", message: `${shown} is not known here; ${hint}` };
}

function sizeComplaint(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  if (issue.origin === "array") return issue.message;
  if (issue.code === "too_small") return `the number must be ${issue.minimum} or more`;
  return `the number must be ${issue.maximum} or less`;
}

function kindOf(value: Plain): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  return typeof value === "string" ? `the text ${printable(value)}` : String(value);
}

/** The value at a path, `undefined` where there is none. */
export function valueAt(value: Plain, path: Path): Plain {
  let here: Plain = value;
  for (const step of path) {
    if (here === null || typeof here !== "object") return undefined;
    if (isList(here)) here = here[Number(step)];
    else here = Object.hasOwn(here, step) ? here[String(step)] : undefined;
  }
  return here;
}

export function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

/** The keys a mapping may have; where it may be one of several, those of the one that it shares most keys with. */
function keysOf(schema: z.ZodType | null, value: Plain): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  const shared = (keys: readonly string[]) => keys.filter((key) => valueAt(value, [key]) !== undefined).length;
  const options = optionsOf(schema).map((option) => keysOf(option, value));
  return options.reduce((best, keys) => (best.length === 0 || shared(keys) > shared(best) ? keys : best), []);
}
