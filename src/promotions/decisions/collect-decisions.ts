/** Goes through everything said on a subject: which decisions were opened, and which statements are about each. Pure. */

import type { Restricted } from "../../gate/permission.ts";
import type { Call } from "../../model/call.ts";
import { type ConversationEntry, conversationOf } from "../../model/conversation.ts";
import type { Review } from "../../model/facts.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { type Account, type Instant, unreachable } from "../../shared/names.ts";
import { utteranceKey } from "../gone-statements.ts";
import type { Written } from "../promotion-types.ts";
import { bounded, type CollectedCalls, type ThreadCall, ThreadCalls, type ThreadContext } from "../thread-calls.ts";
import { type DecisionRecord, type DecisionStatement, hasEndedBy, isDecisionOpenAt } from "./decision.ts";
import {
  type DecisionCallResult,
  type DecisionContext,
  ELSEWHERE,
  type OpenDecision,
  type OpenPromotion,
} from "./decision-calls.ts";

/** A command as far as decisions ask about it. */
interface DecisionCommand extends Restricted {
  forDecision?(call: Call, context: DecisionContext): DecisionCallResult;
}

/** Which statements a decision accepts, by its rule. */
type Taking = OpenDecision["takes"] & { readonly reviews: boolean };

interface DecisionCollectContext extends ThreadContext<DecisionCommand> {
  readonly index: RegistryIndex;
  /** The trustworthy records of the status comments. */
  readonly known: readonly DecisionRecord[];
  /** The promotions that were open at that moment. */
  promotionsAt(at: Instant): readonly OpenPromotion[];
  mayOpen(kind: string, speaker: Account): ReturnType<DecisionContext["mayOpen"]>;
  isTop(speaker: Account): boolean;
  takes(record: DecisionRecord): Taking;
  /** The decision that this comment opens. */
  newRecord(opening: Opening): DecisionRecord;
  /** The decision at that moment, with these statements added: they may have ended it. */
  at(record: DecisionRecord, words: readonly DecisionStatement[], moment: Instant): DecisionRecord;
  /** Whether somebody could have a part in it: statements of anybody else are accepted from events only. */
  mayHavePart(by: Account, record: DecisionRecord): boolean;
}

export interface Opening extends Written {
  readonly kind: string;
  readonly text: string;
}

interface CollectedDecision {
  readonly record: DecisionRecord;
  /** Statements that the record does not have yet, in order of time. */
  readonly news: readonly DecisionStatement[];
}

interface CollectedDecisions extends CollectedCalls {
  readonly decisions: readonly CollectedDecision[];
}

interface Live {
  /** As it was remembered, or opened. */
  readonly record: DecisionRecord;
  /** Its state after the statements considered so far. */
  now: DecisionRecord;
  readonly news: DecisionStatement[];
}

interface Collection {
  readonly context: DecisionCollectContext;
  readonly thread: ThreadCalls<DecisionCommand, Live>;
}

type DecisionCall = ThreadCall<DecisionCommand>;

/** An event of the thread at one moment: somebody's commands, or a review itself. */
type Event = { readonly at: Instant; readonly id: number } & (
  | { readonly kind: "said"; readonly entry: ConversationEntry }
  | { readonly kind: "review"; readonly review: Review; readonly by: Account }
);

export function collectDecisions(context: DecisionCollectContext): CollectedDecisions {
  const thread = threadIn(context);
  const collection: Collection = { context, thread };
  for (const event of eventsIn(context)) {
    if (event.kind === "review") addReview(event.review, event.by, collection);
    else for (const call of thread.callsToTake(event.entry)) addResult(resultOf(call, collection), call, collection);
  }
  const { questions, answers, made, statements } = thread;
  const decisions = [...questions.values()].map(({ record, news }) => ({ record, news }));
  return { decisions, answers, made, statements };
}

function threadIn(context: DecisionCollectContext): Collection["thread"] {
  return new ThreadCalls(
    context,
    {
      isPart: ({ forDecision }) => forDecision !== undefined,
      isStatement: ({ name, cancel }) => name !== OPENING || cancel,
      isOpenAt: ({ now }, at) => isDecisionOpenAt(now, at),
      isOtherOpenAt: (at) => context.promotionsAt(at).length > 0,
      mayHavePart: (by, { record }) => context.mayHavePart(by, record),
      heardUntil: ({ record }) => record.heardUntil,
    },
    {
      questions: new Map(context.known.map((record) => [record.decision.id, { record, now: record, news: [] }])),
      decided: context.known.flatMap(keysOf),
    },
  );
}

