/** One run of one subject: hands everything that waits for it to the handler, and records how that ended. */

import type { Delivery } from "../database/deliveries.ts";
import { type JobSubject, type Note, subjectName } from "../model/job.ts";
import type { Log } from "../shared/log.ts";
import type { Instant } from "../shared/names.ts";
import type { Claim } from "./boss.ts";
import { errorText, maxDeaths, type RetryDecisions, retryDecisions } from "./retry.ts";
import type { Settler } from "./settle.ts";

/** One run: everything that waits for a subject. */
export interface Work {
  /** From the newest delivery: a repository may have been renamed since the oldest. */
  readonly subject: JobSubject;
  readonly installationId: number;
  /** In the order they came. */
  readonly deliveries: readonly WorkDelivery[];
  /** The deliveries' notes, in the same order. */
  readonly notes: readonly Note[];
  /** 1 for the first; more: an earlier try failed or its process died, so its effects may be there (R30). */
  readonly attempt: number;
  /** Earlier tries that failed, those aside that only had to wait (GitHub's limits, late readings); absent: all of them. */
  readonly failures?: number;
  /** Tries that ended with their process; absent: none. */
  readonly deaths?: number;
  /** What was remembered of a pull request when it was claimed; absent: not read. */
  readonly pull?: NonNullable<Claim["pull"]>;
  /** Aborted when the claim is lost or the process ends: stop writing. */
  readonly signal: AbortSignal;
  /** Throws if the signal is aborted, or would be if this process had not stood still: called before each write. */
  readonly assertOurs?: () => void;
}

/** The subject may be another process's by now; nothing is to be written, and it is tried again. */
export class ClaimInDoubt extends Error {
  override readonly name = "ClaimInDoubt";
  readonly retryAfter = 1;
}

export interface WorkDelivery {
  readonly id: string;
  readonly event: string;
  readonly cause: string;
  /** Login of the person who caused it; absent: nobody. */
  readonly actor?: string;
  readonly receivedAt: Instant;
  /** As the job says. */
  readonly dueAt?: Instant;
}

/**
 * Returning means handled. Throwing means again later: an error's `retryAfter` (seconds) is waited for exactly and does not count
 * towards parking; `retryable: false` on it parks the deliveries immediately.
 */
export type Handle = (work: Work) => Promise<void>;

/** How a run ended; "lost": another process has the subject now and nothing was written. */
type RunEnd = "handled" | "nothing-left" | "early" | "again" | "parked" | "given-back" | "lost" | "unsettled";

export interface RunSeen {
  /** The subject's kind. */
  readonly kind: string;
  readonly seconds: number;
  readonly ended: RunEnd;
  /** When its subject is due again, ms from now; `null`: something new has to come first. */
  readonly againInMs: number | null;
}

export interface RunParts {
  readonly settler: Settler;
  readonly handle: Handle;
  readonly log: Log;
}

interface ClaimLease {
  readonly signal: AbortSignal;
  /** When the claim was last known to be valid; ms, monotonic. */
  aliveAt(): number;
  /** Called when the run has ended and is being recorded: from then on the claim may be gone because it is finished. */
  settling?(): void;
}

/** Never rejects: what could not be recorded is handled again by whichever process claims the subject next. */
export async function performRun(parts: RunParts, claim: Claim, hold: ClaimLease): Promise<RunSeen> {
  const started = performance.now();
  const end = await endOf(parts, claim, hold).catch((error: unknown): RunEnd => {
    // The database did not take the outcome: the claim lapses and the subject is handled again, safely (R30).
    parts.log.error({ err: error, ...shownClaim(claim) }, "a run's outcome could not be stored");
    return "unsettled";
  });
  const kind = claim.deliveries[0]?.job.subject.kind ?? "none";
  if (end === "lost" && !hold.signal.aborted) parts.log.warn(shownClaim(claim), "a run ended after its claim was lost");
  const { ended, againInMs } = typeof end === "string" ? { ended: end, againInMs: null } : end;
  return { kind, seconds: (performance.now() - started) / 1_000, ended, againInMs };
}

