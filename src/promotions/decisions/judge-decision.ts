/**
 * The state of a decision: open, or ended, and when exactly. Time is GitHub's; the same statements give the same end whenever they are
 * judged. Pure.
 */

import type { Absence } from "../../model/absence.ts";
import { SETTLED_MS } from "../../model/conversation.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { moment } from "../../shared/dates.ts";
import { type Instant, unreachable } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { stillHolding } from "../promotion-people.ts";
import type { Elector } from "../promotion-types.ts";
import { type Ballot, ballot } from "../voting/ballot.ts";
import {
  type Objecting,
  type ObjectionState,
  objectionCourse,
  objectionState,
  uncountedObjections,
} from "../voting/objecting.ts";
import type { Delay, QuestionFacts } from "../voting/question.ts";
import { askedOfGroup, type Tally, tally } from "../voting/tally.ts";
import { type VoteState, voteState } from "../voting/vote-state.ts";
import type {
  Decision,
  DecisionRecord,
  DecisionStage,
  DecisionStatement,
  DecisionTally,
  UncountedStatement,
} from "./decision.ts";
import { newestUncounted, outvotersIn, statementsOf, teamsNeeded } from "./decision-statements.ts";
import { placeOfDecision, whoDecides } from "./electorate.ts";

interface JudgingContext {
  /** Of the registry that judges it (`decisionAuthority`), as it is now. */
  readonly index: RegistryIndex;
  /** Teams whose members are unknown. */
  readonly unreadTeams: readonly string[];
  /** GitHub's clock. */
  readonly now: Instant;
  /** People who said that they are away; absent: nobody. */
  readonly away?: readonly Absence[];
  /** The subject was closed then, and nobody looks there for open questions: only `/decide cancel` ends anything. Absent: it is open. */
  readonly restsSince?: Instant;
}

type DecisionState =
  /** Who may decide is not known: nothing is decided until it is. */
  | { readonly kind: "unknown"; readonly teams: readonly string[] }
  | { readonly kind: "vote"; readonly vote: VoteState; readonly ballot: Ballot; readonly figures: Tally }
  | { readonly kind: "lazy"; readonly objections: ObjectionState };

export interface DecisionReview {
  /** Its stage is brought up to date by statements and time. */
  readonly record: DecisionRecord;
  /** As of the end where it has ended. */
  readonly state: DecisionState;
  /** Statements of electors that do not count as they are, each with the reason. */
  readonly uncounted: readonly UncountedStatement[];
  /** The people it was opened to who still hold the role. */
  readonly electors: readonly Elector[];
  /** Who asked to wait, and counted. */
  readonly delays: readonly DecisionDelay[];
  /** When to look again without any event; `null`: only an event can change something. */
  readonly dueAt: Instant | null;
}

interface DecisionDelay extends Delay {
  readonly word: DecisionStatement;
}

export function judgeDecision(record: DecisionRecord, context: JudgingContext): DecisionReview {
  const teams = teamsNeeded(record.decision, context);
  const { stage } = record;
  if (stage.stage !== "open") return settled(record, lookAt(record, stage.at, context));
  if (record.decision.electorate === null || teams.length > 0)
    return { record, state: { kind: "unknown", teams }, uncounted: [], electors: [], delays: [], dueAt: null };
  const now = Math.max(context.now, record.openUntil);
  let at = record.openUntil;
  let look = lookAt(record, at, context);
  while (at < now) {
    at = nextInstant(record, look, at, now);
    look = lookAt(record, at, context);
    if (look.stage.stage !== "open") return settled(ended(record, look.stage), look);
  }
  const openUntil = Math.max(record.openUntil, now - SETTLED_MS);
  const { rests: _, ...awake } = record;
  const rests = context.restsSince === undefined ? {} : { rests: true as const };
  return { ...look, record: { ...awake, openUntil, ...rests } };
}

