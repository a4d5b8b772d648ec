/** The state of a subject's decisions by what was said there: remembered, collected, judged. Pure. */

import { commands } from "../../commands/index.ts";
import { isShownAsWritten } from "../../commands/replies/status-written.ts";
import type { Governing } from "../../github/read/governing-registry.ts";
import type { Absence } from "../../model/absence.ts";
import type { Answer } from "../../model/answer.ts";
import { conversationOf, isUnshown, SETTLED_MS } from "../../model/conversation.ts";
import type { IssueFacts, PullFacts, Utterance } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import { isOwn, isTouched, repliedTo } from "../../model/own-comment.ts";
import { collectDecisions, type Opening } from "../../promotions/decisions/collect-decisions.ts";
import {
  type ChangeAsked,
  type DecisionRecord,
  type DecisionStatement,
  hasEndedBy,
  isDecisionOpenAt,
  isOpenDecision,
  type UncountedStatement,
} from "../../promotions/decisions/decision.ts";
import type { OpenQuestions } from "../../promotions/decisions/decision-calls.ts";
import { DECISION_MARKER } from "../../promotions/decisions/decision-marker.ts";
import { recalledDecisions } from "../../promotions/decisions/decision-memory.ts";
import {
  mayTakePart,
  rememberedDecisionStatements,
  takeStatements,
  usesOf,
} from "../../promotions/decisions/decision-statements.ts";
import { areasOfDecision, decisionAuthority, mayDecide } from "../../promotions/decisions/electorate.ts";
import { type DecisionReview, judgeDecision } from "../../promotions/decisions/judge-decision.ts";
import { newDecisionRecord, withDecisionElectorate } from "../../promotions/decisions/new-decision.ts";
import { openersText } from "../../promotions/decisions/openers-text.ts";
import { openingNow } from "../../promotions/decisions/opening-words.ts";
import { answersOfStatements } from "../../promotions/decisions/statement-answers.ts";
import { maySpeakForTop } from "../../promotions/promotion-people.ts";
import type { Memory, Remembered } from "../../promotions/status-memory.ts";
import type { DecisionRule } from "../../registry/decisions/decisions-key.ts";
import type { Account, Instant } from "../../shared/names.ts";
import { openPromotionsAt, type PromotionsGiven } from "./open-promotions.ts";

export interface DecisionsGiven extends PromotionsGiven {
  readonly governing: Extract<Governing, { kind: "good" }>;
  /** Everything known to have been said lately, whichever process handled it. */
  readonly told: readonly ReadNote[];
  /** What the database knows of them. */
  readonly known: readonly Remembered<DecisionRecord>[];
  readonly away?: readonly Absence[];
  /** It is due: the open decisions in the database are considered, whether or not they are shown. */
  readonly isDue?: boolean;
  /** The issue was opened again just now: its windows begin once more (R47). */
  readonly isReopened?: boolean;
  /** The change at that moment; absent: on an issue. */
  changeAt?(at: Instant): ChangeAsked;
}

export interface JudgedDecision {
  /** As its status comment has it; `null`: it was just opened, or must be shown again. */
  readonly published: DecisionRecord | null;
  readonly review: DecisionReview;
  /** It was open when this job began, and has ended. */
  readonly hasJustEnded: boolean;
}

export interface DecisionsHere {
  readonly memory: Memory<DecisionRecord>;
  readonly decisions: readonly JudgedDecision[];
  /** By call key. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** What people could be talking about at that moment. */
  openAt(at: Instant): OpenQuestions;
}

/**
 * Whether anything there may concern a decision: otherwise nothing is examined. A comment of Rung's that somebody changed may be a
 * decision's.
 */
export function concernsDecisions({
  facts,
  notes,
  bot,
  isDue,
}: Pick<DecisionsGiven, "facts" | "notes" | "bot" | "isDue">): boolean {
  const mayBeStatus = (comment: Utterance) => comment.body.startsWith(DECISION_MARKER) || isTouched(comment, bot);
  return (
    isDue === true ||
    isUnshown(facts, notes) ||
    notes.some(isDecisions) ||
    facts.comments.items.some((comment) => isOwn(comment, "", bot) && mayBeStatus(comment))
  );
}

