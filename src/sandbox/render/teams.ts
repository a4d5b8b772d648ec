/** Teams, memberships, invitations and collaborators as GitHub's REST API and webhooks show them. */

import { iso } from "../world/clock.ts";
import type { Actor, Invitation, Permission, Repo, Team } from "../world/model.ts";
import { atLeast, failureOf } from "../world/organizations.ts";
import type { World } from "../world/world.ts";
import { fullOrganizationJson, type Json, organizationJson, userJson } from "./accounts.ts";

function teamUrl(world: World, team: Team): string {
  return `${world.links.api}/organizations/${team.organization.id}/team/${team.id}`;
}

/** `given`: what the team has in the repository that it is listed for. */
export function teamJson(world: World, team: Team, given?: Permission): Json {
  const parent = team.parent === null ? null : simpleTeamJson(world, team.parent);
  return {
    ...simpleTeamJson(world, team),
    ...(given === undefined ? {} : { permission: LEGACY[given], permissions: permissionsJson(given) }),
    parent,
  };
}

function simpleTeamJson(world: World, team: Team): Json {
  const url = teamUrl(world, team);
  return {
    name: team.name,
    id: team.id,
    node_id: team.nodeId,
    slug: team.slug,
    description: team.description,
    privacy: team.privacy,
    notification_setting: "notifications_enabled",
    url,
    html_url: `${world.links.html}/orgs/${team.organization.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    permission: "pull",
    type: "organization",
    organization_id: team.organization.id,
  };
}

export function fullTeamJson(world: World, team: Team): Json {
  return {
    ...teamJson(world, team),
    members_count: world.organizations.everyoneIn(team).length,
    repos_count: team.repositories.size,
    created_at: iso(team.createdAt),
    updated_at: iso(team.createdAt),
    organization: fullOrganizationJson(world, team.organization),
  };
}

/** What a role is called where teams are given it. */
export const LEGACY: Readonly<Record<Permission, string>> = {
  none: "none",
  read: "pull",
  triage: "triage",
  write: "push",
  maintain: "maintain",
  admin: "admin",
};

export function permissionsJson(role: Permission): Json {
  return {
    pull: atLeast(role, "read"),
    triage: atLeast(role, "triage"),
    push: atLeast(role, "write"),
    maintain: atLeast(role, "maintain"),
    admin: role === "admin",
  };
}

/** The base role: GitHub knew no others once, and still answers them beside the name. */
export function baseRole(role: Permission): string {
  if (role === "maintain") return "write";
  return role === "triage" ? "read" : role;
}

export function collaboratorJson(world: World, repo: Repo, who: Actor): Json {
  const role = world.permission(repo, who);
  return { ...userJson(world, who), role_name: role, permissions: permissionsJson(role) };
}

export function teamMembershipJson(
  world: World,
  team: Team,
  who: Actor,
  membership: { readonly state: "active" | "pending"; readonly role: "maintainer" | "member" },
): Json {
  return { url: `${teamUrl(world, team)}/memberships/${who.login}`, ...membership };
}

/** `pending`: they were invited and have not answered. */
export function membershipJson(
  world: World,
  organization: Actor,
  who: Actor,
  role: "admin" | "member",
  state: "active" | "pending" = "active",
): Json {
  const url = `${world.links.api}/orgs/${organization.login}`;
  return {
    url: `${url}/memberships/${who.login}`,
    state,
    role,
    direct_membership: true,
    organization_url: url,
    user: userJson(world, who),
  };
}

export function invitationJson(world: World, invitation: Invitation): Json {
  const failure = failureOf(invitation, world.clock.now());
  const { organization, invitee } = invitation;
  return {
    id: invitation.id,
    node_id: invitation.nodeId,
    login: invitee?.login ?? null,
    email: invitation.email,
    role: invitation.role,
    created_at: iso(invitation.createdAt),
    failed_at: failure === null ? null : iso(failure.at),
    failed_reason: failure?.reason ?? null,
    inviter: userJson(world, invitation.inviter),
    team_count: invitation.teams.length,
    invitation_teams_url: `${world.links.api}/organizations/${organization.id}/invitations/${invitation.id}/teams`,
    invitation_source: "member",
  };
}

export function organizationMembershipJson(
  world: World,
  organization: Actor,
  who: Actor,
  standing: { readonly role: "admin" | "member"; readonly state: "active" | "pending" },
): Json {
  return {
    ...membershipJson(world, organization, who, standing.role, standing.state),
    organization: organizationJson(world, organization),
  };
}
