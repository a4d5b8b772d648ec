/** The ladder of a registry that writes none: KusionStack's, with the criteria of its ROLES.md, and the rules that go with it. */
import type { ApprovalRule, KindRule, LabelRule, ReviewRule, RoleDefinition } from "./registry-types.ts";

/** Lowest first. What the blocks name is for the promotions' language to find. */
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

/** `contributors` where the ladder has them, else the rung below those who approve, else those. */
export function defaultReviewers(roles: readonly string[], approvers: string): string {
  if (roles.includes("contributors")) return "contributors";
  return roles[roles.indexOf(approvers) - 1] ?? approvers;
}

/** `approvers` where the ladder has them, else its top: nobody lower was ever said to approve (R77). */
export function defaultApprovers(roles: readonly string[]): string {
  return roles.includes("approvers") ? "approvers" : (roles.at(-1) ?? "");
}

export const DEFAULT_APPROVAL: Omit<ApprovalRule, "from"> = {
  min: 1,
  lgtm: 0,
  authorCounts: false,
  contributorsCount: true,
  lapse: "diff",
  branches: [],
};

export const DEFAULT_REVIEWS: Omit<ReviewRule, "from"> = { request: 2, maxOpen: 6 };

/** Labels that only repeat what the check says, or tell who somebody is, are put on where the registry names them: each is a write. */
export const DEFAULT_LABELS: LabelRule = {
  approved: "approved",
  lgtm: "lgtm",
  hold: "do-not-merge/hold",
  needsApprover: null,
  areas: "area/*",
  roles: null,
  reviewed: null,
};

export const DEFAULT_DOCS: KindRule = {
  titles: ["docs:*", "docs(*"],
  labels: ["documentation", "kind/documentation"],
  paths: ["docs/**", "**/*.md"],
};