type End = RunEnd | { readonly ended: "again" | "parked"; readonly againInMs: number | null };

async function endOf({ settler, handle, log }: RunParts, claim: Claim, hold: ClaimLease): Promise<End> {
  const { signal } = hold;
  const last = claim.deliveries.at(-1);
  if (last === undefined) return (await settler.handled(claim)) ? "nothing-left" : "lost";
  // One that is due takes those along that wait out an old failure: what is new is never held up by them (R56).
  const early = Math.min(...claim.deliveries.map((delivery) => delivery.dueIn));
  if (early > 0) return (await settler.putBack(claim, early)) ? "early" : "lost";
  const failure = await tryOut(handle, workOf(claim, last, hold), claim.attempt.retryCount);
  hold.settling?.();
  // Ours to end, not the handler's fault, and however it ended it may have stopped halfway.
  if (signal.aborted) return (await settler.putBack(claim, 0)) ? "given-back" : "lost";
  if (failure === null) return (await settler.handled(claim)) ? "handled" : "lost";
  const next = retryDecisions(failure.error, claim, Math.random());
  sayFailed(log, claim, failure.error, next);
  const ours = await settler.failed(claim, next, errorText(failure.error));
  if (!ours) return "lost";
  const ended = next.parked.length > 0 ? "parked" : "again";
  return { ended, againInMs: Number.isFinite(next.inSeconds) ? next.inSeconds * 1_000 : null };
}

function sayFailed(log: Log, claim: Claim, error: unknown, { parked, inSeconds }: RetryDecisions): void {
  const about = { err: error, ...shownClaim(claim) };
  if (parked.length > 0) log.error(about, "a subject is parked: it failed too often");
  else if (isExpected(error)) log.debug({ ...about, inSeconds }, "a subject is looked at again soon");
  else log.warn({ ...about, inSeconds: Math.round(inSeconds) }, "a subject failed and is tried again");
}

/** Failures that sometimes have to happen, and are no news for the reader of the log. */
function isExpected(error: unknown): boolean {
  return typeof error === "object" && error !== null && "expected" in error && error.expected === true;
}

/** A crowded run must not make a line of thousands of characters. */
const MAX_SHOWN = 10;

/** A claim in a line of the log: the subject as people write it, and the deliveries' ids. */
export function shownClaim({ deliveries, subjectKey }: Claim) {
  const job = deliveries.at(-1)?.job;
  return {
    subject: job === undefined ? subjectKey : subjectName(job.installationId, job.subject),
    deliveries: deliveries.slice(0, MAX_SHOWN).map(({ id }) => id),
  };
}

/** The same for a run. */
export function shownWork({ deliveries, installationId, subject }: Omit<Work, "signal" | "notes" | "attempt">) {
  return {
    subject: subjectName(installationId, subject),
    deliveries: deliveries.slice(0, MAX_SHOWN).map(({ id }) => id),
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

/** A claim unheard of for this long may have been given to another process; a request still takes its time from here. */
const DOUBTFUL_MS = 8_000;

function workOf(claim: Claim, last: Delivery, { signal, aliveAt }: ClaimLease): Work {
  return {
    subject: last.job.subject,
    installationId: last.job.installationId,
    deliveries: claim.deliveries.map(({ id, event, job: { cause, actor, dueAt }, receivedAt }) => ({
      id,
      event,
      cause,
      receivedAt,
      ...(actor !== undefined && { actor }),
      ...(dueAt !== undefined && { dueAt }),
    })),
    notes: claim.deliveries.flatMap((delivery) => delivery.job.notes),
    attempt: 1 + Math.max(...claim.deliveries.map((one) => one.attempts)) + claim.attempt.retryCount,
    failures: Math.max(0, ...claim.deliveries.map((one) => one.failures)),
    deaths: claim.attempt.retryCount,
    ...(claim.pull && { pull: claim.pull }),
    signal,
    assertOurs: () => {
      signal.throwIfAborted();
      if (performance.now() - aliveAt() > DOUBTFUL_MS) throw new ClaimInDoubt("this process stood still for too long");
    },
  };
}
