/** The rules of inactivity that a registry gives, defaults included. */

import type { Registry, RoleDefinition } from "../registry-types.ts";
import { rungsOf } from "../rungs.ts";
import { type InactivityRules, inactivityRulesOf, type RoleInactivity } from "./inactivity-key.ts";

/** The title of the one issue that reports it. */
export const LOOK_TITLE = "Who has not been seen lately";

/** A role that has an `inactivity`. */
interface WatchedRole {
  readonly role: string;
  readonly rule: RoleInactivity;
}

/** The roles in which people may count as not seen, in the ladder's order; empty: nobody is watched. */
export function watchedRoles(roles: readonly RoleDefinition[]): readonly WatchedRole[] {
  return roles.flatMap(({ name, inactivity }) => (inactivity === undefined ? [] : [{ role: name, rule: inactivity }]));
}

/** The rules for all roles, written or implicit. */
export function inactivityRules({ inactivity, roles }: Pick<Registry, "inactivity" | "roles">): InactivityRules {
  return inactivity ?? inactivityRulesOf({}, { roles: rungsOf(roles) });
}

/**
 * Whether anybody is watched: some role has an `inactivity`, and it is not switched off. A file that extends another watches nobody
 * itself: the ladder is the other's.
 */
export function looksAtInactivity(registry: Pick<Registry, "inactivity" | "roles" | "sources" | "extends">): boolean {
  if (registry.extends !== undefined || registry.sources.length > 1) return false;
  return watchedRoles(registry.roles).length > 0 && inactivityRules(registry).mode !== "off";
}

/** How long a proposal of the role waits before it may be merged. */
export function noticeOf(rule: RoleInactivity, rules: InactivityRules): string {
  return rule.notice ?? rules.notice;
}
