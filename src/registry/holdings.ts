/** Turns people's entries into holdings, with names folded and pinned ids spread. */

import { type LoginKey, loginKey } from "../shared/names.ts";
import { type DirectEntry, isTeam } from "./entries.ts";
import type { SpreadEntry } from "./groups.ts";
import type { Holding, Registry, TeamHolding } from "./registry-types.ts";
import { ineligibleLogin } from "./spelling.ts";

export function peopleOf(entries: readonly SpreadEntry[]): readonly Holding[] {
  const listed = joinedNotes(
    entries.flatMap((one) => {
      const holding = holdingOf(one.role, one.entry);
      return holding === null ? [] : [{ holding, isListed: one.group === null && one.written.area === null }];
    }),
  );
  const pins = new Map<LoginKey, number>();
  for (const { key, id } of listed) if (id !== null) pins.set(key, id);
  // Pinned once is pinned everywhere: else another entry of the same login would still go to whoever takes that login (R4).
  return listed.map((holding) => ({ ...holding, id: pins.get(holding.key) ?? null }));
}

/** For one person, one role and one `since`: more notes than this are not told apart, since each is compared with all. */
const MAX_APART = 50;

interface Noted {
  readonly holding: Holding;
  /** In a role's list, by themselves. */
  readonly isListed: boolean;
}

/**
 * If somebody holds a role in an area through a group or at the area, this is joined with their other areas, as a list would have it.
 * Entries that lists themselves keep separate stay separate.
 */
function joinedNotes(noted: readonly Noted[]): readonly Holding[] {
  if (noted.every(({ isListed }) => isListed)) return noted.map(({ holding }) => holding);
  const found: Joining[] = [];
  const places = new Map<string, Joining[]>();
  for (const { holding, isListed } of noted) {
    const key = `${holding.role} ${holding.key} ${holding.areas.length === 0} ${holding.since}`;
    const before = places.get(key) ?? [];
    if (before.length === 0) places.set(key, before);
    const known = before.find((one) => !(one.isListed && isListed) && isAlike(one.holding, holding));
    if (known === undefined) {
      const joining = { holding, isListed, areas: new Set(holding.areas) };
      if (before.length < MAX_APART) before.push(joining);
      found.push(joining);
    } else {
      known.holding = both(known.holding, holding);
      known.isListed ||= isListed;
      for (const area of holding.areas) known.areas.add(area);
    }
  }
  return found.map(({ holding, areas }) => ({ ...holding, areas: [...areas] }));
}

/** Areas are collected in place: one person may be listed at thousands. */
interface Joining {
  holding: Holding;
  isListed: boolean;
  readonly areas: Set<string>;
}

function isAlike(one: Holding, other: Holding): boolean {
  const agree = <Value>(a: Value | null | undefined, b: Value | null | undefined) => a == null || b == null || a === b;
  return (
    agree(one.id, other.id) &&
    agree(one.affiliation, other.affiliation) &&
    agree(one.name, other.name) &&
    agree(one.away, other.away)
  );
}

function both(one: Holding, other: Holding): Holding {
  const name = one.name ?? other.name;
  return {
    ...one,
    id: one.id ?? other.id,
    affiliation: one.affiliation ?? other.affiliation,
    away: one.away ?? other.away,
    ...(name === undefined ? {} : { name }),
  };
}

function holdingOf(role: string, entry: DirectEntry): Holding | null {
  if (typeof entry === "string") return holdingOf(role, { login: entry });
  if (isTeam(entry) || ineligibleLogin(entry.login) !== null) return null;
  const { login, away } = entry;
  return {
    role,
    login,
    key: loginKey(login),
    id: entry.id ?? null,
    areas: [...new Set(entry.areas ?? [])],
    since: entry.since ?? null,
    affiliation: entry.affiliation ?? null,
    ...(entry.name == null ? {} : { name: entry.name }),
    away: away === false ? null : away === true || typeof away === "string" ? away : null,
  };
}

/** A team that is listed in several places is one, with all its areas. */
export function teamsOf(entries: readonly SpreadEntry[]): readonly TeamHolding[] {
  const found: { readonly role: string; readonly team: string; readonly areas: Set<string> }[] = [];
  const places = new Map<string, Set<string>>();
  for (const { role, entry, group, written } of entries) {
    if (!isTeam(entry)) continue;
    const { team } = entry;
    const areas = new Set(entry.areas);
    const key = `${role} ${team.toLowerCase()} ${areas.size === 0}`;
    const known = places.get(key);
    if (known === undefined || (group === null && written.area === null)) {
      places.set(key, areas);
      found.push({ role, team, areas });
    } else for (const area of areas) known.add(area);
  }
  return found.map(({ role, team, areas }) => ({ role, team, areas: [...areas] }));
}

/** As many entries as would say it if each were for one area: what a registry takes in memory and in time grows with them. */
export function entriesIn({ people, teams }: Pick<Registry, "people" | "teams">): number {
  return [...people, ...teams].reduce((sum, { areas }) => sum + Math.max(1, areas.length), 0);
}
