/** Several refs moved at once: all of them or none. */

import { isAncestor } from "../git/history.ts";
import type { Repo } from "../world/model.ts";
import { Refusal } from "../world/refusal.ts";
import type { World } from "../world/world.ts";

export interface RefUpdate {
  readonly name: string;
  readonly afterOid: string;
  readonly beforeOid?: string | null;
  readonly force?: boolean | null;
}

/** Where nothing stands, or is to stand. */
const NOWHERE = "0".repeat(40);

/** What they come to, each looked at before any is done. `sha` null: the branch goes. */
export function updatedRefs(
  world: World,
  repo: Repo,
  updates: readonly RefUpdate[],
): readonly { readonly branch: string; readonly sha: string | null }[] {
  return updates.map(({ name, afterOid, beforeOid, force }) => {
    const refused = (why: string) => new Refusal(422, `${name}: ${why}`);
    if (!name.startsWith("refs/heads/")) throw refused("is no branch");
    const present = repo.refs.get(name) ?? NOWHERE;
    if (beforeOid != null && beforeOid !== present) throw refused(`is at ${present}, not at ${beforeOid}`);
    const branch = name.slice("refs/heads/".length);
    if (afterOid === NOWHERE) return { branch, sha: null };
    if (world.git.commit(afterOid) === undefined) throw refused("Object does not exist");
    const isForward = present === NOWHERE || isAncestor(world.git, present, afterOid);
    if (force !== true && !isForward) throw refused("Update is not a fast forward");
    return { branch, sha: afterOid };
  });
}
