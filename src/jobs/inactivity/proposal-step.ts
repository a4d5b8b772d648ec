/**
 * Maintains an open proposal to move somebody: measures again whether they were seen before its notice is over and before it may be
 * merged, reminds once, ends the draft when it is time, closes it when they were seen, and makes it anew where the registry changed
 * underneath it.
 */

import { forgetOpenProposal, saveOpenProposal } from "../../database/open-proposals.ts";
import { apply } from "../../github/write/apply.ts";
import type { Effect, RegistryChangeEffect } from "../../model/effect.ts";
import { isOwn, replyMarker } from "../../model/own-comment.ts";
import { editOf } from "../../promotions/inactivity/joint-guards.ts";
import { type ProposalRecord, sealProposal } from "../../promotions/inactivity/proposal-record.ts";
import {
  nextDue,
  type ProposalFacts,
  type ProposalState,
  proposalState,
} from "../../promotions/inactivity/proposal-state.ts";
import { endedText, reminderText } from "../../promotions/inactivity/proposal-text.ts";
import { carriedPlace } from "../../promotions/pull-marker.ts";
import type { Instant } from "../../shared/names.ts";
import { applyContext } from "../apply-context.ts";
import { auditContextOf } from "../audit/audit-context.ts";
import type { Evaluation } from "../evaluation.ts";
import type { JobParts } from "../job-parts.ts";
import { MOVED } from "../promotions/again.ts";
import { webUrlOf } from "../promotions/promotion-job-context.ts";
import type { Work } from "../read-notes.ts";
import { measureAgainIfDue, type ProposalContext, proposalContext, timingOf } from "./measured-again.ts";
import { shutBy } from "./notice.ts";

interface ProposalStep {
  /** With a verdict that is shut where it may not be merged now. */
  readonly own: Evaluation;
  /** When time alone changes something; `null`: it does not. */
  readonly dueAt: Instant | null;
}

/** GitHub's readings show a moment later what was written. */
const SHOWN_MS = 2_000;
/** When to ask again about what is unknown. */
const UNCLEAR_MS = 15 * 60_000;
/** People merge when they like, and GitHub asks nobody then: as long as they may, it is regularly checked whether the person was seen. */
const AGAIN_MS = 6 * 60 * 60_000;

/** Costs nothing on any other pull request. */
export async function proposalStep(parts: JobParts, own: Evaluation, work: Work): Promise<ProposalStep> {
  const { facts } = own;
  const step = proposalContext(parts, own, work);
  if (step === null) return { own, dueAt: null };
  const { record } = step;
  const subject = { kind: "pull", repository: facts.repository, number: facts.number } as const;
  if (facts.state !== "open") {
    await forgetOpenProposal(parts.db, subject);
    return { own, dueAt: null };
  }
  await saveOpenProposal(parts.db, record.person, { installationId: work.installationId, subject });
  const isGone = await refreshed(step);
  const timing = timingOf(step, null);
  const again = isGone ? ({ kind: "gone" } as const) : await measureAgainIfDue(step, timing);
  const state = proposalState({ ...timing, again });
  work.signal.throwIfAborted();
  await apply(effectsOf(step, state), applyContext(parts, { repositoryId: facts.repository.id, audit: auditOf(step) }));
  const shut = { ...own, verdict: shutBy(own.verdict, state, record) };
  // Closed just now: what is still to be done, a `/merge` too, is done as on what is closed.
  const isEnded = state.kind === "seen" || state.kind === "held" || state.kind === "gone";
  const left = isEnded ? { ...shut, facts: { ...facts, state: "closed" as const } } : shut;
  return { own: left, dueAt: dueOf(step, state, timing) };
}

function dueOf(
  { own: { facts }, record }: ProposalContext,
  state: ProposalState,
  timing: ProposalFacts,
): Instant | null {
  switch (state.kind) {
    case "waiting":
      return nextDue({ ...timing, isReminded: timing.isReminded || state.remind });
    case "unclear":
      return facts.readAt + UNCLEAR_MS;
    case "ready":
      if (facts.draft || record.ready === null) return facts.readAt + SHOWN_MS;
      return state.why === "agreed" ? null : facts.readAt + AGAIN_MS;
    case "seen":
    case "held":
    case "gone":
      return null;
    default:
      return state;
  }
}

