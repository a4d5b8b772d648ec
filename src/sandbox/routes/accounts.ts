/** Routes about accounts of people and organisations. */

import { ok } from "../http/answer.ts";
import type { Route } from "../http/router.ts";
import { fullUserJson } from "../render/accounts.ts";
import type { Actor } from "../world/model.ts";
import { notFound } from "../world/refusal.ts";
import type { World } from "../world/world.ts";

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
    answer: (request) => ok(fullUserJson(request.world, accountById(request.world, request.number("account_id")))),
  },
];

/** Whatever it is called now. Throws a 404. */
export function accountById(world: World, id: number): Actor {
  const found = [...world.actors.values()].find((actor) => actor.id === id);
  if (found === undefined) throw notFound();
  return existing(found);
}

function existing(actor: Actor): Actor {
  if (actor.deleted) throw notFound();
  return actor;
}
