/** One repository that the registry governs: what people and teams may do there, compared with their roles. */

import { sameName } from "../../shared/names.ts";
import { PERMISSIONS, type Permission } from "./access-key.ts";
import type { AccessAccount, AccessMemory, Collaborator, RepositoryFacts } from "./access-world.ts";
import type { AccessClaims, ClaimedCollaborator, ClaimedTeam } from "./claims.ts";
import type { Change, Difference, DifferenceOf } from "./difference.ts";
import { accountFinder, isAmong, personFinder } from "./same-account.ts";
import { differs, type Finding, isBeside, unread } from "./team-differences.ts";

interface Around {
  readonly claims: AccessClaims;
  readonly owners: readonly AccessAccount[];
  readonly memory: AccessMemory;
  /** Slugs in lower case of teams that are there. */
  readonly teams: ReadonlySet<string>;
}

export function repositoryFindings(repository: RepositoryFacts, around: Around): readonly Finding[] {
  const { name, collaborators, teams } = repository;
  if (!around.claims.saysPermissions) return givenByName(repository, around);
  const claim = around.claims.inRepository(name);
  if (claim === null)
    return [
      unread({
        part: { kind: "registry", repository: name },
        why: "failed",
        detail: "its own registry could not be read",
      }),
    ];
  const part = { kind: "repository" as const, repository: name };
  if (collaborators.kind === "unread") return [unread({ part, why: collaborators.why, detail: collaborators.detail })];
  if (teams.kind === "unread") return [unread({ part, why: teams.why, detail: teams.detail })];
  const wrongTeams = teamPermissions(repository.name, teams.value, around);
  if (claim.unreadTeams.length > 0) return [...wrongTeams.map(differs), ...claim.unreadTeams.map(unreadTeam)];
  const lookups = lookupsOf(repository, { around, people: claim.people, wrongTeams });
  return [...wrongTeams, ...peopleDifferences(repository, collaborators.value, lookups)].map(differs);
}

/** If the registry says nothing about permissions: people without any role who may push. */
function givenByName(repository: RepositoryFacts, { claims, owners, memory }: Around): readonly Finding[] {
  const { name, collaborators } = repository;
  if (collaborators.kind === "unread") {
    const { why, detail } = collaborators;
    const part = { part: { kind: "repository" as const, repository: name }, why, detail };
    return [why === "forbidden" ? { kind: "unseen", unseen: part } : unread(part)];
  }
  if (claims.unreadHolders.length > 0) return claims.unreadHolders.map(unreadTeam);
  const holder = personFinder(claims.holders);
  const isOwner = isAmong(owners);
  const isKnown = (one: Collaborator) => holder(one) !== undefined || isOwner(one) || isBeside(one, claims);
  return collaborators.value
    .filter((one) => height(one.permission) >= height("write") && !isKnown(one))
    .flatMap((one) => stranger(one, repository, { memory }))
    .map(differs);
}

function height(permission: Permission | "none" | null): number {
  return permission === null || permission === "none" ? -1 : PERMISSIONS.indexOf(permission);
}

function teamPermissions(
  repository: string,
  given: ReadonlyMap<string, Permission>,
  { claims, teams }: Around,
): readonly DifferenceOf<"team-permission">[] {
  return claims.teams.flatMap((claim) => {
    const { slug, permission: says, role, orAbove, area } = claim;
    const gives = given.get(slug) ?? "none";
    if (says === null || !teams.has(slug) || !isFor(claim, repository) || gives === says) return [];
    return [
      {
        kind: "team-permission",
        key: `team-permission:${repository.toLowerCase()}:${slug}`,
        team: slug,
        role,
        orAbove,
        area,
        repository,
        says,
        gives,
      },
    ];
  });
}

function isFor({ repositories }: ClaimedTeam, repository: string): boolean {
  return repositories.some((name) => sameName(name, repository));
}

type WrongTeam = DifferenceOf<"team-permission">;

/** What people of the repository are compared with; made once, since there may be many of either. */
interface PeopleAround {
  readonly memory: AccessMemory;
  readonly people: readonly ClaimedCollaborator[];
  readonly personOf: (account: Somebody) => ClaimedCollaborator | undefined;
  readonly isLeftOut: (account: Somebody) => boolean;
  /** A listed team is to give it to them: then that they are not in it, or what it has there, is the difference. */
  readonly comesByTeam: (account: Somebody) => boolean;
  readonly wrongTeams: readonly { readonly gives: WrongTeam["gives"]; readonly has: (account: Somebody) => boolean }[];
}

interface Somebody {
  readonly login: string;
  readonly id: number | null;
}

