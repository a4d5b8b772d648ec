/** The only writer: performs the plan's effects on GitHub, one by one, each safe to perform twice (R30). */

import { saveAudit } from "../../database/audit-entries.ts";
import { type AuditContext, auditEntry } from "../../model/audit-context.ts";
import type { AuditEntry } from "../../model/audit-entry.ts";
import type { CommandActionEffect, WritableAction } from "../../model/command-effect.ts";
import type { Effect, PublishEffect, RegistryChangeEffect, ReviewersEffect } from "../../model/effect.ts";
import { effectDetail } from "../../model/effect-detail.ts";
import type { Note } from "../../model/job.ts";
import type { Log } from "../../shared/log.ts";
import { type Instant, unreachable } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { isLastingAnswer, severityOf } from "../client/errors.ts";
import { repositoryPath } from "../client/repository-path.ts";
import type { ActionResult } from "./actions/action-context.ts";
import { executeAction } from "./actions/execute.ts";
import { endMerge } from "./actions/merge-pull.ts";
import type { OnceContext } from "./actions/perform-once.ts";
import { type CommentContext, closeIssue, comment, react, writeStatusComment } from "./comments.ts";
import { putLabelsOn, takeLabelsOff } from "./label-writes.ts";
import { deleteMergedBranch } from "./merged-branch.ts";
import { type AskOutcome, type Outcome, outcomeDetail } from "./outcome.ts";
import { writeProposalPull } from "./proposal-pull.ts";
import { type PublishOutcome, writePublishPull } from "./publish-pull.ts";
import { writeRegistryPullNote } from "./registry-pull-note.ts";
import { type RegistryChangeOutcome, writeRegistryChange } from "./registry-pulls.ts";
import { releaseReviewers, requestReviewers } from "./request-reviewers.ts";
import { type CheckContext, writeCheck } from "./write-check.ts";

export interface ApplyContext extends CheckContext, CommentContext, OnceContext {
  readonly log: Log;
  /** Seals what only GitHub keeps. */
  readonly key: Uint8Array;
  /** Whether the app only lacks a permission, which is then logged already; absent: it is logged each time. */
  readonly lacksPermission?: (error: unknown) => boolean;
}

/**
 * Performs `effects` in order, and records each check; the outcomes are in the same order. A check that cannot be written throws;
 * something that only people read is skipped if GitHub declines it permanently (a locked conversation, a deleted comment), so that it
 * never holds up the rest.
 */
export async function apply(effects: readonly Effect[], context: ApplyContext): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let entered = 0;
  const unentered = () => {
    const entries = outcomes.slice(entered).flatMap((outcome) => entriesOf(outcome, context.audit));
    entered = outcomes.length;
    return entries;
  };
  try {
    for (const effect of effects) {
      const outcome = await performOrSkip(effect, context);
      outcomes.push(outcome);
      const note = outcome.kind === "done" ? outcome.note : undefined;
      if (note !== undefined && context.wrote !== undefined) await context.wrote(note, unentered());
    }
    return outcomes;
  } finally {
    // Also what was done before something failed: it is done.
    await saveAudit(context.db, unentered());
  }
}

function entriesOf(outcome: Outcome, audit: AuditContext): readonly AuditEntry[] {
  const { effect } = outcome;
  const detail = outcomeDetail(outcome);
  return detail === null ? [] : [auditEntry(audit, effect.kind, { ...effectDetail(effect), ...detail })];
}

async function performOrSkip(effect: Effect, context: ApplyContext): Promise<Outcome> {
  try {
    return await perform(effect, context);
  } catch (error) {
    // What GitHub declines of an act is the act's answer.
    const isStrict = effect.kind === "check" || effect.kind === "act" || effect.kind === "end-merge";
    if (isStrict || !isLastingAnswer(error)) throw error;
    const isForbidden = context.lacksPermission?.(error) === true;
    context.log[isForbidden ? "debug" : severityOf(error)](
      { err: error, effect: effect.kind },
      "GitHub declined an effect",
    );
    return { kind: "declined", effect, why: error.message, ...(isForbidden && { forbidden: true as const }) };
  }
}

async function perform(effect: Effect, context: ApplyContext): Promise<Outcome> {
  const { client } = context;
  switch (effect.kind) {
    case "check":
      return { kind: "check", effect, beside: await writeCheck(effect, context) };
    case "act":
      return { kind: "act", effect, result: await act(effect, context) };
    case "registry-change":
      return { kind: "registry-change", effect, change: await changeRegistry(effect, context) };
    case "publish":
      return { kind: "publish", effect, published: await publish(effect, context) };
    case "reviewers":
      return { kind: "reviewers", effect, reviewers: await askReviewers(effect, client) };
    case "status-comment":
      await writeStatusComment(effect, context);
      break;
    case "reply":
      await comment(effect, context);
      break;
    case "reaction":
      await react(effect, client);
      break;
    case "close-issue":
      await closeIssue(effect, client);
      break;
    case "registry-pull-note":
      await writeRegistryPullNote(client, effect);
      break;
    case "proposal-pull":
      await writeProposalPull(client, effect);
      break;
    case "labelled":
      return doneToLabels(effect, { on: namesOf(effect), off: [] }, await putLabelsOn(effect, client));
    case "unlabelled":
      return doneToLabels(effect, { on: [], off: namesOf(effect) }, await takeLabelsOff(effect, client));
    case "no-reviewers":
      await releaseReviewers(client, effect, { people: effect.logins, teams: [] });
      break;
    case "merged-branch":
      await deleteMergedBranch(client, effect);
      break;
    case "end-merge":
      await endMerge(client, effect);
      break;
    default:
      return unreachable(effect);
  }
  return { kind: "done", effect };
}

function namesOf({ labels }: { readonly labels: readonly { readonly name: string }[] }): readonly string[] {
  return labels.map(({ name }) => name);
}

/** `at` null: a server that does not tell its time; its labels are believed as they are read. */
function doneToLabels(
  effect: Effect,
  labels: Pick<Extract<Note, { kind: "labelling" }>, "on" | "off">,
  at: Instant | null,
): Outcome {
  return at === null ? { kind: "done", effect } : { kind: "done", effect, note: { kind: "labelling", ...labels, at } };
}

async function askReviewers(effect: ReviewersEffect, client: Client): Promise<AskOutcome> {
  const { people: refused } = await requestReviewers(client, effect, { people: effect.logins, teams: [] });
  return { asked: effect.logins.filter((login) => !refused.includes(login)), refused };
}

async function changeRegistry(effect: RegistryChangeEffect, context: ApplyContext): Promise<RegistryChangeOutcome> {
  const outcome = await writeRegistryChange(context.client, effect);
  context.log.info({ registry: repositoryPath(effect.repository), branch: effect.branch, outcome }, "registry change");
  return outcome;
}

async function publish(effect: PublishEffect, { client, log }: ApplyContext): Promise<PublishOutcome> {
  const outcome = await writePublishPull(client, effect);
  log.info({ repository: repositoryPath(effect.repository), branch: effect.branch, outcome }, "publishing");
  return outcome;
}

async function act(effect: CommandActionEffect<WritableAction>, context: ApplyContext): Promise<ActionResult> {
  const result = await executeAction(effect, context);
  const { key, by } = effect;
  context.log.info({ act: effect.act.kind, key, by: by.login, answer: result.answer.kind }, "act");
  return result;
}
