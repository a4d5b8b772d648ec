/** What a moved branch does to the pull requests that come from it or go into it. */

import { ancestors } from "../git/history.ts";
import { numbered } from "../render/payloads.ts";
import { pullJson } from "../render/subjects.ts";
import type { Activity, Pull, Repo } from "../world/model.ts";
import { pullsOf } from "../world/pulls.ts";
import { type Acting, happened, may, tell, touched } from "./acting.ts";
import { leaveQueue } from "./queue.ts";
import { type Moved, pointBranch } from "./refs.ts";
import { openSuites } from "./suites.ts";
import { end } from "./triage.ts";

/**
 * Moves (or makes, or with `null` deletes) a branch and tells everyone: push, then synchronize for each pull request from it. With a
 * branch that is deleted GitHub closes the pull requests from it and into it.
 */
export function moveBranch(act: Acting, repo: Repo, branch: string, sha: string | null, type?: Activity["type"]): void {
  const moved = pointBranch(act, repo, branch, sha, type);
  if (sha === null) for (const pull of around(act, repo, branch)) end(act, pull);
  if (moved === null) return;
  for (const target of act.world.repos.values()) followers(act, target, moved);
}

function around(act: Acting, repo: Repo, branch: string): readonly Pull[] {
  const open = [...act.world.repos.values()].flatMap(pullsOf).filter(({ state }) => state === "open");
  return open.filter(
    (pull) => (pull.headRepo === repo && pull.headRef === branch) || (pull.repo === repo && pull.baseRef === branch),
  );
}

function followers(act: Acting, target: Repo, moved: Moved): void {
  const open = pullsOf(target).filter((pull) => pull.state === "open");
  for (const pull of open) {
    if (pull.headRepo === moved.repo && pull.headRef === moved.branch) synchronize(act, pull, moved);
  }
  const into = open.filter((pull) => target === moved.repo && pull.baseRef === moved.branch);
  if (into.length === 0) return;
  const contained = ancestors(act.world.git, moved.sha);
  for (const pull of into) if (contained.has(pull.headSha)) markMerged(act, pull, moved.sha);
}

/** GitHub merges nothing by itself that somebody without write access has pushed meanwhile. */
function dropAutoMerge(act: Acting, pull: Pull): void {
  if (pull.autoMerge === null || may(act, pull.repo, "write")) return;
  pull.autoMerge = null;
  happened(act, pull, "auto_merge_disabled");
  tell(act, "pull_request", "auto_merge_disabled", { repo: pull.repo, subject: pull }, () => ({
    ...numbered(pull),
    pull_request: pullJson(act.world, pull),
    reason: "Head branch was pushed to by a user without write access",
  }));
}

function synchronize(act: Acting, pull: Pull, moved: Moved): void {
  const { world } = act;
  pull.headSha = moved.sha;
  pull.baseSha = world.tip(pull.repo, pull.baseRef) ?? pull.baseSha;
  pull.repo.refs.set(`refs/pull/${pull.number}/head`, moved.sha);
  pull.pushes.push({
    by: act.actor,
    at: world.clock.now(),
    before: moved.before,
    after: moved.sha,
    forced: moved.forced,
  });
  if (moved.forced) happened(act, pull, "head_ref_force_pushed", { from: moved.before, to: moved.sha });
  touched(act, pull);
  leaveQueue(act, pull, "head changed");
  dropAutoMerge(act, pull);
  tell(act, "pull_request", "synchronize", { repo: pull.repo, subject: pull }, () => ({
    ...numbered(pull),
    pull_request: pullJson(world, pull),
    before: moved.before,
    after: moved.sha,
  }));
  openSuites(act, pull.repo, pull.headSha, pull.headRef);
}

/** Closes a pull request as merged by `sha` and says so. */
export function markMerged(act: Acting, pull: Pull, sha: string): void {
  const { world } = act;
  const now = world.clock.now();
  pull.baseSha = world.git.known(sha).parents[0] ?? pull.baseSha;
  pull.merged = { at: now, by: act.actor, sha };
  pull.state = "closed";
  pull.closedAt = now;
  pull.closedBy = act.actor;
  pull.autoMerge = null;
  happened(act, pull, "merged", { to: sha });
  happened(act, pull, "closed");
  tell(act, "pull_request", "closed", { repo: pull.repo, subject: pull }, () => ({
    ...numbered(pull),
    pull_request: pullJson(world, pull),
  }));
}