function lookupsOf(
  { name }: RepositoryFacts,
  given: {
    readonly around: Around;
    readonly people: readonly ClaimedCollaborator[];
    readonly wrongTeams: readonly WrongTeam[];
  },
): PeopleAround {
  const { around, people, wrongTeams } = given;
  const { claims, owners, memory } = around;
  const isOwner = isAmong(owners);
  const giving = claims.teams.filter((team) => team.permission !== null && isFor(team, name));
  return {
    memory,
    people,
    personOf: personFinder(people),
    isLeftOut: (account) => isOwner(account) || isBeside(account, claims),
    comesByTeam: isOf(giving),
    wrongTeams: wrongTeams.map(({ team, gives }) => ({ gives, has: isOf(giving.filter(({ slug }) => slug === team)) })),
  };
}

function isOf(teams: readonly ClaimedTeam[]): (account: Somebody) => boolean {
  const find = personFinder(teams.flatMap(({ members }) => members));
  return (account) => find(account) !== undefined;
}

function peopleDifferences(
  repository: RepositoryFacts,
  collaborators: readonly Collaborator[],
  around: PeopleAround,
): readonly Difference[] {
  const { people, personOf, isLeftOut } = around;
  const there = accountFinder(collaborators);
  return [
    ...collaborators
      .filter((one) => !isLeftOut(one))
      .flatMap((one) => {
        const person = personOf(one);
        return person === undefined ? stranger(one, repository, around) : holder(one, person, repository, around);
      }),
    ...people
      .filter((person) => !isLeftOut(person) && there(person) === undefined)
      .flatMap((person) => absentHolder(person, repository, around)),
  ];
}

/** Reading what everybody may read is no access. */
function stranger(
  one: Collaborator,
  { name, isPrivate }: RepositoryFacts,
  { memory }: Pick<Around, "memory">,
): readonly Difference[] {
  if (!one.isDirect || (one.permission === "read" && !isPrivate)) return [];
  return [
    {
      kind: "collaborator-surplus",
      key: `collaborator:${name.toLowerCase()}:${one.id}`,
      repository: name,
      person: { login: one.login, id: one.id },
      gives: one.permission,
      customRole: one.customRole,
      change: lastGiven(one, name, memory),
    },
  ];
}

function holder(
  one: Collaborator,
  person: ClaimedCollaborator,
  { name, isPrivate }: RepositoryFacts,
  around: PeopleAround,
): readonly Difference[] {
  const says = person.permission;
  const usual = isPrivate ? -1 : height("read");
  const isLess = height(one.permission) < height(says);
  const isMore = height(one.permission) > Math.max(height(says), usual);
  // Of a role that gives nothing only what the person was given themselves is told.
  if (!(isLess || isMore) || (says === null && !one.isDirect)) return [];
  if (isLess && around.comesByTeam(one)) return [];
  if (isMore && !one.isDirect && comesByWrongTeam(one, around.wrongTeams)) return [];
  return [
    {
      kind: "collaborator-permission",
      key: `permission:${name.toLowerCase()}:${one.id}`,
      repository: name,
      person: { login: one.login, id: one.id },
      role: person.role,
      says,
      gives: one.permission,
      customRole: one.customRole,
      change: lastGiven(one, name, around.memory),
    },
  ];
}

/** People whom GitHub does not list there. */
function absentHolder(
  person: ClaimedCollaborator,
  { name, isPrivate }: RepositoryFacts,
  around: PeopleAround,
): readonly Difference[] {
  const { role, permission: says } = person;
  const gives = isPrivate ? "none" : "read";
  if (says === null || height(says) <= height(gives) || around.comesByTeam(person)) return [];
  return [
    {
      kind: "collaborator-permission",
      key: `permission:${name.toLowerCase()}:${person.id ?? person.key}`,
      repository: name,
      person: { login: person.login, id: person.id },
      role,
      says,
      gives,
      customRole: null,
      change: null,
    },
  ];
}

function comesByWrongTeam(one: Collaborator, teams: PeopleAround["wrongTeams"]): boolean {
  return teams.some(({ gives, has }) => height(gives) >= height(one.permission) && has(one));
}

function unreadTeam(team: string): Finding {
  return unread({ part: { kind: "registry-team", team }, why: "failed", detail: "its members could not be read" });
}

function lastGiven({ id }: AccessAccount, repository: string, { changes }: AccessMemory): Change | null {
  const last = changes.findLast(
    ({ where, person, what }) =>
      person.id === id &&
      what !== "removed" &&
      where.kind === "repository" &&
      where.repository === repository.toLowerCase(),
  );
  return last === undefined ? null : { by: last.by.login, at: last.at };
}
