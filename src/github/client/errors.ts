/** What GitHub's refusals and failures mean for a job: try again, and when; or give up, and why (R29, R32). */

/** Every failure of a call to GitHub is one of these; messages contain method, path and GitHub's own words, never a token (R27). */
export abstract class GitHubError extends Error {
  /** False: trying again will change nothing; report it once and stop. The queue reads this. */
  abstract readonly retryable: boolean;
  /** Seconds to wait before trying again, read by the queue; undefined: its own backoff. */
  readonly retryAfter: number | undefined;

  constructor(message: string, retryAfter: number | undefined, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.retryAfter = retryAfter;
  }
}

/** GitHub did not answer one request, and what it asked is unknown; a limit concerns every request, and is the queue's to wait for. */
export function isUnanswered(error: unknown): error is GitHubError {
  return error instanceof GitHubError && !(error instanceof RateLimited);
}

/** A primary or secondary limit; the second kind is on how much comes at the same time. */
export class RateLimited extends GitHubError {
  readonly retryable = true;
  declare readonly retryAfter: number;
  readonly secondary: boolean;

  constructor(message: string, retryAfter: number, kind: "primary" | "secondary" = "primary") {
    super(message, retryAfter);
    this.secondary = kind === "secondary";
  }
}

interface TransientOptions {
  readonly retryAfter?: number | undefined;
  readonly mayHaveHappened?: boolean;
  readonly tooMuch?: "surely" | "perhaps" | null;
  readonly cause?: unknown;
}

/**
 * 5xx, a broken connection, a timeout, an incomplete answer: nothing may be concluded from it. `mayHaveHappened` says that a write may
 * have been performed all the same, so that before a creation is repeated it is looked for (R30).
 */
export class Transient extends GitHubError {
  readonly retryable = true;
  readonly mayHaveHappened: boolean;
  /** A smaller question may be answered: "surely" where the answer was too large, "perhaps" where it took too long. */
  readonly tooMuch: "surely" | "perhaps" | null;

  constructor(message: string, options: TransientOptions = {}) {
    super(message, options.retryAfter, options.cause);
    this.mayHaveHappened = options.mayHaveHappened ?? false;
    this.tooMuch = options.tooMuch ?? null;
  }
}

/** A GraphQL answer without data, because optional parts of it were refused and cannot be null: the rest has to be asked for again. */
export class Refused extends Transient {
  /** GitHub's words, by path. */
  readonly refusals: ReadonlyMap<string, string>;
  /** Those of them that are not known to be absent. */
  readonly failed: ReadonlySet<string>;

  constructor(message: string, refusals: ReadonlyMap<string, string>, failed: ReadonlySet<string>) {
    super(message, { mayHaveHappened: true });
    this.refusals = refusals;
    this.failed = failed;
  }
}

/**
 * GraphQL says that its schema has no such field or argument: a server of another version. Tried again like everything else that failed,
 * since servers are upgraded one by one; except by callers that asked for something that may be missing.
 */
export class NotInSchema extends Transient {}

/** 404, 410 or 451: not there, or not for this installation to see. */
export class Gone extends GitHubError {
  readonly retryable = false;

  constructor(message: string) {
    super(message, undefined);
  }
}

/** The log level: something that was deleted since it was read, or taken from the app's sight, is everyday life and nobody's fault. */
export function severityOf(error: unknown): "info" | "warn" {
  return error instanceof Gone ? "info" : "warn";
}

/** Why GitHub forbids it: what the person who installed the app can do depends on this. */
type ForbiddenReason = "permission" | "suspended" | "archived" | "credentials";

export class Forbidden extends GitHubError {
  /** The operator replaces credentials while jobs wait. */
  readonly retryable: boolean;
  readonly reason: ForbiddenReason;
  /** The permissions that GitHub asks for, where it says so: "checks: write". */
  readonly needs: string | null;

  constructor(message: string, reason: ForbiddenReason, needs: string | null = null) {
    super(message, undefined);
    this.reason = reason;
    this.needs = needs;
    this.retryable = reason === "credentials";
  }
}

/** The organisation admits a token only once it is authorised for its SAML single sign-on: no permission of the app is missing. */
export class SignOnRequired extends Forbidden {
  constructor(message: string) {
    super(message, "permission");
  }
}

/** 400, 405, 409, 413, 415 or 422: GitHub understood and declined this very request. */
export class Declined extends GitHubError {
  readonly retryable = false;
  readonly status: number;

  constructor(message: string, status: number) {
    super(message, undefined);
    this.status = status;
  }
}

/** What the app may not do as long as nobody lets it; everything else it may go on with (R32). */
export function lacksPermission(error: unknown): error is Forbidden {
  return error instanceof Forbidden && error.reason === "permission";
}

/**
 * GitHub's answer to exactly this request, which trying again does not change: not what passes by itself, nor what new credentials mend.
 */
export function isLastingAnswer(error: unknown): error is Gone | Forbidden | Declined {
  return (error instanceof Gone || error instanceof Forbidden || error instanceof Declined) && !error.retryable;
}

/** A server of another version, which has no such mutation: something older has to do. */
export class Unsupported extends GitHubError {
  readonly retryable = false;

  constructor(message: string) {
    super(message, undefined);
  }
}
