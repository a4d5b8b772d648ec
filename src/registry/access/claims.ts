/** What the registry claims about access: who belongs in which team, and what their roles give in which repository. */

import { pushTo } from "../../shared/grouped.ts";
import { type Account, fullName, type LoginKey, loginKey, sameName } from "../../shared/names.ts";
import { listedIn, teamHoldings } from "../people-index.ts";
import { unreadTeams } from "../registry-index.ts";
import type { AreaDefinition, Holding, Registry } from "../registry-types.ts";
import { heightsOf, upTo } from "../rungs.ts";
import type { AccessMode, Permission, TeamRule } from "./access-key.ts";
import { teamsNamed } from "./team-pattern.ts";

export interface ClaimedPerson {
  /** As the registry spells it. */
  readonly login: string;
  readonly key: LoginKey;
  /** Pinned: then the id alone decides who this is (R4). */
  readonly id: number | null;
  /** The earliest day, YYYY-MM-DD, since which the registry has them in a role that counts here. */
  readonly since: string | null;
}

export interface ClaimedTeam {
  /** In lower case. */
  readonly slug: string;
  /** `null`: of the whole organisation. */
  readonly area: string | null;
  readonly role: string;
  readonly orAbove: boolean;
  /** Names of the repositories in which the team should have the permission; empty: the registry does not say. */
  readonly repositories: readonly string[];
  /** The permission that it should have there; `null`: the registry does not say. */
  readonly permission: Permission | null;
  readonly members: readonly ClaimedPerson[];
  /** Teams that hold such a role in the registry and whose members are not known: more people may belong here. */
  readonly unreadTeams: readonly string[];
}

export interface ClaimedCollaborator extends ClaimedPerson {
  /** Their highest role there. */
  readonly role: string;
  /** `null`: the registry says nothing about that role. */
  readonly permission: Permission | null;
}

interface ClaimedRepository {
  readonly people: readonly ClaimedCollaborator[];
  /** As above. */
  readonly unreadTeams: readonly string[];
}

export interface AccessClaims {
  readonly owner: string;
  /** OWNER/REPO, which a team's description names when it is handed over. */
  readonly registry: string;
  readonly mode: AccessMode;
  readonly teams: readonly ClaimedTeam[];
  readonly owners: readonly ClaimedPerson[] | null;
  readonly besides: ReadonlySet<LoginKey>;
  /** Whether the registry says anything about permissions of roles in repositories. */
  readonly saysPermissions: boolean;
  /** Everybody who holds a role anywhere, and teams with a role whose members are not known. */
  readonly holders: readonly ClaimedPerson[];
  readonly unreadHolders: readonly string[];
  /** `null`: that repository has a registry of its own, which could not be read. */
  inRepository(name: string): ClaimedRepository | null;
}

export interface ClaimsAround {
  /** Members of the teams that hold roles in the registry, by `org/slug` in lower case; a team that is missing is unread. */
  readonly members?: ReadonlyMap<string, readonly Account[]>;
  /** Registries of repositories that extend this one, joined with it, by the repository's name in lower case; `null`: unread. */
  readonly own?: ReadonlyMap<string, Registry | null>;
}

/** `null` if the registry says nothing about access. */
export function accessClaims(
  registry: Registry,
  { members = new Map(), own = new Map() }: ClaimsAround = {},
): AccessClaims | null {
  const { access } = registry;
  const [source] = registry.sources;
  if (access === undefined || source === undefined) return null;
  const sources: Sources = { registry, holdings: heldBy(registry, members), members };
  return {
    owner: source.repository.owner,
    registry: fullName(source.repository),
    mode: access.mode,
    teams: access.teams.flatMap((rule) => claimedTeams(rule, sources)),
    owners: access.owners?.map((login) => named(login, sources.holdings)) ?? null,
    besides: new Set(access.besides.map(loginKey)),
    saysPermissions: access.repositories !== null,
    holders: onePerPerson(
      sources.holdings.map(({ login, key, id, since }) => ({ login, key, id, since: since ?? null })),
    ),
    unreadHolders: unreadTeams(sources.registry, sources.members).map(({ team }) => team),
    inRepository: (name) => {
      const theirs = own.get(name.toLowerCase());
      if (theirs === null) return null;
      if (theirs === undefined) return claimedRepository(name, sources);
      const joined = { ...theirs, access };
      return claimedRepository(name, { registry: joined, holdings: heldBy(joined, members), members });
    },
  };
}

/** Everybody whom the claims name, each once: their accounts have to be looked up. */
export function claimedPeople({ teams, owners }: AccessClaims): readonly ClaimedPerson[] {
  return onePerPerson([...teams.flatMap(({ members }) => members), ...(owners ?? [])]);
}

/** Somebody who is listed by login, and is in a team that was read, is known by id everywhere. */
function heldBy(registry: Registry, members: ReadonlyMap<string, readonly Account[]>): readonly Holding[] {
  const isFormer = listedIn(registry.emeritus ?? []);
  const all = [...registry.people, ...teamHoldings(registry, members)].filter((held) => !isFormer(held));
  const ids = new Map(all.flatMap(({ key, id }) => (id === null ? [] : [[key, id] as const])));
  return all.map((held) => ({ ...held, id: held.id ?? ids.get(held.key) ?? null }));
}

