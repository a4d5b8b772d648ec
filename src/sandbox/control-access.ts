/** Shows members, teams, invitations and collaborators to the control API, and changes them as somebody. */

import { z } from "zod";
import type { Persona } from "./acts/persona.ts";
import type { AccessState } from "./control-access-model.ts";
import { iso } from "./world/clock.ts";
import type { Actor, App, Team } from "./world/model.ts";
import { failureOf } from "./world/organizations.ts";
import { Refusal } from "./world/refusal.ts";
import type { World } from "./world/world.ts";

const name = z.string().trim().min(1).max(200);
const permission = z.enum(["none", "read", "triage", "write", "maintain", "admin"]);
const of = <A extends string, S extends z.ZodRawShape>(action: A, shape: S) =>
  z.object({ action: z.literal(action), as: z.string().min(1).max(60), organization: name, ...shape });

export const accessActs = [
  of("add-to-team", { team: name, login: name, role: z.enum(["member", "maintainer"]).optional() }),
  of("remove-from-team", { team: name, login: name }),
  of("invite", { login: name, teams: z.array(name).optional() }),
  of("accept-invitation", {}),
  of("decline-invitation", {}),
  of("leave-organization", {}),
  of("cancel-invitation", { login: name }),
  of("expire-invitation", { login: name }),
  of("remove-from-organization", { login: name }),
  of("set-organization-role", { login: name, role: z.enum(["admin", "member"]) }),
  of("create-team", {
    name,
    description: z.string().optional(),
    privacy: z.enum(["closed", "secret"]).optional(),
  }),
  of("edit-team", { team: name, description: z.string() }),
  of("delete-team", { team: name }),
  of("give-team", { team: name, repo: name, permission }),
  of("give-collaborator", { repo: name, login: name, permission }),
] as const;

type Asked = z.infer<(typeof accessActs)[number]>;

export function changeAccess(world: World, me: Persona, asked: Asked): void {
  const organization = world.actor(asked.organization);
  if (organization.type !== "Organization") throw new Refusal(422, `${asked.organization} is no organization`);
  const team = (slug: string): Team => {
    const found = world.organizations.team(organization, slug);
    if (found === undefined) throw new Refusal(404, `${organization.login} has no team ${slug}`);
    return found;
  };
  if ("login" in asked && !world.actors.has(asked.login.toLowerCase()))
    throw new Refusal(404, `nobody is called ${asked.login}`);
  if ("team" in asked) {
    changeTeam(world, me, { team: team(asked.team), asked });
    return;
  }
  switch (asked.action) {
    case "invite": {
      const teams = (asked.teams ?? []).map(team);
      me.invite(organization, { invitee: world.actor(asked.login), teams });
      return;
    }
    case "create-team": {
      const { description = null, privacy = "closed" } = asked;
      me.createTeam(organization, asked.name, { description, privacy });
      return;
    }
    case "give-collaborator": {
      const repo = world.repo(`${organization.login}/${asked.repo}`);
      me.giveCollaborator(repo, asked.login, asked.permission);
      return;
    }
    default:
      changeMembership(me, organization, asked);
  }
}

type OnTeam = Extract<Asked, { team: string }>;

function changeTeam(world: World, me: Persona, { team, asked }: { team: Team; asked: OnTeam }): void {
  switch (asked.action) {
    case "add-to-team":
      me.addToTeam(team, asked.login, asked.role);
      return;
    case "remove-from-team":
      me.removeFromTeam(team, asked.login);
      return;
    case "edit-team":
      me.editTeam(team, { description: asked.description === "" ? null : asked.description });
      return;
    case "delete-team":
      me.deleteTeam(team);
      return;
    case "give-team":
      me.giveTeam(team, world.repo(`${team.organization.login}/${asked.repo}`), asked.permission);
      return;
  }
}

type OnMembership = Exclude<Asked, OnTeam | { action: "invite" | "create-team" | "give-collaborator" }>;

function changeMembership(me: Persona, organization: Actor, asked: OnMembership): void {
  switch (asked.action) {
    case "accept-invitation":
      me.acceptInvitation(organization);
      return;
    case "decline-invitation":
      me.declineInvitation(organization);
      return;
    case "leave-organization":
      me.removeFromOrganization(organization, me.actor.login);
      return;
    case "cancel-invitation":
      me.cancelInvitation(organization, asked.login);
      return;
    case "expire-invitation":
      me.expireInvitation(organization, asked.login);
      return;
    case "remove-from-organization":
      me.removeFromOrganization(organization, asked.login);
      return;
    case "set-organization-role":
      me.setOrganizationRole(organization, asked.login, asked.role);
      return;
  }
}

export function accessState(world: World, app: App): AccessState {
  const organization = app.owner;
  const { members, invitations } = world.organizations.of(organization);
  const own = [...world.repos.values()].filter((repo) => repo.owner === organization);
  const now = world.clock.now();
  return {
    organization: organization.login,
    owners: [...members].filter(([, role]) => role === "admin").map(([{ login }]) => login),
    members: [...members.keys()].map(({ login }) => login),
    teams: world.teams.filter((team) => team.organization === organization).map((team) => teamState(world, team)),
    invitations: invitations.map((invitation) => {
      const failure = failureOf(invitation, now);
      return {
        login: invitation.invitee?.login ?? null,
        email: invitation.email,
        inviter: invitation.inviter.login,
        teams: invitation.teams.map(({ slug }) => slug),
        sentAt: iso(invitation.createdAt),
        failed: failure === null ? null : { at: iso(failure.at), reason: failure.reason },
      };
    }),
    collaborators: own.flatMap((repo) =>
      [...repo.collaborators].map(([login, permission]) => {
        const who = world.actor(login);
        return { repo: repo.name, login: who.login, permission, outside: !members.has(who) };
      }),
    ),
  };
}

function teamState(world: World, team: Team) {
  return {
    slug: team.slug,
    name: team.name,
    description: team.description,
    privacy: team.privacy,
    parent: team.parent?.slug ?? null,
    identityProvider: team.identityProvider,
    members: team.members.map((who) => ({ login: who.login, role: world.organizations.roleIn(team, who) })),
    repositories: [...team.repositories].map(([repo, permission]) => ({ repo: repo.name, permission })),
  };
}
