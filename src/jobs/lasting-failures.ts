/** Failures that no retry mends: reported once, then left alone, so that one repository's trouble stops nothing else (R32). */

import type { Client } from "../github/client/client.ts";
import { Forbidden, GitHubError, Gone, lacksPermission, SignOnRequired, severityOf } from "../github/client/errors.ts";
import { repositoryPath } from "../github/client/repository-path.ts";
import { readInstallationOf } from "../github/read/installations.ts";
import { readRegistryBlobs } from "../github/read/registry-head.ts";
import type { RepositoryRef } from "../model/job.ts";
import { shownWork } from "../queue/run-claim.ts";
import type { Work } from "../queue/worker.ts";
import type { Log } from "../shared/log.ts";
import type { Instant } from "../shared/names.ts";

/** Whether the app only lacks a permission, which is logged the first time: everything else goes on (R32). */
export type LacksPermission = (error: unknown) => error is Forbidden;

export interface Failures {
  /** Whether this failure ends the work for good; logs it the first time. */
  isFinal(error: unknown, work: Work): boolean;
  /** Whether the app only lacks a permission, which is logged the first time: everything else goes on. */
  lacksPermission(error: unknown, work: Work): error is Forbidden;
}

const SAID = {
  permission:
    "GitHub refuses this: rung doctor names the permission that is missing, if the app is still installed there",
  "single sign-on":
    "GitHub refuses this: the organisation demands SAML single sign-on, for which its owners have to authorise the app; no permission is missing",
  suspended: "GitHub refuses this until the installation is resumed",
  archived: "GitHub refuses this: the repository is archived",
  credentials: "GitHub refuses the app's credentials",
  gone: "GitHub refuses this for good",
} as const;

/** More kinds of failure than this are logged again rather than remembered. */
const MAX_SAID = 1000;

export function forgettingFailures(log: Log): Failures {
  const logged = new Set<string>();
  const say = (error: Gone | Forbidden, work: Work): void => {
    const reason = reasonOf(error);
    const key = `${work.installationId} ${reason} ${whereOf(work)} ${missingOf(error)}`;
    const needs = error instanceof Forbidden && error.needs !== null ? { needs: error.needs } : {};
    const about = { err: error, installation: work.installationId, reason, ...needs, ...shownWork(work) };
    if (!logged.has(key)) log[severityOf(error)](about, SAID[reason]);
    if (logged.size >= MAX_SAID) logged.clear();
    logged.add(key);
  };
  return {
    lacksPermission(error, work): error is Forbidden {
      if (!lacksPermission(error)) return false;
      say(error, work);
      return true;
    },
    isFinal(error, work) {
      if (!(error instanceof GitHubError) || error.retryable) return false;
      if (!(error instanceof Gone || error instanceof Forbidden)) return false;
      say(error, work);
      return true;
    },
  };
}

function reasonOf(error: Gone | Forbidden): keyof typeof SAID {
  if (error instanceof SignOnRequired) return "single sign-on";
  return error instanceof Forbidden ? error.reason : "gone";
}

/** Of several permissions that are missing each is said; where GitHub does not name it, each kind of request. */
function missingOf(error: Gone | Forbidden): string {
  if (!lacksPermission(error)) return "";
  return error.needs?.replaceAll(/: \w+/g, "") ?? error.message.replaceAll(/\b[0-9a-f]{40}\b|\d+/g, "#");
}

function whereOf({ subject }: Work): string {
  return "repository" in subject ? String(subject.repository.id) : "";
}

/** As long as GitHub's own log of deliveries keeps what it sent. */
const KEPT_MS = 3 * 24 * 3_600_000;

export const ARCHIVED = "the repository is archived";
export const SPEECHLESS = "the app has no permission to answer there";

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
export function waitForReturn(why: string, work: Work, now: Instant = Date.now()): void {
  if (isKept(work, now)) throw new OutOfReach(why);
}

function isKept({ deliveries, notes }: Work, now: Instant): boolean {
  const oldest = Math.min(...deliveries.map(({ receivedAt }) => receivedAt));
  return notes.length > 0 && now - oldest < KEPT_MS;
}

/** The same where a reading does not show the subject: only a repository can come back, and one more reading tells whether it is that. */
export async function waitForRepository(client: Client, repository: RepositoryRef, work: Work): Promise<void> {
  if (work.notes.length === 0) return;
  const found = await readRegistryBlobs(client, repository);
  // Another one of its name: it was deleted, or what renamed it is known by now.
  if (found === null) waitForReturn("the repository is not to be seen", work);
}

/**
 * What GitHub forbids may be for want of a permission, or because the app can do nothing there any more: then what was told waits for the
 * repository to come back. A public one is still read, so the app itself is asked, once a job.
 */
export function waitingOutOfReach(app: Client, work: Work): (error: Forbidden, path: string | null) => Promise<void> {
  const { subject, installationId } = work;
  let isInstalled: boolean | null = null;
  return async ({ reason, message }, path) => {
    if (reason === "suspended") return waitForReturn(message, work);
    if (!isKept(work, Date.now()) || !("repository" in subject)) return;
    const home = `${repositoryPath(subject.repository)}/`.toLowerCase();
    if (path !== null && !path.toLowerCase().startsWith(home)) return;
    if (reason === "archived" && path !== null) return waitForReturn(ARCHIVED, work);
    if (reason !== "permission") return;
    isInstalled ??= (await installationOf(app, subject.repository)) === installationId;
    if (!isInstalled) waitForReturn("the app is not installed in the repository", work);
  };
}

async function installationOf(app: Client, repository: RepositoryRef): Promise<number | null> {
  try {
    return await readInstallationOf(app, repository);
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}
