/** Merge queues once checks have ended: what passed is merged, what failed is thrown out. */

import { missingChecks } from "../world/merge-blockers.ts";
import type { QueueEntry, Repo } from "../world/model.ts";
import type { Acting } from "./acting.ts";
import { finishMerge } from "./merge.ts";
import { leaveQueue, tellGroup } from "./queue.ts";
import { pointBranch } from "./refs.ts";

/** Merges from the front whatever has its checks; throws out what failed one. */
export function settleQueues(act: Acting, repo: Repo): void {
  for (const [branch, queue] of repo.queues) {
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      const missing = missingChecks(repo, branch, first.headSha);
      if (missing.length === 0) {
        mergeFirst(act, queue, first);
        continue;
      }
      if (!hasFailed(repo, first, missing)) break;
      leaveQueue(act, first.pull, "failed checks");
    }
  }
}

function hasFailed(repo: Repo, entry: QueueEntry, missing: readonly string[]): boolean {
  const runs = repo.checkRuns.get(entry.headSha) ?? [];
  return missing.some((name) => runs.findLast((run) => run.name === name)?.status === "completed");
}

function mergeFirst(act: Acting, queue: QueueEntry[], entry: QueueEntry): void {
  queue.shift();
  act.world.forget(entry);
  const { pull } = entry;
  const by = { ...act, actor: entry.by, viaApp: null };
  tellGroup(by, entry, "destroyed", { reason: "merged" });
  finishMerge(by, pull, entry.headSha);
  pointBranch(by, pull.repo, entry.headRef.replace("refs/heads/", ""), null);
}
