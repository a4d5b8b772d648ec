/**
 * What Rung itself did since the last complete reading counts as seen: somebody who is gone by the next one has left, or declined (R69).
 */

import type { Instant } from "../../shared/names.ts";
import type { SeenAccess } from "./access-world.ts";

export interface GrantedSince {
  /** Slug, in lower case. */
  readonly team: string;
  readonly id: number;
  readonly at: Instant;
  readonly became: "member" | "invited";
}

export function seenWith(seen: SeenAccess | null, granted: readonly GrantedSince[]): SeenAccess | null {
  if (seen === null) return null;
  const since = granted.filter(({ at }) => at >= seen.at);
  if (since.length === 0) return seen;
  const teams = new Map(seen.teams);
  for (const { team, id, became } of since) {
    const { members, invited } = teams.get(team) ?? { members: [], invited: [] };
    teams.set(
      team,
      became === "member"
        ? { members: [...new Set([...members, id])], invited }
        : { members, invited: [...new Set([...invited, id])] },
    );
  }
  return { ...seen, teams };
}
