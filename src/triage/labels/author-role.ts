/** `role/*`: the highest role of the author, wherever it is held. */

import { highestRole } from "./highest-role.ts";
import type { LabelRule } from "./label-rule.ts";

export const authorRole = {
  key: "roles",
  usualName: "role/*",
  on: "named",
  movedBy: "rung",
  meaning: "the author's highest role",
  wanted: ({ facts, index }) => highestRole(facts.author, index),
  fillings: (registry) => registry.roles.map(({ name }) => name),
  color: "d4c5f9",
  description: "Opened by somebody with this role",
} satisfies LabelRule;
