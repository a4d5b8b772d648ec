/** The merge queue: each entry is a commit on top of the one before, on a branch of its own, which no pull request comes from or goes into. */

import { mergeGroupJson, pullJson } from "../render/subjects.ts";
import { mergeBlockers } from "../world/merge-blockers.ts";
import type { Pull, QueueEntry } from "../world/model.ts";
import { queueEntry } from "../world/pulls.ts";
import { Refusal } from "../world/refusal.ts";
import { type Acting, happened, need, tell } from "./acting.ts";
import { mergeCommit } from "./merge-commit.ts";
import { pointBranch } from "./refs.ts";
import { openSuites } from "./suites.ts";

export function enqueue(act: Acting, pull: Pull): QueueEntry {
  need(act, pull.repo, "write", "add to the merge queue");
  const [blocker] = mergeBlockers(act.world, pull);
  if (blocker !== undefined) throw new Refusal(405, blocker);
  if (queueEntry(pull) !== null) throw new Refusal(422, "Pull request is already in the merge queue");
  const entry: QueueEntry = act.world.register({
    kind: "queue-entry",
    ...act.world.identity("MQE"),
    pull,
    by: act.actor,
    at: act.world.clock.now(),
    headSha: "",
    baseSha: "",
    headRef: "",
  });
  const queue = pull.repo.queues.get(pull.baseRef) ?? [];
  pull.repo.queues.set(pull.baseRef, queue);
  queue.push(entry);
  happened(act, pull, "added_to_merge_queue");
  tellPull(act, pull, "enqueued");
  build(act, entry);
  return entry;
}

function tellPull(act: Acting, pull: Pull, action: string, more: Record<string, unknown> = {}): void {
  tell(act, "pull_request", action, { repo: pull.repo, subject: pull }, () => ({
    number: pull.number,
    pull_request: pullJson(act.world, pull),
    ...more,
  }));
}

/** Makes the entry's commit on the end of what is queued before it and asks for its checks. */
function build(act: Acting, entry: QueueEntry): void {
  const { repo, baseRef, number } = entry.pull;
  const queue = repo.queues.get(baseRef) ?? [];
  const before = queue[queue.indexOf(entry) - 1];
  const base = before?.headSha ?? act.world.tip(repo, baseRef) ?? entry.pull.baseSha;
  entry.baseSha = base;
  entry.headSha = mergeCommit(act, entry.pull, base, "squash");
  const branch = `gh-readonly-queue/${baseRef}/pr-${number}-${base}`;
  entry.headRef = `refs/heads/${branch}`;
  pointBranch(act, repo, branch, entry.headSha);
  openSuites(act, repo, entry.headSha, branch);
  tellGroup(act, entry, "checks_requested");
}

export function tellGroup(act: Acting, entry: QueueEntry, action: string, more: Record<string, unknown> = {}): void {
  tell(act, "merge_group", action, { repo: entry.pull.repo, subject: entry.pull }, () => ({
    merge_group: mergeGroupJson(act.world, entry),
    ...more,
  }));
}

/** Takes a pull request out of the queue if it is there; those behind it are built anew. */
export function leaveQueue(act: Acting, pull: Pull, reason: string): void {
  for (const queue of pull.repo.queues.values()) {
    const at = queue.findIndex((entry) => entry.pull === pull);
    const [entry] = at < 0 ? [] : queue.splice(at, 1);
    if (entry === undefined) continue;
    act.world.forget(entry);
    happened(act, pull, "removed_from_merge_queue", { reason });
    tellGroup(act, entry, "destroyed", { reason: "dequeued" });
    tellPull(act, pull, "dequeued", { reason: "MANUAL" });
    pointBranch(act, pull.repo, entry.headRef.replace("refs/heads/", ""), null);
    for (const behind of queue.slice(at)) build(act, behind);
  }
}
