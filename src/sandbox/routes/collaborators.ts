/** Routes about a repository's people: who may do what there, and whether its CODEOWNERS names people who may. */

import { type Answer, gone, ok } from "../http/answer.ts";
import { listed } from "../http/paging.ts";
import { type ApiRequest, type Route, reads } from "../http/router.ts";
import { userJson } from "../render/accounts.ts";
import { baseRole, collaboratorJson, permissionsJson } from "../render/teams.ts";
import { codeownersErrors } from "../world/codeowners.ts";
import { collaborators } from "../world/collaborators.ts";
import { atLeast } from "../world/organizations.ts";
import { notFound, Refusal } from "../world/refusal.ts";

function needsPush(request: ApiRequest): void {
  const { caller, world } = request;
  if (caller.kind !== "person" || atLeast(world.permission(request.repo(), caller.actor), "write")) return;
  throw new Refusal(403, "Must have push access to view repository collaborators.");
}

function list(request: ApiRequest): Answer {
  needsPush(request);
  const { world, query } = request;
  const repo = request.repo();
  const affiliation = query.get("affiliation") ?? "all";
  const wanted = query.get("permission");
  const found = collaborators(world, repo, affiliation).filter(
    (who) => wanted === null || permissionsJson(world.permission(repo, who))[wanted] === true,
  );
  return listed(request, found, (who) => collaboratorJson(world, repo, who));
}

function permission(request: ApiRequest): Answer {
  const { world } = request;
  const who = world.actor(request.parameter("username"));
  const role = world.permission(request.repo(), who);
  const user = { ...userJson(world, who), role_name: role, permissions: permissionsJson(role) };
  return ok({ permission: baseRole(role), role_name: role, user });
}

export const collaboratorRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/assignees/{assignee}",
    needs: reads("metadata"),
    answer: (request) => {
      const who = request.world.actor(request.parameter("assignee"));
      if (!atLeast(request.world.permission(request.repo(), who), "triage")) throw notFound();
      return gone("");
    },
  },
  { method: "GET", path: "/repos/{owner}/{repo}/collaborators", needs: reads("metadata"), answer: list },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/collaborators/{username}/permission",
    needs: reads("metadata"),
    answer: permission,
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/codeowners/errors",
    needs: reads("contents"),
    answer: (request) => ok({ errors: codeownersErrors(request.world, request.repo(), request.query.get("ref")) }),
  },
];
