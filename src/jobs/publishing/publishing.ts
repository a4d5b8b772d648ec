/** Keeps the one pull request that brings a repository's lists in line with the registry, and reports what cannot be written. */

import { findPublishing, type Publishing, savePublishing } from "../../database/publishing.ts";
import { Forbidden, Gone } from "../../github/client/errors.ts";
import { Unparsed } from "../../github/read/parse-elsewhere.ts";
import { isOwnBranch, readBranchPulls, readTip } from "../../github/read/registry-branch.ts";
import { apply } from "../../github/write/apply.ts";
import type { PublishOutcome } from "../../github/write/publish-pull.ts";
import type { PublishEffect, PublishedBranchStep } from "../../model/effect.ts";
import type { JobSubject } from "../../model/job.ts";
import { PUBLISH_TITLE, PUBLISHED_ALREADY, publishBody } from "../../promotions/publish-text.ts";
import type { PublishedFile } from "../../promotions/published-files.ts";
import {
  changesIn,
  isUpToDate,
  messageFor,
  PUBLISH_BRANCH,
  pendingPaths,
  type StandingPull,
  sealLists,
} from "../../promotions/standing-publication.ts";
import { applyContext } from "../apply-context.ts";
import { repositoryContext } from "../audit/audit-context.ts";
import type { JobParts } from "../job-parts.ts";
import type { Work } from "../read-notes.ts";
import { declinedIn } from "./declined.ts";
import { type Looked, readPublishing, type SeenLists } from "./look.ts";
import { newIn } from "./send.ts";

type Subject = Extract<JobSubject, { kind: "publishing" }>;

/** Its state, for the page and the log. */
type PublishingState = Pick<Publishing, "pull" | "notes">;

export async function processPublishing(parts: JobParts, { repository }: Subject, work: Work): Promise<void> {
  const looked = await lookOrSay(parts, repository);
  if (looked.read !== null && looked.governing !== null)
    await parts.repositoryNotes.seen(looked.read.registryHead, work.installationId, looked.governing);
  work.signal.throwIfAborted();
  const files = looked.kind === "seen" ? looked.wanted.map(({ path }) => path) : null;
  const state = looked.kind === "seen" ? await kept(parts, looked, work) : { pull: null, notes: [looked.why] };
  const before = await findPublishing(parts.db, repository.id);
  for (const why of newIn(state.notes, before?.notes))
    parts.log.warn({ repository: repository.id, why }, "a list is not published");
  await savePublishing(parts.db, repository.id, files === null ? state : { ...state, files });
}

/** GitHub's refusals, and a registry that takes too long, are reported; everything else is tried again. */
async function lookOrSay(parts: JobParts, repository: Subject["repository"]): Promise<Looked> {
  try {
    return await readPublishing(parts, repository);
  } catch (error) {
    const isRefused = (error instanceof Forbidden || error instanceof Gone) && !error.retryable;
    if (!isRefused && !(error instanceof Unparsed)) throw error;
    return { kind: "unseen", read: null, governing: null, why: `it could not be read: ${error.message}` };
  }
}

async function kept(parts: JobParts, lists: SeenLists, work: Work): Promise<PublishingState> {
  const notes = lists.wanted.flatMap(({ outcome }) => (outcome.kind === "told" ? [outcome.why] : []));
  const standing = await nextStep(parts, lists);
  if (standing.kind === "said") return { pull: standing.pull, notes: [...standing.notes, ...notes] };
  const { repository } = lists.read.registryHead.own;
  const audit = repositoryContext(work, repository, { registry: lists.registry.sources, lists: lists.wanted });
  const [outcome] = await apply([standing.effect], applyContext(parts, { repositoryId: repository.id, audit }));
  if (outcome?.kind !== "publish") return { pull: null, notes };
  return toldOf(outcome.published, notes);
}

function toldOf(outcome: PublishOutcome, notes: readonly string[]): PublishingState {
  if (outcome.kind === "open") return { pull: outcome.pull, notes };
  return {
    pull: null,
    notes: outcome.kind === "cannot" ? [`the pull request could not be kept: ${outcome.why}`, ...notes] : notes,
  };
}

const FOREIGN = `somebody else has pushed to the branch ${PUBLISH_BRANCH}, and it is left to them; once it is deleted, a clean one is begun`;

function declinedText(number: number): string {
  return `number ${number} proposed this and was closed unmerged, so it is not opened again until the registry asks for something else`;
}

const KEEP: PublishedBranchStep = { kind: "keep" };

type Next =
  | { readonly kind: "write"; readonly effect: PublishEffect }
  /** Nothing is to be done. */
  | { readonly kind: "said"; readonly pull: number | null; readonly notes: readonly string[] };

