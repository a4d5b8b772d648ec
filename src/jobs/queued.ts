/** Updates the commits of the merge queue that contain a pull request when its verdict is no longer the one they were judged by (R39). */

import { findGroup, groupsAndMemory, type StandingBeside, type StoredGroup } from "../database/merge-groups.ts";
import { partDigest } from "../gate/combined.ts";
import { queueRef } from "../github/read/read-merge-group.ts";
import type { Job, MergeGroup } from "../model/job.ts";
import type { Work } from "../queue/worker.ts";
import type { Evaluation } from "./evaluation.ts";
import type { JobParts } from "./job-parts.ts";
import { freshUntilRequest, type JustRead } from "./just-read.ts";

/** The answer for `memory.since`. */
interface MemoryRead extends JustRead {
  readonly value: unknown;
}

/**
 * Costs no request; if nothing changed, nothing at all. Uses what was read along for `memory.since`. `just`: what was read when the last
 * check was recorded.
 */
export async function judgeGroupsAgain(
  parts: JobParts,
  own: Evaluation,
  work: Work,
  just: StandingBeside | null = null,
): Promise<MemoryRead | undefined> {
  const { facts } = own;
  if (facts.state === "merged") return undefined;
  const { repository, number } = facts;
  const isFresh = freshUntilRequest(parts.requests);
  const { groups: known, memory: value } = just ?? (await groupsAndMemory(parts.db, repository.id, number));
  const groups = [...known.filter((group) => isOutdated(group, own)), ...(await forgotten(parts, own))];
  const { installationId } = work;
  const jobs = groups.map(({ headSha, headRef, baseSha, baseRef }): Job => {
    const { owner, name, id } = repository;
    const subject = {
      kind: "merge-group",
      repository: { owner, name, id },
      headSha,
      headRef,
      baseSha,
      baseRef,
    } as const;
    return { installationId, subject, cause: "pull", notes: [] };
  });
  if (jobs.length > 0) await parts.enqueue(jobs);
  return { value, isFresh };
}

function isOutdated({ pulls }: StoredGroup, { facts, verdict }: Evaluation): boolean {
  const digest = pulls.find(({ number }) => number === facts.number)?.digest ?? null;
  // A closed one is judged as such only where the commit is its own; once is enough.
  if (facts.state === "closed") return digest !== null;
  return digest !== partDigest({ number: facts.number, verdict });
}

/** The database was lost; GitHub tells which commit the queue made of it. */
async function forgotten({ db }: JobParts, { facts }: Evaluation): Promise<readonly MergeGroup[]> {
  const { queued, repository, number, base } = facts;
  if (queued === undefined || (await findGroup(db, repository.id, queued.headSha)) !== null) return [];
  const baseRef = `refs/heads/${base.ref}`;
  return [{ ...queued, headRef: queueRef(base.ref, number, queued.baseSha), baseRef }];
}
