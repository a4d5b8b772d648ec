/** Navigation in a schema: to what is at a path, and to every value that has a meaning of its own. */

import { z } from "zod";

import type { Path } from "./registry-path.ts";

/** What a text stands for, where its spelling alone can mislead. */
type Meaning =
  | "duration"
  | "paths"
  | "branches"
  /** One branch, by its whole name. */
  | "branch"
  /** A label to look for. */
  | "label"
  /** Said to people, word for word. */
  | "saying"
  /** Any other text that may have blanks in it. */
  | "title";

const MEANINGS = z.registry<{ readonly meaning: Meaning }>();

/** Records what texts of this schema stand for. */
export function meaning<Schema extends z.ZodType>(schema: Schema, meant: Meaning): Schema {
  MEANINGS.add(schema, { meaning: meant });
  return schema;
}

export interface MeantText {
  readonly meaning: Meaning;
  readonly text: string;
  readonly path: Path;
  readonly on: "key" | "value";
}

/** Every text with a meaning in a value that the schema takes, with its place. */
export function meantTexts(schema: z.ZodType, value: unknown, path: Path = []): readonly MeantText[] {
  const shape = bare(schema);
  const meant = meaningOf(shape);
  if (typeof value === "string") {
    if (meant !== null) return [{ meaning: meant, text: value, path, on: "value" }];
    if (!(shape instanceof z.ZodUnion)) return [];
  }
  if (shape instanceof z.ZodUnion) {
    const taking = optionsOf(shape).find((option) => option.safeParse(value).success);
    return taking === undefined ? [] : meantTexts(taking, value, path);
  }
  if (Array.isArray(value)) {
    const element = shape instanceof z.ZodArray ? asType(shape.element) : null;
    return element === null ? [] : value.flatMap((item, index) => meantTexts(element, item, [...path, index]));
  }
  return typeof value === "object" && value !== null ? inMapping(shape, value, path) : [];
}

function inMapping(shape: z.ZodType, value: object, path: Path): readonly MeantText[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key];
    if (shape instanceof z.ZodObject) {
      const schema = asType(shape.shape[key]);
      return schema === null ? [] : meantTexts(schema, inner, here);
    }
    if (!(shape instanceof z.ZodRecord)) return [];
    const meant = meaningOf(shape.keyType);
    const own: readonly MeantText[] = meant === null ? [] : [{ meaning: meant, text: key, path: here, on: "key" }];
    const schema = asType(shape.valueType);
    return schema === null ? own : [...own, ...meantTexts(schema, inner, here)];
  });
}

/** What texts of the schema stand for. */
export function meaningOf(schema: unknown): Meaning | null {
  const known = asType(schema);
  return known === null ? null : (MEANINGS.get(known)?.meaning ?? null);
}

/** Of several forms, the one that has such a place. */
export function schemaAt(schema: z.ZodType, path: Path): z.ZodType | null {
  const here = bare(schema);
  const [step, ...rest] = path;
  if (step === undefined) return here;
  for (const form of here instanceof z.ZodUnion ? optionsOf(here).map(bare) : [here]) {
    const inner = innerAt(form, step);
    const found = inner === null ? null : schemaAt(inner, rest);
    if (found !== null) return found;
  }
  return null;
}

function innerAt(form: z.ZodType, step: PropertyKey): z.ZodType | null {
  if (form instanceof z.ZodUnion) return schemaAt(form, [step]);
  if (form instanceof z.ZodObject) return asType(form.shape[String(step)]);
  if (form instanceof z.ZodArray) return typeof step === "number" ? asType(form.element) : null;
  return form instanceof z.ZodRecord ? asType(form.valueType) : null;
}

export function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    const inner = asType(schema.unwrap());
    return inner === null ? schema : bare(inner);
  }
  return schema;
}

function asType(schema: unknown): z.ZodType | null {
  return schema instanceof z.ZodType ? schema : null;
}

export function optionsOf(schema: z.ZodType | null): readonly z.ZodType[] {
  return schema instanceof z.ZodUnion ? schema.options.flatMap((option) => asType(option) ?? []) : [];
}
