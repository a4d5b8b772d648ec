/** A merge-queue commit's job: every pull request in it must pass, and the commit gets the answer (R18, R39). */

import { findGroup, type StoredGroup, saveGroup } from "../database/merge-groups.ts";
import { findPull } from "../database/pulls.ts";
import { CHECK_NAME } from "../gate/check-name.ts";
import { type Part, partDigest } from "../gate/combined.ts";
import { unknownVerdict } from "../gate/verdict.ts";
import { withdrawn } from "../gate/withdrawn-check.ts";
import { numberOfRef, readMergeGroup } from "../github/read/read-merge-group.ts";
import { currentChecks, passes } from "../github/read/standing-checks.ts";
import { apply } from "../github/write/apply.ts";
import { byCheckKey, reconcile } from "../github/write/reconcile.ts";
import type { CurrentCheck } from "../model/current-check.ts";
import type { Job, JobSubject, MergeGroup } from "../model/job.ts";
import { applyContext } from "./apply-context.ts";
import { commitContext, groupContext } from "./audit/audit-context.ts";
import { groupChecks } from "./decide.ts";
import { evaluate } from "./evaluate-pull.ts";
import type { Evaluation } from "./evaluation.ts";
import { measuredAtMerge } from "./inactivity/at-merge.ts";
import type { JobParts } from "./job-parts.ts";
import { LateReading } from "./patience.ts";
import type { Work } from "./read-notes.ts";
import { mayBeDeadly, withdrawUngoverned, withdrawUnreadCommit } from "./withdraw-checks.ts";

type GroupSubject = Extract<JobSubject, { kind: "merge-group" }>;

export async function processMergeGroup(parts: JobParts, subject: GroupSubject, work: Work): Promise<void> {
  const { repository, headSha } = subject;
  const known = await findGroup(parts.db, repository.id, headSha);
  const end = work.notes.findLast((note) => note.kind === "group-ended");
  const isDropped = end === undefined ? known?.ended === true : !end.merged;
  // As with heads: whoever reads later must also write later.
  const locked = (task: () => Promise<void>) => parts.heads.run(`head ${repository.id} ${headSha}`, task);
  if (isDropped) return await locked(() => drop(parts, subject, work));
  // Merged as it was judged: its check may stay.
  if (end !== undefined) return;
  if (mayBeDeadly(work)) await withdrawUnreadCommit(parts, subject, work, null);
  try {
    await locked(() => judge(parts, subject, work, known));
  } catch (error) {
    if (error instanceof LateReading) throw error;
    await withdrawUnreadCommit(parts, { repository, headSha }, work, error);
    throw error;
  }
}

const isAskedAgain = (work: Work) => work.deliveries.some(({ cause }) => cause.endsWith(".rerequested"));

const isJustBuilt = (work: Work) => work.deliveries.some(({ cause }) => cause === "merge_group.checks_requested");

async function judge(parts: JobParts, subject: GroupSubject, work: Work, known: StoredGroup | null): Promise<void> {
  const { repository } = subject;
  const { numbers, behind, unshown, isUntold, isTooMany } = await readMergeGroup(parts.client, repository, subject);
  // Judged by some of its pull requests alone it would be green without the others, and no change of theirs would be told to it.
  const isNew = known === null || isJustBuilt(work);
  if (isTooMany) return await refuse(parts, subject, work);
  const wait = isNew ? parts.patience.waitFor(work, unshown) : null;
  if (wait !== null) throw new LateReading(wait, unshown);
  const before = known?.pulls ?? [];
  const all = [...new Set([...numbers, ...before.map(({ number }) => number)])].sort((a, b) => a - b);
  // From here on a verdict that changes is told to this job's successor, whatever this one has read.
  await remember(parts, subject, all, []);
  await judgeBehind(parts, subject, behind, work);
  const read = await Promise.all(
    all.map(async (number) => {
      const known = await findPull(parts.db, repository.id, number);
      const own = await evaluate(parts, { repository, number }, [], known?.record ?? null);
      return own === "absent" ? own : await measuredAtMerge(parts, own, work);
    }),
  );
  const there = read.filter((pull): pull is Evaluation => pull !== "absent");
  const isRewritten = isAskedAgain(work);
  if (there.length > 0 && there.every((pull) => hasNothingToAsk(pull, isRewritten)))
    return await leave(parts, subject, work, there);
  // What is merged already was let in by its own group.
  const pulls = there.filter(({ facts }) => facts.state === "open" || (isRewritten && facts.state === "merged"));
  if (isUntold && !before.some(({ digest }) => digest !== null)) {
    await answer(parts, subject, work, { pulls, judged: untold(subject) });
    return await remember(parts, subject, all, []);
  }
  const judged = [
    ...pulls.map(({ facts, verdict }) => ({ number: facts.number, verdict })),
    ...missing(subject, there),
  ];
  await answer(parts, subject, work, { pulls, judged });
  await remember(parts, subject, all, judged);
}

/** More than is looked at: none of it is read, and nothing passes that was not looked at. */
async function refuse(parts: JobParts, subject: GroupSubject, work: Work): Promise<void> {
  const number = numberOfRef(subject.headRef);
  const judged = number === null ? [] : [{ number, verdict: unknownVerdict(TOO_MANY) }];
  await answer(parts, subject, work, { pulls: [], judged });
  await remember(parts, subject, number === null ? [] : [number], []);
}

const TOO_MANY = "this merge holds more commits, or names more pull requests, than are looked at; merge fewer at once";

