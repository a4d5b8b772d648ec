/** Events of merge queues and checks. */

import type { RepositoryRef } from "../../model/job.ts";
import { checkRunView, checkSuiteView, mergeGroupView } from "./payload-views.ts";
import { type Incoming, ignored, inRepository, job, type Route, type Routing, viewed } from "./routing.ts";

export const mergeGroup: Route = inRepository((incoming, repository) => {
  const isEnd = incoming.action === "destroyed";
  if (!isEnd && incoming.action !== "checks_requested")
    return ignored(`merge_group.${incoming.action} needs no answer`);
  return viewed(mergeGroupView, incoming, ({ merge_group: group, reason }) => {
    const subject = {
      kind: "merge-group",
      repository,
      headSha: group.head_sha,
      headRef: group.head_ref,
      baseSha: group.base_sha,
      baseRef: group.base_ref,
    } as const;
    return job(incoming, subject, isEnd ? [{ kind: "group-ended", merged: reason === "merged" }] : []);
  });
});

export const checkRun: Route = inRepository((incoming, repository) => {
  if (incoming.action !== "rerequested") return ignored(`check_run.${incoming.action} asks for nothing`);
  return viewed(checkRunView, incoming, ({ check_run: run }) =>
    rerequested(incoming, repository, { ...run, branch: run.check_suite?.head_branch ?? null }),
  );
});

export const checkSuite: Route = inRepository((incoming, repository) => {
  if (incoming.action !== "rerequested") return ignored(`check_suite.${incoming.action} asks for nothing`);
  return viewed(checkSuiteView, incoming, ({ check_suite: suite }) =>
    rerequested(incoming, repository, { ...suite, branch: suite.head_branch ?? null }),
  );
});

interface ListedPull {
  readonly number: number;
  readonly head?: { readonly sha: string } | null | undefined;
}

interface Checked {
  readonly head_sha: string;
  readonly branch: string | null;
  readonly app?: { readonly id?: number | null | undefined } | null | undefined;
  readonly pull_requests?: readonly (ListedPull | null)[] | null | undefined;
}

/** "Re-run" is about a commit. Any pull request with that head will do: the check is the commit's (R17). */
function rerequested(incoming: Incoming, repository: RepositoryRef, checked: Checked): Routing {
  if (checked.app?.id !== incoming.known.appId) return ignored("another app's check");
  const sha = checked.head_sha;
  const group = mergeQueueBranch(checked.branch);
  if (group !== null) {
    const headRef = `refs/heads/${checked.branch}`;
    return job(incoming, { kind: "merge-group", repository, headSha: sha, headRef, ...group });
  }
  // GitHub lists by branch as well: a pull request that has moved on is not this commit's.
  const listed = checked.pull_requests?.find((pull) => pull && (pull.head?.sha ?? sha) === sha)?.number;
  // GitHub lists no pull request whose head lies in a fork.
  const number = listed ?? incoming.known.pullWithHead?.(repository.id, sha) ?? null;
  if (number === null) return job(incoming, { kind: "commit", repository, headSha: sha });
  return job(incoming, { kind: "pull", repository, number });
}

/** `gh-readonly-queue/BASE/pr-NUMBER-SHA`: GitHub's name of a merge group's branch; the sha is its base's. */
function mergeQueueBranch(branch: string | null): { readonly baseRef: string; readonly baseSha: string } | null {
  const match = /^gh-readonly-queue\/(.+)\/pr-\d+-([0-9a-f]{40})$/.exec(branch ?? "");
  const [, base, baseSha] = match ?? [];
  return base === undefined || baseSha === undefined ? null : { baseRef: `refs/heads/${base}`, baseSha };
}
