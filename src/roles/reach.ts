/** How many people can act in an area at most: an upper bound, so that a warning drawn from it is always true. */
import { glob } from "./glob.ts";
import type { AreaDefinition, Holding, Registry } from "./model.ts";

/** An area to ask about; `null` stands for files that no area covers. */
export type Where = AreaDefinition | null;

export interface Reach {
  /** Distinct people of `from` or above who may act there, counted no further than `enough`; `null`: it cannot be told. */
  holders(where: Where, from: string, enough: number): number | null;
  /** The same for people of any area. */
  holdersAnywhere(from: string, enough: number): number | null;
  /** Whether there are some, and every one of them is away without an end. */
  away(where: Where, from: string): boolean;
}

/** More areas around one than this are not looked at: then it cannot be told. */
const MOST_AROUND = 1000;

export function reachOf(registry: Registry): Reach {
  const ranks = new Map(registry.roles.map((role, height) => [role.name, height]));
  const around = surroundings(registry.areas);
  const places = holdingsByArea(registry.people);
  const atLeast = (role: string, from: string) =>
    (ranks.get(role) ?? -1) >= (ranks.get(from) ?? Number.POSITIVE_INFINITY);

  /** The areas whose people may act there; `null` for those without areas. `undefined`: too many. */
  function areasAt(where: Where): readonly (string | null)[] | undefined {
    if (where === null) return [null];
    if (where.exclusive) return [where.name];
    const others = around(where);
    return others === null ? undefined : [null, where.name, ...others];
  }

  function* holdingsAt(areas: readonly (string | null)[], from: string): Generator<Holding> {
    for (const area of areas)
      for (const holding of places.get(area) ?? []) if (atLeast(holding.role, from)) yield holding;
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
      return distinct(holdingsAt(areas, from), enough);
    },
    holdersAnywhere(from, enough) {
      if (hiddenByTeam(null, from)) return null;
      return distinct(holdingsAt([...places.keys()], from), enough);
    },
    away(where, from) {
      const areas = areasAt(where);
      if (areas === undefined || hiddenByTeam(areas, from)) return false;
      let some = false;
      for (const holding of holdingsAt(areas, from)) {
        if (holding.away !== true) return false;
        some = true;
      }
      return some;
    },
  };
}

function distinct(holdings: Iterable<Holding>, enough: number): number {
  const people = new Set<string>();
  for (const { key } of holdings) {
    people.add(key);
    if (people.size >= enough) break;
  }
  return people.size;
}

function holdingsByArea(people: readonly Holding[]): ReadonlyMap<string | null, readonly Holding[]> {
  const places = new Map<string | null, Holding[]>();
  for (const holding of people) {
    for (const area of holding.areas.length === 0 ? [null] : holding.areas) {
      const list = places.get(area);
      if (list === undefined) places.set(area, [holding]);
      else list.push(holding);
    }
  }
  return places;
}

/** Finds the areas that may enclose one: of a common repository, with a literal beginning that its own continues. */
function surroundings(areas: readonly AreaDefinition[]): (area: AreaDefinition) => readonly string[] | null {
  const byBeginning = new Map<string, AreaDefinition[]>();
  for (const area of areas) {
    for (const beginning of beginningsOf(area)) {
      const list = byBeginning.get(beginning);
      if (list === undefined) byBeginning.set(beginning, [area]);
      else list.push(area);
    }
  }
  const lengths = [...new Set([...byBeginning.keys()].map((beginning) => beginning.length))].sort((a, b) => a - b);
  return (area) => {
    const found = new Set<string>();
    let looked = 0;
    for (const beginning of beginningsOf(area)) {
      for (const length of lengths.filter((each) => each <= beginning.length)) {
        for (const other of byBeginning.get(beginning.slice(0, length)) ?? []) {
          if (++looked > MOST_AROUND) return null;
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
