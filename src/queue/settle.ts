/** Records how runs ended; successes that end while a statement is under way share the next one. */

import { randomUUID } from "node:crypto";
import type { Transaction } from "kysely";
import type { Database } from "../database/database.ts";
import { markFailed, park, perRun } from "../database/deliveries.ts";
import type { Schema } from "../database/schema.ts";
import { isBackground } from "../model/job.ts";
import type { Boss, Claim } from "./boss.ts";
import { retriedOnDeadlock } from "./deadlocks.ts";
import type { RetryDecisions } from "./retry.ts";

/** `false`: the claim had been lost; another process has the subject now. */
type StillOurs = boolean;

export interface Settler {
  /** Marks exactly the run's deliveries handled and frees the subject, in one statement. */
  handled(claim: Claim): Promise<StillOurs>;
  failed(claim: Claim, fates: RetryDecisions, error: string): Promise<StillOurs>;
  /** Frees the subject; its deliveries wait on, `inSeconds` at least. */
  putBack(claim: Claim, inSeconds: number): Promise<StillOurs>;
}

const groupSize = 100;

interface Waiter {
  readonly claim: Claim;
  readonly resolve: (ours: StillOurs) => void;
  readonly reject: (error: unknown) => void;
}

export function createSettler(database: Database, boss: Boss): Settler {
  let waiters: Waiter[] = [];
  let flushing = false;

  async function flush(): Promise<void> {
    flushing = true;
    while (waiters.length > 0) {
      const group = waiters.slice(0, groupSize);
      waiters = waiters.slice(groupSize);
      try {
        const ours = await settleHandled(
          database,
          boss,
          group.map(({ claim }) => claim),
        );
        for (const { claim, resolve } of group) resolve(ours.has(claim.attempt.id));
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    flushing = false;
  }

  return {
    handled: (claim) =>
      new Promise((resolve, reject) => {
        waiters.push({ claim, resolve, reject });
        if (!flushing) void flush();
      }),
    failed: (claim, fates, error) => settleFailed(database, boss, claim, fates, error),
    putBack: (claim, inSeconds) =>
      inTransaction(database, async (trx) => {
        const ours = await boss.release(trx, claim);
        if (ours) await boss.insert(trx, [ownJob(claim)], inSeconds);
        return ours;
      }),
  };
}

async function settleHandled(database: Database, boss: Boss, claims: readonly Claim[]): Promise<ReadonlySet<string>> {
  // A full run may leave deliveries behind that its own job stood for: a new job first, then the end of the old one's.
  // Both have the same subject, so the new one cannot start before the old one is gone; its id must differ.
  const full = claims.filter(({ deliveries }) => deliveries.length >= perRun);
  if (full.length > 0) await boss.insert(database.db, full.map(nextJob));
  const ids = claims.flatMap(({ deliveries }) => deliveries.map((delivery) => delivery.id));
  // Heartbeats and the queue's upkeep lock the same jobs in their own order; a run that is not settled would be repeated.
  const ours = await retriedOnDeadlock(() => boss.settle(claims, ids));
  // Jobs of deliveries that a run took along would find nothing to do; going first saves them the claim.
  await boss.remove(database.db, claims.flatMap(siblingJobs));
  return ours;
}

async function settleFailed(
  database: Database,
  boss: Boss,
  claim: Claim,
  { again, waiting, parked, inSeconds }: RetryDecisions,
  error: string,
): Promise<StillOurs> {
  return await inTransaction(database, async (trx) => {
    if (!(await boss.release(trx, claim))) return false;
    for (const failures of [0, 1] as const) {
      const ids = again.filter((one) => one.failures === failures).map(({ id }) => id);
      if (ids.length > 0) await markFailed(trx, ids, { error, retryInSeconds: inSeconds, failures });
    }
    if (parked.length > 0) await park(trx, parked, error);
    // One job stands for all that wait; jobs of deliveries that came since are left alone, since they are tried at once (R56).
    await boss.remove(trx, siblingJobs(claim));
    const left = again.length + waiting.length;
    if (left > 0) await boss.insert(trx, [ownJob(claim)], inSeconds);
    else if (claim.deliveries.length >= perRun) await boss.insert(trx, [ownJob(claim)]);
    return true;
  });
}

function inTransaction<Result>({ db }: Database, run: (trx: Transaction<Schema>) => Promise<Result>): Promise<Result> {
  return retriedOnDeadlock(() => db.transaction().execute(run));
}

/** Jobs of deliveries that this run took along. */
function siblingJobs(claim: Claim): readonly string[] {
  return claim.deliveries.map((delivery) => delivery.jobId).filter((id) => id !== claim.attempt.id);
}

function ownJob({ attempt, subjectKey, deliveries }: Claim) {
  return { id: attempt.id, jobId: attempt.id, subjectKey, background: canWait(deliveries) };
}

function nextJob({ subjectKey, deliveries }: Claim) {
  const jobId = randomUUID();
  return { id: jobId, jobId, subjectKey, background: canWait(deliveries) };
}

function canWait(deliveries: Claim["deliveries"]): boolean {
  return deliveries.length > 0 && deliveries.every(({ job }) => isBackground(job));
}
