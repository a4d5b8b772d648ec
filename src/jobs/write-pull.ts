/** What a pull request's job writes, in order: first the checks, since merges wait for them, then what people asked for. */

import { isShownAsWritten } from "../commands/replies/status-written.ts";
import type { StandingBeside } from "../database/merge-groups.ts";
import { noted } from "../gate/record/heads.ts";
import { seal } from "../gate/record/marker.ts";
import type { GitHubError } from "../github/client/errors.ts";
import { passes } from "../github/read/standing-checks.ts";
import { DEMANDED_MS } from "../github/read/told-notes.ts";
import { mayBeOlder } from "../github/read/unshown.ts";
import { type ApplyContext, apply } from "../github/write/apply.ts";
import type { Outcome } from "../github/write/outcome.ts";
import { byCheckKey, reconcile } from "../github/write/reconcile.ts";
import type { Effect } from "../model/effect.ts";
import { OPENED_CAUSE, type ReadNote } from "../model/job.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { Instant } from "../shared/names.ts";
import { unanswered } from "./answered-statements.ts";
import { answersOnce } from "./answers-once.ts";
import { applyContext } from "./apply-context.ts";
import { auditContextOf } from "./audit/audit-context.ts";
import { caughtUpAt } from "./catching-up.ts";
import { type DecisionStep, decisionStep } from "./decisions/decision-step.ts";
import { answersIn, isDecisionsCall } from "./decisions/issue-decisions.ts";
import type { Evaluation } from "./evaluation.ts";
import { isFirstLook, settleLater } from "./first-look.ts";
import { withNextRole } from "./growth/tell-person.ts";
import { proposalStep } from "./inactivity/proposal-step.ts";
import type { JobParts } from "./job-parts.ts";
import { applyThere, isSpeechless, labelsForbidden, owedThere } from "./locked-conversation.ts";
import { endOrders, type OrderStep, orderStep, withoutEnded } from "./orders.ts";
import { ownNotes } from "./own-notes.ts";
import { type PeopleResult, peopleSteps } from "./people-steps.ts";
import { schedulePromotion } from "./promotions/again.ts";
import { concealedThere, type PromotionStep, promotionStep } from "./promotions/promotion-step.ts";
import { unknownOwnersStep } from "./publishing/unknown-owners-step.ts";
import { type Checks, checksOf, type Twin } from "./pull-checks.ts";
import { conversationOn } from "./pull-conversation.ts";
import { judgeGroupsAgain } from "./queued.ts";
import type { Work } from "./read-notes.ts";
import { rememberLabelsFirst } from "./remember-pull.ts";
import { recordContext } from "./stored-record.ts";

export interface PullWriting {
  readonly own: Evaluation;
  readonly twins: readonly Twin[];
  readonly work: Work;
  /** Aborts when the head's lock is lost. */
  readonly lost: AbortSignal;
  /** Called once the checks are as they should be. */
  readonly judged: () => void;
}

export interface Written {
  /** What is to be remembered. */
  readonly record: PullRecord;
  /** Why reviewers or labels were left as they are, or why something could not be taken back. */
  readonly failure: GitHubError | null;
  /** The app has no permission to answer what people said. */
  readonly isSpeechless?: boolean;
}

/** By a reading that is late nothing is written but what takes a passing check away. */
export async function writeStricter(parts: JobParts, writing: PullWriting): Promise<void> {
  const { own, twins, work } = writing;
  const applying = await contextOf(parts, writing);
  const checks = await unlessForbidden(parts, () => checksOf(parts, own, twins, applying.surelyNew));
  if (checks === null) return;
  const { wanted, standing } = checks;
  const falling = wanted.filter((check) => {
    const known = standing.get(check.name);
    return known !== undefined && passes(known) && !passes(check);
  });
  assertHeld(writing);
  const there = { ...applying, standing: { headSha: own.facts.head.sha, checks: standing } };
  await unlessForbidden(parts, () => apply(falling, there));
  // What a merge queue made of it does not wait for GitHub's readings either (R39).
  if (!wanted.every(passes)) await judgeGroupsAgain(parts, own, work);
}

