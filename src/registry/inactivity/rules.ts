/** The rules of inactivity that a registry gives, defaults included. */
import type { Registry, RoleDefinition } from "../registry-types.ts";
import { rungsOf } from "../rungs.ts";
import { type InactivityRules, inactivityRulesOf, type RoleInactivity } from "./inactivity-key.ts";

/** Of the one issue that tells. */
export const LOOK_TITLE = "Who has not been seen lately";

/** A role that has an `inactivity`. */
interface WatchedRole {
  readonly role: string;
  readonly rule: RoleInactivity;
}

/** The roles in which people may count as not seen, in the ladder's order; none: nothing is to be looked at. */
export function watchedRoles(roles: readonly RoleDefinition[]): readonly WatchedRole[] {
  return roles.flatMap(({ name, inactivity }) => (inactivity === undefined ? [] : [{ role: name, rule: inactivity }]));
}

/** What holds for all roles, written or not. */
export function inactivityRules({ inactivity, roles }: Pick<Registry, "inactivity" | "roles">): InactivityRules {
  return inactivity ?? inactivityRulesOf({}, { roles: rungsOf(roles) });
}

/**
 * Whether anything is looked at and told: some role has an `inactivity`, and it is not switched off. A file that extends another is
 * not looked at for itself: the ladder is the other's.
 */
export function looksAtInactivity(registry: Pick<Registry, "inactivity" | "roles" | "sources" | "extends">): boolean {
  if (registry.extends !== undefined || registry.sources.length > 1) return false;
  return watchedRoles(registry.roles).length > 0 && inactivityRules(registry).mode !== "off";
}

/** How long a proposal of the role waits before it may be merged. */
export function noticeOf(rule: RoleInactivity, rules: InactivityRules): string {
  return rule.notice ?? rules.notice;
}
