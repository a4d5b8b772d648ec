/** Teams themselves, and who is given what in a repository. */

import { type Json, organizationJson, userJson } from "../render/accounts.ts";
import { repositoryJson } from "../render/repositories.ts";
import { baseRole, LEGACY, teamJson } from "../render/teams.ts";
import type { Actor, Permission, Repo, Team } from "../world/model.ts";
import { Refusal } from "../world/refusal.ts";
import type { NewTeam } from "../world/world.ts";
import { type Acting, announce, need, tell } from "./acting.ts";
import { needOwner, needTeamMaintainer } from "./membership.ts";

function tellTeam(act: Acting, team: Team, action: string, more: Json = {}, given?: Permission): void {
  announce(act, "team", action, team.organization, () => ({
    team: teamJson(act.world, team, given),
    organization: organizationJson(act.world, team.organization),
    ...more,
  }));
}

/** GitHub makes the slug of the name. */
export function createTeam(act: Acting, organization: Actor, name: string, more: NewTeam = {}): Team {
  needOwner(act, organization);
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  if (slug === "" || act.world.organizations.team(organization, slug) !== undefined)
    throw new Refusal(422, "Validation Failed", [{ resource: "Team", code: "already_exists", field: "name" }]);
  const team = act.world.addTeam(organization.login, slug, [], { ...more, name });
  tellTeam(act, team, "created");
  return team;
}

export interface TeamEdit {
  readonly description?: string | null | undefined;
  readonly privacy?: Team["privacy"] | undefined;
}

export function editTeam(act: Acting, team: Team, to: TeamEdit): void {
  needTeamMaintainer(act, team);
  const changes = {
    ...(to.description === undefined ? {} : { description: { from: team.description ?? "" } }),
    ...(to.privacy === undefined ? {} : { privacy: { from: team.privacy } }),
  };
  if (to.description !== undefined) team.description = to.description;
  if (to.privacy !== undefined) team.privacy = to.privacy;
  tellTeam(act, team, "edited", { changes });
}

/** With the teams below it, as GitHub does. */
export function deleteTeam(act: Acting, team: Team): void {
  needTeamMaintainer(act, team);
  const { organizations } = act.world;
  for (const child of organizations.children(team)) deleteTeam(act, child);
  for (const invitation of organizations.of(team.organization).invitations)
    if (invitation.teams.includes(team)) invitation.teams.splice(invitation.teams.indexOf(team), 1);
  organizations.teams.splice(organizations.teams.indexOf(team), 1);
  tellTeam(act, team, "deleted");
}

/** `none` takes the repository from the team. */
export function giveTeam(act: Acting, team: Team, repo: Repo, permission: Permission): void {
  need(act, repo, "admin", "give teams access");
  const before = team.repositories.get(repo);
  if (before === permission || (before === undefined && permission === "none")) return;
  if (permission === "none") team.repositories.delete(repo);
  else team.repositories.set(repo, permission);
  const repository = () => repositoryJson(act.world, repo);
  if (permission === "none") tellTeam(act, team, "removed_from_repository", { repository: repository() });
  else if (before === undefined) tellTeam(act, team, "added_to_repository", { repository: repository() }, permission);
  else tellTeam(act, team, "edited", { ...teamPermissionChange(before), repository: repository() }, permission);
}

function teamPermissionChange(before: Permission): Json {
  const from = { admin: before === "admin", pull: LEGACY[before] !== "none", push: baseRole(before) === "write" };
  return { changes: { repository: { permissions: { from } } } };
}

/** Directly, not through a team; `none` takes it. */
export function giveCollaborator(act: Acting, repo: Repo, who: Actor, permission: Permission): void {
  if (permission !== "none" || who !== act.actor) need(act, repo, "admin", "change collaborators");
  const key = who.login.toLowerCase();
  const before = repo.collaborators.get(key) ?? "none";
  if (before === permission) return;
  if (permission === "none") repo.collaborators.delete(key);
  else repo.collaborators.set(key, permission);
  const action = permission === "none" ? "removed" : before === "none" ? "added" : "edited";
  tell(act, "member", action, { repo }, () => ({
    member: userJson(act.world, who),
    ...collaboratorChange(action, before, permission),
  }));
}

function collaboratorChange(action: string, before: Permission, permission: Permission): Json {
  if (action === "removed") return {};
  if (action === "added")
    return { changes: { permission: { to: baseRole(permission) }, role_name: { to: permission } } };
  return { changes: { permission: { from: before, to: permission } } };
}
