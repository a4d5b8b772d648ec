/** `reviewed/*`: the roles of those who have said yes or no to it in a review; the author's own and plain comments do not count. */
import { samePerson } from "../commands/people.ts";
import { highestRole } from "./highest-role.ts";
import type { Rule } from "./model.ts";

export const reviewed = {
  key: "reviewed",
  name: (labels) => labels.reviewed,
  wanted: ({ facts, index }) => {
    const judged = facts.reviews.items.filter(({ state }) => state !== "COMMENTED");
    const others = judged.filter(({ author }) => !samePerson(author, facts.author));
    return [...new Set(others.flatMap(({ author }) => highestRole(author, index)))];
  },
  fillings: (registry) => registry.roles.map(({ name }) => name),
  color: "bfd4f2",
  description: "Reviewed by somebody with this role",
} satisfies Rule;
