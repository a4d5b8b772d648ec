/** Finds people by account, by area and by role without going through the whole registry (R3, R4). */

import { emptiedMap } from "../shared/emptied-map.ts";
import { pushTo } from "../shared/grouped.ts";
import { type Account, type LoginKey, loginKey } from "../shared/names.ts";
import { onceFor } from "../shared/once.ts";
import type { AreaPath, Holder, Holding, Registry } from "./registry-types.ts";
import { heightsOf } from "./rungs.ts";

export interface PeopleIndex {
  rolesOf(account: Account | null): readonly Holding[];
  rolesOfNamed(person: Pick<Holder, "login" | "id">): readonly Holding[];
  /** The height of a role; -1 for an unknown name. */
  rank(role: string): number;
  /** Whether a role is `floor` or above it; false where either is no role. */
  atLeast(role: string, floor: string): boolean;
  /** Holders of `from` or above in the chain, each person once with their highest such role, in the order of the registry. */
  holdersIn(chain: AreaPath, from: string): readonly Holder[];
  /** Likewise among holdings that fit. */
  holdersWhere(fits: (holding: Holding) => boolean): readonly Holder[];
  /** Holdings, those in several areas once for each. */
  readonly entries: number;
  /** How many of them would be looked at to find those of the chain. */
  lookedAtIn(chain: AreaPath): number;
}

