/** The highest role somebody holds, wherever; empty for people without one. */
import type { Account } from "../names.ts";
import type { RegistryIndex } from "../roles/registry.ts";

export function highestRole(account: Account | null, index: RegistryIndex): readonly string[] {
  const held = index.rolesOf(account).map(({ role }) => role);
  const best = index.registry.roles.findLast(({ name }) => held.includes(name));
  return best === undefined ? [] : [best.name];
}
