/** One repository that the registry governs: what people and teams may do there, held against their roles. */
import { PERMISSIONS, type Permission } from "./access-key.ts";
import type { AccessAccount, AccessMemory, Collaborator, RepositoryFacts } from "./access-world.ts";
import type { AccessClaims, ClaimedCollaborator, ClaimedTeam } from "./claims.ts";
import type { Change, Difference, DifferenceOf } from "./difference.ts";
import { isSame, isSameAccount } from "./same-account.ts";
import { differs, type Finding, isBeside, isClaimed, unread } from "./team-differences.ts";

interface Around {
  readonly claims: AccessClaims;
  readonly owners: readonly AccessAccount[];
  readonly memory: AccessMemory;
  /** Slugs in lower case of teams that are there. */
  readonly teams: ReadonlySet<string>;
}

export function repositoryFindings(repository: RepositoryFacts, around: Around): readonly Finding[] {
  const { name, collaborators, teams } = repository;
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
  const people =
    claim.unreadTeams.length > 0
      ? []
      : peopleDifferences(repository, collaborators.value, { ...around, people: claim.people, wrongTeams });
  return [...wrongTeams, ...people].map(differs);
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
  return repositories.some((name) => name.toLowerCase() === repository.toLowerCase());
}

interface PeopleAround extends Around {
  readonly people: readonly ClaimedCollaborator[];
  readonly wrongTeams: readonly DifferenceOf<"team-permission">[];
}

function peopleDifferences(
  repository: RepositoryFacts,
  collaborators: readonly Collaborator[],
  around: PeopleAround,
): readonly Difference[] {
  const { claims, owners, people } = around;
  const isLeftOut = (account: { readonly login: string; readonly id: number | null }) =>
    owners.some((owner) => isSameAccount(owner, account)) || isBeside(account, claims);
  const present = collaborators.filter((one) => !isLeftOut(one));
  return [
    ...present.flatMap((one) => {
      const person = people.find((claimed) => isSame(claimed, one));
      return person === undefined ? stranger(one, repository, around) : holder(one, person, repository, around);
    }),
    ...people
      .filter((person) => !isLeftOut(person) && !collaborators.some((one) => isSame(person, one)))
      .flatMap((person) => absentHolder(person, repository, around)),
  ];
}

/** Reading what everybody may read is no access. */
function stranger(
  one: Collaborator,
  { name, isPrivate }: RepositoryFacts,
  around: PeopleAround,
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
      change: lastGiven(one, name, around.memory),
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
  if (!around.claims.saysPermissions || !(isLess || isMore) || (says === null && !one.isDirect)) return [];
  if (isLess && comesByTeam(one, name, around)) return [];
  if (isMore && !one.isDirect && comesByWrongTeam(one, around)) return [];
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

/** Whom GitHub does not list there. */
function absentHolder(
  person: ClaimedCollaborator,
  { name, isPrivate }: RepositoryFacts,
  around: PeopleAround,
): readonly Difference[] {
  const { role, permission: says } = person;
  const gives = isPrivate ? "none" : "read";
  if (says === null || height(says) <= height(gives) || comesByTeam(person, name, around)) return [];
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

/** A listed team is to give it to them: then that they are not in it, or what it has there, is the difference. */
function comesByTeam(account: Subjectlike, repository: string, { claims }: PeopleAround): boolean {
  return claims.teams.some(
    (team) =>
      team.permission !== null && isFor(team, repository) && team.members.some((person) => isSame(person, account)),
  );
}

function comesByWrongTeam(one: Collaborator, { claims, wrongTeams }: PeopleAround): boolean {
  return wrongTeams.some(
    ({ team, gives }) =>
      height(gives) >= height(one.permission) &&
      claims.teams.some(({ slug, members }) => slug === team && isClaimed(members, one)),
  );
}

interface Subjectlike {
  readonly login: string;
  readonly id: number | null;
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
