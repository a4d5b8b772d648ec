/** What the database keeps of a pull request after a look at it, and who has to be looked at because of that. */

import { openPulls, type StoredPull, savePull } from "../database/pulls.ts";
import type { Job, RepositoryRef } from "../model/job.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { Evaluation } from "./evaluation.ts";
import type { JobParts } from "./job-parts.ts";
import { pullShown } from "./page/pull-page.ts";
import type { Work } from "./read-notes.ts";

export async function rememberPull(
  { db }: Pick<JobParts, "db">,
  { facts, governing, verdict }: Evaluation,
  record: PullRecord,
): Promise<void> {
  const { owner, name, id } = facts.repository;
  const stored: StoredPull = {
    repository: { owner, name, id },
    number: facts.number,
    headSha: facts.head.sha,
    baseRef: facts.base.ref,
    state: facts.state,
    record,
  };
  const isJudged = facts.state === "open" && governing.kind !== "none";
  await savePull(db, stored, isJudged ? pullShown(facts, verdict) : undefined);
}

/**
 * Records the owners of labels, in a form that is right even if this process dies while it moves them (R30). Before a label is put on:
 * Rung's own hold label must never be mistaken for somebody's hold (R15b). Before one is taken off: it must not look as if a person had
 * done it. But not before the other labels are on: until then, nobody has taken them off.
 */
export async function rememberLabelsFirst(parts: JobParts, own: Evaluation, after: PullRecord): Promise<void> {
  const before = own.record.labels?.own ?? [];
  const kept = before.filter((name) => after.labels?.own.includes(name));
  const ownHoldLabel = own.record.ownHoldLabel || after.ownHoldLabel;
  if (kept.length === before.length && ownHoldLabel === own.record.ownHoldLabel) return;
  const labels = { own: kept, others: own.record.labels?.others ?? [] };
  await rememberPull(parts, own, { ...after, ownHoldLabel, labels });
}

/** Heads that the reading shows to be no longer its own; a late reading shows nothing. A merged one may keep its check. */
export function leftHeads({ facts, unshown }: Evaluation, stored: StoredPull | null): readonly string[] {
  if (unshown.some(({ otherChange }) => otherChange)) return [];
  const before = stored?.state === "open" && stored.headSha !== facts.head.sha ? [stored.headSha] : [];
  return facts.state === "closed" ? [...before, facts.head.sha] : before;
}

/** Jobs for pull requests that share the head that was left, and for this one where somebody said that they are away. */
export async function jobsAfter(
  parts: JobParts,
  own: Evaluation,
  stored: StoredPull | null,
  { repository, work }: { readonly repository: RepositoryRef; readonly work: Work },
): Promise<readonly Job[]> {
  const lookAt = (number: number): Job => ({
    installationId: work.installationId,
    subject: { kind: "pull", repository, number },
    cause: "twin",
    notes: [],
  });
  const left = await leftBehind(parts, own, stored, work);
  // Whom the check names as able is said anew once somebody is away.
  return [...left, ...(saysAway(work) ? [own.facts.number] : [])].map(lookAt);
}

/**
 * A check speaks for every pull request of its head: when one leaves it, one of those that stay is looked at again, for all of them (R17). Of
 * one that nobody remembers yet its events tell where it was: by what GitHub says, the check may have spoken for it already.
 */
async function leftBehind(
  { db }: JobParts,
  { facts }: Evaluation,
  stored: StoredPull | null,
  { notes }: Work,
): Promise<readonly number[]> {
  if (stored !== null && stored.state !== "open") return [];
  const heads = notes.flatMap((note) => (note.kind === "head" ? [note.sha, note.before] : []));
  const left = new Set([stored?.headSha, ...heads, facts.head.sha].filter((sha) => sha != null));
  if (facts.state === "open") left.delete(facts.head.sha);
  const there = await Promise.all([...left].map((sha) => openPulls(db, facts.repository.id, sha)));
  const known = [...there.map((pulls) => pulls.map(({ number }) => number)), facts.state === "open" ? [] : facts.twins];
  return [...new Set(known.flatMap((numbers) => numbers.filter((number) => number !== facts.number).slice(0, 1)))];
}

function saysAway({ notes }: Work): boolean {
  return notes.some((note) => note.kind === "said" && note.calls.some(({ name }) => name === "away"));
}
