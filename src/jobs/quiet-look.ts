/** What all looks by a registry have in common, whatever each looks for and tells in its one quiet issue. */

import { findReading, forgetReading, type ReadingHome, saveUnread } from "../database/readings.ts";
import type { Governing } from "../github/read/governing-registry.ts";
import { type RegistryBlobs, readRegistryBlobs } from "../github/read/registry-head.ts";
import { type QuietIssue, type QuietIssueWanted, readQuietIssue } from "../github/write/quiet-issue.ts";
import type { AuditContext } from "../model/audit-context.ts";
import type { Job, RepositoryRef } from "../model/job.ts";
import type { Instant } from "../shared/names.ts";
import { causeOf } from "./audit/audit-context.ts";
import { factsDigest } from "./audit/facts-digest.ts";
import type { JobParts } from "./job-parts.ts";
import type { Work } from "./read-notes.ts";
import { textsOf } from "./reading-watch.ts";
import { WATCHED } from "./reading-watches.ts";

export interface LookReading extends ReadingHome {
  readonly subject: "access" | "growth" | "inactivity";
}

/** GitHub's failures pass sooner than a day. */
export const SOON_MS = 15 * 60_000;

export interface LookHome {
  readonly reading: LookReading;
  readonly blobs: RegistryBlobs;
  readonly work: Work;
  readonly readAt: Instant;
}

/** The registry for a look, and where it is; `null`: its repository is gone or archived, and there is nothing to look at. */
export async function lookHome(
  parts: JobParts,
  {
    named,
    subject,
    work,
  }: { readonly named: RepositoryRef; readonly subject: LookReading["subject"]; readonly work: Work },
): Promise<{ readonly home: LookHome; readonly governing: Governing } | null> {
  const blobs = await readRegistryBlobs(parts.client, named);
  if (blobs === null || blobs.repository.archived) return null;
  const readAt = blobs.readAt ?? Date.now();
  const governing = await parts.registries.governing(parts.client, { own: blobs, organisation: null }, readAt);
  const texts = governing.kind === "good" ? textsOf(governing.index.registry) : "";
  const { owner, name, id } = blobs.repository;
  const { installationId } = work;
  const reading: LookReading = { repository: { owner, name, id }, installationId, subject, texts };
  return { home: { reading, blobs, work, readAt }, governing };
}

/** The previous text stays as it is, and another look follows. */
export async function leaveLook(
  parts: JobParts,
  { reading }: LookHome,
  { why, againMs }: { readonly why: readonly string[]; readonly againMs: number },
): Promise<void> {
  await saveUnread(parts.db, reading, why);
  await lookAgain(parts, reading, againMs);
}

/** A sentence; `null`: it is the registry of the default branch, or there is none. */
export function whyUnsure(governing: Governing): string | null {
  switch (governing.kind) {
    case "none":
      return null;
    case "broken":
      return `${governing.path} has faults, and no good version of it is known.`;
    case "good":
      return governing.stale === null ? null : `${governing.stale.path} has faults.`;
  }
}

export function quietIssueOf(parts: JobParts, { repository, subject }: LookReading): Promise<QuietIssue> {
  const { client, db, bot, key, keys, withoutIssue: without } = parts;
  const context = { client, db, botLogin: bot.login, keys: [key, ...keys.slice(1)], without } as const;
  return readQuietIssue(context, { repository, subject });
}

export async function lookAgain({ later }: Pick<JobParts, "later">, reading: LookReading, inMs: number): Promise<void> {
  await later(lookJob(reading.subject, reading.repository, reading.installationId), inMs);
}

/** The registry no longer asks for it: the issue gets its last text, and nothing is remembered. */
export async function endLook(
  parts: JobParts,
  { reading, work }: { readonly reading: LookReading; readonly work: Work },
  last: (issue: QuietIssue) => QuietIssueWanted,
): Promise<void> {
  const name = { repositoryId: reading.repository.id, subject: reading.subject };
  if ((await findReading(parts.db, name)) === null) return;
  const issue = await quietIssueOf(parts, reading);
  work.signal.throwIfAborted();
  if (issue.body !== null) await issue.keep(last(issue));
  await forgetReading(parts.db, name);
  await parts.later(lookJob(reading.subject, reading.repository, reading.installationId), null);
}

export function lookJob(subject: LookReading["subject"], repository: RepositoryRef, installationId: number): Job {
  return { installationId, subject: { kind: subject, repository }, cause: WATCHED[subject].cause, notes: [] };
}

/** What a look does is entered with what it was decided by. */
export function lookAudit({ reading: { repository }, work }: LookHome, facts: object): AuditContext {
  return {
    repository,
    number: null,
    headSha: null,
    cause: () => causeOf(work),
    decided: null,
    digest: () => factsDigest(facts),
  };
}
