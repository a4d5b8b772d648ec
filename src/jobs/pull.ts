/** A pull request's job: read and evaluated with those that share its head, decided, planned, applied, remembered. */

import { forgetOpenDecisions } from "../database/community-decisions.ts";
import { findPull, type StoredPull } from "../database/pulls.ts";
import { type Unshown, unshownSubject } from "../github/read/unshown.ts";
import { apply } from "../github/write/apply.ts";
import { type JobSubject, OPENED_CAUSE } from "../model/job.ts";
import { mergedBranch } from "../promotions/merged-branch.ts";
import { applyContext } from "./apply-context.ts";
import { auditContextOf } from "./audit/audit-context.ts";
import { evaluate } from "./evaluate-pull.ts";
import type { Evaluation } from "./evaluation.ts";
import { isOfFirstLook } from "./first-look.ts";
import type { JobParts } from "./job-parts.ts";
import { ARCHIVED, SPEECHLESS, waitForRepository, waitForReturn } from "./lasting-failures.ts";
import { LateReading } from "./patience.ts";
import { carriedOn } from "./promotions/again.ts";
import { twinsOf } from "./pull-checks.ts";
import { whyReadAgain } from "./read-again.ts";
import type { Work } from "./read-notes.ts";
import { jobsAfter, leftHeads, rememberPull } from "./remember-pull.ts";
import { leaveUngoverned } from "./ungoverned.ts";
import { mayBeDeadly, withdrawLeft, withdrawMoved, withdrawUnread } from "./withdraw-checks.ts";
import { type PullWriting, type Written, writePull, writeStricter } from "./write-pull.ts";

type PullSubject = Extract<JobSubject, { kind: "pull" }>;

/** How often the head may move between its lock and its reading before the queue's next try takes over. */
const MAX_MOVES = 3;

interface PullJob {
  readonly subject: PullSubject;
  /** What was remembered before; `null`: nothing. */
  readonly stored: StoredPull | null;
  readonly work: Work;
  /** Called once the checks are as they should be. */
  readonly judged: () => void;
}

/** The check of a pull request that moved is withdrawn first; one that cannot be read loses its check after some tries (R38). */
export async function processPull(parts: JobParts, subject: PullSubject, work: Work): Promise<void> {
  // One run of a subject at a time, so nobody else changes what is remembered of it meanwhile.
  const { pull } = work;
  const stored = pull !== undefined ? pull.stored : await findPull(parts.db, subject.repository.id, subject.number);
  const failure = await withdrawMoved(parts, subject, stored, work);
  if (mayBeDeadly(work)) await withdrawUnread(parts, subject, work, stored, null);
  let isJudged = false;
  const judged = () => {
    isJudged = true;
  };
  try {
    await lookUnderLock(parts, { subject, stored, work, judged });
  } catch (error) {
    if (!isJudged && !(error instanceof LateReading)) await withdrawUnread(parts, subject, work, stored, error);
    throw error;
  }
  if (failure !== null) throw failure;
}

/**
 * Two pull requests with one head write the same check. Whoever reads later must also write later, so the head is locked from the
 * reading to the write, among all processes. The head is known from the event or from before; otherwise it is locked once it is read.
 */
async function lookUnderLock(parts: JobParts, job: PullJob): Promise<void> {
  const { subject, stored, work } = job;
  let head = work.notes.findLast((note) => note.kind === "head")?.sha ?? stored?.headSha ?? "";
  for (let moves = 0; ; moves += 1) {
    const locked = head;
    const key = `head ${subject.repository.id} ${locked}`;
    const other = await parts.heads.run(key, (lost) =>
      look(parts, job, { locked: moves < MAX_MOVES ? locked : null, lost }),
    );
    if (other === null) return;
    head = other;
  }
}

interface Lock {
  /** The head that is locked; `null`: whichever it is. */
  readonly locked: string | null;
  /** Aborts when the lock is lost. */
  readonly lost: AbortSignal;
}