/** A comment of Rung's own may be gone, too. */
function isDecisions(note: ReadNote): boolean {
  if (note.kind === "unsaid") return note.utterance === "comment";
  return note.kind === "said" && note.calls.some(({ name }) => DECIDING.has(name));
}

const DECIDING: ReadonlySet<string> = new Set(
  commands.flatMap(({ name, forDecision }) => (forDecision === undefined ? [] : [name])),
);

/** `null`: there is none, and nobody mentions one. */
export function decisionsHere(given: DecisionsGiven): DecisionsHere | null {
  const { facts, notes, bot, known } = given;
  if (!concernsDecisions(given) && !known.some(({ record }) => isOpenDecision(record))) return null;
  const memory = recalledHere(given);
  const promotionsAt = openPromotionsAt(given);
  const present = new Set(conversationOf(facts, notes).map(({ key }) => key));
  const remembered = memory.records.map((record) => refreshed(record, present, given));
  const collected = collectDecisions({
    facts,
    index: given.governing.index,
    notes,
    commands,
    known: remembered,
    promotionsAt,
    mayOpen: (kind, speaker) => mayOpen(kind, speaker, given),
    isTop: (speaker) => isTop(speaker, given),
    takes: ({ decision }) => ({ ...usesOf(decision.rule), reviews: facts.kind === "pull" }),
    newRecord: (opening) => opened(opening, given),
    at: (record, words, moment) => judged(record, words, moment, given).review.record,
    mayHavePart: (by, record) => mayTakePart(record, by, authority(record, given).index),
    isLost: (id) => memory.lost.has(id),
    isAnswered: repliedTo(facts.comments.items, bot),
  });
  const isNothing = collected.decisions.length + collected.answers.size + memory.voids.length === 0;
  if (isNothing) return null;
  const all = collected.decisions.map(({ record, news }) => {
    const before = memory.records.find(({ decision }) => decision.id === record.decision.id);
    const { review, refused } = judged(record, news, facts.readAt, given);
    const hasJustEnded = isOpenDecision(before ?? record) && !isOpenDecision(review.record);
    const published = memory.published.get(record.decision.id) ?? null;
    return { published, review, refused, hasJustEnded };
  });
  return {
    memory,
    decisions: all,
    answers: new Map([
      ...collected.answers,
      ...collected.made.map((key): [string, Answer] => [key, { kind: "done" }]),
      ...answersOfStatements(collected.statements, all),
    ]),
    openAt: (at) => ({ ...openOf(all, at), promotions: promotionsAt(at) }),
  };
}

function recalledHere({ facts, notes, told, bot, keys, known, isDue }: DecisionsGiven): DecisionsHere["memory"] {
  return recalledDecisions({
    facts,
    bot,
    keys,
    // Whoever deleted the status of one that has ended has undone it (R78).
    known: known.filter(({ comment, record }) => isOpenDecision(record) || isThere(comment, facts)),
    commentDeleted: isDue === true || notes.some((note) => note.kind === "unsaid" && note.how === "deleted"),
    unshown: isUnshown(facts, notes),
    isStale: (comment) => !isShownAsWritten(comment, told),
  });
}

/** Which of them were open at a moment, and whether one had ended by then. */
function openOf(all: DecisionsHere["decisions"], at: Instant) {
  const records = all.map(({ review }) => review.record);
  return {
    decisions: records
      .filter((record) => isDecisionOpenAt(record, at))
      .map(({ decision: { id, rule, opener } }) => ({ id, kind: rule.kind, opener, takes: usesOf(rule) })),
    hasEnded: records.some((record) => hasEndedBy(record, at)),
  };
}

function isThere(comment: number | null, { comments }: DecisionsGiven["facts"]): boolean {
  return comments.items.some(({ id }) => id === comment);
}

