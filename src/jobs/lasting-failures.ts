/** Failures that no retry mends: reported once, then left alone, so that one repository's trouble stops nothing else (R32). */
import { Forbidden, GitHubError, Gone, severityOf } from "../github/client/errors.ts";
import { shownWork } from "../queue/run-claim.ts";
import type { Work } from "../queue/worker.ts";
import type { Log } from "../shared/log.ts";
import type { Instant } from "../shared/names.ts";

export interface Failures {
  /** Whether this failure ends the work for good; logs it the first time. */
  isFinal(error: unknown, work: Work): boolean;
}

/** More kinds of failure than this are logged again rather than remembered. */
const MAX_SAID = 1000;

export function forgettingFailures(log: Log): Failures {
  const logged = new Set<string>();
  return {
    isFinal(error, work) {
      if (!(error instanceof GitHubError) || error.retryable) return false;
      if (!(error instanceof Gone || error instanceof Forbidden)) return false;
      const reason = error instanceof Forbidden ? error.reason : "gone";
      const key = `${work.installationId} ${reason} ${whereOf(work)}`;
      if (!logged.has(key))
        log[severityOf(error)](
          { err: error, installation: work.installationId, reason, ...shownWork(work) },
          reason === "permission"
            ? "GitHub refuses this for good: rung doctor names the permission that is missing"
            : "GitHub refuses this for good",
        );
      if (logged.size >= MAX_SAID) logged.clear();
      logged.add(key);
      return true;
    },
  };
}

function whereOf({ subject }: Work): string {
  return "repository" in subject ? String(subject.repository.id) : "";
}

/** As long as GitHub's own log of deliveries keeps what it sent. */
const KEPT_MS = 3 * 24 * 3_600_000;

/** What was told waits for an installation to be resumed; its resuming makes Rung look at once. */
class Suspended extends Error {
  override readonly name = "Suspended";
  readonly expected = true;
  readonly retryAfter = 3_600;
}

/**
 * GitHub sends nothing of a suspended installation, so what it sent just before would never be told again: commands, and words that readings do not
 * bring by themselves. `null`: nothing was told, or it is too long ago.
 */
export function untilResumed(error: unknown, { deliveries, notes }: Work, now: Instant): Suspended | null {
  if (!(error instanceof Forbidden) || error.reason !== "suspended" || notes.length === 0) return null;
  const newest = Math.max(...deliveries.map(({ receivedAt }) => receivedAt));
  return now - newest < KEPT_MS ? new Suspended("the installation is suspended") : null;
}
