/**
 * Claims subjects and has them handled: several at a time, each by one process only, at once when this process stored
 * something and within half a second when another one did.
 */

import type { Database } from "../database/database.ts";
import { type Delivery, perRun } from "../database/deliveries.ts";
import type { Log } from "../log.ts";
import type { Instant } from "../names.ts";
import type { Boss, Claim } from "./boss.ts";
import type { JobSubject, Note } from "./model.ts";
import { fate, wordsOf } from "./retry.ts";
import { createSettler } from "./settle.ts";

/** One run: everything that waits for a subject. */
export interface Work {
  /** As the newest delivery names it: a repository may have been renamed since the oldest. */
  readonly subject: JobSubject;
  readonly installationId: number;
  /** In the order they came. */
  readonly deliveries: readonly WorkDelivery[];
  /** The deliveries' notes, in the same order. */
  readonly notes: readonly Note[];
  /** 1 for the first; more: an earlier try failed or its process died, so its effects may be there (R30). */
  readonly attempt: number;
  /** Aborted when the claim is lost or the process ends: stop writing. */
  readonly signal: AbortSignal;
}

export interface WorkDelivery {
  readonly id: string;
  readonly event: string;
  readonly cause: string;
  readonly receivedAt: Instant;
}

/**
 * Returning means handled. Throwing means again later: an error's `retryAfter` (seconds) is waited for exactly and does not
 * count towards parking; `retryable: false` on it parks the deliveries at once.
 */
export type Handle = (work: Work) => Promise<void>;

export interface Worker {
  /** Look for work now; `subjectKeys`, where known, are those that have some. */
  kick(subjectKeys?: readonly string[]): void;
  running(): number;
  /** Claims nothing more; resolves when the running ones ended, or gives them back after `withinMs`. */
  drain(withinMs: number): Promise<void>;
}

export interface WorkerOptions {
  readonly database: Database;
  readonly boss: Boss;
  readonly log: Log;
  readonly handle: Handle;
  readonly concurrency: number;
  /** Told how long each run took, for the metrics. */
  readonly onRun?: (run: { readonly kind: string; readonly seconds: number; readonly ended: string }) => void;
}

const pollMs = 500;
const heartbeatMs = 3_000;
const largestClaim = 16;

interface Running {
  readonly claim: Claim;
  readonly abort: AbortController;
  /** Something arrived for this subject while it ran. */
  more: boolean;
}

