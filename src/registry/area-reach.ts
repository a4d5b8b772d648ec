/** How many people can act in an area at most: an upper bound, so that a warning drawn from it is always true. */

import { pushTo } from "../shared/grouped.ts";
import type { LoginKey } from "../shared/names.ts";
import { glob } from "./glob.ts";
import type { AreaDefinition, Holding, Registry } from "./registry-types.ts";
import { heightsOf } from "./rungs.ts";

/** The area to ask about; `null` stands for files that no area covers. */
type Where = AreaDefinition | null;

export interface Reach {
  /** Distinct people of `from` or above who may act there, counted up to `enough`; `null`: unknown. */
  holders(where: Where, from: string, enough: number): number | null;
  /** The same for people of any area. */
  holdersAnywhere(from: string, enough: number): number | null;
  /** Whether there are some, and every one of them is away without an end. */
  away(where: Where, from: string): boolean;
}

/** With more areas around one, or more people, the answer is unknown: this keeps the work bounded (R24). */
const MAX_AROUND = 100;
const MAX_PEOPLE = 200;

interface Held {
  readonly key: LoginKey;
  readonly role: string;
  readonly rank: number;
  readonly away: boolean;
}

export function reachOf(registry: Registry): Reach {
  const { height: rankOf, atLeast } = heightsOf(registry.roles);
  const around = surroundings(registry.areas);
  const beside = new Set(registry.roles.flatMap((role) => (role.beside === true ? [role.name] : [])));
  const places = heldByArea(registry.people, rankOf, beside);

  /** The areas whose people may act there; `null` for people without areas. `undefined`: too many. */
  function areasAt(where: Where): readonly (string | null)[] | undefined {
    if (where === null) return [null];
    if (where.exclusive || where.inherits === false) return [where.name];
    const others = around(where);
    return others === null ? undefined : [null, where.name, ...others];
  }

  /** People of `from` or above, some perhaps more than once; nobody for an unknown role. */
  function* heldAt(areas: Iterable<string | null>, from: string): Generator<Held> {
    const floor = rankOf(from);
    for (const area of areas) {
      for (const held of places.get(area) ?? []) {
        if (floor === -1 || held.rank < floor) break;
        if (atLeast(held.role, from)) yield held;
      }
    }
  }

  function hiddenByTeam(areas: readonly (string | null)[] | null, from: string): boolean {
    return registry.teams.some(
      (team) =>
        atLeast(team.role, from) &&
        (areas === null || (team.areas.length === 0 ? [null] : team.areas).some((area) => areas.includes(area))),
    );
  }

  return {
    holders(where, from, enough) {
      const areas = areasAt(where);
      if (areas === undefined || hiddenByTeam(areas, from)) return null;
      return distinct(heldAt(areas, from), enough);
    },
    holdersAnywhere(from, enough) {
      return hiddenByTeam(null, from) ? null : distinct(heldAt(places.keys(), from), enough);
    },
    away(where, from) {
      const areas = areasAt(where);
      if (areas === undefined || hiddenByTeam(areas, from)) return false;
      let looked = 0;
      for (const held of heldAt(areas, from)) if (!held.away || ++looked > MAX_PEOPLE) return false;
      return looked > 0;
    },
  };
}

function distinct(holdings: Iterable<Held>, enough: number): number | null {
  if (enough > MAX_PEOPLE) return null;
  const people = new Set<string>();
  let looked = 0;
  for (const { key } of holdings) {
    people.add(key);
    if (people.size >= enough) break;
    if (++looked > MAX_PEOPLE * MAX_AROUND) return null;
  }
  return people.size;
}

/** Each person once for each area, with their highest role there, highest first; roles beside the ladder separately. */
function heldByArea(people: readonly Holding[], rankOf: (role: string) => number, beside: ReadonlySet<string>) {
  const places = new Map<string | null, Map<string, Held>>();
  for (const { key, role, away, areas } of people) {
    const held = { key, role, rank: rankOf(role), away: away === true };
    const as = beside.has(role) ? `${key} ${role}` : key;
    for (const area of areas.length === 0 ? [null] : areas) {
      const list = places.get(area) ?? new Map<string, Held>();
      places.set(area, list);
      const known = list.get(as);
      if (known === undefined || known.rank < held.rank) list.set(as, held);
    }
  }
  return new Map([...places].map(([area, list]) => [area, [...list.values()].sort((a, b) => b.rank - a.rank)]));
}

/** Finds the areas that may enclose one: those with a common repository and a literal beginning that its own continues. */
function surroundings(areas: readonly AreaDefinition[]): (area: AreaDefinition) => readonly string[] | null {
  const byBeginning = new Map<string, AreaDefinition[]>();
  for (const area of areas) {
    for (const beginning of beginningsOf(area)) {
      pushTo(byBeginning, beginning, area);
    }
  }
  const lengths = [...new Set([...byBeginning.keys()].map((beginning) => beginning.length))].sort((a, b) => a - b);
  return (area) => {
    const found = new Set<string>();
    let looked = 0;
    for (const beginning of beginningsOf(area)) {
      for (const length of lengths.filter((each) => each <= beginning.length)) {
        for (const other of byBeginning.get(beginning.slice(0, length)) ?? []) {
          if (++looked > MAX_AROUND) return null;
          if (other !== area && shareRepository(area, other)) found.add(other.name);
        }
      }
    }
    return [...found];
  };
}

function beginningsOf(area: AreaDefinition): ReadonlySet<string> {
  return new Set(area.paths.length === 0 ? [""] : area.paths.map((pattern) => glob(pattern).beginning));
}

function shareRepository(one: AreaDefinition, other: AreaDefinition): boolean {
  if (one.repos.length === 0 || other.repos.length === 0) return true;
  const names = new Set(one.repos.map((name) => name.toLowerCase()));
  return other.repos.some((name) => names.has(name.toLowerCase()));
}
