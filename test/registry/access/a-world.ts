/** Organisations for tests of access: people have ids, everything else is as little as may be. */

import type { Permission } from "../../../src/registry/access/access-key.ts";
import {
  type AccessAccount,
  type AccessMemory,
  type AccessWorld,
  type AccountFacts,
  type Collaborator,
  type FailedInvitation,
  type Invitation,
  NO_MEMORY,
  type RepositoryFacts,
  type TeamFacts,
  type WholeOrUnread,
} from "../../../src/registry/access/access-world.ts";
import { type AccessClaims, accessClaims, type ClaimsAround } from "../../../src/registry/access/claims.ts";
import { accessDifferences } from "../../../src/registry/access/differences.ts";
import { aRegistry } from "../a-registry.ts";

export const PEOPLE: Readonly<Record<string, number>> = {
  ann: 1,
  ben: 2,
  cho: 3,
  dee: 4,
  eve: 5,
  kim: 6,
  pat: 7,
  SparkYuan: 8,
};

/** A day of December 2026, at noon. */
export function december(day: number): number {
  return Date.UTC(2026, 11, day, 12);
}

export function person(login: string): AccessAccount {
  return { login, id: PEOPLE[login] ?? 0 };
}

export function people(...logins: readonly string[]): readonly AccessAccount[] {
  return logins.map(person);
}

export function known<Value>(value: Value): WholeOrUnread<Value> {
  return { kind: "known", value };
}

export const FAILED: WholeOrUnread<never> = { kind: "unread", why: "failed", detail: "a page did not come" };
export const FORBIDDEN: WholeOrUnread<never> = {
  kind: "unread",
  why: "forbidden",
  detail: "the app may not read members",
};

export function aTeam(slug: string, members: readonly AccessAccount[], facts: Partial<TeamFacts> = {}): TeamFacts {
  return {
    slug,
    description: "Kept by Rung from KusionStack/.github",
    privacy: "visible",
    parent: null,
    fromIdentityProvider: false,
    members: known(members),
    invitations: known([]),
    ...facts,
  };
}

export function invited(login: string | null, sentAt = december(1), by: string | null = "ann"): Invitation {
  return { login, id: login === null ? null : (PEOPLE[login] ?? null), sentAt, by };
}

export function failed(login: string, failedAt: number, reason = "Invitation expired"): FailedInvitation {
  return { ...invited(login), failedAt, reason, expired: reason.includes("expired") };
}

export function collaborator(login: string, permission: Permission, facts: Partial<Collaborator> = {}): Collaborator {
  return { ...person(login), permission, customRole: null, isDirect: true, ...facts };
}

export function aRepository(
  name: string,
  collaborators: readonly Collaborator[],
  teams: Readonly<Record<string, Permission>> = {},
  isPrivate = false,
): RepositoryFacts {
  return { name, isPrivate, collaborators: known(collaborators), teams: known(new Map(Object.entries(teams))) };
}

interface Given {
  readonly teams?: readonly TeamFacts[];
  readonly owners?: readonly AccessAccount[];
  readonly failed?: readonly FailedInvitation[];
  readonly repositories?: readonly RepositoryFacts[];
  readonly accounts?: Readonly<Record<string, Partial<AccountFacts> | null>>;
}

/** Everybody in PEOPLE has an account, made in 2015. */
export function aWorld(given: Given = {}, facts: Partial<AccessWorld> = {}): AccessWorld {
  const accounts = Object.keys(PEOPLE).map((login): [string, AccountFacts | null] => [
    login.toLowerCase(),
    { ...person(login), createdAt: Date.UTC(2015, 0, 1), type: "User" },
  ]);
  const others = Object.entries(given.accounts ?? {}).map(([login, account]): [string, AccountFacts | null] => [
    login.toLowerCase(),
    account === null ? null : { ...person(login), createdAt: Date.UTC(2015, 0, 1), type: "User", ...account },
  ]);
  return {
    owner: "KusionStack",
    readAt: december(10),
    owners: known(given.owners ?? []),
    teams: new Map((given.teams ?? []).map((team) => [team.slug.toLowerCase(), known(team)])),
    failedInvitations: known(given.failed ?? []),
    repositories: new Map((given.repositories ?? []).map((one) => [one.name.toLowerCase(), one])),
    accounts: new Map([...accounts, ...others].map(([login, account]) => [login, known(account)])),
    ...facts,
  };
}

export function theClaims(text: string, around: ClaimsAround = {}): AccessClaims {
  const claims = accessClaims(aRegistry(text), around);
  if (claims === null) throw new Error("the registry says nothing of access");
  return claims;
}

/** Keys of the differences, and of what is unread `unread …`. */
export function differing(text: string, world: AccessWorld, memory: Partial<AccessMemory> = {}): readonly string[] {
  const { differences, unread } = accessDifferences(theClaims(text), world, { ...NO_MEMORY, ...memory });
  return [...differences.map(({ key }) => key), ...unread.map(({ part }) => `unread ${Object.values(part).join(" ")}`)];
}
