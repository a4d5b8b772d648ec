/** Failures that no retry mends: reported once, then left alone, so that one repository's trouble stops nothing else (R32). */
import type { Client } from "../github/client/client.ts";
import { Forbidden, GitHubError, Gone, severityOf } from "../github/client/errors.ts";
import { readRegistryBlobs } from "../github/read/registry-head.ts";
import type { RepositoryRef } from "../model/job.ts";
import { shownWork } from "../queue/run-claim.ts";
import type { Work } from "../queue/worker.ts";
import type { Log } from "../shared/log.ts";
import type { Instant } from "../shared/names.ts";

export interface Failures {
  /** Whether this failure ends the work for good; logs it the first time. */
  isFinal(error: unknown, work: Work): boolean;
}

const SAID = {
  permission:
    "GitHub refuses this: rung doctor names the permission that is missing, if the app is still installed there",
  suspended: "GitHub refuses this until the installation is resumed",
  archived: "GitHub refuses this: the repository is archived",
  credentials: "GitHub refuses the app's credentials",
  gone: "GitHub refuses this for good",
} as const;

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
          SAID[reason],
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

export const ARCHIVED = "the repository is archived";

/** Nothing can be done there now; once it can, `wakeReturned` has it tried at once. */
class OutOfReach extends Error {
  override readonly name = "OutOfReach";
  readonly expected = true;
  readonly retryAfter = 3_600;
}

/**
 * GitHub sends nothing of a place where nothing can be done (suspended, archived, taken from the app), and does not tell again what it sent just before:
 * commands, and words that readings do not bring by themselves. So what was told waits for the place to come back. Looks without it end: its coming
 * back makes Rung look.
 */
export function waitForReturn(why: string, { deliveries, notes }: Work, now: Instant = Date.now()): void {
  const oldest = Math.min(...deliveries.map(({ receivedAt }) => receivedAt));
  if (notes.length > 0 && now - oldest < KEPT_MS) throw new OutOfReach(why);
}

/** The same where a reading does not show the subject: only a repository can come back, and one more reading tells whether it is that. */
export async function waitForRepository(client: Client, repository: RepositoryRef, work: Work): Promise<void> {
  if (work.notes.length === 0) return;
  const found = await readRegistryBlobs(client, repository);
  // Another one of its name: it was deleted, or what renamed it is known by now.
  if (found === null) waitForReturn("the repository is not to be seen", work);
}
