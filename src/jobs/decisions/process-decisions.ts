/**
 * Finds decisions by a registry that the database does not know: by the labels of the outcomes, and the sealed status comments beside
 * them. Until this is complete, no list of decisions is written.
 */

import { saveDecisions, decisionsHere as storedHere } from "../../database/community-decisions.ts";
import { findReading, forgetReading, saveUnread, saveWhole } from "../../database/readings.ts";
import { Transient } from "../../github/client/errors.ts";
import { type DecidedSubject, readDecidedSubjects } from "../../github/read/decided-subjects.ts";
import { readIssue, readPull } from "../../github/read/read-subject.ts";
import { readRegistryBlobs } from "../../github/read/registry-head.ts";
import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import { DECISIONS_CAUSE, type Job, type RepositoryRef, threadPlace } from "../../model/job.ts";
import { DAY_MS } from "../../shared/duration.ts";
import { DECISION_LABELS } from "../../triage/labels/decision-labels.ts";
import type { JobParts } from "../job-parts.ts";
import type { Work } from "../read-notes.ts";
import { textsOf } from "../reading-watch.ts";
import { DECISIONS } from "../reading-watches.ts";
import { placeOf, savedOf } from "./decision-step.ts";
import { decisionsHere } from "./decisions-here.ts";
import { sendDecisionLists } from "./published-decisions.ts";

/** Subjects are read in parts, so that nothing else has to wait. */
const MAX_AT_ONCE = 20;
const NEXT_PART_MS = 20_000;
/** GitHub's failures pass sooner than a day. */
const SOON_MS = 15 * 60_000;

export async function processDecisions(parts: JobParts, named: RepositoryRef, work: Work): Promise<void> {
  const blobs = await readRegistryBlobs(parts.client, named);
  if (blobs === null || blobs.repository.archived) return;
  const readAt = blobs.readAt ?? Date.now();
  const { owner, name, id } = blobs.repository;
  const repository = { owner, name, id };
  const governing = await parts.registries.governing(parts.client, { own: blobs, organisation: null }, readAt);
  const again = (inMs: number | null) => parts.later(lookJob(repository, work.installationId), inMs);
  if (governing.kind !== "good" || governing.stale !== null) {
    if (governing.kind !== "none") await again(SOON_MS);
    return;
  }
  const { registry } = governing.index;
  if (registry.decisions === undefined) {
    await forgetReading(parts.db, { repositoryId: id, subject: DECISIONS });
    return await again(null);
  }
  const home = { repository, installationId: work.installationId, subject: DECISIONS, texts: textsOf(registry) };
  const before = await findReading(parts.db, { repositoryId: id, subject: DECISIONS });
  const found = await foundAgain(parts, owner, work);
  if (found.why !== null) await saveUnread(parts.db, home, [found.why]);
  else {
    await saveWhole(parts.db, home, { wholeAt: readAt, memory: {}, shown: {} });
    const lists = { repositories: [repository], installationId: work.installationId };
    if (found.news || before?.wholeAt == null) await sendDecisionLists(parts, registry, lists);
  }
  await again(found.left ? NEXT_PART_MS : found.why === null ? DAY_MS : SOON_MS);
}

function lookJob(repository: RepositoryRef, installationId: number): Job {
  return { installationId, subject: { kind: "decisions", repository }, cause: DECISIONS_CAUSE, notes: [] };
}

interface Found {
  /** Something was found that was not known. */
  readonly news: boolean;
  /** Some subjects are still to be read. */
  readonly left: boolean;
  /** Why not all of it is known, as a sentence; `null`: it is. */
  readonly why: string | null;
}

async function foundAgain(parts: JobParts, owner: string, work: Work): Promise<Found> {
  const labels = Object.values(DECISION_LABELS).map(({ name }) => name);
  const { subjects, isWhole } = await readDecidedSubjects(parts.client, owner, labels);
  const unknown: DecidedSubject[] = [];
  for (const subject of subjects) if (!(await isKnown(parts, subject))) unknown.push(subject);
  const now = unknown.slice(0, MAX_AT_ONCE);
  for (const subject of now) {
    work.signal.throwIfAborted();
    await rememberSubject(parts, subject);
  }
  const left = unknown.length > now.length;
  const why = left
    ? "Not all decisions of before were read yet."
    : isWhole
      ? null
      : "GitHub's search tells of a thousand decided issues at most, and there are more.";
  return { news: now.length > 0, left, why };
}

/** A label that somebody put on by hand leads to a subject without any, which is remembered for as long as this process lives. */
async function isKnown({ db, decided }: JobParts, { repository, number }: DecidedSubject): Promise<boolean> {
  if (decided.has(threadPlace({ repository, number }))) return true;
  return (await storedHere(db, { repositoryId: repository.id, number })).length > 0;
}

/** Nothing is written on GitHub, and nobody is answered: only the content of its status comments is stored. */
async function rememberSubject(parts: JobParts, subject: DecidedSubject): Promise<void> {
  const { client, registries, bot, keys, key, db, decided } = parts;
  const registryRepo = registries.companionOf(subject.repository.id);
  const registryTexts = registries.isNew(subject.repository.id);
  const options = { registryRepo, registryTexts };
  const read =
    subject.kind === "issue"
      ? await readIssue(client, subject.repository, subject.number, options)
      : await readPull(client, subject.repository, subject.number, { ...options, commits: false, inline: false });
  if (read === "absent") return;
  const facts: IssueFacts | PullFacts = read.facts;
  const governing = await registries.governing(client, read.registryHead, facts.readAt);
  if (governing.kind === "broken") throw new Transient("the registry that governs what was decided has faults");
  const here =
    governing.kind === "none" ? null : decisionsHere({ facts, governing, notes: [], told: [], bot, keys, known: [] });
  decided.add(threadPlace(subject));
  if (here === null || governing.kind === "none") return;
  const writing = { facts, notes: [], bot, key };
  await saveDecisions(db, placeOf(facts), savedOf(here, writing, governing.index.registry));
}
