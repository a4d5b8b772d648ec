/** What waited for a place to come back goes on once an event tells that it may have. */

import { toldAndFailed } from "../database/deliveries.ts";
import type { Job, JobSubject, RepositoryRef } from "../model/job.ts";
import type { JobParts } from "./job-parts.ts";
import type { Work } from "./read-notes.ts";

/** An installation resumed, or with other permissions; a repository that is given back, opened again, or has another name. */
const MAY_BE_BACK = /^(?:installation|installation_repositories|repository)\./;

const CAUSE = "returned";

/** Other looks come upon open pull requests alone, and at the pace of first looks. It costs no request. */
export async function wakeReturned(
  { db, enqueue }: JobParts,
  repositories: readonly RepositoryRef[],
  { deliveries, installationId }: Work,
): Promise<void> {
  if (!deliveries.some(({ cause }) => MAY_BE_BACK.test(cause))) return;
  const named = new Map(repositories.map((repository) => [repository.id, repository]));
  const subjects = await toldAndFailed(db, repositories.length > 0 ? null : installationId, [...named.keys()]);
  const jobs = subjects.map(
    (subject): Job => ({ installationId, subject: calledNow(subject, named), cause: CAUSE, notes: [] }),
  );
  if (jobs.length > 0) await enqueue(jobs);
}

function calledNow(subject: JobSubject, named: ReadonlyMap<number, RepositoryRef>): JobSubject {
  if (!("repository" in subject)) return subject;
  return { ...subject, repository: named.get(subject.repository.id) ?? subject.repository };
}
