/** What somebody is to a repository, as GitHub words it. */
import type { Actor, Repo } from "../world/model.ts";
import type { World } from "../world/world.ts";

export function association(world: World, repo: Repo, actor: Actor): string {
  if (actor === repo.owner) return "OWNER";
  const permission = repo.collaborators.get(actor.login.toLowerCase());
  if (permission !== undefined && permission !== "none") return "MEMBER";
  const merged = [...repo.subjects.values()].some(
    (one) => one.kind === "pull" && one.merged !== null && one.author === actor,
  );
  return merged && world.actors.has(actor.login.toLowerCase()) ? "CONTRIBUTOR" : "NONE";
}