export function startWorker(options: WorkerOptions): Worker {
  const { database, boss, log, concurrency } = options;
  const settler = createSettler(database, boss);
  const running = new Map<string, Running>();
  let draining = false;
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  /** The last look stopped for want of a free place, not of work. */
  let leftOver = false;
  let idleNotice: (() => void) | null = null;
  let failing = false;

  function kick(subjectKeys: readonly string[] = []): void {
    const arrived = new Set(subjectKeys);
    for (const one of running.values()) if (arrived.has(one.claim.subjectKey)) one.more = true;
    look();
  }

  function look(): void {
    lookAgain = true;
    looking ??= claimAll().finally(() => {
      looking = null;
    });
  }

  async function claimAll(): Promise<void> {
    while (lookAgain && !draining) {
      lookAgain = false;
      const free = concurrency - running.size;
      leftOver = free <= 0;
      if (leftOver) return;
      try {
        const limit = Math.min(largestClaim, powerOfTwo(free));
        const claims = await boss.claim(limit);
        failing = false;
        if (claims.length === 0) continue;
        begin(claims);
        // A full claim may not be all there is, nor one in which a crowded subject took the others' places.
        if (claims.length >= limit || claims.some((claim) => claim.deliveries.length > 1)) lookAgain = true;
      } catch (error) {
        // The next poll tries again; nothing is lost, and claims without a heartbeat go back by themselves.
        if (!failing) log.error({ err: error }, "claiming work failed; it is tried again twice a second");
        failing = true;
        return;
      }
    }
  }

  function begin(claims: readonly Claim[]): void {
    for (const claim of claims) {
      const one = { claim, abort: new AbortController(), more: claim.deliveries.length >= perRun };
      running.set(claim.attempt.id, one);
      void perform(one).finally(() => {
        running.delete(claim.attempt.id);
        if (running.size === 0) idleNotice?.();
        if (one.more || leftOver) look();
      });
    }
  }

  async function perform(one: Running): Promise<void> {
    const { claim, abort } = one;
    const started = performance.now();
    let ended = "handled";
    try {
      ended = await settleOne(claim, abort.signal);
    } catch (error) {
      // The database did not take the outcome: the claim lapses and the subject is handled again, safely (R30).
      ended = "unsettled";
      log.error({ err: error, subject: claim.subjectKey }, "a run's outcome could not be stored");
    }
    const kind = claim.deliveries[0]?.job.subject.kind ?? "none";
    options.onRun?.({ kind, seconds: (performance.now() - started) / 1_000, ended });
  }

  async function settleOne(claim: Claim, signal: AbortSignal): Promise<string> {
    const last = claim.deliveries.at(-1);
    if (last === undefined) return (await settler.handled(claim)) ? "nothing-left" : "lost";
    const early = Math.max(...claim.deliveries.map((delivery) => delivery.dueIn));
    if (early > 0) return (await settler.putBack(claim, early)) ? "early" : "lost";
    const tried = triedBefore(claim);
    try {
      if (tried.deaths > 0 && fate(null, tried, 0).kind === "parked") throw new Error("its process died every time");
      await options.handle(workOf(claim, last, signal));
      return (await settler.handled(claim)) ? "handled" : "lost";
    } catch (error) {
      return await settleError(claim, error, signal);
    }
  }

  async function settleError(claim: Claim, error: unknown, signal: AbortSignal): Promise<string> {
    // Ours to end, not the handler's fault: whoever has the subject now, or the next process, does it.
    if (signal.aborted) return (await settler.putBack(claim, 0)) ? "given-back" : "lost";
    const next = fate(error, triedBefore(claim), Math.random());
    const about = { err: error, subject: claim.subjectKey, deliveries: claim.deliveries.map(({ id }) => id) };
    if (next.kind === "parked") log.error(about, "a subject is parked: it failed too often");
    else log.warn({ ...about, inSeconds: Math.round(next.inSeconds) }, "a subject failed and is tried again");
    return (await settler.failed(claim, next, wordsOf(error))) ? next.kind : "lost";
  }

  async function beat(): Promise<void> {
    const all = [...running.values()];
    if (all.length === 0) return;
    const alive = await boss.touch(all.map((one) => one.claim));
    for (const one of all) {
      const { id } = one.claim.attempt;
      if (alive.has(id) || !running.has(id) || one.abort.signal.aborted) continue;
      log.warn({ subject: one.claim.subjectKey }, "another process took a subject over");
      one.abort.abort(new Error("the claim on this subject was lost"));
    }
  }

  const poll = setInterval(look, pollMs);
  const heart = setInterval(() => {
    beat().catch((error: unknown) => log.error({ err: error }, "the heartbeat failed"));
  }, heartbeatMs);
  look();

  return {
    kick,
    running: () => running.size,
    drain: async (withinMs) => {
      draining = true;
      clearInterval(poll);
      await looking;
      if (running.size > 0) {
        const idle = new Promise<void>((resolve) => {
          idleNotice = resolve;
        });
        await Promise.race([idle, after(withinMs)]);
        for (const one of running.values()) one.abort.abort(new Error("the process is ending"));
        // A handler that heeds its signal is given back within this; one that does not is claimed anew after 10 s.
        await Promise.race([running.size > 0 ? idle : null, after(1_000)]);
      }
      clearInterval(heart);
    },
  };
}

function workOf(claim: Claim, last: Delivery, signal: AbortSignal): Work {
  return {
    subject: last.job.subject,
    installationId: last.job.installationId,
    deliveries: claim.deliveries.map(({ id, event, job, receivedAt }) => ({ id, event, cause: job.cause, receivedAt })),
    notes: claim.deliveries.flatMap((delivery) => delivery.job.notes),
    attempt: 1 + Math.max(...claim.deliveries.map((one) => one.attempts)) + claim.attempt.retryCount,
    signal,
  };
}

function triedBefore(claim: Claim) {
  const failures = Math.max(0, ...claim.deliveries.map((delivery) => delivery.failures));
  return { failures, deaths: claim.attempt.retryCount };
}

/** Few different limits keep the claim's statement among the prepared ones. */
function powerOfTwo(most: number): number {
  return 2 ** Math.floor(Math.log2(most));
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
