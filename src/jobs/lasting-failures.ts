/** Failures that no retry mends: reported once, then left alone, so that one repository's trouble stops nothing else (R32). */
import { Forbidden, GitHubError, Gone, severityOf } from "../github/client/errors.ts";
import { shownWork } from "../queue/run-claim.ts";
import type { Work } from "../queue/worker.ts";
import type { Log } from "../shared/log.ts";

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
