/** The actions of one job on a subject: each line that asks for one, in the order in which they were written, with its outcome. */

import type { ActionRequest, Command } from "../commands/command.ts";
import { commands } from "../commands/index.ts";
import { asSaid } from "../commands/replies/replies.ts";
import { knownActs, noteAct } from "../database/command-actions.ts";
import { baseAt, headAt } from "../gate/record/heads.ts";
import type { Answer } from "../model/answer.ts";
import { type Call, callKey } from "../model/call.ts";
import { type CommandAction, type CommandActionEffect, type SeenSubject, seenAfter } from "../model/command-effect.ts";
import { type ConversationEntry, conversationOf, isDeleted } from "../model/conversation.ts";
import type { IssueFacts, PullFacts } from "../model/facts.ts";
import { threadPlace } from "../model/job.ts";
import type { PullRecord } from "../model/pull-record.ts";
import { lookAfterVouch } from "./after-vouch.ts";
import { lookAfterQuiet } from "./growth/after-quiet.ts";
import { type ActionStepContext, performAct } from "./perform-act.ts";
import { rememberPull } from "./remember-pull.ts";

interface ActionStep {
  /** The answer of each line that acts, by its key. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** With the people asked to review and the merge order given; `null` on issues. */
  readonly record: PullRecord | null;
}

/** Each action takes a request or more; nobody means more of them in one comment. */
const MAX_ACTS = 10;

/**
 * In the order in which the lines were written. Moved labels are recorded before a line that asks somebody to review, and at the end
 * (R30).
 */
export async function actionStep(context: ActionStepContext): Promise<ActionStep> {
  const all = actingLines(context);
  const before = context.pull?.own.record ?? null;
  if (!all.some(({ isAsked }) => isAsked)) return { answers: new Map(), record: before };
  const { answers, record } = await performLines(all, context);
  if (context.pull !== null && record !== null && record !== before)
    await rememberPull(context.parts, context.pull.own, record);
  const { parts, facts, work } = context;
  const done = { notes: work.notes, acts: answers, installationId: work.installationId };
  await lookAfterQuiet(parts, facts.repository, done);
  await lookAfterVouch(parts, facts, done);
  return { answers, record };
}

async function performLines(all: readonly ActingLine[], context: ActionStepContext): Promise<ActionStep> {
  const answers = new Map<string, Answer>();
  // What was done is not decided again: by now it may look done, or undone, or no longer allowed.
  const begun = await knownActs(
    context.parts.db,
    all.map(({ key }) => actKey(key, context)),
  );
  const earlier: CommandAction[] = [];
  let record = context.pull?.own.record ?? null;
  let seen = seenNow(context.facts);
  for (const [place, line] of all.entries()) {
    const before = begun.get(actKey(line.key, context));
    if (before?.isRecent && before.answer !== null && isDone(before.answer)) earlier.push(before.act);
    if (!line.isAsked) continue;
    const known = before?.answer ?? null;
    const decision = known === null ? decided(line, seen, context) : { kind: "answer" as const, answer: known };
    if (decision.kind === "answer") {
      const key = actKey(line.key, context);
      const so = "so" in decision ? decision.so : undefined;
      if (so !== undefined && !begun.has(key))
        await noteAct(context.parts.db, key, { act: so, by: line.spoken.by, seen }, decision.answer);
      answers.set(line.key, so !== undefined && begun.has(key) ? { kind: "done" } : decision.answer);
      continue;
    }
    const after = all.slice(place + 1);
    const later = after.flatMap(({ key }) => begun.get(actKey(key, context))?.act ?? []);
    if (decision.act.kind === "merge") later.push(...after.flatMap((one) => takesBack(one, seen, context)));
    const effect = effectOf(decision.act, line, { seen, later, earlier: [...earlier] }, context);
    const done = await performAct(effect, record, context);
    answers.set(line.key, done.answer);
    record = done.record;
    if (!isDone(done.answer)) continue;
    seen = seenAfter(seen, decision.act);
    earlier.push(decision.act);
  }
  return { answers, record };
}