/** More is read only if something has to be written, and then from where GitHub is most up to date. */
async function nextStep(parts: JobParts, lists: SeenLists): Promise<Next> {
  const { proposed, pull } = lists;
  const isPending = pendingPaths(lists.wanted).length > 0;
  if (!isPending && (proposed === null || isUnread(lists)))
    return { kind: "said", pull: pull?.number ?? null, notes: [] };
  const isRight = isPending && isUpToDate(lists);
  if (isRight && pull !== null) return { kind: "write", effect: effectOf(parts, lists, pull, KEEP) };
  const before = pull === null && isPending ? await pullsBefore(parts, lists) : { open: pull, declined: null };
  if (before.declined !== null) return { kind: "said", pull: null, notes: [declinedText(before.declined)] };
  await assertPresent(parts, lists);
  if (!(await isOurs(parts, lists))) return { kind: "said", pull: before.open?.number ?? null, notes: [FOREIGN] };
  if (!isPending && proposed !== null) return endOf(parts, lists, proposed.commit);
  const branchStep = isRight ? KEEP : moveOf(lists);
  return { kind: "write", effect: effectOf(parts, lists, before.open, branchStep) };
}

/** What GitHub does not return in full is no reason to end the proposal for it. */
function isUnread({ wanted, snapshot }: SeenLists): boolean {
  return wanted.some(({ path }) => {
    const there = snapshot.get(path);
    return there !== undefined && there.text === null && there.mode.startsWith("100");
  });
}

/** GitHub's readings lag behind its writes: nothing is moved because of a reading that is older than the present state. */
class ListsMoved extends Error {
  override readonly name = "ListsMoved";
  readonly expected = true;
  readonly retryAfter = 1;
}

async function assertPresent({ client }: JobParts, { read, proposed }: SeenLists): Promise<void> {
  const { repository } = read.registryHead.own;
  const base = await readTip(client, { repository }, read.base.ref);
  const tip = await readTip(client, { repository }, PUBLISH_BRANCH);
  if (base !== read.base.commit || tip !== (proposed?.commit ?? null))
    throw new ListsMoved("a branch has moved since the lists were read");
}

async function isOurs({ client, bot }: JobParts, { read, proposed }: SeenLists): Promise<boolean> {
  if (proposed === null) return true;
  const { repository } = read.registryHead.own;
  return await isOwnBranch(client, { repository, botLogin: bot.login }, read.base.commit, proposed.commit);
}

/** A pull request that a person opened from the branch is theirs to close. */
function endOf(parts: JobParts, lists: SeenLists, tip: string): Next {
  const { pull } = lists;
  if (pull !== null && !pull.isOwn) return { kind: "said", pull: pull.number, notes: [] };
  const effect = effectOf(parts, lists, pull, { kind: "delete", tip });
  return { kind: "write", effect: { ...effect, body: PUBLISHED_ALREADY } };
}

function moveOf({ wanted, snapshot, read, proposed }: SeenLists): PublishedBranchStep {
  return {
    kind: "move",
    base: read.base.commit,
    tip: proposed?.commit ?? null,
    files: changesIn(wanted, snapshot),
  };
}

interface Before {
  /** A pull request that the first reading did not show yet. */
  readonly open: StandingPull | null;
  readonly declined: number | null;
}

async function pullsBefore(parts: JobParts, { read, wanted }: SeenLists): Promise<Before> {
  const { client, bot } = parts;
  const { repository } = read.registryHead.own;
  const place = { repository, base: read.base.ref, branch: PUBLISH_BRANCH, botLogin: bot.login };
  const pulls = (await readBranchPulls(client, place)).map((found) => ({
    ...found,
    body: found.body ?? "",
    isOwn: found.user?.login.toLowerCase() === bot.login.toLowerCase(),
    isMerged: Boolean(found.merged_at),
    conflicts: false,
  }));
  const open = pulls.find(({ state }) => state === "open") ?? null;
  if (open !== null) return { open, declined: null };
  const ended = pulls.filter(({ isOwn }) => isOwn);
  return { open, declined: await declinedIn(parts, ended, { wanted, place, repositoryId: repository.id }) };
}

function effectOf(
  { bot, key }: JobParts,
  lists: SeenLists,
  pull: StandingPull | null,
  branchStep: PublishedBranchStep,
): PublishEffect {
  const { wanted, read, registry, snapshot } = lists;
  const { owner, name, id } = read.registryHead.own.repository;
  const files = changesIn(wanted, snapshot);
  const body = publishBody({
    written: files.flatMap(({ path, text }) => (text === null ? [] : [path])),
    removed: files.flatMap(({ path, text }) => (text === null ? [path] : [])),
    left: wanted.flatMap((file) => leftIn(file, lists)),
    sources: registry.sources,
    webUrl: read.webUrl,
    seal: sealLists(wanted, id, key),
  });
  return {
    kind: "publish",
    repository: { owner, name },
    base: read.base.ref,
    branch: PUBLISH_BRANCH,
    botLogin: bot.login,
    message: messageFor(wanted),
    title: PUBLISH_TITLE,
    body,
    branchStep,
    pull,
  };
}

function leftIn({ path, outcome }: PublishedFile, { snapshot }: SeenLists) {
  if (outcome.kind !== "told") return [];
  return [{ path, why: outcome.why, before: snapshot.get(path)?.text ?? null, wanted: outcome.text }];
}
