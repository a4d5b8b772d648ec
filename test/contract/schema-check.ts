/** Whether a value fits an OpenAPI 3.0 schema, and where it does not: as much of the language as GitHub's description uses. */

export type Schema = { readonly [key: string]: unknown };

/** Follows `$ref`s into these. */
export type Components = Readonly<Record<string, Schema>>;

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
}

/** "path: what is wrong" for each fault; empty: it fits. `oneOf` is taken as `anyOf`: GitHub's alternatives overlap. */
export function faults(value: unknown, schema: Schema, components: Components, path = "$"): string[] {
  const ref = schema.$ref;
  if (typeof ref === "string") {
    const named = components[ref.replace("#/components/schemas/", "")];
    return named === undefined ? [`${path}: no schema ${ref}`] : faults(value, named, components, path);
  }
  if (value === null && (schema.nullable === true || schema.type === "null")) return [];
  const alternatives = [...list(schema.oneOf), ...list(schema.anyOf)].filter(isSchema);
  const found = alternatives.length === 0 ? [] : ofAlternatives(value, alternatives, components, path);
  for (const part of list(schema.allOf).filter(isSchema)) found.push(...faults(value, part, components, path));
  return [...found, ...ofType(value, schema, components, path)];
}

function ofAlternatives(
  value: unknown,
  alternatives: readonly Schema[],
  components: Components,
  path: string,
): string[] {
  const tried = alternatives.map((schema) => faults(value, schema, components, path));
  const best = tried.toSorted((a, b) => a.length - b.length)[0] ?? [];
  return tried.some((wrong) => wrong.length === 0) ? [] : best;
}

function ofType(value: unknown, schema: Schema, components: Components, path: string): string[] {
  if (Array.isArray(schema.enum) && !schema.enum.includes(value))
    return [`${path}: ${JSON.stringify(value)} is none of ${schema.enum.join(", ")}`];
  const { type } = schema;
  if (typeof type === "string") {
    const actual = typeOf(value);
    const fits = type === actual || (type === "integer" && Number.isInteger(value));
    if (!fits) return [`${path}: ${actual} instead of ${type}`];
  }
  if (Array.isArray(value) && isSchema(schema.items)) {
    const { items } = schema;
    return value.flatMap((item, at) => faults(item, items, components, `${path}[${at}]`));
  }
  if (isSchema(value)) return ofObject(value, schema, components, path);
  return typeof value === "string" ? ofString(value, schema, path) : [];
}

function ofString(value: string, schema: Schema, path: string): string[] {
  if (schema.format === "date-time" && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)) {
    return [`${path}: ${value} is no time`];
  }
  if (typeof schema.maxLength === "number" && value.length > schema.maxLength)
    return [`${path}: longer than ${schema.maxLength}`];
  return [];
}

function ofObject(value: Schema, schema: Schema, components: Components, path: string): string[] {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const missing = list(schema.required).filter((name) => typeof name === "string" && value[name] === undefined);
  const found = missing.map((name) => `${path}.${name}: missing`);
  for (const [name, inner] of Object.entries(value)) {
    const known = properties[name];
    if (inner === undefined) continue;
    if (isSchema(known)) found.push(...faults(inner, known, components, `${path}.${name}`));
    else if (schema.additionalProperties === false) found.push(`${path}.${name}: unknown`);
    else if (isSchema(schema.additionalProperties))
      found.push(...faults(inner, schema.additionalProperties, components, `${path}.${name}`));
  }
  return found;
}
