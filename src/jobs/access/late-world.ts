/**
 * What events of the last moments told about access and a reading does not show: GitHub's readings may lag behind its events (R37).
 * Pure.
 */

import { DEMANDED_MS } from "../../github/read/told-notes.ts";
import type { Unshown } from "../../github/read/unshown.ts";
import type { AccessAccount, AccessChange, AccessWorld } from "../../registry/access/access-world.ts";
import type { GrantedSince } from "../../registry/access/granted.ts";

/** `changes` has the last one for each person and place. */
export function unshownChanges(world: AccessWorld, changes: readonly AccessChange[]): readonly Unshown[] {
  return changes.flatMap((change): readonly Unshown[] => {
    const { where, what, person, at } = change;
    if (where.kind === "organisation" || at < world.readAt - DEMANDED_MS) return [];
    if (what !== "added" && what !== "removed") return [];
    const place = where.kind === "team" ? `team ${where.team}` : `repository ${where.repository}`;
    const there = where.kind === "team" ? inTeam(world, where.team) : addedTo(world, where.repository);
    if (there === null) return [];
    const isThere = there.has(person.id);
    if (what === "added" ? isThere || isOwner(world, person) : !isThere) return [];
    const key = `${where.kind === "team" ? where.team : place} ${person.id} ${at}`;
    return [{ key, what: `${person.login} ${what} in ${place}`, otherChange: false }];
  });
}

function isOwner({ owners }: AccessWorld, { id }: AccessAccount): boolean {
  return owners.kind === "known" && owners.value.some((owner) => owner.id === id);
}

/** `null`: not known. */
function inTeam({ teams }: AccessWorld, slug: string): ReadonlySet<number> | null {
  const team = teams.get(slug);
  if (team?.kind !== "known" || team.value?.members.kind !== "known") return null;
  return new Set(team.value.members.value.map(({ id }) => id));
}

/** To the repository itself. */
function addedTo({ repositories }: AccessWorld, name: string): ReadonlySet<number> | null {
  const collaborators = repositories.get(name)?.collaborators;
  if (collaborators?.kind !== "known") return null;
  return new Set(collaborators.value.filter(({ isDirect }) => isDirect).map(({ id }) => id));
}

/**
 * What Rung itself did a moment ago and a reading does not show yet: without this, it would look as if these people had left, or
 * declined.
 */
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

/** Whether an event tells that they have left since. */
function isTakenBack({ team, id, at }: GrantedSince, changes: readonly AccessChange[]): boolean {
  return changes.some((change) => {
    const { where, what, person } = change;
    if (what !== "removed" || person.id !== id || change.at < at) return false;
    return where.kind === "organisation" || (where.kind === "team" && where.team === team);
  });
}
