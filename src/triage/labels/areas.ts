/** `area/*`: the areas the pull request touches. */

import { rowsOf } from "../../gate/rows.ts";
import type { LabelRule } from "./label-rule.ts";

export const areas = {
  key: "areas",
  usualName: "area/*",
  on: "always",
  movedBy: "anybody",
  meaning: "the areas it touches",
  wanted: ({ facts, index }) => rowsOf(facts, index).flatMap(({ kind, name }) => (kind === "area" ? [name] : [])),
  fillings: (registry) => registry.areas.map(({ name }) => name),
  color: "c5def5",
  description: "Touches this area",
} satisfies LabelRule;
