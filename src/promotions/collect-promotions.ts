/** Goes through everything said on a subject: which promotions there are, and which statements belong to each. Pure. */
import { mayUse, type Restricted } from "../gate/permission.ts";
import type { Answer } from "../model/answer.ts";
import { type Call, callPlace } from "../model/call.ts";
import {
  type ConversationEntry,
  conversationOf,
  type HeardBots,
  isDeleted,
  SETTLED_MS,
  urlOf,
} from "../model/conversation.ts";
import type { Utterance } from "../model/facts.ts";
import type { ReadNote } from "../model/job.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import { shortened } from "../shared/markdown.ts";
import { type Instant, unreachable } from "../shared/names.ts";
import { onceFor } from "../shared/once.ts";
import { samePerson } from "../shared/people.ts";
import { isBotAmong, nominatingBots } from "./criteria/nomination.ts";
import { editedComments, rememberedStatements, STATEMENT_COMMANDS, withoutComment } from "./kept-statements.ts";
import { newRecord } from "./new-nomination.ts";
import type { PromotionCallResult, PromotionContext, SaidOfOwnRole, StatementContent } from "./promotion-context.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import { inOrder } from "./promotion-statements.ts";
import type { Nomination, Person, PromotionStatement } from "./promotion-types.ts";
import { withGone } from "./refusals.ts";
import { criteriaIn } from "./rule.ts";
import { endOf } from "./stages.ts";

/** A command as far as promotions ask about it. */
interface PromotionCommand extends Restricted {
  /** What it means for the promotions on its subject; absent: nothing. */
  forPromotion?(call: Call, context: PromotionContext): PromotionCallResult;
}

interface CollectContext
  extends Pick<PromotionContext, "facts" | "registry" | "index" | "account" | "progress" | "elsewhere"> {
  readonly notes: readonly ReadNote[];
  /** All there are. */
  readonly commands: readonly PromotionCommand[];
  /** The trustworthy records of the status comments. */
  readonly known: readonly PromotionRecord[];
  /** Who judges a promotion for these areas (R45). */
  judge(areas: readonly string[]): RegistryIndex;
  /** Whether the members of every team are known: otherwise no vote's electors can be frozen yet. */
  readonly teamsRead: boolean;
  /** Whether a status comment claims to be that nomination's but no longer holds its record: then the nomination was made once. */
  isLost(id: string): boolean;
  /** Whether the utterance has its answer, by its key: then its statements were decided. */
  isAnswered(key: string): boolean;
  /** Whether a call at that moment is about something other than promotions, which then answers it; absent: none is. */
  isElsewhere?(call: Call, at: Instant): boolean;
}

export interface CollectedPromotion {
  /** With its statements, in order of time. */
  readonly record: PromotionRecord;
  readonly words: readonly PromotionStatement[];
  /** Comments whose edited text contains a command, and whose original text is not known. */
  readonly edited: readonly Utterance[];
  /** What commands must name to be about it: ` @newt contributor docs`; absent or empty: nothing (R81). */
  readonly address?: string;
}

export interface CollectedPromotions {
  readonly promotions: readonly CollectedPromotion[];
  /** By call key; only calls whose answer depends on nothing else. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** Call keys of new statements: the evaluation tells whether they count. */
  readonly words: readonly string[];
  /** Keys of the statements that were accepted just now, whether or not an event told of them. */
  readonly fresh: ReadonlySet<string>;
  /** Call keys of nominations made just now. */
  readonly made: readonly string[];
  readonly stepDowns: readonly StepDown[];
  readonly roleStatements: readonly RoleStatement[];
}

/** What somebody said about a role that they hold, or held. */
export interface RoleStatement {
  readonly key: string;
  readonly by: Person;
  readonly at: Instant;
  readonly url: string;
  readonly said: SaidOfOwnRole;
}

export interface StepDown {
  readonly key: string;
  readonly by: Person;
  readonly role: string | null;
  readonly areas: readonly string[];
  readonly at: Instant;
  readonly url: string;
}

const MAX_TEXT_LENGTH = 300;

interface OpenPromotion {
  readonly record: PromotionRecord;
  readonly words: PromotionStatement[];
  closedAt: Instant | null;
}

/** Fills up call by call: whether one is about a promotion depends on those before it. */
interface Collection {
  readonly context: CollectContext;
  /** By the nomination's id. */
  readonly promotions: Map<string, OpenPromotion>;
  readonly answers: Map<string, Answer>;
  readonly words: string[];
  readonly fresh: Set<string>;
  readonly made: string[];
  readonly stepDowns: StepDown[];
  readonly roleStatements: RoleStatement[];
  /** Keys of the statements that were decided before. */
  readonly decided: ReadonlySet<string>;
  /** Whether its author can have a part in any of the promotions: anybody may write any number of lines (R53). */
  hasPart(entry: ConversationEntry): boolean;
}

