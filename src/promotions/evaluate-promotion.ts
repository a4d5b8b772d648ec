/** The state of a promotion: each criterion with its figure, waivers counted, and the result of the whole. */

import { escapeMarkdown } from "../shared/markdown.ts";
import type { Instant } from "../shared/names.ts";
import { samePerson } from "../shared/people.ts";
import { needed, share } from "../shared/share.ts";
import { ableAmong, namesOf } from "./able-people.ts";
import { criterionResult, scopeOf } from "./counts.ts";
import { kindNamed } from "./criteria/index.ts";
import { objectionsAsked, objectionsShape, takesVotes, withdrawals } from "./criteria/objections.ts";
import type { LeafResult } from "./leaf-result.ts";
import { nextClauses } from "./next-clauses.ts";
import { commandHere } from "./nomination-text.ts";
import { pendingLeaves, pendingTexts } from "./pending.ts";
import { everyone, holdingsAs, isCandidate, lacksRole, type Who, whoOf } from "./promotion-people.ts";
import { activeStatements, attestationsFor, inOrder, isAfter, type StatementOf } from "./promotion-statements.ts";
import type { Criterion, CriterionResult, Leaf, PromotionFacts, PromotionStatement } from "./promotion-types.ts";
import { askedOf, isAskedOf, leaves, wordingOf } from "./rule.ts";
import { spentSponsors } from "./spent-sponsors.ts";

export interface Evaluation {
  readonly leaves: readonly LeafResult[];
  /** The state of the whole; only `met` passes. */
  readonly state: CriterionResult["state"];
  readonly met: boolean;
  /** Something missing is unknown. */
  readonly unknown: boolean;
  /** Met, or it would be were only what could not be told met. */
  readonly mayBeMet: boolean;
  /** Everything but time is met: `clearSince` starts when this becomes true and ends when it ceases. */
  readonly clear: boolean;
  /** Clear, or it would be were only what could not be told met. */
  readonly mayBeClear: boolean;
  /** All that machines measure is met or waived. */
  readonly measured: boolean;
  /** Nothing that anybody says or does can still make it pass: a vote was lost. */
  readonly lost: boolean;
  /** Criteria that are not met and whose being met would still change something. */
  readonly pending: readonly LeafResult[];
  /** What is not met and decides the state of the whole; alternatives are one entry. Inert Markdown. */
  readonly missing: readonly string[];
  /** What has to happen next, for criteria that still matter. Inert Markdown. */
  readonly next: readonly string[];
  /** The soonest instant at which time alone changes something. */
  readonly dueAt: Instant | null;
  /** Statements that do not count, each once, with the reason. */
  readonly uncounted: readonly { readonly word: PromotionStatement; readonly reason: string }[];
}

export function evaluate(facts: PromotionFacts): Evaluation {
  const { rule, areas } = facts.nomination;
  const current = cleared(facts);
  const asked = askedOf(rule.criterion, areas);
  const spent = spentSponsors(asked, current);
  const judged = leaves(rule.criterion).map((leaf) =>
    resultOf(leaf, spent.has(leaf.number) ? { ...current, spent: spent.get(leaf.number) ?? [] } : current),
  );
  const byNumber = new Map(judged.map((result) => [result.criterion.number, result]));
  const rank = (of: (result: LeafResult) => number) => (criterion: Criterion) => rankOf(criterion, byNumber, of);
  const whole = rank(rankOfResult)(asked);
  const isMetWith = (given: (result: LeafResult) => boolean) =>
    rank((result) => (given(result) ? MET : rankOfResult(result)))(asked) === MET;
  const state = STATES[whole] ?? "unknown";
  const standings = { isMet: (criterion: Criterion) => rank(rankOfResult)(criterion) === MET, results: byNumber };
  const pending = pendingLeaves(asked, standings);
  const results = judged.map((result) => ({ ...result, spare: !result.counts && !pending.includes(result) }));
  const isDecisive = ({ standing }: LeafResult) => standing.state === state;
  const decisive = pendingTexts(asked, standings, (one) => (isDecisive(one) ? missingText(one) : null), " or ");
  return {
    leaves: results,
    state,
    met: state === "met",
    unknown: pending.some(isUntold),
    mayBeMet: isMetWith(isUntold),
    clear: isMetWith(isTimed),
    mayBeClear: isMetWith((result) => isUntold(result) || isTimed(result)),
    measured: rank((result) => (isMachine(result) ? rankOfResult(result) : MET))(asked) === MET,
    lost: rank((result) => (result.standing.final === true && !result.counts ? 0 : MET))(asked) === 0,
    pending,
    missing: decisive.length > 0 ? decisive : pendingTexts(asked, standings, missingText, " or "),
    next: nextClauses(asked, standings),
    dueAt: soonest(pending.flatMap(({ standing }) => standing.dueAt ?? [])),
    uncounted: uncountedOf(results, current),
  };
}

