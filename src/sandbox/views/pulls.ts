/** Pull requests and the merge queue in GraphQL. */

import type { FileChange } from "../git/tree-diff.ts";
import { iso } from "../world/clock.ts";
import type { Pull, QueueEntry, Review } from "../world/model.ts";
import { mergeable, pullComparison, queueEntry } from "../world/pulls.ts";
import { actorView, ownerView, teamView } from "./accounts.ts";
import { commitView, pullCommitView, refView } from "./commits.ts";
import { issueView, subjectView } from "./issues.ts";
import { reviewView, threadsOf } from "./talk.ts";
import { connection, type Looking, type PageArguments, type View } from "./view.ts";

const CHANGE_TYPES = { added: "ADDED", modified: "MODIFIED", removed: "DELETED", renamed: "RENAMED" } as const;

/** GraphQL tells a rename's new path only. */
function fileView(file: FileChange): View {
  const { path, additions, deletions } = file;
  return { path, additions, deletions, changeType: CHANGE_TYPES[file.status] };
}

/** A person's last review that says yes or no, else their last one. */
function latest(reviews: readonly Review[]): Review[] {
  const byAuthor = new Map<string, Review>();
  for (const review of reviews) {
    const known = byAuthor.get(review.author.login);
    if (known === undefined || review.state !== "COMMENTED" || known.state === "COMMENTED")
      byAuthor.set(review.author.login, review);
  }
  return [...byAuthor.values()];
}

export function pullView(looking: Looking, pull: Pull): View {
  const { world } = looking;
  const compared = () => pullComparison(world, pull);
  return {
    __typename: "PullRequest",
    ...subjectView(looking, pull),
    state: pull.merged === null ? pull.state.toUpperCase() : "MERGED",
    isDraft: pull.draft,
    merged: pull.merged !== null,
    mergedAt: pull.merged === null ? null : iso(pull.merged.at),
    mergedBy: () => (pull.merged === null ? null : actorView(looking, pull.merged.by)),
    mergeCommit: () => (pull.merged === null ? null : commitView(looking, pull.repo, world.git.known(pull.merged.sha))),
    mergeable: () => (pull.state === "open" ? mergeable(world, pull).toUpperCase() : "UNKNOWN"),
    additions: () => compared().files.reduce((sum, file) => sum + file.additions, 0),
    deletions: () => compared().files.reduce((sum, file) => sum + file.deletions, 0),
    changedFiles: () => compared().files.length,
    maintainerCanModify: pull.headRepo !== pull.repo,
    ...sidesView(looking, pull),
    ...queueView(looking, pull),
    reviewDecision: null,
    files: (asked: PageArguments) => connection("files", compared().files, asked, fileView),
    commits: (asked: PageArguments) =>
      connection("commits", compared().commits, asked, (commit) => pullCommitView(looking, pull, commit)),
    reviews: (asked: PageArguments & { states?: readonly string[] | null; author?: string | null }) => {
      const wanted = pull.reviews.filter(
        (review) =>
          (asked.states?.includes(review.state) ?? true) &&
          (!asked.author || review.author.login.toLowerCase() === asked.author.toLowerCase()),
      );
      return connection("reviews", wanted, asked, (review) => reviewView(looking, review));
    },
    latestReviews: (asked: PageArguments) =>
      connection("latestReviews", latest(pull.reviews), asked, (review) => reviewView(looking, review)),
    reviewRequests: (asked: PageArguments) => requestsView(looking, pull, asked),
    reviewThreads: threadsOf(looking, pull.reviewComments),
    closingIssuesReferences: (asked: PageArguments) => closingView(looking, pull, asked),
  };
}

function sidesView(looking: Looking, pull: Pull): View {
  const ref = (repo: Pull["repo"], name: string) => () => {
    const sha = looking.world.tip(repo, name);
    return sha === undefined ? null : refView(looking, repo, `refs/heads/${name}`, sha);
  };
  return {
    isCrossRepository: pull.headRepo !== pull.repo,
    baseRepository: () => looking.views.repository(looking, pull.repo),
    headRepository: () => looking.views.repository(looking, pull.headRepo),
    headRepositoryOwner: () => ownerView(looking, pull.headRepo.owner),
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    headRef: ref(pull.headRepo, pull.headRef),
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseSha,
    baseRef: ref(pull.repo, pull.baseRef),
  };
}

function queueView(looking: Looking, pull: Pull): View {
  const entry = queueEntry(pull);
  return {
    isInMergeQueue: entry !== null,
    isMergeQueueEnabled: pull.repo.protections.get(pull.baseRef)?.mergeQueue ?? false,
    mergeQueueEntry: () => (entry === null ? null : entryView(looking, entry)),
    autoMergeRequest: () =>
      pull.autoMerge === null
        ? null
        : {
            enabledAt: iso(pull.autoMerge.at),
            enabledBy: actorView(looking, pull.autoMerge.by),
            mergeMethod: pull.autoMerge.method.toUpperCase(),
            pullRequest: () => pullView(looking, pull),
          },
  };
}

export function entryView(looking: Looking, entry: QueueEntry): View {
  const { pull } = entry;
  const commit = (sha: string) => () => commitView(looking, pull.repo, looking.world.git.known(sha));
  return {
    __typename: "MergeQueueEntry",
    id: entry.nodeId,
    position: () => (pull.repo.queues.get(pull.baseRef) ?? []).indexOf(entry) + 1,
    state: "AWAITING_CHECKS",
    enqueuedAt: iso(entry.at),
    enqueuer: () => actorView(looking, entry.by),
    baseCommit: commit(entry.baseSha),
    headCommit: commit(entry.headSha),
    pullRequest: () => pullView(looking, pull),
  };
}

function requestsView(looking: Looking, pull: Pull, asked: PageArguments): View {
  const people = pull.requestedReviewers.map((who) => ({ id: who.id, view: () => actorView(looking, who) }));
  const teams = pull.requestedTeams.map((team) => ({ id: team.id, view: () => teamView(looking, team) }));
  return connection("reviewRequests", [...people, ...teams], asked, (request) => ({
    __typename: "ReviewRequest",
    id: `RR_${pull.number}_${request.id}`,
    databaseId: request.id,
    asCodeOwner: false,
    requestedReviewer: request.view,
  }));
}

function closingView(looking: Looking, pull: Pull, asked: PageArguments): View {
  const words = pull.body.matchAll(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\s+#(\d+)/gi);
  const issues = [...words].flatMap(([, number]) => pull.repo.subjects.get(Number(number)) ?? []);
  const wanted = issues.filter((issue) => issue.kind === "issue");
  return connection("closingIssuesReferences", wanted, asked, (issue) => issueView(looking, issue));
}
