/** Performs what one line asks for: on GitHub by the one writer, or, for `/reroll`, by the choice of reviewers. */

import { labelsNamed } from "../commands/labels-named.ts";
import { orderOf } from "../commands/orders/merge-order.ts";
import { saveAudit } from "../database/audit-entries.ts";
import type { Verdict } from "../gate/verdict-types.ts";
import type { ActionResult } from "../github/write/actions/action-context.ts";
import { performOnce } from "../github/write/actions/perform-once.ts";
import { type ApplyContext, apply } from "../github/write/apply.ts";
import type { Answer } from "../model/answer.ts";
import { auditEntry } from "../model/audit-context.ts";
import type { CommandActionEffect, WritableAction } from "../model/command-effect.ts";
import { actDetail } from "../model/effect-detail.ts";
import type { IssueFacts, PullFacts } from "../model/facts.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Instant } from "../shared/names.ts";
import { possibleNames } from "../triage/labels/change.ts";
import { notAsked } from "../triage/reviewers/due.ts";
import { applyContext } from "./apply-context.ts";
import { auditContextOf } from "./audit/audit-context.ts";
import type { Evaluation } from "./evaluation.ts";
import type { JobParts } from "./job-parts.ts";
import type { Work } from "./read-notes.ts";
import { rememberPull } from "./remember-pull.ts";
import { performReroll, type Rerolled } from "./reviewing/reroll-step.ts";

export interface ActionStepContext {
  readonly parts: JobParts;
  /** Whatever was said then or before may be unknown to the database. */
  readonly since: Instant;
  readonly facts: PullFacts | IssueFacts;
  readonly index: RegistryIndex;
  /** `null` on issues, and where nothing is decided. */
  readonly verdict: Verdict | null;
  readonly work: Work;
  /** Only for lines on a pull request; `null` on issues. */
  readonly pull: PullActing | null;
}

interface PullActing {
  readonly own: Evaluation;
  readonly applying: ApplyContext;
}

/** A line's answer, and the record after it. */
interface Acted {
  readonly answer: Answer;
  readonly record: PullRecord | null;
}

export async function performAct(
  effect: CommandActionEffect,
  record: PullRecord | null,
  context: ActionStepContext,
): Promise<Acted> {
  return isWritable(effect) ? await write(effect, record, context) : await reroll(effect, record, context);
}

function isWritable(effect: CommandActionEffect): effect is CommandActionEffect<WritableAction> {
  return effect.act.kind !== "reroll";
}

async function write(
  effect: CommandActionEffect<WritableAction>,
  record: PullRecord | null,
  { parts, facts, index, verdict, work, pull }: ActionStepContext,
): Promise<Acted> {
  const audit = auditContextOf(work, facts, index, verdict);
  work.signal.throwIfAborted();
  const [outcome] = await apply([effect], applyContext(parts, { repositoryId: facts.repository.id, audit }));
  if (outcome?.kind !== "act") return { answer: { kind: "quiet" }, record };
  const { answer, order } = outcome.result;
  if (record === null || pull === null) return { answer, record };
  const ordered = withOrder(record, pull, effect, order);
  return { answer, record: withPutOn(withoutReleased(ordered, effect, answer), effect, { answer, index }) };
}

/** A label that a person's command put on is theirs, though it bears Rung's name: no rule takes it off. */
function withPutOn(
  record: PullRecord,
  { act }: CommandActionEffect<WritableAction>,
  { answer, index }: Pick<Acted, "answer"> & Pick<ActionStepContext, "index">,
): PullRecord {
  if (act.kind !== "labels" || act.off || answer.kind === "refused") return record;
  const known = record.labels ?? { own: [], others: [] };
  const named = labelsNamed(act.words, act.prefix, [...possibleNames(index.registry)]).found;
  const others = named.filter((name) => !known.own.includes(name) && !known.others.includes(name));
  return others.length === 0 ? record : { ...record, labels: { ...known, others: [...known.others, ...others] } };
}

/** People whom a line took off are no longer shown as asked. */
function withoutReleased(record: PullRecord, { act }: CommandActionEffect<WritableAction>, answer: Answer): PullRecord {
  const { reviewing } = record;
  if (act.kind !== "request" || !act.off || reviewing === undefined || answer.kind === "refused") return record;
  const asked = notAsked(reviewing.asked, act.people);
  return asked === reviewing.asked ? record : { ...record, reviewing: { ...reviewing, asked } };
}

function withOrder(
  record: PullRecord,
  pull: PullActing,
  { act, key, by, saidAt: at }: CommandActionEffect<WritableAction>,
  order: ActionResult["order"],
): PullRecord {
  if (act.kind !== "merge" || order === undefined) return record;
  const { order: _, ...rest } = record;
  if (order === "taken-back") return rest;
  const { headSha, baseRef = pull.own.facts.base.ref, waitsFor } = act;
  return { ...rest, order: orderOf({ key: utteranceOf(key), by, at, headSha, baseRef, approved: waitsFor === null }) };
}

/** `5#7/comment:12/…`: whichever line of it. */
function utteranceOf(key: string): string {
  return key.split("/")[1] ?? key;
}

/** The people whom an earlier line asked must be recorded first; otherwise they could be mistaken for these. */
async function reroll(
  effect: CommandActionEffect,
  record: PullRecord | null,
  { parts, facts, index, verdict, work, pull }: ActionStepContext,
): Promise<Acted> {
  if (pull === null || record === null)
    return { answer: { kind: "refused", text: "There is nothing to review here." }, record };
  const { own, applying } = pull;
  if (record !== own.record) await rememberPull(parts, own, record);
  work.signal.throwIfAborted();
  const { client, db, log, memory } = parts;
  const looking = { parts, facts: own.facts, index, verdict: own.verdict, work, applying, reviewing: record.reviewing };
  const done: Rerolled = await performOnce(effect, { client, db, doing: memory.doing }, (events) =>
    performReroll(looking, effect.by, events),
  );
  const answer = done.answer;
  log.info({ act: effect.act.kind, key: effect.key, by: effect.by.login, answer: answer.kind }, "act");
  const audit = auditContextOf(work, facts, index, verdict);
  await saveAudit(db, [auditEntry(audit, "act", { ...actDetail(effect), answer: answer.kind })]);
  const { reviewing } = done;
  const isNew = reviewing !== undefined && reviewing !== record.reviewing;
  return { answer, record: isNew ? { ...record, reviewing } : record };
}