interface Sources {
  readonly registry: Registry;
  readonly holdings: readonly Holding[];
  readonly members: ReadonlyMap<string, readonly Account[]>;
}

function claimedTeams(rule: TeamRule, sources: Sources): readonly ClaimedTeam[] {
  const { registry, holdings } = sources;
  const { height, atLeast } = heightsOf(registry.roles);
  const isBeside = registry.roles.some(({ name, beside }) => name === rule.from && beside === true);
  // A role beside the ladder is held whatever rung is.
  const ofSort = isBeside ? holdings.filter(({ role }) => role === rule.from) : holdings;
  const permission = permissionOf(rule.from, registry);
  const fits = ({ role }: { readonly role: string }) => (rule.orAbove ? atLeast(role, rule.from) : role === rule.from);
  return teamsNamed(rule.pattern, registry.areas).map(({ slug, area: name }) => {
    const area = registry.areas.find((one) => one.name === name) ?? null;
    const reach = (held: Pick<Holding, "areas">) => area === null || reaches(held, area);
    const places = area === null ? [...byPerson(ofSort).values()].flatMap(placesOf) : [ofSort.filter(reach)];
    return {
      slug: slug.toLowerCase(),
      area: name,
      role: rule.from,
      orAbove: rule.orAbove,
      repositories: permission === null ? [] : (area?.repos ?? []),
      permission,
      members: onePerPerson(places.flatMap((place) => highestRoles(place, height).filter(fits))).map(withoutRole),
      unreadTeams: unreadTeams(sources.registry, sources.members)
        .filter(reach)
        .map(({ team }) => team),
    };
  });
}

/** Holdings of a person that count together: in each area those there and everywhere, and the latter alone. */
function placesOf(theirs: readonly Holding[]): readonly (readonly Holding[])[] {
  const everywhere = theirs.filter((held) => held.areas.length === 0);
  const areas = new Set(theirs.flatMap((held) => held.areas));
  return [
    everywhere,
    ...[...areas].map((area) => [...everywhere, ...theirs.filter((held) => held.areas.includes(area))]),
  ];
}

/** Whether a role that is held there is one in the area: an area that keeps to itself has those who name it alone (R15a). */
function reaches({ areas }: Pick<Holding, "areas">, area: AreaDefinition): boolean {
  if (areas.length > 0) return areas.includes(area.name);
  return !area.exclusive && area.inherits !== false;
}

function claimedRepository(name: string, sources: Sources): ClaimedRepository {
  const { registry, holdings } = sources;
  const here = new Set(
    registry.areas
      .filter(({ repos }) => repos.length === 0 || repos.some((repo) => sameName(repo, name)))
      .map((area) => area.name),
  );
  const counts = ({ areas }: Pick<Holding, "areas">) => areas.length === 0 || areas.some((area) => here.has(area));
  const people = onePerPerson(highestRoles(holdings.filter(counts), heightsOf(registry.roles).height));
  return {
    people: people.map((person) => ({ ...person, permission: permissionOf(person.role, registry) })),
    unreadTeams: unreadTeams(sources.registry, sources.members)
      .filter(counts)
      .map(({ team }) => team),
  };
}

/** The permission written for the role, otherwise for the nearest role below it. */
function permissionOf(role: string, registry: Registry): Permission | null {
  const written = registry.access?.repositories ?? {};
  const nearest = upTo(registry.roles, role).findLast((name) => Object.hasOwn(written, name));
  return nearest === undefined ? null : (written[nearest] ?? null);
}

type WithRole = ClaimedPerson & { readonly role: string };

function byPerson(holdings: readonly Holding[]): ReadonlyMap<number | LoginKey, readonly Holding[]> {
  const people = new Map<number | LoginKey, Holding[]>();
  for (const held of holdings) {
    pushTo(people, held.id ?? held.key, held);
  }
  return people;
}

/** Each person of the holdings with the highest role among these. */
function highestRoles(holdings: readonly Holding[], rank: (role: string) => number): readonly WithRole[] {
  return [...byPerson(holdings).values()].flatMap((theirs) => {
    const [first] = theirs.toSorted((one, other) => rank(other.role) - rank(one.role));
    if (first === undefined) return [];
    const days = theirs.flatMap(({ since }) => since ?? []).toSorted();
    return [{ login: first.login, key: first.key, id: first.id, role: first.role, since: days[0] ?? null }];
  });
}

function onePerPerson<Person extends ClaimedPerson>(people: readonly Person[]): readonly Person[] {
  const seen = new Set<number | LoginKey>();
  return people.filter(({ id, key }) => {
    const isNew = !seen.has(id ?? key);
    seen.add(id ?? key);
    return isNew;
  });
}

function withoutRole({ login, key, id, since }: WithRole): ClaimedPerson {
  return { login, key, id, since };
}

/** An owner's entry has a login alone; the registry may have pinned it elsewhere. */
function named(login: string, holdings: readonly Holding[]): ClaimedPerson {
  const key = loginKey(login);
  const pinned = holdings.find((held) => held.key === key && held.id !== null);
  return { login, key, id: pinned?.id ?? null, since: null };
}
