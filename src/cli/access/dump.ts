/**
 * The teams of an organisation as they are, as YAML from which a registry can be made. Which role a team stands for cannot be known, so
 * no role is guessed.
 */

import { registryShape } from "../../commands/read-registry.ts";
import type { Client } from "../../github/client/client.ts";
import { readTeams, type TeamsRead } from "../../github/read/access-teams.ts";
import { organizationTeams } from "../../github/read/organization-lists.ts";
import type { Permission } from "../../registry/access/access-key.ts";
import type { AccessAccount, TeamFacts, WholeOrUnread } from "../../registry/access/access-world.ts";
import { yamlText } from "../../registry/publishing/yaml-text.ts";
import { counted } from "../../shared/counted.ts";
import { isoDay } from "../../shared/dates.ts";
import { oneLine } from "../terminal-text.ts";

interface Dump {
  readonly yaml: string;
  /** Every team that the token may see could be read. */
  readonly isWhole: boolean;
}

/** So many in one request: GitHub ends those that take it long. */
const AT_ONCE = 25;

/** Throws GitHubError. */
export async function dumpTeams(client: Client, owner: string): Promise<Dump> {
  const named = await organizationTeams(client, owner);
  const first = await read(client, owner, named.slice(0, AT_ONCE));
  const teams = teamsOf(named.slice(0, AT_ONCE), first);
  for (let at = AT_ONCE; at < named.length; at += AT_ONCE) {
    const some = named.slice(at, at + AT_ONCE);
    teams.push(...teamsOf(some, await read(client, owner, some)));
  }
  return {
    yaml: [...head(owner, first), ...teams.flatMap((team) => ["", ...teamLines(team)])].join("\n"),
    isWhole: teams.every(({ facts }) => facts?.kind === "known" && facts.value?.members.kind === "known"),
  };
}

type NamedTeam = Awaited<ReturnType<typeof organizationTeams>>[number];

async function read(client: Client, owner: string, some: readonly NamedTeam[]): Promise<TeamsRead> {
  return await readTeams(client, { owner, teams: some.map(({ slug }) => slug), logins: [], repositories: true });
}

function teamsOf(named: readonly NamedTeam[], { teams, permissions }: TeamsRead): Team[] {
  return named.map(({ slug, name }) => {
    const key = slug.toLowerCase();
    return { slug, name, facts: teams.get(key), permissions: permissions.get(key) };
  });
}

function head(owner: string, { at, owners }: TeamsRead): readonly string[] {
  const day = at === null ? "" : ` on ${isoDay(at)}`;
  return [
    `# The teams of ${owner} as they were${day}, for moving in: each list below is a team, by its slug.`,
    "# Rename a list to the role that the team stands for, or take its people over into that role's list; take out the others.",
    "# Then `access.teams` can say which role is in which team, and `rung access` tells where the two differ.",
    ...(owners === null ? [] : ["access:", `  owners: [${owners.map(({ login }) => yamlText(login)).join(", ")}]`]),
  ];
}

interface Team {
  readonly slug: string;
  readonly name: string;
  readonly facts: WholeOrUnread<TeamFacts | null> | undefined;
  readonly permissions: WholeOrUnread<ReadonlyMap<string, Permission>> | undefined;
}

function teamLines({ slug, name, facts, permissions }: Team): readonly string[] {
  const shown = oneLine(name);
  if (facts?.kind !== "known" || facts.value === null || facts.value.members.kind !== "known")
    return [`# ${slug}: ${shown}. Who is in it could not be read.`];
  const { description, privacy, parent, members, invitations } = facts.value;
  const key = listName(slug);
  const about = [
    counted(members.value.length, "member"),
    ...waiting(invitations),
    ...(privacy === "secret" ? ["secret"] : []),
    ...(parent === null ? [] : [`below ${parent}`]),
  ];
  return [
    `# ${shown}: ${about.join(", ")}`,
    ...(description === null || description.trim() === "" ? [] : [`# ${oneLine(description)}`]),
    ...permissionLines(permissions),
    ...(members.value.length === 0 ? [`${key}: []`] : [`${key}:`, ...members.value.map(entry)]),
  ];
}

function waiting(invitations: TeamFacts["invitations"]): readonly string[] {
  if (invitations.kind === "unread") return ["invitations could not be read"];
  const { length } = invitations.value;
  return length === 0 ? [] : [`${counted(length, "invitation")} not yet accepted`];
}

function permissionLines(read: Team["permissions"]): readonly string[] {
  if (read?.kind !== "known" || read.value.size === 0) return [];
  return [`# ${[...read.value].map(([repository, permission]) => `${permission} in ${repository}`).join(", ")}`];
}

/** A team may be called as a key of the registry is. */
function listName(slug: string): string {
  return yamlText(Object.hasOwn(registryShape.shape, slug) ? `${slug}-team` : slug);
}

function entry({ login, id }: AccessAccount): string {
  return `  - { login: ${yamlText(login)}, id: ${id} }`;
}
