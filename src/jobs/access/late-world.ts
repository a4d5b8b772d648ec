/** What events of the last moments told of access, and a reading does not show: GitHub's readings may lag behind its events (R37). Pure. */
import { DEMANDED_MS, type Unshown } from "../../github/read/late-readings.ts";
import type { AccessChange, AccessWorld } from "../../registry/access/access-world.ts";
import type { GrantedSince } from "../../registry/access/granted.ts";

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

/** What Rung itself did a moment ago, and a reading does not show yet: else it would look as if they had left, or declined. */
export function unshownGrants(
  { teams, readAt }: AccessWorld,
  granted: readonly GrantedSince[],
  changes: readonly AccessChange[],
): readonly Unshown[] {
  return granted.flatMap((one): readonly Unshown[] => {
    const { team: slug, id, at } = one;
    const team = teams.get(slug);
    if (at < readAt - DEMANDED_MS || team?.kind !== "known" || team.value === null) return [];
    const { members, invitations } = team.value;
    if (members.kind !== "known" || invitations.kind !== "known" || isTakenBack(one, changes)) return [];
    const isThere = [...members.value, ...invitations.value].some((other) => other.id === id);
    return isThere ? [] : [{ key: `${slug} ${id} ${at}`, what: `${id} added to team ${slug}`, otherChange: false }];
  });
}

/** An event tells that they went since. */
function isTakenBack({ team, id, at }: GrantedSince, changes: readonly AccessChange[]): boolean {
  return changes.some((change) => {
    const { where, what, person } = change;
    if (what !== "removed" || person.id !== id || change.at < at) return false;
    return where.kind === "organisation" || (where.kind === "team" && where.team === team);
  });
}
