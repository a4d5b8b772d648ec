/** The frame every webhook's payload has. The `installation` is added for each receiver when it is sent. */

import type { Actor, Pull, Repo } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { type Json, organizationJson, userJson } from "./accounts.ts";
import { repositoryJson } from "./repositories.ts";

interface Frame {
  readonly action: string | null;
  readonly repo: Repo | null;
  readonly sender: Actor;
  readonly organization?: Actor | null;
}

export function eventPayload(world: World, frame: Frame, more: Json): Json {
  const owner = frame.repo?.owner ?? frame.organization ?? null;
  return {
    ...(frame.action === null ? {} : { action: frame.action }),
    ...more,
    ...(frame.repo === null ? {} : { repository: repositoryJson(world, frame.repo) }),
    ...(owner?.type === "Organization" ? { organization: organizationJson(world, owner) } : {}),
    sender: userJson(world, frame.sender),
  };
}

/** What all `pull_request` payloads begin with. */
export function numbered(pull: Pull): Json {
  return { number: pull.number };
}
