/** Routes of people, organisations and teams. */
import { ok } from "../http/answer.ts";
import { listed } from "../http/paging.ts";
import { type ApiRequest, type Route, reads } from "../http/router.ts";
import { fullOrganizationJson, fullTeamJson, fullUserJson, teamJson, userJson } from "../render/accounts.ts";
import type { Actor, Team } from "../world/model.ts";
import { notFound } from "../world/refusal.ts";
import type { World } from "../world/world.ts";

function organization(request: ApiRequest): Actor {
  const actor = request.world.actor(request.parameter("org"));
  if (actor.type !== "Organization") throw notFound();
  return actor;
}

function team(request: ApiRequest): Team {
  const owner = organization(request);
  const slug = request.parameter("team_slug").toLowerCase();
  const found = request.world.teams.find((one) => one.organization === owner && one.slug.toLowerCase() === slug);
  if (found === undefined) throw notFound();
  return found;
}

/** Everyone with a given permission in one of the organisation's repositories, or in a team. */
function members(world: World, owner: Actor): Actor[] {
  const found = new Set<Actor>();
  for (const repo of world.repos.values()) {
    if (repo.owner !== owner) continue;
    for (const login of repo.collaborators.keys()) found.add(world.actor(login));
  }
  for (const one of world.teams) if (one.organization === owner) for (const who of one.members) found.add(who);
  return [...found];
}

export const accountRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/users/{username}",
    needs: null,
    answer: (request) => ok(fullUserJson(request.world, existing(request.world.actor(request.parameter("username"))))),
  },
  {
    method: "GET",
    path: "/user/{account_id}",
    needs: null,
    answer: (request) => ok(fullUserJson(request.world, numbered(request.world, request.parameter("account_id")))),
  },
  {
    method: "GET",
    path: "/orgs/{org}",
    needs: null,
    answer: (request) => ok(fullOrganizationJson(request.world, organization(request))),
  },
  {
    method: "GET",
    path: "/orgs/{org}/members",
    needs: reads("members"),
    answer: (request) =>
      listed(request, members(request.world, organization(request)), (who) => userJson(request.world, who)),
  },
  {
    method: "GET",
    path: "/orgs/{org}/members/{username}",
    needs: reads("members"),
    answer: (request) => {
      const who = request.world.actor(request.parameter("username"));
      if (!members(request.world, organization(request)).includes(who)) throw notFound();
      return { status: 204 };
    },
  },
  {
    method: "GET",
    path: "/orgs/{org}/teams",
    needs: reads("members"),
    answer: (request) => {
      const owner = organization(request);
      const own = request.world.teams.filter((one) => one.organization === owner);
      return listed(request, own, (one) => teamJson(request.world, one));
    },
  },
  {
    method: "GET",
    path: "/orgs/{org}/teams/{team_slug}",
    needs: reads("members"),
    answer: (request) => ok(fullTeamJson(request.world, team(request))),
  },
  {
    method: "GET",
    path: "/orgs/{org}/teams/{team_slug}/members",
    needs: reads("members"),
    answer: (request) => listed(request, team(request).members, (who) => userJson(request.world, who)),
  },
  {
    method: "GET",
    path: "/orgs/{org}/teams/{team_slug}/memberships/{username}",
    needs: reads("members"),
    answer: (request) => {
      const { world } = request;
      const who = world.actor(request.parameter("username"));
      if (!team(request).members.includes(who)) throw notFound();
      return ok({ url: request.url, role: "member", state: "active" });
    },
  },
];

function numbered(world: World, id: string): Actor {
  const found = [...world.actors.values()].find((actor) => `${actor.id}` === id);
  if (found === undefined) throw notFound();
  return existing(found);
}

function existing(actor: Actor): Actor {
  if (actor.deleted) throw notFound();
  return actor;
}