function effectsOf(step: ProposalContext, state: ProposalState): readonly Effect[] {
  const { own, record } = step;
  const { facts } = own;
  switch (state.kind) {
    case "waiting":
      return state.remind ? reminder(step, state.until) : [];
    case "ready": {
      const ready = record.ready ?? facts.readAt;
      return facts.draft || record.ready === null ? [pullEffect(step, { ...record, ready }, { becomes: "ready" })] : [];
    }
    case "unclear":
      // What was known is not known any more, so that it may not be merged now.
      return record.ready === null ? [] : [pullEffect(step, { ...record, ready: null }, { becomes: "as it is" })];
    case "seen":
    case "held":
    case "gone": {
      const note = endedText(state, record.person, webUrlOf(facts, step.parts));
      return [pullEffect(step, { ...record, end: { kind: "seen", word: null } }, { becomes: "closed", note })];
    }
    default:
      return state;
  }
}

function reminder(step: ProposalContext, until: Instant): readonly Effect[] {
  const { parts, own, record } = step;
  const { repository, number, comments } = own.facts;
  const to = "proposal/reminder";
  const marker = replyMarker(to);
  const isSaid = comments.items.some((comment) => isOwn(comment, marker, parts.bot));
  const body = `${marker}\n${reminderText(record.person, until, false)}`;
  const { owner, name } = repository;
  return [
    ...(isSaid ? [] : [{ kind: "reply", repository: { owner, name }, number, to, body } as const]),
    pullEffect(step, { ...record, reminded: true }, { becomes: "as it is" }),
  ];
}

interface Becoming {
  readonly becomes: "closed" | "ready" | "as it is";
  /** Placed above its text. */
  readonly note?: string;
}

function pullEffect(
  { parts, own: { facts } }: Pick<ProposalContext, "parts" | "own">,
  record: ProposalRecord,
  to: Becoming,
): Effect {
  return proposalEffect(parts, facts, record, to);
}

type Facts = Evaluation["facts"];

/** Its text with the line as it is now. */
export function proposalEffect(
  { key }: Pick<JobParts, "key">,
  { repository, number, head, description }: Pick<Facts, "repository" | "number" | "head" | "description">,
  record: ProposalRecord,
  { becomes, note }: Becoming,
): Effect {
  const { owner, name, id } = repository;
  const line = sealProposal(record, carriedPlace(id, head.ref), key);
  const text = description.body.replaceAll(/\n*<!-- rung:proposal v1 [\w.-]+ -->/g, "").trimEnd();
  const body = `${note === undefined ? "" : `${note}\n\n---\n\n`}${text}\n\n${line}`;
  return { kind: "proposal-pull", repository: { owner, name }, number, nodeId: description.nodeId, body, becomes };
}

/** Makes it anew on the present registry; returns whether there is nothing left to change. */
async function refreshed(step: ProposalContext): Promise<boolean> {
  const { parts, own, index, work, record } = step;
  const { facts } = own;
  const { repository, head, title } = facts;
  const path = index.registry.sources.at(-1)?.path;
  const isMoved = work.deliveries.some(({ cause }) => MOVED.test(cause));
  if (!isMoved || path === undefined || facts.base.ref !== repository.defaultBranch) return false;
  const { owner, name } = repository;
  const effect: RegistryChangeEffect = {
    kind: "registry-change",
    repository: { owner, name },
    path,
    base: facts.base.ref,
    branch: head.ref,
    botLogin: parts.bot.login,
    title,
    message: title,
    body: facts.description.body,
    keepsText: true,
    // The day of the opening stays: else it would be made anew day by day.
    edit: editOf(record, index.registry, facts.createdAt),
    publishing: { extended: null, visibility: { from: "public", to: "public" }, webUrl: webUrlOf(facts, parts) },
  };
  const [outcome] = await apply([effect], applyContext(parts, { repositoryId: repository.id, audit: auditOf(step) }));
  return outcome?.kind === "registry-change" && outcome.change.kind === "already";
}

function auditOf({ own: { facts, index }, work }: ProposalContext) {
  return auditContextOf(work, facts, index, null);
}
