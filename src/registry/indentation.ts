/** Keys that appear beside the key that they belong under, since their line is indented too little. */

import { z } from "zod";
import type { Path } from "./registry-path.ts";
import { bare, schemaAt } from "./schema-tree.ts";
import { printable } from "./yaml-faults.ts";
import { type Plain, valueAt } from "./yaml-tree.ts";

interface Misplaced {
  /** The path of the key whose line is to be indented. */
  readonly path: Path;
  readonly message: string;
  /** The key above, which lacks what it should have. */
  readonly above: Path;
}

/** For something faulty at `path`: whether it, or the mapping that contains it, belongs below the key above it; `null`: it does not. */
export function misplaced(path: Path, root: z.ZodType, whole: Plain): Misplaced | null {
  return belongsAbove(path, root, whole) ?? belongsAbove(path.slice(0, -1), root, whole);
}

function belongsAbove(path: Path, root: z.ZodType, whole: Plain): Misplaced | null {
  const key = path.at(-1);
  const around = path.slice(0, -1);
  const parent = valueAt(whole, around);
  if (typeof key !== "string" || parent === null || typeof parent !== "object" || Array.isArray(parent)) return null;
  const keys = Object.keys(parent);
  const before = keys[keys.indexOf(key) - 1];
  if (before === undefined) return null;
  const above = [...around, before];
  const isEmpty = valueAt(whole, above) === null;
  if (!isEmpty && !(schemaAt(root, around) instanceof z.ZodRecord)) return null;
  if (valueAt(whole, [...above, key]) !== undefined) return null;
  if (takes(schemaAt(root, above), key)?.safeParse(valueAt(whole, path)).success !== true) return null;
  return {
    path,
    above,
    message: `${printable(key)} belongs to ${printable(before)} above; indent its line further than that one`,
  };
}

/** What a mapping accepts under the key. */
function takes(mapping: z.ZodType | null, key: string): z.ZodType | null {
  const inner =
    mapping instanceof z.ZodRecord ? mapping.valueType : mapping instanceof z.ZodObject ? mapping.shape[key] : null;
  return inner instanceof z.ZodType ? bare(inner) : null;
}
