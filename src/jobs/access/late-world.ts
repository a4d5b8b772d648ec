/** What events of the last moments told of access, and a reading does not show: GitHub's readings may lag behind its events (R37). Pure. */
import { DEMANDED_MS, type Unshown } from "../../github/read/late-readings.ts";
import type { AccessChange, AccessWorld } from "../../registry/access/access-world.ts";

/** Of each person and place `changes` has the last one. */
export function unshownChanges(
  { teams, owners, readAt }: AccessWorld,
  changes: readonly AccessChange[],
): readonly Unshown[] {
  return changes.flatMap((change): readonly Unshown[] => {
    const { where, what, person, at } = change;
    if (where.kind !== "team" || at < readAt - DEMANDED_MS || (what !== "added" && what !== "removed")) return [];
    const team = teams.get(where.team);
    if (team?.kind !== "known" || team.value?.members.kind !== "known") return [];
    const isOwner = owners.kind === "known" && owners.value.some(({ id }) => id === person.id);
    const isThere = team.value.members.value.some(({ id }) => id === person.id);
    if (what === "added" ? isThere || isOwner : !isThere) return [];
    const key = `${where.team} ${person.id} ${at}`;
    return [{ key, what: `${person.login} ${what} in team ${where.team}`, otherChange: false }];
  });
}