function isDone({ kind }: Answer): boolean {
  return kind === "done" || kind === "told";
}

/** Nothing brings a merge back: one that a later line takes back is not begun, though that line has its turn after it. */
function takesBack(line: ActingLine, seen: SeenSubject, context: ActionStepContext): readonly CommandAction[] {
  if (line.call.name !== "merge" || !line.call.cancel) return [];
  const decision = decided(line, seen, context);
  return decision.kind === "act" ? [decision.act] : [];
}

interface ActingLine {
  readonly call: Call;
  readonly act: NonNullable<Command["action"]>;
  readonly spoken: ConversationEntry;
  /** Within the subject. */
  readonly key: string;
  /** An event of this job brought it; otherwise it was written before or after, and is another job's. */
  readonly isAsked: boolean;
}

/** From everything said here, in order. */
function actingLines({ facts, work }: ActionStepContext): readonly ActingLine[] {
  return conversationOf(facts, work.notes).flatMap((spoken) => {
    const isAsked = spoken.note !== null && !isDeleted(spoken, facts);
    const lines = spoken.calls.flatMap((call): readonly ActingLine[] => {
      const act = commands.find(({ name }) => name === call.name)?.action;
      return act === undefined ? [] : [{ call, act, spoken, key: callKey(asSaid(spoken), call), isAsked }];
    });
    return lines.slice(0, MAX_ACTS);
  });
}

/** Over all repositories. */
function actKey(key: string, { facts }: ActionStepContext): string {
  return `${threadPlace(facts)}/${key}`;
}

function seenNow(facts: PullFacts | IssueFacts): SeenSubject {
  const { state, title, labels, labelIds, assignees = null } = facts;
  const draft = facts.kind === "pull" && facts.draft;
  const known = labels.complete ? [...labelIds].map(([name, id]) => ({ name, id })) : null;
  return { state, title, draft, labels: known, assignees };
}

function decided({ call, act, spoken }: ActingLine, { state, title, draft }: SeenSubject, context: ActionStepContext) {
  const { facts, index, verdict, pull } = context;
  const now = facts.kind === "pull" ? { ...facts, state, title, draft } : { ...facts, state, title };
  const record = pull?.own.record ?? null;
  const acting: ActionRequest = {
    facts: now,
    registry: index.registry,
    index,
    verdict,
    speaker: spoken.by,
    said: asSaid(spoken),
    headWhenSaid: headWhenSaid(spoken, facts, record),
    ...(facts.kind === "pull" && record !== null && { baseWhenSaid: baseAt(record, spoken.at, facts) }),
  };
  return act(call, acting);
}

/** A review carries its commit; a comment belongs to the head of its moment (R9a). */
function headWhenSaid({ utterance, at }: ConversationEntry, facts: PullFacts | IssueFacts, record: PullRecord | null) {
  if (facts.kind === "issue" || record === null) return null;
  const review = facts.reviews.items.find(({ id }) => utterance?.kind === "review" && id === utterance.id);
  return review?.commit ?? headAt(record, at, facts);
}

function effectOf(
  act: CommandAction,
  { key, spoken }: ActingLine,
  { seen, later, earlier }: Pick<CommandActionEffect, "seen" | "later" | "earlier">,
  context: ActionStepContext,
): CommandActionEffect {
  const { facts, parts } = context;
  const { owner, name } = facts.repository;
  const { kind, number, nodeId } = facts;
  return {
    kind: "act",
    repository: { owner, name },
    subject: { kind, number, nodeId },
    key: actKey(key, context),
    by: spoken.by,
    saidAt: spoken.at,
    late: spoken.at <= context.since,
    act,
    seen,
    later,
    earlier,
    botLogin: parts.bot.login,
  };
}
