/** Goes through everything said on a subject: which decisions were opened, and which statements are about each. Pure. */
import { mayUse, type Restricted } from "../../gate/permission.ts";
import type { Answer } from "../../model/answer.ts";
import { type Call, callPlace } from "../../model/call.ts";
import { type ConversationEntry, conversationOf, isDeleted, SETTLED_MS, urlOf } from "../../model/conversation.ts";
import type { IssueFacts, PullFacts, Review } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { shortened } from "../../shared/markdown.ts";
import { type Account, type Instant, unreachable } from "../../shared/names.ts";
import { onceFor } from "../../shared/once.ts";
import type { Person } from "../promotion-types.ts";
import { type DecisionContent, type DecisionRecord, type DecisionStatement, MAX_WHY } from "./decision.ts";
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

interface DecisionCollectContext {
  readonly facts: PullFacts | IssueFacts;
  readonly index: RegistryIndex;
  readonly notes: readonly ReadNote[];
  /** All there are. */
  readonly commands: readonly DecisionCommand[];
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
  /** Whether a status comment claims to be that decision's but no longer holds its record: then it was opened once. */
  isLost(id: string): boolean;
  /** Whether the utterance, by its key, has its answer: then its statements were accepted. */
  isAnswered(key: string): boolean;
}

export interface Opening {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly by: Person;
  readonly at: Instant;
  readonly url: string;
}

interface CollectedDecision {
  readonly record: DecisionRecord;
  /** Statements that the record does not have yet, in order of time. */
  readonly news: readonly DecisionStatement[];
}

interface CollectedDecisions {
  readonly decisions: readonly CollectedDecision[];
  /** By call key; only calls whose answer depends on nothing else. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** Call keys of decisions opened just now. */
  readonly opened: readonly string[];
  /** Call keys of statements that an event just told of: their answer follows from the state of their decision. */
  readonly words: readonly string[];
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
  /** By id. */
  readonly decisions: Map<string, Live>;
  readonly answers: Map<string, Answer>;
  readonly opened: string[];
  readonly words: string[];
  /** Keys of the remembered statements. */
  readonly remembered: ReadonlySet<string>;
  /** Whether its author can have a part in any of the decisions: anybody may write any number of lines (R53). */
  hasPart(entry: ConversationEntry): boolean;
}

/** An event of the thread at one moment: somebody's commands, or a review itself. */
type Event = { readonly at: Instant; readonly id: number } & (
  | { readonly kind: "said"; readonly entry: ConversationEntry }
  | { readonly kind: "review"; readonly review: Review; readonly by: Account }
);

export function collectDecisions(context: DecisionCollectContext): CollectedDecisions {
  const { facts, notes, known } = context;
  const decided = new Map<string, Live>(known.map((record) => [record.decision.id, { record, now: record, news: [] }]));
  const collection: Collection = {
    context,
    decisions: decided,
    remembered: new Set(known.flatMap(keysOf)),
    hasPart: onceFor(({ by }) => [...decided.values()].some(({ record }) => context.mayHavePart(by, record))),
    answers: new Map(),
    opened: [],
    words: [],
  };
  for (const event of eventsIn(facts, notes)) {
    if (event.kind === "review") addReview(event.review, event.by, collection);
    else for (const call of callsOf(event.entry, context)) addCall(call, collection);
  }
  const { answers, opened, words } = collection;
  const decisions = [...collection.decisions.values()].map(({ record, news }) => ({ record, news }));
  return { decisions, answers, opened, words };
}

