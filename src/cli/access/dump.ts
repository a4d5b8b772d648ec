/** The teams of an organisation as they are, as YAML from which a registry is made. Which role a team is nobody can guess, so nothing does. */
import type { Client } from "../../github/client/client.ts";
import { readTeams, type TeamsRead } from "../../github/read/access-teams.ts";
import { organizationTeams } from "../../github/read/organization-lists.ts";
import type { AccessAccount, Known, TeamFacts } from "../../registry/access/access-world.ts";
import { yamlText } from "../../registry/publishing/yaml-text.ts";
import { isoDay } from "../../shared/dates.ts";
import { counted } from "../command.ts";
import { oneLine } from "../terminal-text.ts";

export interface Dump {
  readonly yaml: string;
  /** Every team that the token may see could be read. */
  readonly isWhole: boolean;
}

/** Throws GitHubError. */
export async function dumped(client: Client, owner: string): Promise<Dump> {
  const named = await organizationTeams(client, owner);
  const read = await readTeams(client, { owner, teams: named.map(({ slug }) => slug), logins: [], repositories: true });
  const teams = named.map(({ slug, name }) => ({ slug, name, facts: read.teams.get(slug.toLowerCase()) }));
  return {
    yaml: [...head(owner, read), ...teams.flatMap((team) => ["", ...teamLines(team, read)])].join("\n"),
    isWhole: teams.every(({ facts }) => facts?.kind === "known" && facts.value?.members.kind === "known"),
  };
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
  readonly facts: Known<TeamFacts | null> | undefined;
}

function teamLines({ slug, name, facts }: Team, read: TeamsRead): readonly string[] {
  const shown = oneLine(name);
  if (facts?.kind !== "known" || facts.value === null || facts.value.members.kind !== "known")
    return [`# ${slug}: ${shown}. Who is in it could not be read.`];
  const { description, privacy, parent, members, invitations } = facts.value;
  const waiting = invitations.kind === "known" ? invitations.value.length : 0;
  const about = [
    counted(members.value.length, "member"),
    ...(waiting === 0 ? [] : [`${counted(waiting, "invitation")} not yet accepted`]),
    ...(privacy === "secret" ? ["secret"] : []),
    ...(parent === null ? [] : [`below ${parent}`]),
  ];
  return [
    `# ${shown}: ${about.join(", ")}`,
    ...(description === null || description.trim() === "" ? [] : [`# ${oneLine(description)}`]),
    ...permissionLines(slug, read),
    ...(members.value.length === 0 ? [`${yamlText(slug)}: []`] : [`${yamlText(slug)}:`, ...members.value.map(entry)]),
  ];
}

function permissionLines(slug: string, { permissions }: TeamsRead): readonly string[] {
  const read = permissions.get(slug.toLowerCase());
  if (read?.kind !== "known" || read.value.size === 0) return [];
  return [`# ${[...read.value].map(([repository, permission]) => `${permission} in ${repository}`).join(", ")}`];
}

function entry({ login, id }: AccessAccount): string {
  return `  - { login: ${yamlText(login)}, id: ${id} }`;
}
