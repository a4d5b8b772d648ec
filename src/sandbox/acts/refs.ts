/** Branches as names of commits: set, moved and deleted, with the push that tells of it. */

import { isAncestor } from "../git/history.ts";
import { pushJson } from "../render/commits.ts";
import type { Activity, Repo } from "../world/model.ts";
import { type Acting, tell } from "./acting.ts";

/** A branch that was somewhere before and is somewhere else now. */
export interface Moved {
  readonly repo: Repo;
  readonly branch: string;
  readonly before: string;
  readonly sha: string;
  readonly forced: boolean;
}

/**
 * Points a branch at a commit, or deletes it with `null`, and tells of the push alone: what it does to pull requests is `moveBranch`'s.
 * `type` says how the repository's activity names it; a push that loses commits is a force push by itself. `null` where no branch that
 * was there moved.
 */
export function pointBranch(
  act: Acting,
  repo: Repo,
  branch: string,
  sha: string | null,
  type?: Activity["type"],
): Moved | null {
  const { world } = act;
  const ref = `refs/heads/${branch}`;
  const before = repo.refs.get(ref) ?? null;
  if (before === sha) return null;
  if (sha === null) repo.refs.delete(ref);
  else repo.refs.set(ref, sha);
  repo.pushedAt = world.clock.now();
  const forced = before !== null && sha !== null && !isAncestor(world.git, before, sha);
  const kind = before === null ? "branch_creation" : sha === null ? "branch_deletion" : forced ? "force_push" : "push";
  const none = "0".repeat(40);
  repo.activity.push({
    ...world.identity("RA"),
    before: before ?? none,
    after: sha ?? none,
    ref,
    at: world.clock.now(),
    type: type ?? kind,
    actor: act.actor,
  });
  tell(act, "push", null, { repo }, () => pushJson(world, repo, { ref, before, after: sha, forced, by: act.actor }));
  return sha === null || before === null ? null : { repo, branch, before, sha, forced };
}
