/** `reviewed/*`: the roles of those who have reviewed the pull request, whatever they said; the author's own reviews do not count. */

import { samePerson } from "../../shared/people.ts";
import { highestRole } from "./highest-role.ts";
import type { LabelRule } from "./label-rule.ts";

export const reviewed = {
  key: "reviewed",
  usualName: "reviewed/*",
  on: "named",
  movedBy: "rung",
  meaning: "the roles of those who reviewed it",
  wanted: ({ facts, index }) => {
    const others = facts.reviews.items.filter(({ author }) => !samePerson(author, facts.author));
    return [...new Set(others.flatMap(({ author }) => highestRole(author, index)))];
  },
  fillings: (registry) => registry.roles.map(({ name }) => name),
  color: "bfd4f2",
  description: "Reviewed by somebody with this role",
} satisfies LabelRule;
