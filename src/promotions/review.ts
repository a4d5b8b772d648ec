import { HOUR_MS } from "../shared/duration.ts";
import { escapeMarkdown } from "../shared/markdown.ts";
import type { Instant } from "../shared/names.ts";
import type { CollectedPromotion } from "./collect-promotions.ts";
import { type Evaluation, evaluate } from "./evaluate-promotion.ts";
import { maySpeakForTop } from "./promotion-people.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import { isCancelled, latest, statementsOfKind } from "./promotion-statements.ts";
import { expiryOf, type PromotionFacts, type PromotionStatement, shownSince } from "./promotion-types.ts";
import {
  clearSinceOf,
  declined,
  expired,
  fallenBack,
  isOpen,
  measured,
  type Open,
  type RegistryChange,
  type Stage,
  sponsored,
  type Undecided,
  unopposed,
  withdrawn,
} from "./stages.ts";

export interface Reviewing extends Pick<PromotionFacts, "index" | "owner" | "repositories" | "now" | "away"> {
  /** The figures were measured in this very job: only then can a promotion pass. */
  readonly fresh: boolean;
  /** Teams whose members are unknown: then it is unknown who counts, too, and nothing passes. */
  readonly unreadTeams: readonly string[];
}

export interface Review {
  readonly record: PromotionRecord;
  readonly words: readonly PromotionStatement[];
  readonly evaluation: Evaluation;
  /** The facts that the evaluation used. */
  readonly facts: PromotionFacts;
  /** Its registry change was closed unmerged, and nobody has asked for it again since. */
  readonly unwanted: boolean;
  /** It would pass if the figures were measured anew. */
  readonly wantsFigures: boolean;
  /** When to look again without any event; `null`: only an event can change something. */
  readonly dueAt: Instant | null;
  /** Nothing has happened for so long that people are reminded once. */
  readonly remind: boolean;
}

const LOST = "the vote has ended against it";
/** Those who voted yes before may not do so again, and what they said does not open the change again. */
const OVER = "people closed its registry change unmerged, and the vote is over, so nobody can vote for it anew";

export function review(promotion: CollectedPromotion, given: Reviewing): Review {
  const { record, address = "" } = promotion;
  const words = standing(record.words, record.stage);
  const factsOf = (clearSince: Instant | null) => ({ ...factsFor(record, words, given, clearSince), address });
  const before = factsOf(windowBegan(record));
  const first = evaluate(before);
  if (!isOpen(record.stage)) return settled(record, before, first);
  const ended = endedBy(record, words, given);
  if (ended !== null) return settled({ ...record, stage: ended }, before, first);
  // A window that starts now may be one of no length, and one that ends now is none: both are looked at in the same breath.
  const since = windowSince(record.stage, first, given);
  const facts = since === before.clearSince ? before : factsOf(since);
  const evaluation = facts === before ? first : evaluate(facts);
  const open = record.stage;
  if (open.stage === "registry-change") {
    const stage = stillHolds(evaluation, given) ? open : afterFall(open, evaluation, record, given);
    return { ...going({ ...record, stage }, facts, evaluation), wantsFigures: false };
  }
  const stage = stageOf(open, evaluation, record, words, given);
  const isPassing = evaluation.met && mayPass(open, words, evaluation, given);
  const wantsFigures = stage.stage === "sponsored" && isPassing && !given.fresh;
  return {
    ...going({ ...record, stage }, facts, evaluation),
    wantsFigures,
    unwanted: !isWanted(open, words, evaluation),
  };
}

/** A change that was merged as decided had its window, whenever that began. */
function windowBegan({ stage, nomination }: PromotionRecord): Instant | null {
  const hadOne = stage.stage === "done" && stage.pull !== null && stage.lapsed.length === 0;
  return hadOne ? nomination.at : clearSinceOf(stage);
}

/**
 * Since when only time is missing. An unknown result neither starts nor ends a window, unless something else is known to be missing; while
 * it is unknown who is in a team, nothing is known to be, and none starts: people are shown that nobody can tell (R47).
 */
function windowSince(stage: Open, { clear, mayBeClear }: Evaluation, { now, unreadTeams }: Reviewing): Instant | null {
  const since = clearSinceOf(stage);
  if (unreadTeams.length > 0) return since;
  if (clear) return since ?? now;
  return mayBeClear ? since : null;
}

/** The promotion's review as it is from this stage on. */
export function reviewIn(stage: Stage, promotion: CollectedPromotion, given: Reviewing): Review {
  return review({ ...promotion, record: { ...promotion.record, stage } }, given);
}

/** Statements from before the registry's change was closed unmerged do not open it again. */
function standing(words: readonly PromotionStatement[], stage: Stage): readonly PromotionStatement[] {
  const since = isOpen(stage) ? stage.reopenedAt : null;
  if (since === null) return words;
  return words.filter((word) => word.at > since || (word.kind !== "sponsor" && word.kind !== "vote"));
}

function factsFor(
  record: PromotionRecord,
  words: readonly PromotionStatement[],
  { index, owner, repositories, now, away = [] }: Reviewing,
  clearSince: Instant | null,
): PromotionFacts {
  const { nomination, measuredAt } = record;
  const found = new Map(record.measured);
  return { nomination, words, measured: found, measuredAt, index, owner, repositories, now, away, clearSince };
}

function settled(record: PromotionRecord, facts: PromotionFacts, evaluation: Evaluation): Review {
  const { words } = facts;
  return { record, words, evaluation, facts, unwanted: false, wantsFigures: false, dueAt: null, remind: false };
}