/** Worst first: of `all` the worst decides, of `any` the best. */
const STATES = ["opposed", "short", "unknown", "waiting", "met"] as const;
const MET = STATES.indexOf("met");

function rankOfResult({ counts, standing }: LeafResult): number {
  return counts ? MET : STATES.indexOf(standing.state);
}

function rankOf(
  criterion: Criterion,
  results: ReadonlyMap<number, LeafResult>,
  of: (result: LeafResult) => number,
): number {
  if (criterion.combine === "leaf") {
    const result = results.get(criterion.number);
    return result === undefined ? STATES.indexOf("unknown") : of(result);
  }
  const ranks = criterion.of.map((each) => rankOf(each, results, of)).sort((a, b) => b - a);
  if (criterion.combine === "some") return ranks[criterion.min - 1] ?? STATES.indexOf("short");
  if (criterion.combine === "any") return ranks[0] ?? STATES.indexOf("short");
  return ranks.at(-1) ?? MET;
}

function isUntold({ standing }: LeafResult): boolean {
  return standing.state === "unknown";
}

function isTimed({ standing }: LeafResult): boolean {
  return standing.onlyTime === true;
}

/** For the first line of the status: if it does not wait for people, with what is in the way. */
function missingText({ wording, standing }: LeafResult): string {
  return standing.state === "opposed" || standing.state === "unknown" ? `${wording} (${standing.figure})` : wording;
}

function isMachine({ criterion }: LeafResult): boolean {
  return kindNamed(criterion.kind)?.by === "machine";
}

function soonest(instants: readonly Instant[]): Instant | null {
  return instants.length === 0 ? null : Math.min(...instants);
}

function resultOf(criterion: Leaf, facts: PromotionFacts): LeafResult {
  if (!isAskedOf(criterion, facts.nomination.areas)) return notAsked(criterion, facts);
  const kind = kindNamed(criterion.kind);
  // Frozen under a version that knew more kinds: it can be neither met nor dropped.
  const found =
    kind === null
      ? criterionResult("unknown", { figure: `unknown: there is no criterion ${escapeMarkdown(criterion.kind)}` })
      : kind.result(criterion.params, facts, { number: criterion.number });
  const waivedBy = waivers(criterion, facts);
  return {
    criterion,
    wording: wordingOf(criterion, scopeOf(facts)),
    standing: found,
    waivedBy,
    attested: attestationsFor(facts.words, criterion.number).filter((word) => word.criterion !== null),
    counts: found.state === "met" || waivedBy.length > 0,
    spare: false,
    waiver: found.state === "unknown" || found.tooFew === true ? waiverClause(criterion, facts) : null,
  };
}

/** The result of a criterion for other areas than the nomination's. */
function notAsked(criterion: Leaf, facts: PromotionFacts): LeafResult {
  return {
    criterion,
    wording: wordingOf(criterion, scopeOf(facts)),
    standing: criterionResult("met", { figure: "not asked here" }),
    waivedBy: [],
    attested: [],
    counts: true,
    spare: false,
    waiver: null,
  };
}

function whoWaives({ nomination: { rule, role }, index }: PromotionFacts): Who {
  return whoOf(rule.waive ?? index.topRole(), rule.waiveExactly, role);
}

/** Why a waiver does not count; `null` when it does. */
function waiverRefusal(word: StatementOf<"waive">, facts: PromotionFacts): string | null {
  const { nomination, index } = facts;
  const leaf = leaves(nomination.rule.criterion).find(({ number }) => number === word.criterion);
  if (nomination.rule.waivers === "nobody") return "no requirement of this role can be waived";
  if (leaf === undefined) return `there is no requirement ${word.criterion}`;
  if (kindNamed(leaf.kind)?.waivable === false) return "this is a decision of people and cannot be waived";
  if (isCandidate(nomination, word.by)) return "cannot waive a requirement of their own promotion";
  if (word.why.trim() === "")
    return `a waiver needs its reason: ${commandHere(facts, "/waive", `${word.criterion} why`)}`;
  const who = whoWaives(facts);
  const where = { allOf: nomination.areas };
  if (holdingsAs(index, who, where, word.by).length > 0) return null;
  return lacksRole(index, who, where, word.by);
}

