/** Makes holdings of the entries of people, names folded and pins spread. */
import { type LoginKey, loginKey } from "../shared/names.ts";
import { isTeam, type Standing } from "./entries.ts";
import type { SpreadEntry } from "./groups.ts";
import type { Holding, TeamHolding } from "./registry-types.ts";
import { powerlessLogin } from "./spelling.ts";

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

interface Noted {
  readonly holding: Holding;
  /** In a role's list, by themselves. */
  readonly isListed: boolean;
}

/**
 * Whoever holds a role in an area through a group, or stands at it, is one person with their other areas, as a list would have it.
 * What lists themselves keep apart stays apart.
 */
function joinedNotes(noted: readonly Noted[]): readonly Holding[] {
  if (noted.every(({ isListed }) => isListed)) return noted.map(({ holding }) => holding);
  const found: Noted[] = [];
  const places = new Map<string, number[]>();
  for (const one of noted) {
    const key = `${one.holding.role} ${one.holding.key} ${one.holding.areas.length === 0}`;
    const before = places.get(key) ?? [];
    const at = before.find((index) => {
      const known = found[index];
      return known !== undefined && !(known.isListed && one.isListed) && isAlike(known.holding, one.holding);
    });
    const known = at === undefined ? undefined : found[at];
    if (at === undefined || known === undefined) {
      places.set(key, [...before, found.length]);
      found.push(one);
    } else found[at] = { holding: both(known.holding, one.holding), isListed: known.isListed || one.isListed };
  }
  return found.map(({ holding }) => holding);
}

function isAlike(one: Holding, other: Holding): boolean {
  const agree = <Value>(a: Value | null | undefined, b: Value | null | undefined) => a == null || b == null || a === b;
  return (
    one.since === other.since &&
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
    areas: [...new Set([...one.areas, ...other.areas])],
    affiliation: one.affiliation ?? other.affiliation,
    away: one.away ?? other.away,
    ...(name === undefined ? {} : { name }),
  };
}

function holdingOf(role: string, entry: Standing): Holding | null {
  if (typeof entry === "string") return holdingOf(role, { login: entry });
  if (isTeam(entry) || powerlessLogin(entry.login) !== null) return null;
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

/** A team that stands in several places is one, with all its areas. */
export function teamsOf(entries: readonly SpreadEntry[]): readonly TeamHolding[] {
  const found: TeamHolding[] = [];
  const places = new Map<string, number>();
  for (const { role, entry, group, written } of entries) {
    if (!isTeam(entry)) continue;
    const { team, areas = [] } = entry;
    const key = `${role} ${team.toLowerCase()} ${areas.length === 0}`;
    const at = places.get(key);
    const known = at === undefined ? undefined : found[at];
    if (known === undefined || at === undefined || (group === null && written.area === null)) {
      places.set(key, found.length);
      found.push({ role, team, areas });
    } else found[at] = { ...known, areas: [...new Set([...known.areas, ...areas])] };
  }
  return found;
}