export function peopleIndex(registry: Registry, teams: ReadonlyMap<string, readonly Account[]>): PeopleIndex {
  const { height: rank, atLeast } = heightsOf(registry.roles);
  const emeritus = registry.emeritus ?? [];
  const all = [...registry.people, ...teamHoldings(registry, teams)];
  // Whoever is listed as emeritus is thanked, without rights: another list that still has them gives none back.
  const isFormer = listedIn(emeritus);
  const holdings = emeritus.length === 0 ? all : all.filter((held) => !isFormer(held));
  const accounts = byAccount(holdings);
  const named = onceFor((_: typeof holdings) => byName(holdings));
  const places = byArea(holdings);
  const found = emptiedMap<readonly Holder[]>(MAX_KEPT, ({ length }) => length);
  const ids = knownIds(holdings);
  const holderOf = onceFor((held: Holding) => holderBy(held, ids));
  const eachPerson = (all: readonly Holding[]) => onePerPerson(all, rank).map(holderOf);
  const sizeOf = (area: string | null) => places.get(area)?.length ?? 0;

  function holdersIn(chain: AreaPath, from: string): readonly Holder[] {
    // Most chains of a large registry have no people of their own, and share one list.
    const key = chain.areas.some(places.has, places) ? `${from}\n${chain.key}` : `${from}\n${chain.open}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const inAreas = chain.areas.flatMap((area) => places.get(area) ?? []);
    const everywhere = chain.open ? (places.get(null) ?? []) : [];
    const order = [...new Set([...everywhere, ...inAreas])].sort((a, b) => a - b);
    const fitting = order.flatMap((index) => holdings[index] ?? []).filter(({ role }) => atLeast(role, from));
    return found.set(key, eachPerson(fitting));
  }

  return {
    rank,
    atLeast,
    holdersIn,
    entries: [...places.values()].reduce((sum, { length }) => sum + length, 0),
    lookedAtIn: ({ areas, open }) => areas.reduce((sum, area) => sum + 1 + sizeOf(area), open ? sizeOf(null) : 0),
    holdersWhere: (fits) => eachPerson(holdings.filter(fits)),
    rolesOf: (account) => (account === null || account.type !== "User" ? [] : accounts(account)),
    rolesOfNamed: ({ login, id }) =>
      id === null ? (named(holdings).get(loginKey(login)) ?? []) : accounts({ login, id, type: "User" }),
  };
}

/** Places in all lists together: a pull request may touch every area, and what does not fit is found anew at each question (R53). */
const MAX_KEPT = 1_000_000;

type Pinned = Pick<Holding, "key" | "id">;

/** Whether somebody is among them: by id if both are pinned, otherwise by login. Asked of thousands, about thousands. */
export const listedIn = onceFor(listing);

function listing(people: readonly Pinned[]): (one: Pinned) => boolean {
  const ids = new Set(people.flatMap(({ id }) => id ?? []));
  const keys = new Set(people.map(({ key }) => key));
  const unpinned = new Set(people.flatMap(({ key, id }) => (id === null ? [key] : [])));
  return ({ key, id }) => (id === null ? keys.has(key) : ids.has(id) || unpinned.has(key));
}

/** Members of teams hold what their team holds, and being read from GitHub they are known by id. */
export function teamHoldings(registry: Registry, teams: ReadonlyMap<string, readonly Account[]>): readonly Holding[] {
  const members = new Map([...teams].map(([name, list]) => [name.toLowerCase(), list]));
  return registry.teams.flatMap(({ role, team, areas }) =>
    (members.get(team.toLowerCase()) ?? [])
      .filter((member) => member.type === "User")
      .map(({ login, id }) => ({
        role,
        login,
        key: loginKey(login),
        id,
        areas,
        since: null,
        affiliation: null,
        away: null,
      })),
  );
}

/** A pinned holding is found by id alone, any other by login (R4). */
function byAccount(holdings: readonly Holding[]): (account: Account) => readonly Holding[] {
  const byLogin = new Map<LoginKey, number[]>();
  const byId = new Map<number, number[]>();
  for (const [index, { key, id }] of holdings.entries()) {
    const list = id === null ? byLogin.get(key) : byId.get(id);
    if (list !== undefined) list.push(index);
    else if (id === null) byLogin.set(key, [index]);
    else byId.set(id, [index]);
  }
  return ({ login, id }) => {
    const unpinned = byLogin.get(loginKey(login)) ?? [];
    const pinned = id === null ? [] : (byId.get(id) ?? []);
    const order = [...unpinned, ...pinned].sort((a, b) => a - b);
    return order.flatMap((index) => holdings[index] ?? []);
  };
}

function byName(holdings: readonly Holding[]): ReadonlyMap<LoginKey, readonly Holding[]> {
  const names = new Map<LoginKey, Holding[]>();
  for (const holding of holdings) pushTo(names, holding.key, holding);
  return names;
}

/** Holdings by area, as indexes; under `null` those held everywhere. */
function byArea(holdings: readonly Holding[]): ReadonlyMap<string | null, readonly number[]> {
  const places = new Map<string | null, number[]>();
  for (const [index, { areas }] of holdings.entries()) {
    for (const area of areas.length === 0 ? [null] : areas) {
      pushTo(places, area, index);
    }
  }
  return places;
}

/** What the file tells of a login's id elsewhere, or a team does; of a login with several ids nothing is known. */
function knownIds(holdings: readonly Holding[]): ReadonlyMap<LoginKey, number | null> {
  const ids = new Map<LoginKey, number | null>();
  for (const { key, id } of holdings) if (id !== null) ids.set(key, (ids.get(key) ?? id) === id ? id : null);
  return ids;
}

/** Each person once, with the highest role. */
function onePerPerson(holdings: readonly Holding[], rank: (role: string) => number): readonly Holding[] {
  const keyOfId = new Map<number, LoginKey>();
  const best = new Map<LoginKey, Holding>();
  for (const holding of holdings) {
    // Somebody pinned under an old login may be in a team under a new one.
    const person = holding.id === null ? holding.key : (keyOfId.get(holding.id) ?? holding.key);
    if (holding.id !== null) keyOfId.set(holding.id, person);
    const known = best.get(person);
    if (known === undefined || rank(holding.role) > rank(known.role)) best.set(person, holding);
  }
  return [...best.values()];
}

/** Without the id that only another entry tells, whoever looks a holder up would find what they hold by login alone. */
function holderBy({ login, key, id, role, areas }: Holding, ids: ReadonlyMap<LoginKey, number | null>): Holder {
  return { login, id: id ?? ids.get(key) ?? null, role, areas };
}
