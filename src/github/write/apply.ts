/** The only writer: performs the plan's effects on GitHub, one by one, each safe to perform twice (R30). */

import type { Kysely } from "kysely";
import { z } from "zod";
import { statusDigest } from "../../commands/replies/status-written.ts";
import { saveAudit } from "../../database/audit-entries.ts";
import { type CheckMemory, checkMemory } from "../../database/check-memory.ts";
import type { Schema } from "../../database/schema.ts";
import { CHECK_NAME } from "../../gate/check-name.ts";
import type { Answer } from "../../model/answer.ts";
import { type AuditContext, auditEntry } from "../../model/audit-context.ts";
import type { AuditEntry } from "../../model/audit-entry.ts";
import type { CommandActionEffect } from "../../model/command-effect.ts";
import type {
  CheckEffect,
  CloseIssueEffect,
  Effect,
  ReactionEffect,
  RegistryChangeEffect,
  ReplyEffect,
  ReviewersEffect,
  StatusCommentEffect,
} from "../../model/effect.ts";
import { effectDetail } from "../../model/effect-detail.ts";
import type { Note } from "../../model/job.ts";
import type { Log } from "../../shared/log.ts";
import { type Instant, instant, unreachable } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Forbidden, Gone } from "../client/errors.ts";
import { type CurrentChecks, currentChecks } from "../read/standing-checks.ts";
import { type ExecuteContext, executeAction } from "./actions/execute.ts";
import { endMerge } from "./actions/merge-pull.ts";
import { writeRun } from "./check-runs.ts";
import { putOn, takeOff } from "./label-writes.ts";
import { isCurrent } from "./reconcile.ts";
import { type RegistryChangeOutcome, writeRegistryChange } from "./registry-pulls.ts";
import { type AskOutcome, releaseReviewers, requestReviews } from "./request-reviews.ts";

export interface ApplyContext extends Pick<ExecuteContext, "reroll" | "ordered" | "doing"> {
  readonly client: Client;
  readonly db: Kysely<Schema>;
  readonly log: Log;
  readonly repositoryId: number;
  /** What the audit says of the run whose effects these are. */
  readonly audit: AuditContext;
  readonly appId: number;
  /**
   * A head just pushed and a first try: no run of ours can be there. Otherwise a run that the store does not know is looked up
   * before one is created, as an earlier try may have been killed between the write and its record.
   */
  readonly surelyNew: boolean;
  /** Of the process; absent: what the database says, by itself. */
  readonly checkMemory?: CheckMemory;
  /** The checks on the commit that is written, where this job has looked already. */
  readonly standing?: { readonly headSha: string; readonly checks: CurrentChecks };
  /** Somebody pressed "Re-run": GitHub waits for a write, whatever stands. */
  readonly rewrite: boolean;
  /** Told what became of each change of a registry. */
  readonly registryChanged?: (effect: RegistryChangeEffect, outcome: RegistryChangeOutcome) => void;
  /** Told what became of each act. */
  readonly acted?: (effect: CommandActionEffect, answer: Answer) => void;
  /** Told what was written that the next readings may not show yet. */
  readonly wrote?: (note: Note) => Promise<void>;
  /** Told whom GitHub took as reviewers. */
  readonly reviewersAsked?: (outcome: AskOutcome) => void;
}

/**
 * Performs `effects` in order and records each check. A check that cannot be written throws; what only people read is skipped
 * when GitHub declines it for good (a locked conversation, a deleted comment), so that it never holds up the rest.
 */
export async function apply(effects: readonly Effect[], context: ApplyContext): Promise<void> {
  const entries: AuditEntry[] = [];
  try {
    for (const effect of effects) {
      // What GitHub declines of an act is the act's answer.
      const isStrict = effect.kind === "check" || effect.kind === "act" || effect.kind === "end-merge";
      const became = await (isStrict ? perform(effect, context) : performIfAllowed(effect, context));
      if (became !== null) entries.push(auditEntry(context.audit, effect.kind, { ...effectDetail(effect), ...became }));
    }
  } finally {
    // Also what was done before something failed: it is done.
    await saveAudit(context.db, entries);
  }
}

/** What became of an effect, for the audit beside what was wanted; `null`: nothing changed, or the entry is made already. */
type Became = AuditEntry["detail"] | null;

async function performIfAllowed(effect: Effect, context: ApplyContext): Promise<Became> {
  try {
    return await perform(effect, context);
  } catch (error) {
    if (!(error instanceof Gone || error instanceof Declined || error instanceof Forbidden)) throw error;
    context.log.warn({ err: error, effect: effect.kind }, "GitHub declined an effect");
    return { declined: error.message };
  }
}

async function perform(effect: Effect, context: ApplyContext): Promise<Became> {
  switch (effect.kind) {
    case "check":
      await writeCheck(effect, context);
      return null;
    case "status-comment":
      await writeStatusComment(effect, context);
      return {};
    case "reply":
      await comment(effect, context);
      return {};
    case "reaction":
      await react(effect, context.client);
      return {};
    case "registry-change":
      return changeRegistry(effect, context);
    case "close-issue":
      await closeIssue(effect, context.client);
      return {};
    case "act":
      return act(effect, context);
    case "labelled":
      await noteLabels(context, { on: namesOf(effect), off: [] }, await putOn(effect, context.client));
      return {};
    case "unlabelled":
      await noteLabels(context, { on: [], off: namesOf(effect) }, await takeOff(effect, context.client));
      return {};
    case "reviewers":
      return askReviewers(effect, context);
    case "no-reviewers":
      await releaseReviewers(effect, context.client);
      return {};
    case "end-merge":
      await endMerge(context.client, effect);
      return {};
    default:
      return unreachable(effect);
  }
}