/** The next statement, or the time at which something ends. */
function nextInstant({ words }: DecisionRecord, { dueAt }: Look, at: Instant, now: Instant): Instant {
  const times = [...words.map((word) => word.at), ...(dueAt === null ? [] : [dueAt]), now];
  return Math.min(...times.filter((time) => time > at));
}

/** Whatever was said after the end never counts. */
function ended(record: DecisionRecord, stage: Exclude<DecisionStage, { stage: "open" }>): DecisionRecord {
  const late = record.words.filter((word) => word.at > stage.at);
  if (late.length === 0) return { ...record, stage };
  const reason = `it had ended on ${moment(stage.at)}`;
  return {
    ...record,
    stage,
    words: record.words.filter((word) => word.at <= stage.at),
    heard: newestUncounted([...record.heard, ...late.map((word) => ({ word, reason }))]),
  };
}

function settled(record: DecisionRecord, look: Look): DecisionReview {
  const { state, uncounted, electors, delays } = look;
  return { record, state, uncounted, electors, delays, dueAt: null };
}

interface Look extends Omit<DecisionReview, "record"> {
  readonly stage: DecisionStage;
}

/** The state at that moment, by what had been said by then. */
function lookAt(record: DecisionRecord, at: Instant, context: JudgingContext): Look {
  const { index, restsSince } = context;
  const isResting = restsSince !== undefined && at > restsSince;
  // Its windows begin when it is opened again (R47): until then none of their time is over.
  const decision = isResting ? { ...record.decision, shownAt: at } : record.decision;
  const statements = record.words.filter((word) => word.at <= at);
  const who = whoDecides(decision.rule);
  const place = placeOfDecision(decision.areas);
  const electors = stillHolding(decision.electorate ?? [], { index, who, where: place });
  const waits = waitsOf(decision, statements, electors);
  const delays = waits.delays;
  const facts: QuestionFacts = {
    nomination: decision,
    words: statementsOf(decision, statements),
    index,
    now: at,
    delays,
    ...(context.away === undefined ? {} : { away: context.away }),
  };
  const found = "vote" in decision.rule.how ? voteLook(decision, facts) : lazyLook(decision, facts, statements);
  const keys = new Map(statements.map((word) => [word.key, word]));
  const uncounted = found.uncounted.flatMap(({ word, reason }): readonly UncountedStatement[] => {
    const own = keys.get(word.key);
    return own === undefined ? [] : [{ word: own, reason }];
  });
  const [cancel] = statements.filter(({ kind }) => kind === "cancel");
  const byWords: DecisionStage = isResting ? { stage: "open" } : found.stage;
  const stage: DecisionStage = cancel === undefined ? byWords : { stage: "cancelled", at: cancel.at, by: cancel.by };
  const dueAt = isResting ? null : found.dueAt;
  return { ...found, stage, dueAt, uncounted: [...uncounted, ...waits.uncounted], electors, delays };
}

/** Each elector is waited for once. */
function waitsOf({ rule: { wait } }: Decision, said: readonly DecisionStatement[], electors: readonly Elector[]) {
  const delays: DecisionDelay[] = [];
  const uncounted: UncountedStatement[] = [];
  for (const word of said) {
    if (word.kind !== "wait") continue;
    if (wait === undefined) uncounted.push({ word, reason: "asks to wait, and decisions of this kind have no `wait`" });
    else if (!electors.some((person) => samePerson(person, word.by)))
      uncounted.push({ word, reason: "no longer holds the role that decides" });
    else if (delays.some((one) => samePerson(one.word.by, word.by)))
      uncounted.push({ word, reason: "had asked to wait before" });
    else delays.push({ at: word.at, by: wait, word });
  }
  return { delays, uncounted };
}

type Found = Pick<Look, "state" | "stage" | "dueAt"> & Pick<Ballot, "uncounted">;