/** Nobody waits for an answer. An answer from a registry that is gone no longer counts. */
async function leave(parts: JobParts, subject: GroupSubject, work: Work, pulls: readonly Evaluation[]): Promise<void> {
  const open = pulls.filter(({ facts, governing }) => facts.state === "open" && governing.kind === "none");
  if (open.length === 0) return;
  const failure = await withdrawUngoverned(parts, subject, work, false);
  if (failure !== null) throw failure;
  const judged = pulls.map(({ facts, verdict }) => ({ number: facts.number, verdict }));
  await remember(
    parts,
    subject,
    judged.map(({ number }) => number),
    judged,
  );
}

interface Judged {
  readonly pulls: readonly Evaluation[];
  readonly judged: readonly Part[];
}

async function answer(parts: JobParts, subject: GroupSubject, work: Work, { pulls, judged }: Judged): Promise<void> {
  const { repository, headSha } = subject;
  const checks = groupChecks({
    repository: { owner: repository.owner, name: repository.name },
    headSha,
    parts: judged,
    patterns: pulls.flatMap((pull) => pull.patterns ?? []),
  });
  const { client, appId, checkMemory } = parts;
  const rewrite = isAskedAgain(work);
  const surelyNew = work.attempt === 1 && isJustBuilt(work) && !rewrite;
  const reader = { client, memory: checkMemory, appId };
  const standing = await currentChecks(reader, { repository, headSha }, { surelyNew });
  const known = rewrite ? new Map<string, CurrentCheck>() : byCheckKey(headSha, standing);
  const plan = reconcile(checks, { checks: known, comments: [], botLogin: parts.bot.login });
  work.signal.throwIfAborted();
  const facts = pulls.map((pull) => pull.facts);
  const audit = groupContext(work, { repository, headSha }, judged, facts);
  const context = applyContext(parts, { repositoryId: repository.id, audit, surelyNew, rewrite });
  await apply(plan, { ...context, standing: { headSha, checks: standing } });
}

/** `judged`: the verdicts that the commit's check now rests on; a pull request without one is judged again at its next change. */
async function remember(
  { db }: JobParts,
  { repository, headSha, headRef, baseSha, baseRef }: GroupSubject,
  numbers: readonly number[],
  judged: readonly Part[],
): Promise<void> {
  const digests = new Map(judged.map((part) => [part.number, partDigest(part)]));
  const pulls = numbers.map((number) => ({ number, digest: digests.get(number) ?? null }));
  await saveGroup(db, repository.id, { headSha, headRef, baseSha, baseRef, pulls, ended: false });
}

/** Commits that contain these pull requests as well, and that nobody here remembers. */
async function judgeBehind(
  parts: JobParts,
  { repository }: GroupSubject,
  behind: readonly MergeGroup[],
  work: Work,
): Promise<void> {
  // Where the queue has just built one it builds those behind as well, and says so.
  if (work.deliveries.every(({ cause }) => cause === "merge_group.checks_requested")) return;
  const { installationId } = work;
  for (const group of behind) {
    if ((await findGroup(parts.db, repository.id, group.headSha)) !== null) continue;
    const job: Job = {
      installationId,
      subject: { kind: "merge-group", repository, ...group },
      cause: "merge-group",
      notes: [],
    };
    await parts.enqueue([job]);
  }
}

/** The queue gave it up: anybody who comes upon the commit elsewhere must not find a green check there. */
async function drop(parts: JobParts, subject: GroupSubject, work: Work): Promise<void> {
  const { repository, headSha, headRef, baseSha, baseRef } = subject;
  const { client, appId, checkMemory } = parts;
  await saveGroup(parts.db, repository.id, { headSha, headRef, baseSha, baseRef, pulls: [], ended: true });
  const checks = await currentChecks({ client, memory: checkMemory, appId }, subject, { surelyNew: true });
  const rewrite = isAskedAgain(work);
  const names = [...checks].filter(([, run]) => rewrite || passes(run)).map(([name]) => name);
  if (rewrite && names.length === 0) names.push(CHECK_NAME);
  work.signal.throwIfAborted();
  const context = applyContext(parts, { repositoryId: repository.id, audit: commitContext(work, subject), rewrite });
  await apply(withdrawn(subject, names, "dropped"), { ...context, standing: { headSha, checks } });
}

/** No registry governs them; or they were merged before this job began, and nobody waits for an answer. */
function hasNothingToAsk({ facts, governing }: Evaluation, isRewritten: boolean): boolean {
  return governing.kind === "none" || (facts.state === "merged" && !isRewritten);
}

/** The queue's branch names a pull request that is not among those that can be merged: what it would merge is unknown. */
function missing(subject: GroupSubject, pulls: readonly Evaluation[]): readonly Part[] {
  const number = numberOfRef(subject.headRef);
  const named = pulls.find((pull) => pull.facts.number === number);
  if (number === null || (named !== undefined && named.facts.state !== "closed")) return [];
  const why = named === undefined ? "could not be read" : "was closed";
  return [{ number, verdict: unknownVerdict(`pull request #${number} of this merge ${why}`) }];
}

/** GitHub says nothing about what it merges besides the one that its branch names. */
function untold(subject: GroupSubject): readonly Part[] {
  const number = numberOfRef(subject.headRef);
  const why = "GitHub does not tell which pull requests this merge contains";
  return number === null ? [] : [{ number, verdict: unknownVerdict(why) }];
}