/** The waivers of a criterion, once there are enough of them. */
function waivers({ number }: Leaf, facts: PromotionFacts): readonly StatementOf<"waive">[] {
  const words = activeStatements(facts.words, "waive").filter(
    (word) => word.criterion === number && waiverRefusal(word, facts) === null,
  );
  return words.length >= waiversNeeded(facts) ? words : [];
}

/** "ann or ben lets it count with `/waive 3 why`"; `null`: nobody may, or nobody who may is present. */
function waiverClause(leaf: Leaf, facts: PromotionFacts): string | null {
  const { nomination, index } = facts;
  if (nomination.rule.waivers === "nobody" || kindNamed(leaf.kind)?.waivable === false) return null;
  const waivers = activeStatements(facts.words, "waive").filter(({ criterion }) => criterion === leaf.number);
  const silent = everyone(index, whoWaives(facts), { allOf: nomination.areas }).filter(
    (person) => !waivers.some(({ by }) => samePerson(by, person)),
  );
  const { there } = ableAmong(silent, facts);
  if (there.length === 0) return null;
  return `${namesOf(there, "or", facts)} can let it count with ${commandHere(facts, "/waive", `${leaf.number} why`)}`;
}

function waiversNeeded(facts: PromotionFacts): number {
  const { waivers } = facts.nomination.rule;
  if (waivers === undefined || waivers === "nobody") return 1;
  if ("min" in waivers) return waivers.min;
  const group = everyone(facts.index, whoWaives(facts), { allOf: facts.nomination.areas }).filter(
    (person) => !isCandidate(facts.nomination, person),
  );
  return Math.max(1, needed(share(waivers.share), group.length));
}

/** Without the sponsors and votes that the withdrawal of an objection cleared, if the registry says so. */
function cleared(facts: PromotionFacts): PromotionFacts {
  const clearings = leaves(facts.nomination.rule.criterion)
    .filter((leaf) => isAskedOf(leaf, facts.nomination.areas))
    .filter(({ kind }) => kind === "objections" || kind === "lazy-consensus")
    .map(({ params }) => objectionsAsked(objectionsShape.parse(params)))
    .filter(({ withdrawal }) => withdrawal === "clears")
    .flatMap((written) => withdrawals(written, facts));
  const last = clearings.toSorted((one, other) => inOrder(one, other)).at(-1);
  if (last === undefined) return facts;
  const isKept = (word: PromotionStatement) => (word.kind !== "sponsor" && word.kind !== "vote") || isAfter(word, last);
  return { ...facts, words: facts.words.filter(isKept) };
}

/** A statement that counts for one criterion is not refused because another does not accept it. */
function uncountedOf(results: readonly LeafResult[], facts: PromotionFacts): Evaluation["uncounted"] {
  const waives = activeStatements(facts.words, "waive").flatMap((word) => {
    const reason = waiverRefusal(word, facts);
    return reason === null ? [] : [{ word, reason }];
  });
  const all = [...results.flatMap(({ standing }) => standing.uncounted), ...waives];
  const once = new Map(all.map((each) => [each.word.key, each]));
  return [...once.values()].filter(({ word }) => {
    const asking = results.filter(
      ({ criterion }) => isAskedOf(criterion, facts.nomination.areas) && takes(criterion, word),
    );
    return (
      !asking.some(({ standing }) => standing.uncounted.every((each) => each.word.key !== word.key)) ||
      word.kind === "waive"
    );
  });
}

const TAKES: Readonly<Record<string, PromotionStatement["kind"]>> = {
  sponsors: "sponsor",
  objections: "object",
  "lazy-consensus": "object",
  vote: "vote",
  acceptance: "accept",
};

function takes({ kind, params, number }: Leaf, word: PromotionStatement): boolean {
  if (word.kind === "attest") return kind === "attestation" && (word.criterion ?? number) === number;
  if (TAKES[kind] === word.kind) return true;
  return word.kind === "vote" && TAKES[kind] === "object" && takesVotes(objectionsShape.parse(params));
}
