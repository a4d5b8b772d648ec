/** `role/*`: the highest role of whoever opened it, wherever it is held. */
import { highestRole } from "./highest-role.ts";
import type { Rule } from "./label-rule.ts";

export const authorRole = {
  key: "roles",
  name: (labels) => labels.roles,
  wanted: ({ facts, index }) => highestRole(facts.author, index),
  fillings: (registry) => registry.roles.map(({ name }) => name),
  color: "d4c5f9",
  description: "Opened by somebody with this role",
} satisfies Rule;