function voteLook({ rule, areas, electorate }: Decision, facts: QuestionFacts): Found {
  if (!("vote" in rule.how)) throw new Error("silence decides it");
  const { vote } = rule.how;
  // Only a vote that may close at once has to be told to stay open.
  const isQuick = vote.early === true || vote.window === undefined;
  const written = isQuick && rule.wait !== undefined ? { ...vote, wait: rule.wait } : vote;
  const who = whoDecides(rule);
  const given = ballot({ written, who, place: placeOfDecision(areas), electorate: electorate ?? [] }, facts);
  const asked = askedOfGroup(written, given);
  const figures = tally(asked, facts, given);
  const state = voteState(asked, facts.now, given, figures);
  const objected = facts.words.filter(({ kind }) => kind === "object");
  const uncounted = [
    ...given.uncounted,
    ...objected.map((word) => ({ word, reason: "objects where a vote decides: `/vote no` counts" })),
  ];
  const stage = stageOfVote(state, given, facts.now);
  return { state: { kind: "vote", vote: state, ballot: given, figures }, stage, uncounted, dueAt: dueOf(state, given) };
}

function stageOfVote(state: VoteState, given: Ballot, at: Instant): DecisionStage {
  const counts: DecisionTally = { yes: given.yes.length, no: given.no.length, abstained: given.abstained.length };
  const isOver = given.end !== null && given.end <= at;
  const declined = (why: string): DecisionStage =>
    isOver ? { stage: "declined", at, tally: counts, why } : { stage: "open" };
  switch (state.kind) {
    case "passed":
      return { stage: "accepted", at, tally: counts };
    case "lost":
      return declined("the vote ended without enough yes");
    case "vetoed":
      return declined("a no is a veto here");
    case "nobody":
      return declined("nobody may decide it any more");
    case "not-open":
    case "carried":
    case "open":
      return { stage: "open" };
    default:
      return unreachable(state);
  }
}

function dueOf(state: VoteState, { end }: Ballot): Instant | null {
  switch (state.kind) {
    case "not-open":
      return state.opens;
    case "carried":
      return state.until;
    case "open":
      return state.dueAt;
    case "vetoed":
    case "nobody":
      return end;
    case "passed":
    case "lost":
      return null;
    default:
      return unreachable(state);
  }
}

function lazyLook(decision: Decision, facts: QuestionFacts, said: readonly DecisionStatement[]): Found {
  const { how } = decision.rule;
  if (!("lazy" in how)) throw new Error("a vote decides it");
  const { window, overruled } = how.lazy;
  const place = placeOfDecision(decision.areas);
  const outvoters = outvotersIn(decision.rule);
  const objecting: Objecting = {
    who: whoDecides(decision.rule),
    where: place,
    electorate: decision.electorate ?? [],
    window,
    start: Math.max(decision.at, decision.shownAt ?? decision.at),
    needsReason: true,
    overruling:
      outvoters === null
        ? null
        : { who: outvoters, where: place, share: overruled?.share, "min-yes": overruled?.["min-yes"] },
  };
  const course = objectionCourse(objecting, facts);
  const state = objectionState(objecting, facts, course);
  // An approving review is no mistake: it only changes nothing.
  const voted = new Set(said.flatMap((word) => (word.kind === "vote" && word.choice !== "cancel" ? [word.key] : [])));
  const votes = facts.words.filter(({ kind, key }) => kind === "vote" && voted.has(key));
  const uncounted = [
    ...uncountedObjections(objecting, facts, course),
    ...(outvoters === null
      ? votes.map((word) => ({ word, reason: "votes where silence decides: `/object` with a reason stops it" }))
      : []),
  ];
  // Silence of nobody is no consent.
  const { index } = facts;
  const isNobody = stillHolding(decision.electorate ?? [], { index, who: objecting.who, where: place }).length === 0;
  const stage: DecisionStage =
    state.kind === "met" && !isNobody ? { stage: "accepted", at: facts.now, tally: null } : { stage: "open" };
  return {
    state: { kind: "lazy", objections: state },
    stage,
    uncounted,
    dueAt: state.kind === "waiting" ? state.end : null,
  };
}
