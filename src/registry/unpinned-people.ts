/** Who may approve by their login alone, so that whoever registers it once they have given it up could approve as well (R4). Pure. */

import { distinct } from "../shared/person-sets.ts";
import { listedIn } from "./people-index.ts";
import type { Registry } from "./registry-types.ts";
import { heightsOf } from "./rungs.ts";
import { ineligibleLogin } from "./spelling.ts";

/** Logins, each person once, in the order of the registry. Of one that is not joined with what it extends nobody: the ladder is not known. */
export function unpinnedApprovers(registry: Registry): readonly string[] {
  if (registry.extends !== undefined) return [];
  const { atLeast } = heightsOf(registry.roles);
  const { approval, areas } = registry;
  const asked = [
    approval.from,
    ...approval.branches.flatMap(({ from }) => from ?? []),
    ...areas.flatMap((area) => area.approval.from ?? []),
  ];
  const approving = new Set(
    registry.roles.flatMap(({ name }) => (asked.some((from) => atLeast(name, from)) ? [name] : [])),
  );
  const isFormer = listedIn(registry.emeritus ?? []);
  const unpinned = registry.people.filter(
    (held) => held.id === null && approving.has(held.role) && ineligibleLogin(held.login) === null && !isFormer(held),
  );
  return distinct(unpinned).map(({ login }) => login);
}
