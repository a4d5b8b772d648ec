/** Merging, at once or as soon as nothing stands in the way. */

import { pullJson } from "../render/subjects.ts";
import { mergeBlockers } from "../world/merge-blockers.ts";
import type { Pull } from "../world/model.ts";
import { Refusal } from "../world/refusal.ts";
import { type Acting, happened, may, need, tell } from "./acting.ts";
import { markMerged, moveBranch } from "./branches.ts";
import { type MergeMethod, mergeCommit } from "./merge-commit.ts";

/** Merges now or throws: 405 while something stands in the way, 409 when the head is not the expected one. */
export function merge(
  act: Acting,
  pull: Pull,
  asked: { sha?: string | undefined; method?: MergeMethod | undefined; title?: string | undefined } = {},
): string {
  need(act, pull.repo, "write", "merge");
  if (asked.sha !== undefined && asked.sha !== pull.headSha) {
    throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
  }
  const [blocker] = mergeBlockers(act.world, pull);
  if (blocker !== undefined) throw new Refusal(405, blocker);
  if (pull.repo.protections.get(pull.baseRef)?.mergeQueue === true) {
    throw new Refusal(405, "Changes must be made through the merge queue");
  }
  return mergeInto(act, pull, asked.method ?? "squash", asked.title);
}

function mergeInto(act: Acting, pull: Pull, method: MergeMethod, title?: string): string {
  const base = act.world.tip(pull.repo, pull.baseRef) ?? pull.baseSha;
  const sha = mergeCommit(act, pull, base, method, title);
  finishMerge(act, pull, sha);
  return sha;
}

/** The base branch moves to `sha`, and the pull request is merged by it. */
export function finishMerge(act: Acting, pull: Pull, sha: string): void {
  markMerged(act, pull, sha);
  moveBranch(act, pull.repo, pull.baseRef, sha, "pr_merge");
}

export function enableAutoMerge(act: Acting, pull: Pull, method: MergeMethod): void {
  if (!may(act, pull.repo, "write")) need(act, pull.repo, "write", "switch auto-merge on");
  if (mergeBlockers(act.world, pull).length === 0)
    throw new Refusal(422, "Pull request Pull request is in clean status");
  pull.autoMerge = { by: act.actor, method, at: act.world.clock.now() };
  happened(act, pull, "auto_merge_enabled", { to: method });
  tell(act, "pull_request", "auto_merge_enabled", { repo: pull.repo, subject: pull }, () => ({
    number: pull.number,
    pull_request: pullJson(act.world, pull),
  }));
}

export function disableAutoMerge(act: Acting, pull: Pull): void {
  if (pull.autoMerge === null) throw new Refusal(422, "Can't disable auto-merge for this pull request.");
  pull.autoMerge = null;
  happened(act, pull, "auto_merge_disabled");
  tell(act, "pull_request", "auto_merge_disabled", { repo: pull.repo, subject: pull }, () => ({
    number: pull.number,
    pull_request: pullJson(act.world, pull),
    reason: "Auto-merge was disabled",
  }));
}

/** Auto-merge: merges as soon as nothing stands in the way. */
export function mergeWhereAsked(act: Acting, pull: Pull): void {
  if (pull.autoMerge === null || mergeBlockers(act.world, pull).length > 0) return;
  const { by, method } = pull.autoMerge;
  mergeInto({ ...act, actor: by, viaApp: null }, pull, method);
}