/** A review comes before the commands in its text, which say more. */
function eventsIn(facts: PullFacts | IssueFacts, notes: readonly ReadNote[]): readonly Event[] {
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

interface DecisionCall {
  readonly key: string;
  readonly command: DecisionCommand;
  readonly call: Call;
  readonly entry: ConversationEntry;
  /** An event just told of it, and it still exists. */
  readonly isNew: boolean;
}

function callsOf(entry: ConversationEntry, { facts, commands }: DecisionCollectContext): readonly DecisionCall[] {
  const isGone = isDeleted(entry, facts);
  return entry.calls.flatMap((call) => {
    const command = commands.find(({ name }) => name === call.name);
    if (command?.forDecision === undefined) return [];
    const key = `${entry.key}/${callPlace(call)}`;
    return [{ key, command, call, entry, isNew: entry.note !== null && !isGone }];
  });
}

/** A decision is opened once, and a statement is accepted once: as of when it was said (R81). */
function addCall(given: DecisionCall, collection: Collection): void {
  const { key, isNew, entry } = given;
  const { decisions, answers, words, opened, context, remembered } = collection;
  if (decisions.has(key)) {
    // The event came once more: its answer is given again.
    if (isNew) answers.set(key, { kind: "done" });
    return;
  }
  if (remembered.has(key) || [...decisions.values()].some(({ news }) => news.some((one) => one.key === key))) {
    if (isNew) words.push(key);
    return;
  }
  if (!isNew && !(isMissed(given, collection) && collection.hasPart(entry))) return;
  const result = resultOf(given, collection);
  const by: Person = { login: entry.by.login, id: entry.by.id };
  const written = { key, by, at: entry.at, url: urlOf(entry, context.facts) };
  switch (result.kind) {
    case "elsewhere":
      return;
    case "answer":
      if (isNew) answers.set(key, result.answer);
      return;
    case "opening": {
      // Without an event nobody could see since then what was said (R47).
      if (!isNew) return;
      // Its event came once more: a command is carried out once (R78), and how that ended nobody knows.
      if (context.isLost(key)) {
        answers.set(key, { kind: "done" });
        return;
      }
      const opening = { id: key, kind: result.decision, text: result.text, by, at: entry.at, url: written.url };
      const record = context.newRecord(opening);
      decisions.set(key, { record, now: record, news: [] });
      opened.push(key);
      return;
    }
    case "statement":
      addWord({ ...written, ...bounded(result.content) }, result.about, given, collection);
      return;
    default:
      unreachable(result);
  }
}

function keysOf({ words, heard }: DecisionRecord): readonly string[] {
  return [...words, ...heard.map(({ word }) => word)].map(({ key }) => key);
}

/**
 * Statements in an open decision are accepted if the event was lost, arrived after the comment was gone, or arrived before that of the
 * opening; a decision is never opened that way.
 */
function isMissed({ command, call, entry }: DecisionCall, { context, decisions, opened }: Collection): boolean {
  const { key, note, utterance, at } = entry;
  if (command.name === OPENING && !call.cancel) return false;
  if (note !== null) return true;
  if (utterance?.edited !== false) return false;
  // What is older than that is taken although no event told of it.
  if (!context.isAnswered(key)) return at <= context.facts.readAt - SETTLED_MS;
  // It was answered when nothing was known to be open: what is, has just been opened by an event that came late.
  const open = [...decisions.values()].filter((live) => isOpenAt(live, at));
  const isFirst = open.length > 0 && open.every(({ record }) => opened.includes(record.decision.id));
  return isFirst && context.promotionsAt(at).length === 0;
}

/** The command that opens one. */
const OPENING = "decide";

function resultOf({ command, call, entry }: DecisionCall, { context, decisions }: Collection): DecisionCallResult {
  const { by: speaker, at } = entry;
  const { index, facts } = context;
  const { registry } = index;
  const result =
    command.forDecision?.(call, {
      speaker,
      kinds: (registry.decisions ?? []).map(({ kind }) => kind),
      decisions: [...decisions.values()]
        .filter((live) => isOpenAt(live, at))
        .map(({ record }) => openOf(record, context)),
      promotions: context.promotionsAt(at),
      hasEnded: [...decisions.values()].some(({ now }) => now.stage.stage !== "open" && now.stage.at <= at),
      mayOpen: (kind) => context.mayOpen(kind, speaker),
      isTop: context.isTop(speaker),
      isClosed: facts.state === "closed",
    }) ?? ELSEWHERE;
  if (result.kind === "elsewhere" || result.kind === "answer") return result;
  // The rule says who may, unless the registry says it for the command as such.
  if (!Object.hasOwn(registry.commands, command.name)) return result;
  const allowed = mayUse(command, { facts, registry, index, speaker });
  return allowed.ok ? result : { kind: "answer", answer: { kind: "refused", text: allowed.text } };
}

function isOpenAt({ now }: Live, at: Instant): boolean {
  const { decision, stage } = now;
  return decision.at <= at && (stage.stage === "open" || at < stage.at);
}

function openOf(record: DecisionRecord, { takes }: DecisionCollectContext): OpenDecision {
  const { id, rule, opener } = record.decision;
  return { id, kind: rule.kind, opener, takes: takes(record) };
}

function addWord(word: DecisionStatement, about: string, given: DecisionCall, collection: Collection): void {
  const { context, decisions, words } = collection;
  const live = decisions.get(about);
  if (live !== undefined && isTaken(given, live, context)) taken(live, word, context);
  if (given.isNew) words.push(word.key);
}

/**
 * A statement that no event told of is accepted only if it cannot have been accepted before, and only from people who can have a part in
 * the decision.
 */
function isTaken({ isNew, entry }: DecisionCall, { record }: Live, context: DecisionCollectContext): boolean {
  if (!context.mayHavePart(entry.by, record)) return isNew;
  return entry.note !== null || entry.at > record.heardUntil;
}

/**
 * Later statements find the decision as this one left it. Of one text's lines only the last of each kind counts, and those of people
 * without a part change nothing: however many lines somebody writes, little has to be judged (R53).
 */
function taken(live: Live, word: DecisionStatement, context: DecisionCollectContext): void {
  const text = textOf(word);
  const earlier = live.news.findIndex((one) => one.kind === word.kind && textOf(one) === text);
  if (earlier !== -1) live.news.splice(earlier, 1);
  live.news.push(word);
  const isOpen = live.now.stage.stage === "open";
  if (isOpen && context.mayHavePart({ ...word.by, type: "User" }, live.record))
    live.now = context.at(live.record, live.news, word.at);
}

/** "comment:12" of "comment:12/3"; for a review itself, its whole key. */
function textOf({ key, kind }: DecisionStatement): string {
  return kind === "review" ? key : key.replace(/\/[\d.]+$/, "");
}

/** Reviews count from when the decision was opened; one that was dismissed since is reported again. */
function addReview(review: Review, by: Account, { context, decisions }: Collection): void {
  for (const live of decisions.values()) {
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
    taken(live, word, context);
  }
}

function bounded(content: DecisionContent): DecisionContent {
  return "why" in content ? { ...content, why: shortened(content.why, MAX_WHY) } : content;
}
