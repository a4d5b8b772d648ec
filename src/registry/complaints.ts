/** Turns the schema's complaints into faults that say what is wrong, where, and what to do. */

import { z } from "zod";
import { nearest } from "../shared/nearest.ts";
import { adviceByPlace, MAX_HINTS, peopleAdvice } from "./advice-by-place.ts";
import { misplaced } from "./indentation.ts";
import { DEFAULT_LADDER } from "./ladder.ts";
import { oddCharacter } from "./lookalikes.ts";
import { type KeyPlace, meantKey, otherPlace } from "./meant-key.ts";
import { meantValue } from "./meant-value.ts";
import type { Path } from "./registry-path.ts";
import { bare, meaningOf, meantTexts, optionsOf, schemaAt } from "./schema-tree.ts";
import { printable } from "./yaml-faults.ts";
import { isList, type Plain, valueAt, type YamlTree } from "./yaml-tree.ts";

/** A fault of the content, before it is known where that stands in the text. */
export interface Complaint {
  readonly path: Path;
  readonly on: "key" | "value";
  readonly message: string;
  /** Where nothing more is to be said, since this is why. */
  readonly explains?: Path;
}

export function complaint(path: Path, message: string, on: Complaint["on"] = "value"): Complaint {
  return { path, on, message };
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
  const all = issues.flatMap((issue, index) => {
    const found = complaintsOf(schema, issue, path, tree);
    // Several are told of one key that stands in the wrong place.
    return found.map((one): Detailed => {
      const slip = path.length > 0 || index >= MAX_HINTS ? null : misplaced(one.path, schema, tree.value);
      return slip === null ? one : { path: slip.path, on: "key", message: slip.message, explains: slip.above };
    });
  });
  // A misspelt key that must be there is one mistake, not two.
  const meant = new Set(
    all.flatMap(({ meant = null, path }) => (meant === null ? [] : [JSON.stringify([...path.slice(0, -1), meant])])),
  );
  return all
    .filter((complaint) => !tree.isFaulty(complaint.path))
    .filter(({ missing, path }) => missing !== true || !meant.has(JSON.stringify(path)))
    .map(({ path, on, message, explains }) =>
      explains === undefined ? { path, on, message } : { path, on, message, explains },
    );
}

interface Detailed extends Complaint {
  /** The known key that an unknown one resembles. */
  readonly meant?: string | null;
  readonly missing?: boolean;
}

