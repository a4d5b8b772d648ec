/** Handles "Re-run" on a commit whose pull request nobody here knows: GitHub tells whose head it is, or there is nothing to decide. */

import { findGroup } from "../database/merge-groups.ts";
import { CHECK_NAME } from "../gate/check-name.ts";
import { withdrawn } from "../gate/withdrawn-check.ts";
import { readPullsWithHead } from "../github/read/listings.ts";
import { currentChecks } from "../github/read/standing-checks.ts";
import { apply } from "../github/write/apply.ts";
import type { Job, JobSubject } from "../model/job.ts";
import { applyContext } from "./apply-context.ts";
import { commitContext } from "./audit/audit-context.ts";
import type { JobParts } from "./job-parts.ts";
import type { Work } from "./read-notes.ts";

type CommitSubject = Extract<JobSubject, { kind: "commit" }>;

export async function processCommit(parts: JobParts, subject: CommitSubject, work: Work): Promise<void> {
  const { repository, headSha } = subject;
  const group = await findGroup(parts.db, repository.id, headSha);
  if (group !== null) {
    const { headRef, baseSha, baseRef } = group;
    await parts.enqueue([again({ kind: "merge-group", repository, headSha, headRef, baseSha, baseRef }, work)]);
    return;
  }
  const numbers = await readPullsWithHead(parts.client, repository, headSha);
  if (numbers.length > 0)
    await parts.enqueue(numbers.map((number) => again({ kind: "pull", repository, number }, work)));
  else await parts.heads.run(`head ${repository.id} ${headSha}`, () => rewriteLeft(parts, subject, work));
}

/** With the same cause, so that the check is written whatever its present state. */
function again(subject: JobSubject, { installationId, deliveries }: Work): Job {
  return { installationId, subject, cause: deliveries.at(-1)?.cause ?? "check_run.rerequested", notes: [] };
}

async function rewriteLeft(parts: JobParts, { repository, headSha }: CommitSubject, work: Work): Promise<void> {
  const { client, appId, checkMemory } = parts;
  const commit = { repository, headSha };
  const checks = await currentChecks({ client, memory: checkMemory, appId }, commit, { surelyNew: false });
  const names = checks.size === 0 ? [CHECK_NAME] : [...checks.keys()];
  work.signal.throwIfAborted();
  const audit = commitContext(work, commit);
  const context = applyContext(parts, { repositoryId: repository.id, audit, rewrite: true });
  await apply(withdrawn(commit, names, "left"), { ...context, standing: { headSha, checks } });
}