/** `null` if everything is done, otherwise the head that must be locked for it. */
async function look(parts: JobParts, job: PullJob, { locked, lost }: Lock): Promise<string | null> {
  const { subject, stored, work, judged } = job;
  const checksOf = mayBeUnwritten(parts, work, stored) ? parts.appId : undefined;
  const own = await evaluate(parts, subject, work.notes, stored?.record ?? null, checksOf);
  const late = own === "absent" ? await lateSubject(parts, subject, work) : own.unshown;
  const wait = parts.patience.waitFor(work, late);
  if (own === "absent") {
    if (wait !== null) throw new LateReading(wait, late);
    await withdrawLeft(parts, subject, stored?.state === "open" ? [stored.headSha] : [], work);
    await forgetOpenDecisions(parts.db, { repositoryId: subject.repository.id, number: subject.number });
    await waitForRepository(parts.client, subject.repository, work);
    return null;
  }
  await parts.memory.seen(own.facts.readAt);
  const { sha } = own.facts.head;
  const twins = own.facts.state === "open" ? await twinsOf(parts, own) : [];
  if (locked !== null && sha !== locked && twins.length > 0) return sha;
  const writing = { own, twins, work, lost, judged };
  if (wait !== null) {
    if (isWritten(own)) await writeStricter(parts, writing);
    throw new LateReading(wait, late);
  }
  await settle(parts, job, writing);
  return null;
}

/** By its event, or, where that was lost, by what was remembered of it. */
function isJustEnded(stored: StoredPull | null, { deliveries }: Work): boolean {
  return stored?.state === "open" || deliveries.some(({ cause }) => cause === "pull_request.closed");
}

async function leaveBranch(parts: JobParts, { facts, index }: Evaluation, work: Work): Promise<void> {
  const effect = mergedBranch(facts, parts.bot);
  if (effect === null) return;
  work.signal.throwIfAborted();
  const audit = auditContextOf(work, facts, index, null);
  await apply([effect], applyContext(parts, { repositoryId: facts.repository.id, audit }));
}

/** An archived repository takes nothing. */
async function writtenOf(parts: JobParts, stored: StoredPull | null, writing: PullWriting): Promise<Written> {
  const { own, work } = writing;
  if (isWritten(own)) return await writePull(parts, writing);
  if (own.facts.state !== "open" || own.facts.repository.archived) return { record: own.record, failure: null };
  return await leaveUngoverned(parts, own, work, mayBeUnwritten(parts, work, stored));
}

/**
 * Whether the database may know of no check on the head, and no event certainly tells that the head is new: then the reading says
 * whether it has one.
 */
function mayBeUnwritten({ memory }: JobParts, work: Work, stored: StoredPull | null): boolean {
  if (isOfFirstLook(work)) return true;
  const heads = work.notes.filter((note) => note.kind === "head");
  if (!heads.every(({ at }) => memory.covers(at))) return true;
  return stored === null && !work.deliveries.some(({ cause }) => cause === OPENED_CAUSE);
}

/** What another job heard counts as well: a look that no event caused must not take for gone what is too new to be shown. */
async function lateSubject(parts: JobParts, subject: PullSubject, { notes }: Work): Promise<readonly Unshown[]> {
  return unshownSubject([...(await parts.toldLately(subject)), ...notes], "pull");
}

function isWritten({ governing, facts }: Evaluation): boolean {
  return governing.kind !== "none" && !facts.repository.archived;
}

async function settle(parts: JobParts, { subject, stored, work }: PullJob, writing: PullWriting): Promise<void> {
  const { own } = writing;
  const { facts, governing } = own;
  if (facts.state === "open" && governing.kind !== "none") parts.onVerdict?.(own.verdict.state.kind);
  const written = await writtenOf(parts, stored, writing);
  // Before it is remembered where the pull request stands now: from then on nobody knows of the heads before.
  const { owner, name, id } = facts.repository;
  const repository = { owner, name, id };
  const unwithdrawn = await withdrawLeft(parts, { ...subject, repository }, leftHeads(own, stored), work);
  await rememberPull(parts, own, written.record);
  if (isJustEnded(stored, work)) await leaveBranch(parts, own, work);
  await parts.repositoryNotes.seen(own.registryHead, work.installationId, governing);
  const jobs = [...(await jobsAfter(parts, own, stored, { repository, work })), ...carriedOn(facts, parts, work)];
  if (jobs.length > 0) await parts.enqueue(jobs);
  // All else is done; what could not be read for the rest is read again, for a while.
  const again = whyReadAgain([written.failure, own.failure], own.facts, work, parts.patience);
  if (again !== null) throw again;
  if (unwithdrawn !== null) throw unwithdrawn;
  if (facts.repository.archived) waitForReturn(ARCHIVED, work);
  if (written.isSpeechless) waitForReturn(SPEECHLESS, work);
}