function complaintsOf(schema: z.ZodType, issue: Issue, base: Path, tree: YamlTree): readonly Detailed[] {
  const path = [...base, ...issue.path];
  if (path.length > 0 && issue.code !== "custom" && issue.code !== "invalid_key" && valueAt(tree.value, path) === null)
    return [{ path, on: "value", message: emptyComplaint(path, issue) }];
  switch (issue.code) {
    case "unrecognized_keys":
      return unknownKeysIn(issue.keys, schemaAt(schema, issue.path), { path, base, root: schema, tree });
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

/** `known` in the order in which the schema lists it. `place`: what else is known of where it stands. */
export function unknownKey(
  path: Path,
  key: string,
  known: readonly string[],
  place: KeyPlace & { readonly elsewhere: string | null } = { fits: () => true, siblings: [], elsewhere: null },
): Detailed {
  const meant = meantKey(key, known, place);
  const odd = oddCharacter(key);
  const why = odd === null ? "" : `, with ${odd.what}`;
  const listed = () => place.elsewhere ?? `known here are ${known.join(", ")}`;
  const hint = meant === null ? listed() : `did you mean ${printable(meant)}?`;
  return { path: [...path, key], on: "key", message: `unknown key ${printable(key)}${why}; ${hint}`, meant };
}

/** As above, of the keys of a mapping in the tree. */
function unknownKeysIn(keys: readonly string[], mapping: z.ZodType | null, around: Around): readonly Detailed[] {
  const found = valueAt(around.tree.value, around.path);
  // Listed once: there may be as many as the file has lines.
  const siblings = found !== null && typeof found === "object" ? Object.keys(found).slice(0, MAX_HINTS) : [];
  return keys.slice(0, MAX_FAULTS).flatMap((key) => unknownKeyIn(key, mapping, { around, found, siblings }) ?? []);
}

interface Surroundings {
  readonly around: Around;
  readonly found: Plain;
  readonly siblings: readonly string[];
}

function unknownKeyIn(
  key: string,
  mapping: z.ZodType | null,
  { around, found, siblings }: Surroundings,
): Detailed | null {
  const { path, base, root } = around;
  const form = formOf(mapping, found, key);
  const value = valueAt(found, [key]);
  const fits = (known: string) => {
    const schema = form === null ? null : schemaAt(form, [known]);
    const issues = schema?.safeParse(value).error?.issues ?? [];
    return !issues.some(isOfOtherKind) || meantValue(value, schema) !== null;
  };
  const elsewhere =
    peopleAdvice([...path, key], value) ??
    inItems(key, form) ??
    (base.length > 0 || form === null ? null : otherPlace(key, form, { path, root, siblings }));
  const split = value === null ? splitText(key, form, { found, siblings }) : null;
  if (split !== null) return split.isFirst ? { path: [...path, key], on: "key", message: split.message } : null;
  return unknownKey(path, key, keysOf(form), { fits, siblings, elsewhere });
}

/** Within braces a comma ends a text: what follows it in a sentence looks like a key without a value. Told once for the whole. */
function splitText(
  key: string,
  form: z.ZodType | null,
  { found, siblings }: Pick<Surroundings, "found" | "siblings">,
): { readonly message: string; readonly isFirst: boolean } | null {
  const at = siblings.indexOf(key);
  const begun = siblings.slice(0, at).findLastIndex((one) => valueAt(found, [one]) !== null);
  const begin = siblings[begun];
  if (begin === undefined || form === null) return null;
  const text = valueAt(found, [begin]);
  const schema = schemaAt(form, [begin]);
  const isSaid = schema !== null && meantTexts(schema, text).some(({ meaning }) => meaning === "saying");
  if (typeof text !== "string" || !isSaid) return null;
  const next = siblings.findIndex((one, index) => index > begun && valueAt(found, [one]) !== null);
  const whole = [text, ...siblings.slice(begun + 1, next === -1 ? undefined : next)].join(", ");
  const message = `${printable(key)} has no value: within { } a comma ends a text; write ${begin}: ${printable(whole)}`;
  return { message, isFirst: at === begun + 1 };
}

/** Of a key that the items of a list beside it have. */
function inItems(key: string, form: z.ZodType | null): string | null {
  if (!(form instanceof z.ZodObject)) return null;
  const list = Object.keys(form.shape).find((known) => {
    const inner = schemaAt(form, [known]);
    const item = inner instanceof z.ZodArray ? inner.element : null;
    return item instanceof z.ZodType && keysOf(bare(item)).includes(key);
  });
  return list === undefined ? null : `it stands in an item of ${printable(list)}, beside what it is about`;
}

interface Around {
  readonly path: Path;
  /** Where the schema that everything is held against begins. */
  readonly base: Path;
  readonly root: z.ZodType;
  readonly tree: YamlTree;
}

/** The complaints of the one branch that the value most resembles. */
function unionComplaints(
  union: z.ZodType | null,
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  tree: YamlTree,
): readonly Detailed[] {
  const value = valueAt(tree.value, path);
  const last = path.at(-1);
  if (value === undefined && typeof last === "string") return [missing(last, path)];
  const branches = issue.errors.flatMap((issues, index) =>
    issues.some(isOfOtherKind) ? [] : [{ issues, schema: optionsOf(union)[index] ?? z.unknown() }],
  );
  const badness = ({ issues, schema }: (typeof branches)[number]) =>
    issues.reduce((sum, inner) => {
      if (inner.code !== "unrecognized_keys") return sum + 1;
      const known = keysOf(formOf(schemaAt(schema, inner.path), valueAt(tree.value, [...path, ...inner.path])));
      // A key that is nearly one of this form's speaks for it.
      return sum + inner.keys.reduce((all, key) => all + (nearest(key, known) === null ? 1 : 0.5), 0);
    }, 0);
  const [likeliest] = branches.sort((a, b) => badness(a) - badness(b));
  if (likeliest !== undefined)
    return likeliest.issues.flatMap((inner) => complaintsOf(likeliest.schema, inner, path, tree));
  return [{ path, on: "value", message: `${issue.message}${unionAdvice(union, path, tree)}` }];
}

/** That the value is nothing of the form at all. */
function isOfOtherKind(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === "invalid_union") return issue.errors.every((issues) => issues.some(isOfOtherKind));
  return issue.code === "invalid_type" || issue.code === "invalid_value";
}

function unionAdvice(union: z.ZodType | null, path: Path, tree: YamlTree): string {
  const source = unquoted(path, tree);
  const value = valueAt(tree.value, path);
  if (value === true && [union, ...optionsOf(union)].some((one) => meaningOf(one) !== null))
    return "; write the text that is meant, or leave the key out";
  if (source !== null && typeof value === "number" && union?.safeParse(source).success === true)
    return `; to mean the text, quote it: ${JSON.stringify(source)}`;
  if (value === false) return "; leave the key out to do without it";
  if (source !== null && union?.safeParse(source).success === true)
    return `; to mean the text, quote it: ${JSON.stringify(source)}`;
  const meant = meantValue(value, union, rolesIn(tree.value));
  return meant === null ? "" : `; write ${meant}`;
}

/** `null`: the ladder is another file's. */
function rolesIn(value: Plain): readonly string[] | null {
  const roles = valueAt(value, ["roles"]);
  if (roles !== null && typeof roles === "object" && !isList(roles)) return Object.keys(roles);
  return valueAt(value, ["extends"]) === undefined ? DEFAULT_LADDER.map(({ name }) => name) : null;
}

function missing(key: string, path: Path): Detailed {
  const within = path.slice(0, -1).findLast((step) => typeof step === "string");
  const message = within === undefined ? `${key} is missing here; add it` : `${within}: ${key} is missing; add it`;
  return { path, on: "value", message, missing: true };
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
  if (value === undefined && typeof last === "string") return missing(last, path);
  const source = unquoted(path, tree);
  if (expected === "string" && source !== null) return { path, on: "value", message: quoteComplaint(source, schema) };
  const wanted = KINDS[expected] ?? expected;
  const special = adviceByPlace(path, value) ?? (expected === "string" ? null : peopleAdvice(path, value));
  const meant = special === null ? meantValue(value, schema) : null;
  const advice = special !== null ? `; ${special}` : meant === null ? adviceFor(expected, value) : `; write ${meant}`;
  return { path, on: "value", message: `expected ${wanted}, found ${kindOf(value)}${advice}` };
}

function adviceFor(expected: string, value: Plain): string {
  if (expected === "string" && isList(value)) return "; write one of them alone";
  if (expected === "record" && isList(value))
    return "; write each name as a key, with a colon behind it and what it has below";
  return expected === "object" && value === false ? "; leave the key out" : "";
}

/** Of what YAML reads as a number or a truth value: in quotes it is a text, which may be wrong in its own way. */
function quoteComplaint(source: string, schema: z.ZodType | null): string {
  const [issue] = schema?.safeParse(source).error?.issues ?? [];
  if (/^(?:true|false)$/i.test(source) && meaningOf(schema) !== null)
    return `YAML reads ${source} as no text; write the text that is meant, or leave the key out`;
  return issue?.message ?? `YAML reads ${source} as no text; quote it: ${JSON.stringify(source)}`;
}

/** What was written where YAML makes a number, a truth value or nothing of it. */
function unquoted(path: Path, tree: YamlTree): string | null {
  const value = valueAt(tree.value, path);
  if (typeof value !== "number" && typeof value !== "boolean") return null;
  return tree.sourceOf(path);
}

function valueComplaint(issue: z.core.$ZodIssueInvalidValue, path: Path, tree: YamlTree): Detailed {
  const value = valueAt(tree.value, path);
  const last = path.at(-1);
  if (value === undefined && typeof last === "string") return missing(last, path);
  const known = issue.values.map(String);
  const unquotedValue = issue.values.find((one) => typeof one !== "string" && String(one) === value);
  if (unquotedValue !== undefined)
    return {
      path,
      on: "value",
      message: `the text ${printable(String(value))} is not known here; write ${String(unquotedValue)}`,
    };
  const [shown, meant] =
    typeof value === "string"
      ? [printable(value), nearest(value, known)]
      : [tree.sourceOf(path) ?? kindOf(value), null];
  const hint = meant === null ? `write ${known.join(" or ")}` : `did you mean ${printable(meant)}?`;
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

function keysOf(schema: z.ZodType | null): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** The mapping that is meant; where it may be one of several, the one that it shares most keys with and that lacks `unknown`. */
function formOf(schema: z.ZodType | null, value: Plain, unknown: string | null = null): z.ZodType | null {
  const forms = optionsOf(schema).flatMap((option) => formOf(option, value, unknown) ?? []);
  if (forms.length === 0) return schema instanceof z.ZodObject ? schema : null;
  const shared = (form: z.ZodType) => keysOf(form).filter((key) => valueAt(value, [key]) !== undefined).length;
  const possible = forms.filter((form) => unknown === null || !keysOf(form).includes(unknown));
  return possible.reduce<z.ZodType | null>(
    (best, form) => (best === null || shared(form) > shared(best) ? form : best),
    null,
  );
}