/** Who ends it: the candidate and the nominator withdraw, the top role declines. */
function endedBy(
  { nomination, stage }: PromotionRecord,
  words: readonly PromotionStatement[],
  given: Reviewing,
): Stage | null {
  if (!isOpen(stage)) return null;
  const [word] = statementsOfKind(words, "withdraw");
  if (word === undefined) return null;
  const own = [nomination.candidate, nomination.nominator].some(
    (person) => person.id === word.by.id && (person.id !== null || person.login === word.by.login),
  );
  const isTop = maySpeakForTop(given.index, nomination.areas, word.by);
  if (!own && isTop) return declined(stage, `declined by ${escapeMarkdown(word.by.login)}`, word.at);
  return withdrawn(stage, word.by, word.at);
}

/** An unknown result is no reason to take back a passed promotion; changed roles and statements are. */
function stillHolds(evaluation: Evaluation, { unreadTeams }: Reviewing): boolean {
  return evaluation.mayBeMet || unreadTeams.length > 0;
}

/** From a vote that is lost by now, or after its time, there is no way back; and nothing else would bring the next look. */
function afterFall(
  open: RegistryChange,
  { lost }: Evaluation,
  { nomination }: PromotionRecord,
  { now }: Reviewing,
): Stage {
  if (lost) return declined(open, LOST, now);
  const fallen = fallenBack(open);
  return now >= expiryOf(nomination) ? expired(fallen, now) : fallen;
}

function stageOf(
  open: Undecided,
  evaluation: Evaluation,
  record: PromotionRecord,
  words: readonly PromotionStatement[],
  given: Reviewing,
): Stage {
  const { now, unreadTeams } = given;
  const advanced = advancedFrom(open, evaluation, words, given);
  // Who voted may be somebody whose role is not known just now: nothing ends by that.
  if (advanced.stage === "unopposed" || unreadTeams.length > 0) return advanced;
  // What would pass is not lost to the minutes it takes to count anew.
  if (evaluation.met && !given.fresh) return advanced;
  if (evaluation.lost) return declined(advanced, lostBy(open, record, given), now);
  return now >= expiryOf(record.nomination) ? expired(advanced, now) : advanced;
}

/** With the votes from before its registry change was closed it may not be lost. */
function lostBy(open: Undecided, record: PromotionRecord, given: Reviewing): string {
  if (open.reopenedAt === null) return LOST;
  return evaluate(factsFor(record, record.words, given, clearSinceOf(open))).lost ? LOST : OVER;
}

function advancedFrom(
  open: Undecided,
  evaluation: Evaluation,
  words: readonly PromotionStatement[],
  given: Reviewing,
): Undecided {
  const begun = fallenBack(open);
  const since = clearSinceOf(open);
  // Whoever is missing may be in a team that could not be read.
  if (since !== null && !evaluation.clear && given.unreadTeams.length > 0) return sponsored(measured(begun), since);
  // What could not be counted this time neither moves it on nor sends it back.
  if (!evaluation.measured) return evaluation.unknown && (since === null || evaluation.mayBeClear) ? open : begun;
  const counted = measured(begun);
  if (!evaluation.clear) return evaluation.mayBeClear && since !== null ? open : counted;
  if (since === null && given.unreadTeams.length > 0) return counted;
  const clear = sponsored(counted, since ?? given.now);
  const passes = evaluation.met && given.fresh && mayPass(open, words, evaluation, given);
  if (!passes) return clear;
  return unopposed(clear, open.stage === "unopposed" ? open.passedAt : given.now);
}

/** After its registry's change was closed unmerged, somebody must want it again. */
function mayPass(
  open: Undecided,
  words: readonly PromotionStatement[],
  evaluation: Evaluation,
  { unreadTeams }: Reviewing,
): boolean {
  return unreadTeams.length === 0 && isWanted(open, words, evaluation);
}

/** By support that stands. What was kept while teams could not be read, and turned out not to count, asks for nothing. */
function isWanted(
  { reopenedAt }: Undecided,
  words: readonly PromotionStatement[],
  { uncounted }: Pick<Evaluation, "uncounted">,
): boolean {
  if (reopenedAt === null) return true;
  const counts = ({ key }: PromotionStatement) => !uncounted.some(({ word }) => word.key === key);
  const kinds = new Set(words.map(({ kind }) => kind));
  const standing = [...kinds].flatMap((kind): readonly PromotionStatement[] => latest(words, kind));
  return standing.some((word) => word.at > reopenedAt && wants(word) && counts(word));
}

/** Taking back an objection changes nothing: it is no request to open the change again. */
function wants(word: PromotionStatement): boolean {
  if (word.kind === "object" || word.kind === "withdraw" || isCancelled(word)) return false;
  return word.kind !== "vote" || word.choice === "yes";
}

function going(record: PromotionRecord, facts: PromotionFacts, evaluation: Evaluation): Omit<Review, "wantsFigures"> {
  const { stage, nomination, reminded, measuredAt } = record;
  if (!isOpen(stage)) return settled(record, facts, evaluation);
  const { now, words } = facts;
  const { remind } = nomination.rule;
  const last = Math.max(shownSince(nomination), stage.reopenedAt ?? 0, ...words.map((word) => word.at));
  const waits = !reminded && remind !== null;
  const expiry = stage.stage === "registry-change" ? [] : [expiryOf(nomination)];
  const times = [
    ...(evaluation.dueAt === null ? [] : [evaluation.dueAt]),
    ...expiry,
    ...(waits ? [last + remind] : []),
    // Figures grow without any event here, and GitHub's index may lag.
    ...(evaluation.measured ? [] : [Math.max(now, measuredAt) + (evaluation.unknown ? HOUR_MS : 24 * HOUR_MS)]),
  ].filter((at) => at > now);
  return {
    record,
    words,
    evaluation,
    facts,
    unwanted: false,
    remind: waits && now >= last + remind,
    dueAt: times.length === 0 ? null : Math.min(...times),
  };
}
