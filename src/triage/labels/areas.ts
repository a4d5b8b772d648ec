/** `area/*`: the areas the pull request touches. */
import { rowsOf } from "../../gate/rows.ts";
import type { Rule } from "./label-rule.ts";

export const areas = {
  key: "areas",
  name: (labels) => labels.areas,
  wanted: ({ facts, index }) => rowsOf(facts, index).flatMap(({ kind, name }) => (kind === "area" ? [name] : [])),
  fillings: (registry) => registry.areas.map(({ name }) => name),
  color: "c5def5",
  description: "Touches this area",
} satisfies Rule;
