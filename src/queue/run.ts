/** One run of one subject: hands everything that waits for it to the handler, and writes down how that ended. */
import type { Delivery } from "../database/deliveries.ts";
import type { Log } from "../log.ts";
import type { Instant } from "../names.ts";
import type { Claim } from "./boss.ts";
import { type JobSubject, type Note, subjectName } from "./model.ts";
import { fate, maxDeaths, wordsOf } from "./retry.ts";
import type { Settler } from "./settle.ts";

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
  /** Login of whose doing it was; absent: nobody's. */
  readonly actor?: string;
  readonly receivedAt: Instant;
}

/**
 * Returning means handled. Throwing means again later: an error's `retryAfter` (seconds) is waited for exactly and does not
 * count towards parking; `retryable: false` on it parks the deliveries at once.
 */
export type Handle = (work: Work) => Promise<void>;

/** How a run ended; "lost": another process has the subject now and nothing was written. */
export type RunEnd = "handled" | "nothing-left" | "early" | "again" | "parked" | "given-back" | "lost" | "unsettled";

export interface RunSeen {
  /** The subject's kind. */
  readonly kind: string;
  readonly seconds: number;
  readonly ended: RunEnd;
}

export interface RunParts {
  readonly settler: Settler;
  readonly handle: Handle;
  readonly log: Log;
}

/** Never rejects: what could not be written down is handled again by whoever claims the subject next. */
export async function performRun(parts: RunParts, claim: Claim, signal: AbortSignal): Promise<RunSeen> {
  const started = performance.now();
  const ended = await endOf(parts, claim, signal).catch((error: unknown): RunEnd => {
    // The database did not take the outcome: the claim lapses and the subject is handled again, safely (R30).
    parts.log.error({ err: error, ...shownClaim(claim) }, "a run's outcome could not be stored");
    return "unsettled";
  });
  const kind = claim.deliveries[0]?.job.subject.kind ?? "none";
  return { kind, seconds: (performance.now() - started) / 1_000, ended };
}

async function endOf({ settler, handle, log }: RunParts, claim: Claim, signal: AbortSignal): Promise<RunEnd> {
  const last = claim.deliveries.at(-1);
  if (last === undefined) return (await settler.handled(claim)) ? "nothing-left" : "lost";
  const early = Math.max(...claim.deliveries.map((delivery) => delivery.dueIn));
  if (early > 0) return (await settler.putBack(claim, early)) ? "early" : "lost";
  const tried = triedBefore(claim);
  const failure = await tryOut(handle, workOf(claim, last, signal), tried.deaths);
  // Ours to end, not the handler's fault, and however it ended it may have stopped halfway.
  if (signal.aborted) return (await settler.putBack(claim, 0)) ? "given-back" : "lost";
  if (failure === null) return (await settler.handled(claim)) ? "handled" : "lost";
  const next = fate(failure.error, tried, Math.random());
  const about = { err: failure.error, ...shownClaim(claim) };
  if (next.kind === "parked") log.error(about, "a subject is parked: it failed too often");
  else log.warn({ ...about, inSeconds: Math.round(next.inSeconds) }, "a subject failed and is tried again");
  return (await settler.failed(claim, next, wordsOf(failure.error))) ? next.kind : "lost";
}

/** A crowded run must not make a line of thousands of characters. */
const MOST_SHOWN = 10;

/** A claim in a line of the log: the subject as people write it, and the deliveries' ids. */
export function shownClaim({ deliveries, subjectKey }: Claim) {
  const job = deliveries.at(-1)?.job;
  return {
    subject: job === undefined ? subjectKey : subjectName(job.installationId, job.subject),
    deliveries: deliveries.slice(0, MOST_SHOWN).map(({ id }) => id),
  };
}

/** The same of a run. */
export function shownWork({ deliveries, installationId, subject }: Omit<Work, "signal" | "notes" | "attempt">) {
  return {
    subject: subjectName(installationId, subject),
    deliveries: deliveries.slice(0, MOST_SHOWN).map(({ id }) => id),
  };
}

async function tryOut(handle: Handle, work: Work, deaths: number): Promise<{ readonly error: unknown } | null> {
  if (deaths >= maxDeaths) return { error: new Error("the process died every time it handled this") };
  try {
    await handle(work);
    return null;
  } catch (error) {
    return { error };
  }
}

function workOf(claim: Claim, last: Delivery, signal: AbortSignal): Work {
  return {
    subject: last.job.subject,
    installationId: last.job.installationId,
    deliveries: claim.deliveries.map(({ id, event, job: { cause, actor }, receivedAt }) => ({
      ...{ id, event, cause, receivedAt },
      ...(actor !== undefined && { actor }),
    })),
    notes: claim.deliveries.flatMap((delivery) => delivery.job.notes),
    attempt: 1 + Math.max(...claim.deliveries.map((one) => one.attempts)) + claim.attempt.retryCount,
    signal,
  };
}

function triedBefore(claim: Claim) {
  const failures = Math.max(0, ...claim.deliveries.map((delivery) => delivery.failures));
  return { failures, deaths: claim.attempt.retryCount };
}
