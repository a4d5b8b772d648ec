/** Routes about teams: their members, who was invited, and their repositories. */

import { z } from "zod";
import { type Answer, ok } from "../http/answer.ts";
import { listed } from "../http/paging.ts";
import { type ApiRequest, type Route, reads, writes } from "../http/router.ts";
import { userJson } from "../render/accounts.ts";
import { minimalRepositoryJson } from "../render/repositories.ts";
import { fullTeamJson, invitationJson, permissionsJson, teamJson, teamMembershipJson } from "../render/teams.ts";
import type { Team } from "../world/model.ts";
import { notFound } from "../world/refusal.ts";
import { needsOwner, organization } from "./organizations.ts";

const membershipBody = z.object({ role: z.enum(["member", "maintainer"]).optional() });

/** Somebody outside the organisation does not learn of its teams, nor a member of a secret one that is not theirs. */
function known(request: ApiRequest, team: Team): boolean {
  return request.caller.kind !== "person" || request.world.organizations.shows(team, request.caller.actor);
}

function team(request: ApiRequest): Team {
  const found = request.world.organizations.team(organization(request), request.parameter("team_slug"));
  if (found === undefined || !known(request, found)) throw notFound();
  return found;
}

function members(request: ApiRequest): Answer {
  const { organizations } = request.world;
  const one = team(request);
  const role = request.query.get("role") ?? "all";
  const found = request.membersOf(one).filter((who) => role === "all" || organizations.roleIn(one, who) === role);
  return listed(request, found, (who) => userJson(request.world, who));
}

function waiting(request: ApiRequest): Answer {
  const { world } = request;
  const one = team(request);
  needsOwner(request, one.organization);
  const found = world.organizations
    .pending(one.organization, world.clock.now())
    .filter((invitation) => invitation.teams.includes(one));
  return listed(request, found, (invitation) => invitationJson(world, invitation));
}

function membership(request: ApiRequest): Answer {
  const { world } = request;
  const { organizations, clock } = world;
  const one = team(request);
  const who = world.actor(request.parameter("username"));
  const role = organizations.roleIn(one, who);
  if (organizations.everyoneIn(one).includes(who))
    return ok(teamMembershipJson(world, one, who, { role, state: "active" }));
  const asked = organizations
    .pending(one.organization, clock.now())
    .some((invitation) => invitation.invitee === who && invitation.teams.includes(one));
  if (!asked) throw notFound();
  return ok(teamMembershipJson(world, one, who, { role: "member", state: "pending" }));
}

function putMembership(request: ApiRequest): Answer {
  const { world } = request;
  const one = team(request);
  const who = world.actor(request.parameter("username"));
  const { role = "member" } = request.body(membershipBody);
  const state = request.persona().addToTeam(one, who.login, role);
  const shown = state === "active" ? world.organizations.roleIn(one, who) : role;
  const wrote = `${who.login} ${state === "active" ? "put into" : "invited to"} ${one.slug}`;
  return ok(teamMembershipJson(world, one, who, { role: shown, state }), wrote);
}

export const teamRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/orgs/{org}/teams",
    needs: reads("members"),
    answer: (request) => {
      const owner = organization(request);
      const own = request.world.teams.filter((one) => one.organization === owner && known(request, one));
      return listed(request, own, (one) => teamJson(request.world, one));
    },
  },
  {
    method: "GET",
    path: "/orgs/{org}/teams/{team_slug}",
    needs: reads("members"),
    answer: (request) => ok(fullTeamJson(request.world, team(request))),
  },
  { method: "GET", path: "/orgs/{org}/teams/{team_slug}/members", needs: reads("members"), answer: members },
  { method: "GET", path: "/orgs/{org}/teams/{team_slug}/invitations", needs: reads("members"), answer: waiting },
  {
    method: "GET",
    path: "/orgs/{org}/teams/{team_slug}/memberships/{username}",
    needs: reads("members"),
    answer: membership,
  },
  {
    method: "PUT",
    path: "/orgs/{org}/teams/{team_slug}/memberships/{username}",
    needs: writes("members"),
    answer: putMembership,
  },
  {
    method: "GET",
    path: "/orgs/{org}/teams/{team_slug}/repos",
    needs: reads("members"),
    answer: (request) =>
      listed(request, [...team(request).repositories], ([repo, permission]) => ({
        ...minimalRepositoryJson(request.world, repo),
        permissions: permissionsJson(permission),
        role_name: permission,
      })),
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/teams",
    needs: reads("administration"),
    answer: (request) => {
      const repo = request.repo();
      const own = request.world.teams.flatMap((one) => {
        const permission = one.repositories.get(repo);
        return permission === undefined || !known(request, one) ? [] : [{ one, permission }];
      });
      return listed(request, own, ({ one, permission }) => teamJson(request.world, one, permission));
    },
  },
];
