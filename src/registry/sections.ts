/** Where the tables of rules belong: in the file, and in the registry. */

import type { Fixed } from "./registry-schema.ts";
import type { Registry } from "./registry-types.ts";
import { type NamedRole, rolesNamedIn, type Settings, valuesByPath, type Written } from "./setting.ts";
import { APPROVAL, DOCS_KIND, GENERAL, LABELLING, NOMINATION, REVIEWS } from "./settings.ts";

interface Section {
  /** In the file. */
  readonly path: readonly string[];
  readonly table: Settings;
  written(fixed: Fixed): Written;
  values(registry: Registry): object;
}

const SECTIONS: readonly Section[] = [
  {
    path: ["approval"],
    table: APPROVAL,
    written: ({ approval }) => approval,
    values: ({ approval }) => approval,
  },
  { path: ["reviews"], table: REVIEWS, written: ({ reviews }) => reviews, values: ({ reviews }) => reviews },
  { path: ["labels"], table: LABELLING, written: ({ labels }) => labels, values: ({ labelling }) => labelling },
  { path: ["kinds", "docs"], table: DOCS_KIND, written: ({ kinds }) => kinds?.docs, values: ({ kinds }) => kinds.docs },
  { path: [], table: GENERAL, written: (fixed) => fixed, values: (registry) => registry },
  { path: ["promotion"], table: NOMINATION, written: ({ promotion }) => promotion, values: (registry) => registry },
];

/** Each rule's value by its dotted path as the file writes it; everything that has a value here is reported when it changes (R82). */
export function rulesByPath(registry: Registry): ReadonlyMap<string, unknown> {
  const names = Object.entries(registry.labels).map(([key, name]) => [`labels.${key}`, name] as const);
  const rules = SECTIONS.flatMap(({ path, table, values }) => [
    ...(table === LABELLING ? names : []),
    ...valuesByPath(table, values(registry), path.map((step) => `${step}.`).join("")),
  ]);
  return new Map(rules);
}

/** The rules that a file itself writes, as dotted paths in its own words. */
export function writtenRules(fixed: Fixed): readonly string[] {
  return SECTIONS.flatMap(({ path, table, written }) => {
    const given = Object.entries(written(fixed) ?? {});
    // At the top other things stand too, which are no rules.
    const rules = path.length === 0 ? given.filter(([key]) => Object.hasOwn(table, key)) : given;
    return rules.flatMap(([key, value]) => ((value ?? null) === null ? [] : [[...path, key].join(".")]));
  });
}

/** Every role that the rules name, with its place. */
export function rolesInRules(fixed: Fixed): readonly NamedRole[] {
  return SECTIONS.flatMap(({ path, table, written }) =>
    rolesNamedIn(table, written(fixed)).map((named) => ({ ...named, path: [...path, ...named.path] })),
  );
}
