/** What helps where nobody can approve: the registry can name more people, unless its own change is what waits. */

import { isRegistryPath } from "../registry/registry-places.ts";

/** A sentence or two. `rows`: what nobody can approve. `isAuthorAlone`: its author could, were it somebody else's. */
export function wayOut(rows: readonly string[], isAuthorAlone: boolean): string {
  if (!rows.some(isRegistryPath)) return "A maintainer can add somebody to the registry.";
  const other = isAuthorAlone ? "Somebody else can propose the same, for its author to approve; or whoever" : "Whoever";
  return `${other} administers the repository on GitHub can merge it past this check.`;
}
