/** Routes about organisations: their members, and who was invited. */

import { z } from "zod";
import { type Answer, created, ok } from "../http/answer.ts";
import { listed } from "../http/paging.ts";
import { type ApiRequest, type Route, reads, writes } from "../http/router.ts";
import { fullOrganizationJson, userJson } from "../render/accounts.ts";
import { invitationJson, organizationMembershipJson, teamJson } from "../render/teams.ts";
import type { Actor, Invitation } from "../world/model.ts";
import { invalid, notFound, Refusal } from "../world/refusal.ts";
import { accountById } from "./accounts.ts";

const invitationBody = z.object({
  invitee_id: z.int().optional(),
  email: z.string().min(1).optional(),
  role: z.enum(["admin", "direct_member"]).optional(),
  team_ids: z.array(z.int()).optional(),
});

export function organization(request: ApiRequest): Actor {
  const actor = request.world.actor(request.parameter("org"));
  if (actor.type !== "Organization") throw notFound();
  return actor;
}

/** People see pending and failed invitations only where they own the organisation. */
export function needsOwner(request: ApiRequest, owner: Actor): void {
  const { caller, world } = request;
  if (caller.kind === "person" && world.organizations.role(owner, caller.actor) !== "admin") throw notFound();
}

function members(request: ApiRequest): Answer {
  const owner = organization(request);
  const role = request.query.get("role") ?? "all";
  const found = [...request.world.organizations.of(owner).members].filter(([, has]) => role === "all" || role === has);
  return listed(request, found, ([who]) => userJson(request.world, who));
}

function membership(request: ApiRequest): Answer {
  const { world, caller } = request;
  const owner = organization(request);
  const who = world.actor(request.parameter("username"));
  if (caller.kind === "person" && world.organizations.role(owner, caller.actor) === null) {
    const why = `You must be a member of ${owner.login} to see membership information for ${who.login}.`;
    throw new Refusal(403, why);
  }
  const role = world.organizations.role(owner, who);
  if (role !== null) return ok(organizationMembershipJson(world, owner, who, { role, state: "active" }));
  const invited = world.organizations.pending(owner, world.clock.now()).find((one) => one.invitee === who);
  if (invited === undefined) throw notFound();
  const asked = invited.role === "admin" ? "admin" : "member";
  return ok(organizationMembershipJson(world, owner, who, { role: asked, state: "pending" }));
}

function invited(request: ApiRequest, which: "pending" | "failed"): Answer {
  const owner = organization(request);
  needsOwner(request, owner);
  const found = request.world.organizations[which](owner, request.world.clock.now());
  return listed(request, found, (one) => invitationJson(request.world, one));
}

function invite(request: ApiRequest): Answer {
  const { world } = request;
  const owner = organization(request);
  const asked = request.body(invitationBody);
  if ((asked.invitee_id === undefined) === (asked.email === undefined))
    throw invalid("OrganizationInvitation", "invitee_id");
  const invitee = asked.invitee_id === undefined ? null : accountById(world, asked.invitee_id);
  if (invitee !== null && world.organizations.role(owner, invitee) !== null)
    throw invalid("OrganizationInvitation", "data", "Invitee is already a part of this organization");
  const teams = (asked.team_ids ?? []).map((id) => {
    const team = world.teams.find((one) => one.organization === owner && one.id === id);
    if (team === undefined) throw invalid("OrganizationInvitation", "team_ids");
    return team;
  });
  const { email = null, role = "direct_member" } = asked;
  const made = request.persona().invite(owner, { invitee, email, role, teams });
  return created(invitationJson(world, made), `${invitee?.login ?? email} invited to ${owner.login}`);
}

function invitation(request: ApiRequest): Invitation {
  const owner = organization(request);
  needsOwner(request, owner);
  const id = request.number("invitation_id");
  const found = request.world.organizations.of(owner).invitations.find((one) => one.id === id);
  if (found === undefined) throw notFound();
  return found;
}

export const organizationRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/orgs/{org}",
    needs: null,
    answer: (request) => ok(fullOrganizationJson(request.world, organization(request))),
  },
  { method: "GET", path: "/orgs/{org}/members", needs: reads("members"), answer: members },
  {
    method: "GET",
    path: "/orgs/{org}/members/{username}",
    needs: reads("members"),
    answer: (request) => {
      const who = request.world.actor(request.parameter("username"));
      if (request.world.organizations.role(organization(request), who) === null) throw notFound();
      return { status: 204 };
    },
  },
  { method: "GET", path: "/orgs/{org}/memberships/{username}", needs: reads("members"), answer: membership },
  {
    method: "GET",
    path: "/orgs/{org}/invitations",
    needs: reads("members"),
    answer: (request) => invited(request, "pending"),
  },
  { method: "POST", path: "/orgs/{org}/invitations", needs: writes("members"), answer: invite },
  {
    method: "GET",
    path: "/orgs/{org}/failed_invitations",
    needs: reads("members"),
    answer: (request) => invited(request, "failed"),
  },
  {
    method: "GET",
    path: "/orgs/{org}/invitations/{invitation_id}/teams",
    needs: reads("members"),
    answer: (request) => listed(request, invitation(request).teams, (one) => teamJson(request.world, one)),
  },
];