export async function writePull(parts: JobParts, given: PullWriting): Promise<Written> {
  const { work } = given;
  const proposal = await proposalStep(parts, given.own, work);
  const { own } = proposal;
  const writing = { ...given, own };
  const applying = await contextOf(parts, writing);
  const orders = await orderStep(parts, own, work);
  const { isWritten, beside } = await writeChecks(parts, writing, { applying, orders });
  const memory = await judgeGroupsAgain(parts, own, work, beside);
  if (proposal.dueAt === null && orders.said.length === 0 && isFirstLook(work, own, Date.now())) {
    await settleLater(parts, own, orders.record, work);
    return { record: orders.record, failure: null };
  }
  // The verdict does not wait for what promotions count, nor for what commands do.
  const decisions = await decisionsOn(parts, own, work);
  const promotions = await promotionsOn(parts, own, work);
  const since = await parts.memory.since(own.facts.readAt, memory?.isFresh() === true ? memory.value : undefined);
  const { client, db, bot, budgets } = parts;
  const { facts, index } = own;
  const notes = await unanswered(work.notes, { client, db, bot, facts, since });
  const evaluation = { ...own, record: orders.record };
  const people = await peopleSteps({ parts, own: evaluation, work: { ...work, notes }, applying, since });
  if (isWritten) await nameAsked(parts, writing, { applying, record: people.record });
  await rememberLabelsFirst(parts, own, people.record);
  const { record, said } = await conversation(parts, own, {
    record: withoutEnded(people.record),
    notes,
    acts: people.acts,
    answers: answersIn(promotions, decisions),
    checkForbidden: !isWritten,
  });
  const answers = await answersOnce({ db, facts, notes, index, bot, budgets }, said);
  const unknown = await unknownOwnersStep(parts, own, work);
  const ofQuestions = [...(decisions?.effects ?? []), ...(promotions?.effects ?? [])];
  const hidden = concealedThere({ parts, facts }, ofQuestions);
  assertHeld(writing);
  const there = { parts, facts, work };
  const owed = await owedThere(there, answers);
  const effects = [...ofQuestions, ...people.effects, ...hidden, ...orders.said, ...answers, ...owed, ...unknown];
  await apply(decisions?.first ?? [], applying);
  const outcomes = await applyThere(there, planned(parts, own, effects), applying);
  const due = [people.dueAt, proposal.dueAt, decisions?.dueAt ?? null].flatMap((at) => at ?? []);
  const isAsked = promotions !== null || decisions !== null;
  await lookLater(parts, own, work, {
    isAsked,
    due: [...due, ...(promotions?.dueAt == null ? [] : [promotions.dueAt])],
  });
  const left = withoutLabels(record, labelsForbidden(outcomes));
  return { record: left, failure: people.failure, isSpeechless: isSpeechless(outcomes) };
}

/** What could not be put on was not taken off by a person. */
function withoutLabels(record: PullRecord, names: ReadonlySet<string>): PullRecord {
  const { labels } = record;
  if (labels === undefined || names.size === 0) return record;
  return { ...record, labels: { ...labels, own: labels.own.filter((name) => !names.has(name)) } };
}

interface Conversing {
  readonly record: PullRecord;
  readonly notes: readonly ReadNote[];
  readonly acts: PeopleResult["acts"];
  readonly answers: ReturnType<typeof answersIn>;
  readonly checkForbidden: boolean;
}

/** What is said, and the record with what that tells the author of their next role. */
async function conversation(
  parts: JobParts,
  own: Evaluation,
  { record: before, notes, acts, answers, checkForbidden }: Conversing,
): Promise<{ readonly record: PullRecord; readonly said: readonly Effect[] }> {
  const saidWith = (record: PullRecord) =>
    conversationOn(
      { ...own, record },
      {
        bot: parts.bot,
        recordMarker: () => seal(record, recordContext(own.facts), parts.key),
        // Whose the hold label was may have been told to another job.
        notes: [...own.told.filter(({ kind }) => kind === "labelled"), ...notes],
        acts,
        ...answers,
        checkForbidden,
      },
    );
  const plain = await saidWith(before);
  const record = await withNextRole(parts, own, before, plain);
  return { record, said: record === before ? plain : await saidWith(record) };
}

/** The comments that are missing, in order. */
function planned({ bot }: JobParts, { facts, told }: Evaluation, wanted: readonly Effect[]): readonly Effect[] {
  const comments = facts.comments.items.filter((comment) => isShownAsWritten(comment, told));
  return reconcile(wanted, { checks: new Map(), comments, botLogin: bot.login });
}

interface CheckWriting {
  readonly applying: ApplyContext;
  readonly orders: OrderStep;
}

/**
 * GitHub merges as soon as a check passes: none does while an order that has ended, or may have ended, may still be in force there.
 */
async function writeChecks(
  parts: JobParts,
  writing: PullWriting,
  { applying, orders }: CheckWriting,
): Promise<WrittenChecks> {
  const { own, twins } = writing;
  const found = await unlessForbidden(parts, () => checksOf(parts, own, twins, applying.surelyNew));
  const headSha = own.facts.head.sha;
  assertHeld(writing);
  const unended = orders.failure ?? (await endOrders(parts, own, orders, applying));
  const outcomes = found && (await unlessForbidden(parts, () => writeWanted(found, unended === null)));
  if (unended !== null) throw unended;
  writing.judged();
  const last = outcomes?.at(-1);
  return { isWritten: outcomes !== null, beside: last?.kind === "check" ? last.beside : null };

  function writeWanted({ wanted, standing }: Checks, mayPass: boolean): Promise<readonly Outcome[]> {
    const due = mayPass ? wanted : wanted.filter((check) => !passes(check));
    const checks = applying.rewrite ? new Map() : byCheckKey(headSha, standing);
    const plan = reconcile(due, { checks, comments: [], botLogin: parts.bot.login });
    return apply(plan, { ...applying, standing: { headSha, checks: standing } });
  }
}

interface WrittenChecks {
  /** `false`: the app may not. */
  readonly isWritten: boolean;
  /** What was read when the last of them was recorded; `null`: none was. */
  readonly beside: StandingBeside | null;
}

