/** Takes a green check from a commit that it no longer applies to: before anything is read, from memory alone (R38). */

import { groupsWith, saveGroup } from "../database/merge-groups.ts";
import { isSeenInEpoch, openPulls, type StoredPull } from "../database/pulls.ts";
import { nameOfRepository } from "../database/repositories.ts";
import { CHECK_NAME } from "../gate/check-name.ts";
import { type Movement, movement } from "../gate/record/movement.ts";
import { type Withdrawal, withdrawn } from "../gate/withdrawn-check.ts";
import { Forbidden, GitHubError, RateLimited, severityOf } from "../github/client/errors.ts";
import { readRegistryBlobs } from "../github/read/registry-head.ts";
import { type CommitAt, type CurrentChecks, currentChecks, passes } from "../github/read/standing-checks.ts";
import { apply } from "../github/write/apply.ts";
import { byCheckKey, reconcile } from "../github/write/reconcile.ts";
import type { JobSubject, RepositoryRef } from "../model/job.ts";
import { ClaimInDoubt } from "../queue/run-claim.ts";
import { sameRepository } from "../shared/names.ts";
import { applyContext } from "./apply-context.ts";
import { commitContext } from "./audit/audit-context.ts";
import type { JobParts } from "./job-parts.ts";
import type { Work } from "./read-notes.ts";

type PullSubject = Extract<JobSubject, { kind: "pull" }>;

/** Tries of a subject after which what cannot be read does not pass any more. */
const TRIES_BEFORE_UNREAD = 3;

interface Withdrawing {
  readonly commit: CommitAt;
  readonly why: Withdrawal;
  readonly work: Work;
  /** Other open pull requests with this head keep their check; it is theirs. */
  readonly exceptWith?: { readonly others: number };
  /** Nothing is remembered of the commit, and it may have been judged all the same. */
  readonly mayBeForgotten: boolean;
  /** Written where the commit has no check of Rung's at all. */
  readonly orNew?: string;
}

/** Under the head's lock; the caller must hold no other head's. */
async function withdrawLocked(parts: JobParts, withdrawing: Withdrawing): Promise<void> {
  const { repository, headSha } = withdrawing.commit;
  await parts.heads.run(`head ${repository.id} ${headSha}`, async (lost) => {
    lost.throwIfAborted();
    await withdraw(parts, withdrawing);
  });
}

/** Writes only where a check would let a merge through. */
async function withdraw(parts: JobParts, withdrawing: Withdrawing): Promise<void> {
  const { exceptWith, orNew, why, work } = withdrawing;
  if (exceptWith !== undefined && (await isHeadOfOthers(parts, withdrawing.commit, exceptWith.others))) return;
  const commit = { ...withdrawing.commit, repository: await calledNow(parts, withdrawing.commit.repository) };
  const standing = await standingOf(parts, { ...withdrawing, commit });
  const names = [...standing].filter(([, run]) => isTaken(run, why)).map(([name]) => name);
  if (standing.size === 0 && orNew !== undefined) names.push(orNew);
  if (names.length === 0) return;
  work.signal.throwIfAborted();
  const { repository, headSha } = commit;
  const context = applyContext(parts, { repositoryId: repository.id, audit: commitContext(work, commit) });
  const wanted = withdrawn(commit, names, why);
  const plan = reconcile(wanted, { checks: byCheckKey(headSha, standing), comments: [], botLogin: parts.bot.login });
  await apply(plan, { ...context, standing: { headSha, checks: standing } });
}

/**
 * Nothing was read yet, and a job may have an old name of its repository. If the repository was last seen under another name, GitHub is
 * asked who has the job's name: its present owner may have the same commits, and the check that counts would stay as it is.
 */
async function calledNow({ client, db }: JobParts, told: RepositoryRef): Promise<RepositoryRef> {
  const seen = await nameOfRepository(db, told.id);
  if (seen === null || sameRepository(seen, told)) return told;
  const found = await readRegistryBlobs(client, told);
  return found?.repository.id === told.id ? told : { ...told, ...seen };
}

async function isHeadOfOthers({ db }: JobParts, { repository, headSha }: CommitAt, number: number): Promise<boolean> {
  return (await openPulls(db, repository.id, headSha)).some((pull) => pull.number !== number);
}

async function standingOf(parts: JobParts, { commit, mayBeForgotten }: Withdrawing): Promise<CurrentChecks> {
  const { client, checkMemory: memory, appId } = parts;
  return await currentChecks({ client, memory, appId }, commit, { surelyNew: !mayBeForgotten });
}

/** "neutral" is the check of a registry that only advises: it never blocks the head of an open pull request. */
function isTaken(run: { readonly outcome: string }, why: Withdrawal): boolean {
  const isOfOpenPull = why === "moved" || why === "unread" || why === "ungoverned";
  if (isOfOpenPull && run.outcome.startsWith("neutral")) return false;
  // What waits would wait for ever, and say for whom.
  return why === "ungoverned" || passes(run);
}

/**
 * The first thing a pull request's job does: its events alone tell which checks no longer apply. Returns why a check could not be
 * withdrawn; this is tried again once the present head is judged.
 */
