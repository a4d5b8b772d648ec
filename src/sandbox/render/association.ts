/** Somebody's association with a repository, as GitHub words it. */

import type { Actor, Repo } from "../world/model.ts";
import type { World } from "../world/world.ts";

export function association(world: World, repo: Repo, actor: Actor): string {
  if (actor === repo.owner) return "OWNER";
  if (world.organizations.role(repo.owner, actor) !== null) return "MEMBER";
  if ((repo.collaborators.get(actor.login.toLowerCase()) ?? "none") !== "none") return "COLLABORATOR";
  const merged = [...repo.subjects.values()].some(
    (one) => one.kind === "pull" && one.merged !== null && one.author === actor,
  );
  return merged && world.actors.has(actor.login.toLowerCase()) ? "CONTRIBUTOR" : "NONE";
}
