/** Whether a name can be a person's or a team's on GitHub, and one order for both. */

import { ineligibleLogin, loginFault, teamFault } from "../../registry/spelling.ts";
import type { OwnerKey } from "./import-types.ts";

/** Whether somebody can be called so and hold a role: no bot, no alias with a dot, no e-mail address. */
export function isPerson(name: string): boolean {
  return loginFault(name) === null && ineligibleLogin(name) === null;
}

/** In one order, whatever order they were found in. */
export function inOrder(keys: Iterable<OwnerKey>): readonly OwnerKey[] {
  return [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

export function isTeam(key: OwnerKey): boolean {
  return key.includes("/") && teamFault(key) === null;
}
