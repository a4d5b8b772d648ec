/**
 * What a rule of roles.yaml consists of: everything there is to know about its key, in one place. Reading, joining under `extends`,
 * explaining changes, the schema and the documentation iterate over tables of these (settings.ts).
 */

import type { z } from "zod";
import type { Path } from "./registry-path.ts";

/** The roles there are, on which some defaults depend. */
export interface Ladder {
  /** Lowest first. */
  readonly roles: readonly string[];
  /** The role that approves. */
  readonly approvers: string;
}

interface Setting<Schema extends z.ZodType = z.ZodType, Value = unknown> {
  /** What may be written under the key. */
  readonly schema: Schema;
  /** How docs/registry.md shows it: an example as YAML, and what it means. */
  readonly docs: { readonly example: string; readonly meaning: string };
  /** Its value, given what is written; `undefined`: nothing is. A value that is undefined is left out of the registry. */
  value(written: NonNullable<z.output<Schema>> | undefined, ladder: Ladder): Value;
  /** For a registry that extends another, if both files have a say. Absent: what the file writes, otherwise the other's. */
  join?(own: Value, organisation: Value): Value;
  /** The stricter of the two, which holds where the organisation keeps an area to itself. Absent: the file may loosen it. */
  stricter?(own: Value, organisation: Value): Value;
  /** The values whose change is reported one by one, by the rest of their path after the key; absent: the value itself. */
  parts?(value: Value): Readonly<Record<string, unknown>>;
  /** The roles that what is written names, each with the rest of its path. */
  roles?(written: NonNullable<z.output<Schema>>): readonly NamedRole[];
}

export interface NamedRole {
  readonly path: Path;
  readonly role: string;
  /** The role is the path's last key. Absent: it is the value. */
  readonly on?: "key";
}

/** By the key as the file writes it; the registry has the value under the same name in camel case. */
export type Settings = Readonly<Record<string, Setting>>;

/** Infers the types of one. */
export function setting<Schema extends z.ZodType, Value>(given: Setting<Schema, Value>): Setting<Schema, Value> {
  return given;
}

type Camel<Key> = Key extends `${infer Head}-${infer Rest}` ? `${Head}${Capitalize<Camel<Rest>>}` : Key;
type ValueOf<One> = One extends { value(...given: never[]): infer Value } ? Value : never;

/** The values of a table in a registry. */
export type Values<Table> = {
  readonly [Key in keyof Table as undefined extends ValueOf<Table[Key]> ? never : Camel<Key>]: ValueOf<Table[Key]>;
} & {
  readonly [Key in keyof Table as undefined extends ValueOf<Table[Key]> ? Camel<Key> : never]?: Exclude<
    ValueOf<Table[Key]>,
    undefined
  >;
};

/** What a file may write for a table. */
export type Written = Readonly<Record<string, unknown>> | null | undefined;

/** The keys of a mapping in the file, for a schema: each with its meaning, which editors show. */
export function shapeOf<Table extends Settings>(table: Table): { readonly [Key in keyof Table]: Table[Key]["schema"] };
export function shapeOf(table: Settings): object {
  return Object.fromEntries(
    Object.entries(table).map(([key, { schema, docs }]) => [
      key,
      schema.meta({ description: plainMeaning(docs.meaning) }),
    ]),
  );
}

/** What is written, and the defaults for the rest. */
export function valuesOf<Table extends Settings>(table: Table, written: Written, ladder: Ladder): Values<Table>;
export function valuesOf(table: Settings, written: Written, ladder: Ladder): object {
  return collected(table, (key, one) => one.value(written?.[key] ?? undefined, ladder));
}

/** `isWritten` tells whether the repository's own file writes the key. */
export function joinedValues<Table extends Settings>(
  table: Table,
  own: Values<Table>,
  organisation: Values<Table>,
  isWritten: (key: string) => boolean,
): Values<Table>;
export function joinedValues(
  table: Settings,
  own: object,
  organisation: object,
  isWritten: (key: string) => boolean,
): object {
  return collected(table, (key, one) => {
    const mine = valueIn(own, key);
    const theirs = valueIn(organisation, key);
    if (one.join !== undefined) return one.join(mine, theirs);
    return isWritten(key) ? mine : theirs;
  });
}

/** The stricter of each pair, if the rule has a strictness; otherwise `own`. */
export function stricterValues<Table extends Settings>(
  table: Table,
  own: Values<Table>,
  organisation: Values<Table>,
): Values<Table>;
export function stricterValues(table: Settings, own: object, organisation: object): object {
  return collected(table, (key, one) => {
    const mine = valueIn(own, key);
    return one.stricter === undefined ? mine : one.stricter(mine, valueIn(organisation, key));
  });
}

/** Every value whose change is reported, by its dotted path below `prefix`. */
export function valuesByPath(table: Settings, values: object, prefix: string): readonly (readonly [string, unknown])[] {
  return Object.entries(table).flatMap(([key, one]): readonly (readonly [string, unknown])[] => {
    const value = valueIn(values, key) ?? null;
    const path = `${prefix}${key}`;
    if (one.parts === undefined) return [[path, value] as const];
    return Object.entries(one.parts(value)).map(([rest, part]) => [`${path}.${rest}`, part] as const);
  });
}

/** The roles named in what is written, with their paths below the table's own. */
export function rolesNamedIn(table: Settings, written: Written): readonly NamedRole[] {
  return Object.entries(table).flatMap(([key, one]) => {
    const value = written?.[key] ?? null;
    if (value === null || one.roles === undefined) return [];
    return one.roles(value).map((named) => ({ ...named, path: [key, ...named.path] }));
  });
}

function collected(table: Settings, value: (key: string, one: Setting) => unknown): object {
  const entries = Object.entries(table).map(([key, one]) => [camel(key), value(key, one)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined));
}

function valueIn(values: object, key: string): unknown {
  return Reflect.get(values, camel(key));
}

function camel(key: string): string {
  return key.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Without the links that only work in the documentation. */
function plainMeaning(meaning: string): string {
  return meaning.replace(/; \[[^\]]*\]\([^)]*\)/g, "");
}
