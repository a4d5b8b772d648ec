/** What a change of the registry's own file needs in its repository, as usual (R40). */

import { onceFor } from "../shared/once.ts";
import { indexed } from "./registry-index.ts";
import type { Holder, Registry } from "./registry-types.ts";
import { rungsOf } from "./rungs.ts";

interface RegistryNeeds {
  readonly top: string;
  readonly approvers: readonly Holder[];
  readonly min: number;
}

/** `null`: where it lies is not known, or teams hold the top role. */
export const registryNeeds = onceFor((registry: Registry): RegistryNeeds | null => {
  const top = rungsOf(registry.roles).at(-1) ?? "";
  const home = registry.sources[0]?.repository;
  if (home === undefined || registry.teams.some(({ role }) => role === top)) return null;
  const index = indexed(registry);
  // As many as any other file of the repository needs, on whatever its default branch may be called.
  const chains = index.areaPathsOf(home, "");
  const mins = ["main", "master"].flatMap((branch) => chains.map((chain) => index.neededFor(chain, branch).min));
  return { top, approvers: index.registryApprovers(home), min: Math.max(1, ...mins) };
});
