/** The look of the labels that Rung manages for a registry: name, colour and description. Pure. */

import type { Registry } from "../../registry/registry-types.ts";
import { LABEL_RULES } from "./index.ts";
import type { LabelRule } from "./label-rule.ts";

export interface LabelStyle {
  readonly name: string;
  readonly color: string;
  readonly description: string;
}

/** For one rule, with what replaces its pattern's `*`; empty if it is switched off, or a pattern has nothing to replace it. */
export function stylesOf(
  rule: LabelRule,
  registry: Registry,
  fillings: readonly string[] | null,
): readonly LabelStyle[] {
  const name = registry.labels[rule.key] ?? null;
  if (name === null) return [];
  const names = fillings === null ? [name] : fillings.map((filling) => name.replace("*", () => filling));
  const color = (registry.labelling.colors?.[rule.key] ?? rule.color).toLowerCase();
  return names.map((each) => ({ name: each, color, description: rule.description }));
}

/** Every label that the registry gives to Rung. */
export function allStyles(registry: Registry): readonly (LabelStyle & { readonly rule: LabelRule })[] {
  return LABEL_RULES.flatMap((rule) =>
    stylesOf(rule, registry, rule.fillings?.(registry) ?? null).map((style) => ({ ...style, rule })),
  );
}
