/** Reads, as facts, the access on GitHub that a registry makes claims about; each part is complete, or unread with the reason (R67). */

import { z } from "zod";
import { PERMISSIONS, type Permission } from "../../registry/access/access-key.ts";
import type {
  AccessAccount,
  AccessWorld,
  Collaborator,
  FailedInvitation,
  Invitation,
  RepositoryFacts,
  TeamFacts,
  WholeOrUnread,
} from "../../registry/access/access-world.ts";
import { type AccessClaims, type ClaimedTeam, claimedPeople } from "../../registry/access/claims.ts";
import { instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { readWholeOrUnread, unread } from "./access-list.ts";
import { readTeams, type TeamsAsked, type TeamsRead } from "./access-teams.ts";

/** A repository that the registry governs. */
export interface GovernedRepository {
  readonly owner: string;
  readonly name: string;
  readonly isPrivate: boolean;
}

const account = z.object({ id: z.int(), login: z.string() });

/**
 * One request for each hundred members of the teams together. Owners are one more if the organisation has more than a hundred members,
 * failed invitations one if somebody is missing from a team, and each of `repositories` two. `rounds`: the limit of the first kind;
 * whatever is left then is unread.
 */
export async function readAccessWorld(
  client: Client,
  claims: AccessClaims,
  repositories: readonly GovernedRepository[],
  more: Pick<TeamsAsked, "rounds" | "watched"> = {},
): Promise<AccessWorld> {
  const { owner, saysPermissions } = claims;
  const people = claimedPeople(claims).filter(({ login }) => !login.endsWith("[bot]"));
  const read = await readTeams(client, {
    owner,
    teams: claims.teams.map(({ slug }) => slug),
    logins: people.map(({ key }) => key),
    repositories: saysPermissions,
    ...more,
  });
  const owners: WholeOrUnread<readonly AccessAccount[]> =
    read.owners === null ? await listedOwners(client, owner) : { kind: "known", value: read.owners };
  const teams = await withInvitations(client, owner, read.teams);
  return {
    owner,
    readAt: read.at ?? Date.now(),
    teams,
    accounts: read.accounts,
    owners,
    failedInvitations: isSomebodyMissing(claims, { ...read, teams }, owners)
      ? await failedInvitations(client, owner)
      : { kind: "known", value: [] },
    repositories: new Map([...watchedOnes(read), ...(await facts(client, repositories, read))]),
  };
}

const pendingView = z.object({
  login: z.string().nullish(),
  created_at: z.string(),
  inviter: z.object({ login: z.string() }).nullish(),
});

/** If GraphQL does not tell the invitations of some teams, REST is asked, which has no ids of the invited. */
async function withInvitations(
  client: Client,
  owner: string,
  teams: TeamsRead["teams"],
): Promise<AccessWorld["teams"]> {
  const all = new Map(teams);
  for (const [slug, team] of teams) {
    if (team.kind !== "known" || team.value === null || team.value.invitations.kind === "known") continue;
    const read = await readWholeOrUnread(client, `/orgs/${owner}/teams/${slug}/invitations`, pendingView);
    const invitations: TeamFacts["invitations"] =
      read.kind === "unread" ? read : { kind: "known", value: read.value.map(invitationOf) };
    all.set(slug, { kind: "known", value: { ...team.value, invitations } });
  }
  return all;
}

function invitationOf({ login, created_at: sentAt, inviter }: z.output<typeof pendingView>): Invitation {
  return { login: login ?? null, id: null, sentAt: instant(sentAt), by: inviter?.login ?? null };
}

function watchedOnes({ watched }: TeamsRead): ReadonlyMap<string, RepositoryFacts> {
  return new Map(watched.map((one) => [one.name.toLowerCase(), one]));
}

/** An organisation always has one. */
async function listedOwners(client: Client, owner: string): Promise<AccessWorld["owners"]> {
  const owners = await readWholeOrUnread(client, `/orgs/${owner}/members?role=admin`, account);
  return owners.kind === "known" && owners.value.length === 0 ? unread("failed", "GitHub lists no owner") : owners;
}

/** Only their invitations can have failed. */
function isSomebodyMissing({ teams }: AccessClaims, read: TeamsRead, owners: AccessWorld["owners"]): boolean {
  return teams.some((team) => {
    const there = read.teams.get(team.slug);
    return there?.kind === "known" && there.value !== null && isShort(team, [owners, ...listsOf(there.value)], read);
  });
}

type Whoever = WholeOrUnread<readonly { readonly id: number | null }[]>;

function listsOf({ members, invitations }: TeamFacts): readonly Whoever[] {
  return [members, invitations];
}

function isShort({ members }: ClaimedTeam, present: readonly Whoever[], { accounts }: TeamsRead): boolean {
  const now = present.flatMap((list) => (list.kind === "known" ? list.value : []));
  const ids = new Set(now.map(({ id }) => id));
  return members.some(({ key, id }) => {
    const found = accounts.get(key);
    const named = found?.kind === "known" ? found.value : null;
    return !ids.has(id ?? named?.id ?? null);
  });
}

const failedView = pendingView.extend({
  failed_at: z.string().nullish(),
  failed_reason: z.string().nullish(),
});

async function failedInvitations(client: Client, owner: string): Promise<WholeOrUnread<readonly FailedInvitation[]>> {
  const read = await readWholeOrUnread(client, `/orgs/${owner}/failed_invitations`, failedView);
  if (read.kind === "unread") return read;
  const value = read.value.map((one): FailedInvitation => {
    const reason = one.failed_reason ?? "";
    return {
      ...invitationOf(one),
      failedAt: instant(one.failed_at ?? one.created_at),
      reason,
      expired: /expire/i.test(reason),
    };
  });
  return { kind: "known", value };
}

async function facts(
  client: Client,
  repositories: readonly GovernedRepository[],
  read: TeamsRead,
): Promise<ReadonlyMap<string, RepositoryFacts>> {
  const found = new Map<string, RepositoryFacts>();
  for (const { owner, name, isPrivate } of repositories) {
    const collaborators = await readCollaborators(client, `/repos/${owner}/${name}/collaborators`);
    found.set(name.toLowerCase(), { name, isPrivate, collaborators, teams: teamsOf(name, read) });
  }
  return found;
}

const collaboratorView = account.extend({
  role_name: z.string().nullish(),
  permissions: z.record(z.string(), z.boolean()).nullish(),
});

/** Everybody, and then those who were added to the repository itself. */
async function readCollaborators(client: Client, path: string): Promise<WholeOrUnread<readonly Collaborator[]>> {
  const all = await readWholeOrUnread(client, `${path}?affiliation=all`, collaboratorView);
  if (all.kind === "unread") return all;
  const direct = await readWholeOrUnread(client, `${path}?affiliation=direct`, account);
  if (direct.kind === "unread") return direct;
  const added = new Set(direct.value.map(({ id }) => id));
  // What somebody may do is not nothing because it is not told.
  if (all.value.some((one) => permissionIn(one) === null)) return unread("failed", "what somebody may do is not told");
  const value = all.value.flatMap((one): readonly Collaborator[] => {
    const permission = permissionIn(one);
    if (permission === null || permission === "none") return [];
    const { id, login, role_name: role } = one;
    return [{ id, login, permission, customRole: isStandard(role) ? null : role, isDirect: added.has(id) }];
  });
  return { kind: "known", value };
}

/** REST calls two of the levels as they were called first. */
const FIRST_NAMES: Readonly<Record<string, Permission>> = { pull: "read", push: "write" };

/** `null`: not told. */
function permissionIn({ permissions, role_name: role }: z.output<typeof collaboratorView>): Permission | "none" | null {
  if (permissions != null) return highest(permissions) ?? "none";
  return PERMISSIONS.find((level) => level === (FIRST_NAMES[role ?? ""] ?? role)) ?? null;
}

function highest(permissions: Readonly<Record<string, boolean>>): Permission | null {
  const has = Object.keys(permissions).filter((name) => permissions[name] === true);
  const levels = new Set<string>(has.map((name) => FIRST_NAMES[name] ?? name));
  return PERMISSIONS.findLast((level) => levels.has(level)) ?? null;
}

function isStandard(role: string | null | undefined): role is null | undefined {
  return role == null || Object.hasOwn(FIRST_NAMES, role) || PERMISSIONS.some((level) => level === role);
}

/** The permissions of the teams that were read, there. */
function teamsOf(name: string, { permissions }: TeamsRead): RepositoryFacts["teams"] {
  const value = new Map<string, Permission>();
  for (const [slug, read] of permissions) {
    if (read.kind === "unread") return read;
    const has = read.value.get(name.toLowerCase());
    if (has !== undefined) value.set(slug, has);
  }
  return { kind: "known", value };
}
