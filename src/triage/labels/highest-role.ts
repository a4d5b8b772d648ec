/** The highest role that somebody holds anywhere; empty for people without one. */

import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Account } from "../../shared/names.ts";

export function highestRole(account: Account | null, index: RegistryIndex): readonly string[] {
  const held = index.rolesOf(account).map(({ role }) => role);
  const best = index.registry.roles.findLast(({ name }) => held.includes(name));
  return best === undefined ? [] : [best.name];
}