/**
 * `null`: the app has no permission for checks. What was asked for besides is done all the same; once the permission is granted, everything
 * is looked at again (R32).
 */
async function unlessForbidden<T>({ lacksPermission }: JobParts, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (lacksPermission(error)) return null;
    throw error;
  }
}

/**
 * The check names the people whom Rung has asked, so that nobody waits for one person and is referred to another. It is written before
 * anybody is asked, since merges wait for it; a second time only if it then names others.
 */
async function nameAsked(
  parts: JobParts,
  writing: PullWriting,
  { applying, record }: { readonly applying: ApplyContext; readonly record: PullRecord },
): Promise<void> {
  const { own, twins } = writing;
  const { verdict, facts } = own;
  const isSame = record.reviewing === own.record.reviewing || verdict.quickest.length === 0;
  if (isSame || facts.state !== "open" || twins.length > 0) return;
  const quickest = own.quickestWith(record);
  if (JSON.stringify(quickest) === JSON.stringify(verdict.quickest)) return;
  // The check was written since.
  const named = { ...own, recalled: null, verdict: { ...verdict, quickest } };
  const { wanted, standing } = await checksOf(parts, named, twins, false);
  const headSha = facts.head.sha;
  const waiting = wanted.filter((check) => !passes(check));
  const plan = reconcile(waiting, {
    checks: byCheckKey(headSha, standing),
    comments: [],
    botLogin: parts.bot.login,
  });
  assertHeld(writing);
  // What was decided is in the audit already.
  const audit = { ...applying.audit, decided: null };
  await apply(plan, { ...applying, audit, rewrite: false, standing: { headSha, checks: standing } });
}

function assertHeld({ work, lost }: PullWriting): void {
  work.signal.throwIfAborted();
  lost.throwIfAborted();
}

interface Due {
  /** Something there may end by time alone: in any case, what was scheduled before is out of date. */
  readonly isAsked: boolean;
  /** When a reviewer's time will be up, a notice, or a window. */
  readonly due: readonly Instant[];
}

/** The subject has one look in the future: whichever of its causes comes first. */
async function lookLater(
  parts: JobParts,
  { facts, index, unshown, told, before }: Evaluation,
  work: Work,
  { isAsked, due }: Due,
): Promise<void> {
  const { nudge, reassign } = index?.registry.reviews ?? {};
  // What could not be told for a head or a base that GitHub never showed is told once nobody waits for that any more (R37).
  const unsure = [
    ...(unshown.some(({ otherChange }) => otherChange) ? [facts.readAt + DEMANDED_MS] : []),
    ...(mayBeOlder(facts, told, told.reduce(noted, before)) ? [caughtUpAt(facts, told)] : []),
  ];
  const isWanted = nudge !== undefined || reassign !== undefined || due.length > 0;
  if (unsure.length === 0 && !isAsked && !isWanted) return;
  const moments = [...due, ...unsure];
  await schedulePromotion(parts, work, moments.length === 0 ? null : Math.min(...moments), facts.readAt);
}

async function promotionsOn(parts: JobParts, own: Evaluation, work: Work): Promise<PromotionStep | null> {
  const { facts, index, governing, registryHead: head, told } = own;
  if (index === null || governing.kind !== "good") return null;
  return await promotionStep({ parts, facts, governing, head, work, told, ...isDecisionsCall(own.decisions) });
}

async function decisionsOn(parts: JobParts, own: Evaluation, work: Work): Promise<DecisionStep | null> {
  const { facts, index, decisions, verdict } = own;
  if (index === null) return null;
  const { decisions: needed = [] } = verdict;
  return await decisionStep({ parts, facts, registry: index.registry, work, needed }, decisions);
}

async function contextOf(parts: JobParts, { own, twins, work }: PullWriting): Promise<ApplyContext> {
  const { facts, index, verdict, record } = own;
  const audit = auditContextOf(work, facts, index, facts.state === "open" ? verdict : null, { record, twins });
  const rewrite = work.deliveries.some((delivery) => delivery.cause.endsWith(".rerequested"));
  const surelyNew = await isSurelyNew(parts, own, work);
  const writing = { repositoryId: facts.repository.id, audit, surelyNew, rewrite };
  return { ...applyContext(parts, writing), wrote: ownNotes(parts, work) };
}

/**
 * GitHub says that nothing of Rung's was on the head when it was read: what was written since is in the database. Or the event itself
 * brought this head, and nobody has tried before: not even in an earlier life of the database, whose deliveries are taken in once more
 * (R75).
 */
async function isSurelyNew({ memory }: JobParts, own: Evaluation, work: Work): Promise<boolean> {
  const { facts, withoutChecks } = own;
  if (withoutChecks) return true;
  if (work.attempt > 1) return false;
  const isOpened = work.deliveries.some((delivery) => delivery.cause === OPENED_CAUSE);
  const came = work.notes.flatMap((note) => {
    const isIt = note.kind === "head" && note.sha === facts.head.sha && (note.before !== null || isOpened);
    return isIt ? [note.at] : [];
  });
  return came.length > 0 && Math.min(...came) > (await memory.since(facts.readAt));
}