/** The command that opens one. */
const OPENING = "decide";

/** A review comes before the commands in its text, which say more. */
function eventsIn({ facts, notes }: DecisionCollectContext): readonly Event[] {
  const said = conversationOf(facts, notes).map((entry): Event => {
    return { kind: "said", at: entry.at, id: entry.note?.id ?? entry.utterance?.id ?? 0, entry };
  });
  const reviews = facts.kind === "issue" ? [] : facts.reviews.items;
  const given = reviews.flatMap((review): readonly Event[] => {
    const { author: by, at, id } = review;
    if (by?.type !== "User" || review.state === "COMMENTED") return [];
    return [{ kind: "review", at, id, review, by }];
  });
  return [...given, ...said].toSorted((one, other) => one.at - other.at || one.id - other.id);
}

function addResult(result: DecisionCallResult, given: DecisionCall, { context, thread }: Collection): void {
  const { written } = given;
  switch (result.kind) {
    case "elsewhere":
      return;
    case "answer":
      thread.addAnswer(result.answer, given);
      return;
    case "opening":
      thread.addQuestion(given, () => {
        const record = context.newRecord({ ...written, kind: result.decision, text: result.text });
        return { record, now: record, news: [] };
      });
      return;
    case "statement": {
      const statement = { ...written, ...bounded(result.content) };
      for (const live of thread.acceptedBy([result.about], given)) add(statement, live, context);
      return;
    }
    default:
      unreachable(result);
  }
}

function keysOf({ words, heard }: DecisionRecord): readonly string[] {
  return [...words, ...heard.map(({ word }) => word)].map(({ key }) => key);
}

function resultOf(given: DecisionCall, { context, thread }: Collection): DecisionCallResult {
  const { by: speaker, at } = given.entry;
  const { index, facts } = context;
  const result =
    given.command.forDecision?.(given.call, {
      speaker,
      kinds: (index.registry.decisions ?? []).map(({ kind }) => kind),
      decisions: thread.openAt(at).map(({ record }) => openOf(record, context)),
      promotions: context.promotionsAt(at),
      hasEnded: [...thread.questions.values()].some(({ now }) => hasEndedBy(now, at)),
      mayOpen: (kind) => context.mayOpen(kind, speaker),
      isTop: context.isTop(speaker),
      isClosed: facts.state === "closed",
    }) ?? ELSEWHERE;
  if (result.kind === "elsewhere" || result.kind === "answer") return result;
  return thread.refusalBy(index, given) ?? result;
}

function openOf(record: DecisionRecord, { takes }: DecisionCollectContext): OpenDecision {
  const { id, rule, opener } = record.decision;
  return { id, kind: rule.kind, opener, takes: takes(record) };
}

/**
 * Later statements find the decision as this one left it. Of one text's lines only the last of each kind counts, and those of people
 * without a part change nothing: however many lines somebody writes, little has to be judged (R53).
 */
function add(word: DecisionStatement, live: Live, context: DecisionCollectContext): void {
  const text = textOf(word);
  const earlier = live.news.findIndex((one) => one.kind === word.kind && textOf(one) === text);
  if (earlier !== -1) live.news.splice(earlier, 1);
  live.news.push(word);
  const isOpen = live.now.stage.stage === "open";
  if (isOpen && context.mayHavePart({ ...word.by, type: "User" }, live.record))
    live.now = context.at(live.record, live.news, word.at);
}

/** "comment:12" of "comment:12/3"; for a review itself, its whole key. */
function textOf(statement: DecisionStatement): string {
  return statement.kind === "review" ? statement.key : utteranceKey(statement);
}

/** Reviews count from when the decision was opened; one that was dismissed since is reported again. */
function addReview(review: Review, by: Account, { context, thread }: Collection): void {
  for (const live of thread.questions.values()) {
    const { decision, words } = live.record;
    if (review.at < decision.at || !context.takes(live.record).reviews) continue;
    const word: DecisionStatement = {
      key: `review:${review.id}/0`,
      by: { login: by.login, id: by.id },
      at: review.at,
      url: review.url,
      kind: "review",
      state: review.state === "APPROVED" ? "yes" : review.state === "CHANGES_REQUESTED" ? "no" : "none",
      why: "",
    };
    const before = words.find(({ key }) => key === word.key);
    if (before?.kind === "review" && before.state === word.state) continue;
    if (before === undefined && word.state === "none") continue;
    if (before === undefined && !context.mayHavePart(by, live.record)) continue;
    add(word, live, context);
  }
}