/** A command that is a part in promotions, where it was written. */
interface PromotionCall {
  readonly key: string;
  readonly command: PromotionCommand;
  readonly call: Call;
  readonly entry: ConversationEntry;
  readonly isDeleted: boolean;
  /** An event just told of it. */
  readonly isNew: boolean;
}

export function collectPromotions(context: CollectContext): CollectedPromotions {
  const conversation = conversationOf(context.facts, context.notes, nominatingBotsOf(context));
  const present = new Set(conversation.map(({ key }) => key));
  const promotions = context.known.map((known): [string, OpenPromotion] => {
    const { words, gone } = rememberedStatements(known, context, present);
    const record = withGone(known, gone);
    return [record.nomination.id, { record, words: [...words], closedAt: endOf(record.stage) }];
  });
  const open = new Map(promotions);
  const collection: Collection = {
    context,
    promotions: open,
    answers: new Map(),
    words: [],
    fresh: new Set(),
    made: [],
    stepDowns: [],
    roleStatements: [],
    decided: new Set(promotions.flatMap(([, { record }]) => record.words.map(({ key }) => key))),
    hasPart: onceFor(({ by }) => [...open.values()].some(({ record }) => mayHavePart(by, record.nomination, context))),
  };
  for (const entry of conversation) for (const call of promotionCalls(entry, context)) addCall(call, collection);
  const { answers, words, fresh, made, stepDowns, roleStatements } = collection;
  const collected = [...collection.promotions.values()].map((promotion) => collectedOf(promotion, context));
  return { promotions: collected, answers, words, fresh, made, stepDowns, roleStatements };
}

/** `null`: the ladder names no bots, and none is heard. */
function nominatingBotsOf({ registry }: CollectContext): HeardBots | null {
  const names = registry.roles.flatMap(({ promotion }) =>
    criteriaIn(promotion, []).flatMap(({ kind, params }) => (kind === "nomination" ? nominatingBots(params) : [])),
  );
  if (names.length === 0) return null;
  return { isHeard: ({ login }) => isBotAmong(names, login), commands: ["promote"] };
}

function collectedOf({ record, words }: OpenPromotion, context: CollectContext): CollectedPromotion {
  const ordered = words.toSorted(inOrder);
  const heardUntil = Math.max(record.heardUntil ?? record.nomination.at, context.facts.readAt - SETTLED_MS);
  const edited = editedComments(record, context);
  return { record: { ...record, words: ordered, heardUntil }, words: ordered, edited };
}

function promotionCalls(entry: ConversationEntry, context: CollectContext): readonly PromotionCall[] {
  const { facts, commands } = context;
  const isGone = isDeleted(entry, facts);
  return entry.calls.flatMap((call) => {
    const command = commands.find(({ name }) => name === call.name);
    if (command?.forPromotion === undefined || context.isElsewhere?.(call, entry.at) === true) return [];
    const key = `${entry.key}/${callPlace(call)}`;
    return [{ key, command, call, entry, isDeleted: isGone, isNew: entry.note !== null && !isGone }];
  });
}

/** A nomination is made once, and a statement is decided once: when it was made (R81). */
function addCall(given: PromotionCall, collection: Collection): void {
  const { key, isNew, entry } = given;
  const { promotions, answers, words, decided } = collection;
  const isNomination = promotions.has(key);
  if (!isNomination && !decided.has(key)) {
    if (isNew || (isMissed(given, collection) && collection.hasPart(entry)))
      addResult(resultOf(given, collection), given, collection);
    return;
  }
  // The event came once more: its answer is given again.
  if (isNew && isNomination) answers.set(key, { kind: "done" });
  else if (isNew) words.push(key);
}

/**
 * Without an event, a nomination is never made: nobody could have seen it since then (R47). Statements in an existing one are accepted
 * if the event was lost, arrived after the comment was gone, or arrived before that of the nomination.
 */
function isMissed({ command, entry }: PromotionCall, { context, promotions, made }: Collection): boolean {
  const { key, note, utterance, at } = entry;
  if (!STATEMENT_COMMANDS.includes(command.name)) return false;
  if (note !== null) return true;
  if (utterance?.edited !== false) return false;
  // What is older than that is taken although no event told of it.
  if (!context.isAnswered(key)) return at <= context.facts.readAt - SETTLED_MS;
  // It was answered when nothing was known to be open: what is, has just been made of an event that came late.
  const open = openAt(at, promotions);
  return open.length > 0 && open.every(({ record }) => made.includes(record.nomination.id));
}

