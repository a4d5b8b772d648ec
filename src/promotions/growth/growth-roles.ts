/** The next roles that people are told about: those with a measurable criterion. Pure. */

import type { GrowthRules } from "../../registry/growth/growth-key.ts";
import type { Registry, RoleDefinition } from "../../registry/registry-types.ts";
import { kindNamed } from "../criteria/index.ts";
import { leaves, ruleOf } from "../rule.ts";

/** In the ladder's order. */
export function growthRoles(
  { roles }: Pick<Registry, "roles">,
  growth: Pick<GrowthRules, "roles">,
): readonly RoleDefinition[] {
  return roles.filter((role) => (growth.roles?.includes(role.name) ?? true) && whyUnmeasured(role) === null);
}

/** Why nobody is ever told of a role, as a clause that follows its name; `null`: it has a measurable criterion. */
export function whyUnmeasured({ promotion, closed, beside }: RoleDefinition): string | null {
  if (closed === true) return "is nothing that people are promoted to (promotion: false)";
  if (beside === true) return "stands beside the ladder and comes next for nobody";
  if (promotion === null) return "has no `promotion`, so machines measure nothing";
  const rule = ruleOf(promotion);
  const isMeasured = rule !== null && leaves(rule.criterion).some(({ kind }) => kindNamed(kind)?.by === "machine");
  return isMeasured ? null : "asks for nothing that machines measure";
}