/** The record with the later history of its comments: deleted and edited ones, and an issue that was reopened. */
function refreshed(record: DecisionRecord, present: ReadonlySet<string>, given: DecisionsGiven): DecisionRecord {
  const { facts, isReopened } = given;
  if (!isOpenDecision(record)) return record;
  const { opening: _, ...before } = record;
  const opening = openingNow(record, facts);
  const isAwake = isReopened === true || (record.rests === true && restsSince(facts) === undefined);
  const decision = isAwake ? { ...record.decision, shownAt: facts.readAt } : record.decision;
  const remembered = rememberedDecisionStatements(record, given, present);
  return { ...before, ...remembered, decision, ...(opening === null ? {} : { opening }) };
}

interface Judging {
  readonly review: DecisionReview;
  readonly refused: readonly UncountedStatement[];
}

function judged(
  before: DecisionRecord,
  news: readonly DecisionStatement[],
  now: Instant,
  given: DecisionsGiven,
): Judging {
  const { index, unreadTeams } = authority(before, given);
  const frozen = unreadTeams.length === 0 && isOpenDecision(before) ? withDecisionElectorate(before, index) : before;
  const { record, refused } = takeStatements(frozen, news, { index, now, unreadTeams });
  const away = given.away ?? [];
  const rests = restsSince(given.facts);
  const resting = rests === undefined ? {} : { restsSince: rests };
  const review = judgeDecision(record, { index, unreadTeams, now, away, ...resting });
  const heardUntil = Math.max(record.heardUntil, now - SETTLED_MS);
  return { review: { ...review, record: { ...review.record, heardUntil } }, refused };
}

/**
 * Decisions on a closed subject are suspended: nobody looks there for open questions. A merged pull request is closed for good, and its
 * decisions go on. If the server does not tell when it was closed, nothing is certain to have ended before.
 */
function restsSince({ state, closedAt = 0 }: PullFacts | IssueFacts): Instant | undefined {
  return state === "closed" ? closedAt : undefined;
}

function authority({ decision }: DecisionRecord, { governing }: DecisionsGiven) {
  const { index, unreadTeams, extended = null } = governing;
  return decisionAuthority({ governing: { index, unreadTeams }, extended }, decision.rule, decision.areas);
}

function ruleNamed(kind: string, { governing }: DecisionsGiven): DecisionRule | null {
  return governing.index.registry.decisions?.find((rule) => rule.kind === kind) ?? null;
}

function placeOf(rule: DecisionRule, { facts, governing }: DecisionsGiven) {
  const { index, unreadTeams, extended = null } = governing;
  const areas = areasOfDecision(rule, facts, index);
  return { areas, authority: decisionAuthority({ governing: { index, unreadTeams }, extended }, rule, areas) };
}

function mayOpen(kind: string, speaker: Account, given: DecisionsGiven) {
  const rule = ruleNamed(kind, given);
  if (rule === null) return { ok: false as const, text: openersText(speaker, { kind, by: [], areas: null }) };
  const { areas, authority: judge } = placeOf(rule, given);
  if (mayDecide(judge.index, rule, areas, speaker)) return { ok: true as const };
  return { ok: false as const, text: openersText(speaker, { kind, by: rule.by, areas }) };
}

/** Whether they hold the top role for this subject. */
function isTop(speaker: Account, { facts, governing: { index } }: DecisionsGiven): boolean {
  return maySpeakForTop(index, areasOfDecision({ in: "area" }, facts, index) ?? [], speaker);
}

function opened({ kind, text, ...written }: Opening, given: DecisionsGiven): DecisionRecord {
  const { facts, changeAt } = given;
  const rule = ruleNamed(kind, given);
  if (rule === null) throw new Error(`the registry has no kind of decision ${JSON.stringify(kind)}`);
  const { areas, authority: judge } = placeOf(rule, given);
  const about = rule.paths.length > 0 ? changeAt?.(written.at) : undefined;
  return newDecisionRecord({ rule, text, areas, ...(about === undefined ? {} : { about }) }, written, {
    facts,
    index: judge.index,
    teamsRead: judge.unreadTeams.length === 0,
  });
}
