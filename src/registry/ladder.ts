/**
 * The ladder of a registry that defines none: KusionStack's, with the criteria of its ROLES.md, and who approves on a ladder that does
 * not say.
 */

import type { RoleDefinition } from "./registry-types.ts";

/** Lowest first. The promotions' language finds the names in the blocks. */
export const DEFAULT_LADDER: readonly Omit<RoleDefinition, "references">[] = [
  {
    name: "members",
    summary: "Use the projects and give feedback.",
    promotion: null,
  },
  {
    name: "contributors",
    summary: "Take part in the projects with code, documentation and other work.",
    promotion: {
      any: [{ "merged-pulls": { kind: "code", min: 1 } }, { "merged-pulls": { kind: "docs", min: 3 } }],
      sponsors: { from: "approvers", min: 2 },
    },
  },
  {
    name: "approvers",
    summary: "Review and approve contributions.",
    promotion: {
      all: [
        { "merged-pulls": { kind: "code", min: 10 } },
        { "reviewed-pulls": { labels: ["feature", "bug", "kind/feature", "kind/bug"], min: 20 } },
      ],
      sponsors: { from: "maintainers", min: 2 },
      objections: { from: "maintainers", window: "7d" },
    },
  },
  {
    name: "maintainers",
    summary: "Decide on design and direction.",
    promotion: { vote: { of: "maintainers", share: "2/3" } },
  },
];

/** `approvers` if the ladder has them, otherwise its top role: the file never said that a lower one approves (R77). */
export function defaultApprovers(roles: readonly string[]): string {
  return roles.includes("approvers") ? "approvers" : (roles.at(-1) ?? "");
}
