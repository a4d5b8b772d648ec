/** Who may do more in a repository than the public. */

import type { Actor, Repo } from "./model.ts";
import type { World } from "./world.ts";

/** `direct`: given to them; `outside`: those of them who are no members; anything else: through ownership and teams as well. */
export function collaborators(world: World, repo: Repo, affiliation: string): Actor[] {
  const direct = [...repo.collaborators].filter(([, role]) => role !== "none").map(([login]) => world.actor(login));
  if (affiliation === "direct") return direct;
  const { organizations } = world;
  const members = organizations.of(repo.owner).members;
  if (affiliation === "outside") return direct.filter((who) => !members.has(who));
  const owner = repo.owner.type === "User" ? [repo.owner] : [];
  const through = [...members.keys()].filter((who) => organizations.grants(repo, who).length > 0);
  return [...new Set([...owner, ...direct, ...through])];
}
