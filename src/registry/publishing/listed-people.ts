/** Whom a list names: each person once, with what the registry says about them. */

import { type Account, loginKey } from "../../shared/names.ts";
import { listedIn, teamHoldings } from "../people-index.ts";
import type { Holding, Registry } from "../registry-types.ts";

export interface ListedPerson {
  readonly kind: "person" | "team";
  /** A login, or `org/slug`. */
  readonly login: string;
  /** The login if nobody wrote a name. */
  readonly name: string;
  /** The highest of the roles asked about. */
  readonly role: string;
  /** Empty: everywhere. */
  readonly areas: readonly string[];
  readonly affiliation: string | null;
  readonly since: string | null;
}

/** No address of anybody is published. */
const ADDRESS = /\S@\S+\.\S/;

type Held = Omit<Holding, "key" | "id"> & { readonly person: string; readonly kind: ListedPerson["kind"] };

/** People who hold one of the roles, in the order given; without any: of every role, the highest first. Former people are left out. */
export function listedPeople(registry: Registry, roles: readonly string[]): readonly ListedPerson[] {
  const ladder = registry.roles.map(({ name }) => name);
  const asked = roles.length === 0 ? ladder.toReversed() : roles;
  const held = heldIn(registry).filter(({ role }) => asked.includes(role));
  const people = Map.groupBy(held, ({ person }) => person);
  const entries = [...people.values()].map((holdings) => personOf(holdings, registry));
  return asked.flatMap((role, index) =>
    asked.indexOf(role) === index ? entries.filter((one) => one.role === role) : [],
  );
}

/** The same, with teams replaced by their members; and the names of the teams whose members are not known. */
export function listedAccounts(
  registry: Registry,
  roles: readonly string[],
  teams: ReadonlyMap<string, readonly Account[]>,
): { readonly people: readonly ListedPerson[]; readonly unknown: readonly string[] } {
  const read = new Set([...teams.keys()].map((name) => name.toLowerCase()));
  const meant = registry.teams.filter(({ role }) => roles.includes(role));
  const spread = { ...registry, people: [...registry.people, ...teamHoldings(registry, teams)], teams: [] };
  return {
    people: listedPeople(spread, roles),
    unknown: [...new Set(meant.map(({ team }) => team))].filter((team) => !read.has(team.toLowerCase())),
  };
}

function heldIn({ people, teams, emeritus = [] }: Registry): readonly Held[] {
  const isFormer = listedIn(emeritus);
  return [
    ...people
      .filter((held) => !isFormer(held))
      .map((held) => ({ ...held, person: held.id === null ? held.key : `${held.id}`, kind: "person" as const })),
    ...teams.map(({ role, team, areas }) => ({
      role,
      login: team,
      areas,
      since: null,
      affiliation: null,
      away: null,
      person: `team ${team.toLowerCase()}`,
      kind: "team" as const,
    })),
  ];
}

function personOf(holdings: readonly Held[], registry: Registry): ListedPerson {
  const ladder = registry.roles.map(({ name }) => name);
  const [first, ...others] = holdings.toSorted((one, other) => ladder.indexOf(other.role) - ladder.indexOf(one.role));
  if (first === undefined) throw new Error("nobody is listed without a role");
  const highest = [first, ...others].filter(({ role }) => role === first.role);
  const all = first.kind === "team" ? [] : registry.people.filter(({ key }) => key === loginKey(first.login));
  const affiliation = all.find((held) => held.affiliation !== null)?.affiliation ?? null;
  const isAddress = affiliation !== null && ADDRESS.test(affiliation);
  return {
    kind: first.kind,
    login: first.login,
    name: all.find((held) => held.name !== undefined)?.name ?? first.login,
    role: first.role,
    areas: holdings.some(({ areas }) => areas.length === 0) ? [] : [...new Set(holdings.flatMap(({ areas }) => areas))],
    affiliation: affiliation === null || isAddress ? null : spelt(affiliation, registry),
    since: highest.flatMap(({ since }) => since ?? []).toSorted()[0] ?? null,
  };
}

/** Compared like employers: without case and outer blanks. */
function spelt(affiliation: string, { affiliations = {} }: Registry): string {
  const folded = (text: string) => text.trim().toLowerCase();
  const known = Object.entries(affiliations).find(([name]) => folded(name) === folded(affiliation));
  return known?.[1] ?? affiliation;
}
