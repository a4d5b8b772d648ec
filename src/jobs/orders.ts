/**
 * Ends merges that GitHub would carry out on Rung's behalf, where the order no longer holds (R86): before any check is written, since
 * GitHub merges as soon as one passes.
 */

import { droppedOrder, type Ending, endedReply, endingOf } from "../commands/orders/ended.ts";
import { type CurrentOrder, currentOrder, withoutTakenBack } from "../commands/orders/merge-order.ts";
import { GitHubError, Transient } from "../github/client/errors.ts";
import { isCheckRequired } from "../github/read/merge-state.ts";
import { type ApplyContext, apply } from "../github/write/apply.ts";
import { type EndMergeEffect, type ReplyEffect, threadOf } from "../model/effect.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { Evaluation } from "./evaluation.ts";
import type { JobParts } from "./job-parts.ts";
import type { Work } from "./read-notes.ts";
import { rememberPull } from "./remember-pull.ts";

export interface OrderStep {
  /** To be performed before the checks are written. */
  readonly effects: readonly EndMergeEffect[];
  /** The messages to the people who gave the order, once it has ended. */
  readonly said: readonly ReplyEffect[];
  /** Says that the order has ended until they were told. */
  readonly record: PullRecord;
  /** Why nobody knows whether the order has ended: this is asked again, and until then no check passes. Absent: it is known. */
  readonly failure?: GitHubError;
}

export async function orderStep(parts: JobParts, own: Evaluation, work: Work): Promise<OrderStep> {
  const { facts, record } = own;
  // Who is in a team that cannot be read is unknown, and nobody's role is lost for that.
  const isTeamUnread = own.governing.kind === "good" && own.governing.unreadTeams.length > 0;
  const isGoverned = own.governing.kind !== "none";
  const context = { ...own, index: isTeamUnread ? null : own.index, isGoverned, notes: work.notes, bot: parts.bot };
  const order = currentOrder(context);
  const left = untold(own);
  if (order === null && isUnread(own, work))
    return {
      effects: [],
      said: left,
      record,
      failure: new Transient("GitHub did not tell what is in its merge queue"),
    };
  if (order === null) {
    const dropped = droppedOrder(context);
    if (dropped === null) return { effects: [], said: left, record: withoutTakenBack(record, facts, work.notes) };
    const reply = endedReply(dropped.order, dropped.why, facts);
    return { effects: [], said: [reply], record: withEnded(record, reply.body) };
  }
  if (!mayEnd(order, parts)) return { effects: [], said: left, record };
  const ending = await ended(endingOf(order, context), own, parts);
  if (ending instanceof GitHubError) return { effects: [], said: left, record, failure: ending };
  if (ending.kind !== "ends") return { effects: [], said: left, record };
  const effect = { kind: "end-merge" as const, ...threadOf(facts), nodeId: facts.nodeId, way: order.merging.way };
  const reply = endedReply(order, ending.why, facts);
  return { effects: [effect], said: [reply], record: withEnded(record, reply.body) };
}

/** Why an order that has ended may still be in force on GitHub; `null`: none is. Its end is recorded before it is carried out. */
export async function endOrders(
  parts: JobParts,
  own: Evaluation,
  { effects, record }: OrderStep,
  applying: ApplyContext,
): Promise<GitHubError | null> {
  if (effects.length === 0) return null;
  await rememberPull(parts, own, record);
  try {
    await apply(effects, applying);
    return null;
  } catch (error) {
    if (error instanceof GitHubError) return error;
    throw error;
  }
}

/** After this many failures the server is assumed to have no queue. */
const MAX_FAILURES = 3;

/** Whether an order may still be in force. */
function isUnread({ facts, record }: Evaluation, { failures = 0 }: Work): boolean {
  const isGiven = record.order !== undefined && record.order.ended === undefined;
  return facts.mergingUnread === true && facts.state === "open" && isGiven && failures < MAX_FAILURES;
}

/** GitHub's own workflows merge under the name of GitHub Actions, too: there only what Rung surely asked for is its own. */
function mayEnd({ key }: CurrentOrder, { appId }: JobParts): boolean {
  return key !== null || appId !== GITHUB_ACTIONS;
}

const GITHUB_ACTIONS = 15_368;

async function ended(
  ending: Ending,
  { facts }: Evaluation,
  { client, appId }: JobParts,
): Promise<Ending | GitHubError> {
  if (ending.kind !== "unless-required") return ending;
  try {
    const isRequired = await isCheckRequired(client, facts.repository, facts.number, appId);
    return isRequired ? { kind: "stands" } : { kind: "ends", why: ending.why };
  } catch (error) {
    if (error instanceof GitHubError) return error;
    throw error;
  }
}

function withEnded(record: PullRecord, told: string): PullRecord {
  return record.order === undefined ? record : { ...record, order: { ...record.order, ended: told } };
}

/** A try that died between ending an order and telling of it left something to be told. */
function untold({ record, facts }: Evaluation): readonly ReplyEffect[] {
  const { order } = record;
  if (order?.ended === undefined) return [];
  const to = `${order.key}/ended`;
  return [{ kind: "reply", ...threadOf(facts), to, body: order.ended }];
}

/** Once people were told, an order that ended need not be remembered. */
export function withoutEnded(record: PullRecord): PullRecord {
  if (record.order?.ended === undefined) return record;
  const { order: _, ...rest } = record;
  return rest;
}