function openAt(at: Instant, promotions: Collection["promotions"]): readonly OpenPromotion[] {
  return [...promotions.values()].filter(
    ({ record, closedAt }) => record.nomination.at <= at && (closedAt === null || at < closedAt),
  );
}

/** What the call means for the promotions open at its time, unless the judging registry does not let its author use the command. */
function resultOf(given: PromotionCall, { context, promotions }: Collection): PromotionCallResult {
  const { at, by: speaker } = given.entry;
  const open = openAt(at, promotions).map(({ record }) => ({ nomination: record.nomination, url: record.url }));
  const result = given.command.forPromotion?.(given.call, { ...context, speaker, open }) ?? QUIET;
  switch (result.kind) {
    // What is told is told to whom the command is for; whatever else stands in its way is said as it is.
    case "answer":
      return (result.answer.kind === "told" ? refusalOf(given, [], context) : null) ?? result;
    case "nomination":
      return refusalOf(given, result.nominee.areas, context) ?? result;
    case "step-down":
    case "stay":
    case "return":
      return refusalOf(given, [], context) ?? result;
    case "statement": {
      const refusals = result.about.map((id) =>
        refusalOf(given, promotions.get(id)?.record.nomination.areas ?? [], context),
      );
      const about = result.about.filter((_, place) => refusals[place] === null);
      return about.length > 0 ? { ...result, about } : (refusals[0] ?? result);
    }
    default:
      return unreachable(result);
  }
}

const QUIET: PromotionCallResult = { kind: "answer", answer: { kind: "quiet" } };

/** The promotion's rule says who may use the command, unless the judging registry says so for the command in general. */
function refusalOf(
  { command, entry }: PromotionCall,
  areas: readonly string[],
  { facts, judge }: CollectContext,
): PromotionCallResult | null {
  const index = judge(areas);
  const { registry } = index;
  if (!Object.hasOwn(registry.commands, command.name)) return null;
  const allowed = mayUse(command, { facts, registry, index, speaker: entry.by });
  return allowed.ok ? null : { kind: "answer", answer: { kind: "refused", text: allowed.text } };
}

function addResult(result: PromotionCallResult, given: PromotionCall, collection: Collection): void {
  const { key, entry, isNew } = given;
  const { context, promotions, answers, made, stepDowns, roleStatements } = collection;
  const by: Person = { login: entry.by.login, id: entry.by.id };
  const written = { key, by, at: entry.at, url: urlOf(entry, context.facts) };
  switch (result.kind) {
    case "answer":
      if (isNew) answers.set(key, result.answer);
      return;
    case "nomination":
      // Its event came once more: a command is carried out once (R78), and how that ended nobody knows.
      if (context.isLost(key)) {
        answers.set(key, { kind: "done" });
        return;
      }
      promotions.set(key, { record: newRecord(result.nominee, written, context), words: [], closedAt: null });
      made.push(key);
      return;
    case "step-down":
      stepDowns.push({ ...written, role: result.role, areas: result.areas });
      return;
    case "stay":
    case "return":
      roleStatements.push({ ...written, said: result });
      return;
    case "statement":
      addStatement({ ...written, ...bounded(result.content) }, result.about, given, collection);
      return;
    default:
      unreachable(result);
  }
}

function addStatement(
  statement: PromotionStatement,
  about: readonly string[],
  given: PromotionCall,
  { context, promotions, fresh, words }: Collection,
): void {
  for (const id of about) {
    const promotion = promotions.get(id);
    if (promotion === undefined || !isTaken(given, promotion, context)) continue;
    promotion.words.push(given.isDeleted ? withoutComment(statement) : statement);
    fresh.add(statement.key);
    if (statement.kind === "withdraw") promotion.closedAt ??= statement.at;
  }
  if (given.isNew) words.push(statement.key);
}

/**
 * A statement that no event told of is accepted only if it cannot have been accepted before, and only from people who can have a part in
 * the promotion.
 */
function isTaken({ isNew, entry }: PromotionCall, { record }: OpenPromotion, context: CollectContext): boolean {
  if (!mayHavePart(entry.by, record.nomination, context)) return isNew;
  return entry.note !== null || entry.at > (record.heardUntil ?? record.nomination.at);
}

/** Anybody may fill a thread. */
function mayHavePart(
  by: ConversationEntry["by"],
  { candidate, nominator, areas }: Nomination,
  { judge }: CollectContext,
): boolean {
  return samePerson(by, candidate) || samePerson(by, nominator) || judge(areas).holdsAnyRole(by);
}

function bounded(content: StatementContent): StatementContent {
  if ("text" in content) return { ...content, text: shortened(content.text, MAX_TEXT_LENGTH) };
  return "why" in content ? { ...content, why: shortened(content.why, MAX_TEXT_LENGTH) } : content;
}