export async function withdrawMoved(
  parts: JobParts,
  subject: PullSubject,
  known: StoredPull | null,
  work: Work,
): Promise<GitHubError | null> {
  const moves = movement(known, work.notes);
  const failure = await withdrawLeftByEvents(parts, subject, moves, work);
  const { head } = moves;
  if (!moves.isMoved || head === null || moves.left.includes(head)) return failure;
  const commit = { repository: subject.repository, headSha: head };
  const moved = { commit, why: "moved", work, mayBeForgotten: false } as const;
  return (await withdrawOrLog(parts, moved, withdrawLocked)) ?? failure;
}

/** The heads that were left according to events. If the database may have forgotten them, GitHub is asked. */
async function withdrawLeftByEvents(
  parts: JobParts,
  { repository, number }: PullSubject,
  { left }: Movement,
  work: Work,
): Promise<GitHubError | null> {
  const mayBeForgotten = left.length > 0 && !(await isSeenInEpoch(parts.db, repository.id, number));
  let failure: GitHubError | null = null;
  for (const headSha of left) {
    const commit = { repository, headSha };
    const one = { commit, why: "left", work, exceptWith: { others: number }, mayBeForgotten } as const;
    failure = (await withdrawOrLog(parts, one, withdrawLocked)) ?? failure;
  }
  return failure;
}

/** Heads that the reading shows to be left without an event: its webhook was lost, or is late. The caller holds a lock. */
export async function withdrawLeft(
  parts: JobParts,
  subject: PullSubject,
  heads: readonly string[],
  work: Work,
): Promise<GitHubError | null> {
  const { repository, number } = subject;
  let failure: GitHubError | null = null;
  for (const headSha of new Set(heads)) {
    const commit = { repository, headSha };
    const left = { commit, why: "left", work, exceptWith: { others: number }, mayBeForgotten: false } as const;
    failure = (await withdrawOrLog(parts, left, withdraw)) ?? failure;
  }
  return failure;
}

/** What failed for good is logged, and stops nothing: a run or a commit that is gone lets nothing through. */
async function withdrawOrLog(
  parts: JobParts,
  withdrawing: Withdrawing,
  how: typeof withdraw,
): Promise<GitHubError | null> {
  try {
    await how(parts, withdrawing);
    return null;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const { commit, why } = withdrawing;
    const level = parts.lacksPermission(error) ? "debug" : severityOf(error);
    parts.log[level]({ err: error, head: commit.headSha, why }, "a check could not be taken from a commit");
    return error.retryable ? error : null;
  }
}

/** A commit that was judged by a registry that is gone; if there never was one, nothing is said (R19). The caller holds a lock. */
export async function withdrawUngoverned(
  parts: JobParts,
  commit: CommitAt,
  work: Work,
  mayBeForgotten: boolean,
): Promise<GitHubError | null> {
  return await withdrawOrLog(parts, { commit, why: "ungoverned", work, mayBeForgotten }, withdraw);
}

/**
 * After some tries that failed to read the pull request, its check no longer passes. `error` is `null` if earlier tries ended with their
 * process. Never throws because of GitHub: whatever made the reading fail may make this fail as well, and the next try repeats it.
 */
export async function withdrawUnread(
  parts: JobParts,
  subject: PullSubject,
  work: Work,
  known: StoredPull | null,
  error: unknown,
): Promise<void> {
  if (!isLasting(error, work)) return;
  const { repository } = subject;
  const headSha = movement(known, work.notes).head ?? known?.headSha;
  if (headSha === undefined) return;
  const judged = known === null ? [] : (await parts.checkMemory.on(repository.id, known.headSha)).checks;
  const unread = { commit: { repository, headSha }, why: "unread", work, mayBeForgotten: true } as const;
  const isGoverned = judged.length > 0 && known?.state === "open";
  await withdrawOrLog(parts, isGoverned ? { ...unread, orNew: CHECK_NAME } : unread, withdrawLocked);
  for (const group of await groupsWith(parts.db, repository.id, subject.number)) {
    // Once it can be read, the commit is judged by it anew.
    const pulls = group.pulls.map((one) => (one.number === subject.number ? { ...one, digest: null } : one));
    await saveGroup(parts.db, repository.id, { ...group, pulls });
    await withdrawOrLog(parts, { ...unread, commit: { repository, headSha: group.headSha } }, withdrawLocked);
  }
}

/** The same for a merge queue's commit, by its own job. */
export async function withdrawUnreadCommit(
  parts: JobParts,
  commit: CommitAt,
  work: Work,
  error: unknown,
): Promise<void> {
  if (!isLasting(error, work)) return;
  await withdrawOrLog(parts, { commit, why: "unread", work, mayBeForgotten: true }, withdrawLocked);
}

/** A subject that ends its process leaves nobody to say that it cannot be read: the next try says so before it reads. */
export function mayBeDeadly({ deaths = 0 }: Work): boolean {
  return deaths >= TRIES_BEFORE_UNREAD;
}

function isLasting(error: unknown, work: Work): boolean {
  if (error instanceof RateLimited || error instanceof ClaimInDoubt || work.signal.aborted) return false;
  // Nothing can be written there at all, and each try would say so again.
  if (error instanceof Forbidden && (error.reason === "suspended" || error.reason === "archived")) return false;
  const isFinal = error instanceof GitHubError && !error.retryable;
  return isFinal || failedTries(work) >= TRIES_BEFORE_UNREAD;
}

/** With the present one; not those that only had to wait: for GitHub's limits, or for a reading that was late. */
export function failedTries({ attempt, failures, deaths = 0 }: Work): number {
  return failures === undefined ? attempt : failures + deaths + 1;
}
