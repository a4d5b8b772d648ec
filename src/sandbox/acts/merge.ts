/** Merging: what stands in the way, and the commit it makes. */

import { pullJson } from "../render/subjects.ts";
import type { Pull, Repo } from "../world/model.ts";
import { mergeable, mergedTree, merging, pullComparison } from "../world/pulls.ts";
import { Refusal } from "../world/refusal.ts";
import type { World } from "../world/world.ts";
import { type Acting, happened, may, need, tell } from "./acting.ts";
import { markMerged, moveBranch, signature } from "./branches.ts";

export type MergeMethod = "merge" | "squash" | "rebase";

const PASSING = new Set(["success", "neutral", "skipped"]);

/** Required checks of a branch that have not passed on a commit, by name. The latest run of a name counts. */
export function missingChecks(repo: Repo, branch: string, sha: string): string[] {
  const required = repo.protections.get(branch)?.requiredChecks ?? [];
  const runs = repo.checkRuns.get(sha) ?? [];
  return required
    .filter(({ context, appId }) => {
      const latest = runs.findLast((run) => run.name === context && (appId === null || run.app.id === appId));
      return latest === undefined || latest.status !== "completed" || !PASSING.has(latest.conclusion ?? "");
    })
    .map(({ context }) => context);
}

/** Why merging would be refused, in GitHub's words; empty when it would not. */
export function mergeBlockers(world: World, pull: Pull): string[] {
  if (pull.merged !== null) return ["Pull Request is already merged"];
  if (pull.state === "closed") return ["Pull Request is closed"];
  const blockers: string[] = [];
  if (pull.draft) blockers.push("Pull Request is still a draft");
  if (mergeable(world, pull) === "conflicting") blockers.push("Merge conflict");
  for (const name of missingChecks(pull.repo, pull.baseRef, pull.headSha)) {
    blockers.push(`Required status check "${name}" is expected.`);
  }
  return blockers;
}

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

/** The commit that merging makes on top of `base`. Throws a 405 on conflicts. */
export function mergeCommit(act: Acting, pull: Pull, base: string, method: MergeMethod, title?: string): string {
  const { git } = act.world;
  const merged = merging(act.world, base, pull.headSha);
  if (merged.kind === "conflict") throw new Refusal(405, "Merge conflict");
  const tree = mergedTree(act.world, merged.files, base, pull.headSha);
  const who = signature(act);
  if (method === "merge") {
    const message = title ?? `Merge pull request #${pull.number} from ${pull.headRepo.owner.login}/${pull.headRef}`;
    return git.writeCommit({ tree, parents: [base, pull.headSha], author: who, committer: who, message });
  }
  const first = pullComparison(act.world, pull).commits[0];
  const author = first === undefined ? who : { ...first.author, at: who.at };
  const committer = { name: "GitHub", email: "noreply@github.com", login: "web-flow", at: who.at };
  return git.writeCommit({
    tree,
    parents: [base],
    author,
    committer,
    message: title ?? `${pull.title} (#${pull.number})`,
  });
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
