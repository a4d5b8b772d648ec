/**
 * An error as the log shows it: its type and message, never its data. Database drivers attach the statement and its values to their
 * errors, others the request or the whole event: private text, and short-lived secrets (R27).
 */

import { failureKind } from "./failure-kind.ts";

interface ShownError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly cause?: ShownError;
  readonly errors?: readonly ShownError[];
  /** Only for Rung's own faults: it helps nobody if something outside failed (R88). */
  readonly stack?: string;
}

const MAX_LENGTH = 2_000;
const DEEPEST = 4;
const MAX_COUNT = 5;

/** From a system call, a database or GitHub: something that was there is not. */
export function isFromOutside(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (("syscall" in error && "code" in error) || "retryable" in error || "retryAfter" in error) return true;
  return failureKind(error) !== "other";
}

export function shownError(error: unknown, depth = 0): ShownError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error).slice(0, MAX_LENGTH) };
  const { cause } = error;
  const nested = error instanceof AggregateError && depth < DEEPEST ? error.errors.slice(0, MAX_COUNT) : [];
  return {
    type: error.name,
    message: error.message.slice(0, MAX_LENGTH),
    ...("code" in error && typeof error.code === "string" && { code: error.code }),
    ...("status" in error && typeof error.status === "number" && { status: error.status }),
    ...("retryAfter" in error && typeof error.retryAfter === "number" && { retryAfter: error.retryAfter }),
    ...(cause instanceof Error && depth < DEEPEST && { cause: shownError(cause, depth + 1) }),
    ...(nested.length > 0 && { errors: nested.map((one) => shownError(one, depth + 1)) }),
    ...(!isFromOutside(error) && error.stack !== undefined && { stack: error.stack.slice(0, 2 * MAX_LENGTH) }),
  };
}
