/** A merge-queue commit's job: every pull request in it must pass, and the commit gets the answer (R18). */
import { apply } from "../apply.ts";
import { groupScene } from "../audit/scene.ts";
import { findPull } from "../database/pulls.ts";
import { groupChecks } from "../decide.ts";
import { type Evaluation, evaluate } from "../evaluate.ts";
import { unknownVerdict } from "../gate/verdict.ts";
import { byCheckKey, reconcile, type StandingCheck } from "../plan/reconcile.ts";
import type { JobSubject } from "../queue/model.ts";
import type { Work } from "../queue/worker.ts";
import { numberOfRef, readMergeGroup } from "../snapshot/merge-group.ts";
import { standingChecks } from "../standing-checks.ts";
import type { PullParts } from "./pull.ts";

type GroupSubject = Extract<JobSubject, { kind: "merge-group" }>;

export async function processMergeGroup(parts: PullParts, subject: GroupSubject, work: Work): Promise<void> {
  const { repository, headSha } = subject;
  const told = await readMergeGroup(parts.client, repository, subject);
  const numbers = told === "unknown" ? [] : told;
  const read = await Promise.all(
    numbers.map(async (number) => {
      const known = await findPull(parts.db, repository.id, number);
      return evaluate(parts, { repository, number }, [], known?.record ?? null);
    }),
  );
  const there = read.filter((pull): pull is Evaluation => pull !== "absent");
  if (there.length > 0 && there.every(hasNothingToAsk)) return;
  // What is merged already was let in by its own group; what was closed goes out with its group's next build.
  const pulls = there.filter((pull) => pull.facts.state === "open");
  const judged = [
    ...pulls.map(({ facts, verdict }) => ({ number: facts.number, verdict })),
    ...missing(subject, there),
  ];
  const checks = groupChecks({
    repository: { owner: repository.owner, name: repository.name },
    headSha,
    parts: judged,
    patterns: pulls.flatMap((pull) => pull.patterns ?? []),
  });
  const { client, db, log, appId, checkMemory } = parts;
  const rewrite = work.deliveries.some(({ cause }) => cause.endsWith(".rerequested"));
  const isJustBuilt = work.deliveries.some(({ cause }) => cause === "merge_group.checks_requested");
  const surelyNew = work.attempt === 1 && isJustBuilt && !rewrite;
  const reader = { client, memory: checkMemory, appId };
  const standing = await standingChecks(reader, { repository, headSha }, { surelyNew });
  const known = rewrite ? new Map<string, StandingCheck>() : byCheckKey(headSha, standing);
  const plan = reconcile(checks, { checks: known, comments: [], botLogin: parts.bot.login });
  work.signal.throwIfAborted();
  const facts = pulls.map((pull) => pull.facts);
  const audit = groupScene(work, { repository, headSha }, judged, facts);
  const context = { client, db, log, appId, checkMemory, repositoryId: repository.id, surelyNew, rewrite, audit };
  await apply(plan, { ...context, standing: { headSha, checks: standing } });
}

/** Merged before this job's turn, or governed by no registry. */
function hasNothingToAsk({ facts, governing }: Evaluation): boolean {
  return facts.state === "merged" || governing.kind === "none";
}

/** The queue's branch names a pull request that is not among those read: what it would merge cannot be told. */
function missing(subject: GroupSubject, pulls: readonly Evaluation[]) {
  const number = numberOfRef(subject.headRef);
  if (number === null || pulls.some((pull) => pull.facts.number === number)) return [];
  return [{ number, verdict: unknownVerdict(`pull request #${number} of this merge could not be read`) }];
}
