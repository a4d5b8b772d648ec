/** What happens after a failed try: it is repeated after a while, or its deliveries are parked. */

import type { Claim } from "./boss.ts";

type RetryDecision =
  | { readonly kind: "again"; readonly inSeconds: number; readonly failures: 0 | 1 }
  | { readonly kind: "parked" };

interface Tried {
  /** Failures that counted before this one. */
  readonly failures: number;
  /** How often the process died while handling these deliveries. */
  readonly deaths: number;
}

/** Failures after which a subject's deliveries are parked: with waits of at most a minute, about half an hour. */
export const maxFailures = 30;

/**
 * A subject that kills its process is parked sooner than others, since it takes everything else down with it. But not after only a few
 * deaths: if processes are killed for other reasons, whatever they were working on dies with them several times in a row.
 */
export const maxDeaths = 30;

const maxWaitSeconds = 60;

/** GitHub asks for minutes, at most an hour; anything longer is a mistake that must not shelve a subject for days. */
const maxRetryAfterSeconds = 3_900;

/**
 * An error's `retryAfter` (seconds; GitHub's limits) is waited for exactly and never counts towards parking; an error with `retryable:
 * false` parks immediately. `chance` in 0..1 spreads the waits of subjects that failed together.
 */
export function retryDecision(error: unknown, tried: Tried, chance: number): RetryDecision {
  if (tried.deaths >= maxDeaths) return { kind: "parked" };
  const retryAfter = retryAfterOf(error);
  if (retryAfter !== null) return { kind: "again", inSeconds: retryAfter, failures: 0 };
  if (isHopeless(error) || tried.failures + 1 >= maxFailures) return { kind: "parked" };
  const wait = Math.min(maxWaitSeconds, 2 ** Math.min(tried.failures + 1, 10));
  return { kind: "again", inSeconds: wait * (0.75 + chance / 4), failures: 1 };
}

/** What happens to each delivery of a failed try. */
export interface RetryDecisions {
  /** Tried again, `inSeconds` from now. */
  readonly again: readonly { readonly id: string; readonly failures: 0 | 1 }[];
  /** Still pausing after an older failure: taken along by a newer one this time, and left as they were. */
  readonly waiting: readonly string[];
  readonly parked: readonly string[];
  readonly inSeconds: number;
}

/**
 * Each delivery has its own count of failures, so that a new event of a subject that has failed for long is neither delayed by that
 * (R56) nor parked with the old ones. Deliveries that were tried before they were due have no failure counted.
 */
export function retryDecisions(
  error: unknown,
  claim: Pick<Claim, "attempt" | "deliveries">,
  chance: number,
): RetryDecisions {
  const deaths = claim.attempt.retryCount;
  const due = claim.deliveries.filter(({ dueIn }) => dueIn <= 0);
  const decided = due.map(({ id, failures }) => ({ id, next: retryDecision(error, { failures, deaths }, chance) }));
  const parked = decided.flatMap(({ id, next }) => (next.kind === "parked" ? [id] : []));
  const again = decided.flatMap(({ id, next }) => (next.kind === "again" ? [{ id, ...next }] : []));
  const early = claim.deliveries.filter(({ dueIn }) => dueIn > 0);
  // What ends everything ends them too.
  const ends = again.length === 0 && retryDecision(error, { failures: 0, deaths }, chance).kind === "parked";
  return {
    again: again.map(({ id, failures }) => ({ id, failures })),
    waiting: ends ? [] : early.map(({ id }) => id),
    parked: ends ? [...parked, ...early.map(({ id }) => id)] : parked,
    inSeconds: Math.min(...again.map(({ inSeconds }) => inSeconds), ...(ends ? [] : early.map(({ dueIn }) => dueIn))),
  };
}

function retryAfterOf(error: unknown): number | null {
  if (typeof error !== "object" || error === null || !("retryAfter" in error)) return null;
  const seconds = Number(error.retryAfter);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, maxRetryAfterSeconds) : null;
}

function isHopeless(error: unknown): boolean {
  return typeof error === "object" && error !== null && "retryable" in error && error.retryable === false;
}

/** The error's message for the parked delivery and the log, without its stack. */
export function errorText(error: unknown): string {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return words.slice(0, 1_000);
}
