import type { World } from "../../src/sandbox/world/world.ts";

/** Gives an account another name: it has access as before, and whoever takes the old name has none by it. */
export function renamed(world: World, from: string, to: string): void {
  const actor = world.actor(from);
  const [before, after] = [from.toLowerCase(), to.toLowerCase()];
  world.actors.delete(before);
  actor.login = to;
  world.actors.set(after, actor);
  for (const { collaborators } of world.repos.values()) {
    const access = collaborators.get(before);
    collaborators.delete(before);
    if (access !== undefined) collaborators.set(after, access);
  }
}