/**
 * Until the write is answered nothing that is remembered of this check is believed, whoever looks and whatever becomes of this
 * process (R75).
 */
async function writeCheck(check: CheckEffect, context: ApplyContext): Promise<void> {
  const memory = context.checkMemory ?? checkMemory(context.db);
  const known = (await standingOn(check, context, memory)).get(check.name) ?? null;
  const isFound = !context.rewrite && known !== null && isCurrent(check, known);
  const row = { repositoryId: context.repositoryId, headSha: check.headSha, name: check.name };
  if (!isFound) await memory.begin(row);
  const standing = isFound ? known : await writeRun(context.client, check, known);
  const entries = checkEntries(check, context.audit, { found: isFound });
  const { id: checkRunId, digest, outcome } = standing;
  await memory.save({ ...row, checkRunId, digest, outcome }, entries);
}

/** The decision stands beside the check that bears the app's name; a branch's own check says the same. `found`: GitHub had it. */
function checkEntries(
  check: CheckEffect,
  context: AuditContext,
  became: { readonly found: boolean },
): readonly AuditEntry[] {
  const decided = check.name === CHECK_NAME ? (context.decided?.() ?? null) : null;
  const written = auditEntry(context, "check", { ...effectDetail(check), headSha: check.headSha, ...became });
  return decided === null
    ? [written]
    : [auditEntry(context, "verdict", { state: decided.state }, decided.why), written];
}

async function standingOn(check: CheckEffect, context: ApplyContext, memory: CheckMemory): Promise<CurrentChecks> {
  const { standing, client, appId, surelyNew, repositoryId } = context;
  if (standing?.headSha === check.headSha) return standing.checks;
  const repository = { ...check.repository, id: repositoryId };
  return await currentChecks({ client, memory, appId }, { repository, headSha: check.headSha }, { surelyNew });
}

async function writeStatusComment(effect: StatusCommentEffect, context: ApplyContext): Promise<void> {
  const { client } = context;
  if (effect.commentId === null) return await comment(effect, context);
  const path = `${home(effect)}/issues/comments/${effect.commentId}`;
  // Before the request: whatever becomes of its answer, a reading that shows another text is not believed meanwhile.
  await context.wrote?.({ kind: "status", id: effect.commentId, digest: statusDigest(effect.body) });
  try {
    await client.rest("PATCH", path, { body: { body: effect.body } });
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    // Somebody deleted it since it was read; what it must remember has to stand somewhere.
    await comment(effect, context);
  }
}

function namesOf({ labels }: { readonly labels: readonly { readonly name: string }[] }): readonly string[] {
  return labels.map(({ name }) => name);
}

/** `at` null: a server that does not tell its time, whose labels are then believed as they are read. */
async function noteLabels(
  { wrote }: ApplyContext,
  labels: Pick<Extract<Note, { kind: "labelling" }>, "on" | "off">,
  at: Instant | null,
): Promise<void> {
  if (at !== null) await wrote?.({ kind: "labelling", ...labels, at });
}

const commentView = z.object({ id: z.number(), created_at: z.string() });

/**
 * A creation that may have happened (a timeout) is not repeated here: the error ends this try, and the next one reads the
 * subject again and finds the comment by its marker.
 */
async function comment(
  effect: ReplyEffect | StatusCommentEffect,
  { client, wrote }: Pick<ApplyContext, "client" | "wrote">,
): Promise<void> {
  const path = `${home(effect)}/issues/${effect.number}/comments`;
  const { data } = await client.rest("POST", path, { body: { body: effect.body } });
  const made = commentView.safeParse(data);
  if (made.success) await wrote?.({ kind: "commented", id: made.data.id, at: instant(made.data.created_at) });
}

async function react(effect: ReactionEffect, client: Client): Promise<void> {
  await client.rest("POST", `${home(effect)}${reactionPath(effect.to)}`, { body: { content: effect.content } });
}

async function changeRegistry(effect: RegistryChangeEffect, context: ApplyContext): Promise<Became> {
  const outcome = await writeRegistryChange(context.client, effect);
  context.log.info({ registry: home(effect), branch: effect.branch, outcome }, "registry change");
  context.registryChanged?.(effect, outcome);
  const isNews = outcome.kind === "cannot" || (outcome.kind === "open" && outcome.wrote);
  return isNews ? { ...outcome } : null;
}

async function act(effect: CommandActionEffect, context: ApplyContext): Promise<Became> {
  const answer = await executeAction(effect, context);
  const { key, by } = effect;
  context.log.info({ act: effect.act.kind, key, by: by.login, answer: answer.kind }, "act");
  context.acted?.(effect, answer);
  return { answer: answer.kind };
}

async function askReviewers(effect: ReviewersEffect, context: ApplyContext): Promise<Became> {
  const outcome = await requestReviews(context.client, effect);
  context.reviewersAsked?.(outcome);
  return { ...outcome };
}

/** GitHub takes pull requests for issues here. */
async function closeIssue(effect: CloseIssueEffect, client: Client): Promise<void> {
  const body = { state: "closed", state_reason: effect.reason };
  await client.rest("PATCH", `${home(effect)}/issues/${effect.number}`, { body });
}

function reactionPath(to: ReactionEffect["to"]): string {
  switch (to.kind) {
    case "comment":
      return `/issues/comments/${to.id}/reactions`;
    case "review-comment":
      return `/pulls/comments/${to.id}/reactions`;
    case "description":
      return `/issues/${to.number}/reactions`;
    default:
      return unreachable(to.kind);
  }
}

function home(effect: Effect): string {
  return `/repos/${effect.repository.owner}/${effect.repository.name}`;
}
