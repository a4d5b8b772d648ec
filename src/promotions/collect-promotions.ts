/** Goes through everything said on a subject: which promotions there are, and which statements belong to each. Pure. */

import type { Restricted } from "../gate/permission.ts";
import type { Call } from "../model/call.ts";
import { type ConversationEntry, conversationOf, type HeardBots, SETTLED_MS } from "../model/conversation.ts";
import type { Utterance } from "../model/facts.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import { type Instant, unreachable } from "../shared/names.ts";
import { samePerson } from "../shared/people.ts";
import { isBotAmong, nominatingBots } from "./criteria/nomination.ts";
import { editedComments, rememberedStatements, STATEMENT_COMMANDS, withoutComment } from "./kept-statements.ts";
import { newRecord } from "./new-nomination.ts";
import type { PromotionCallResult, PromotionContext, SaidOfOwnRole } from "./promotion-context.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import { inOrder } from "./promotion-statements.ts";
import type { Nomination, PromotionStatement, Written } from "./promotion-types.ts";
import { withGone } from "./refusals.ts";
import { criteriaIn } from "./rule.ts";
import { endOf } from "./stages.ts";
import { bounded, type CollectedCalls, type ThreadCall, ThreadCalls, type ThreadContext } from "./thread-calls.ts";

/** A command as far as promotions ask about it. */
interface PromotionCommand extends Restricted {
  /** What it means for the promotions on its subject; absent: nothing. */
  forPromotion?(call: Call, context: PromotionContext): PromotionCallResult;
}

interface CollectContext
  extends ThreadContext<PromotionCommand>,
    Pick<PromotionContext, "registry" | "index" | "account" | "progress" | "elsewhere"> {
  /** The trustworthy records of the status comments. */
  readonly known: readonly PromotionRecord[];
  /** Who judges a promotion for these areas (R45). */
  judge(areas: readonly string[]): RegistryIndex;
  /** Whether the members of every team are known: otherwise no vote's electors can be frozen yet. */
  readonly teamsRead: boolean;
  /** Whether a call at that moment is about something other than promotions, which then answers it; absent: none is. */
  isElsewhere?(call: Call, at: Instant): boolean;
}

export interface CollectedPromotion {
  /** With its statements, in order of time. */
  readonly record: PromotionRecord;
  /** Comments whose edited text contains a command, and whose original text is not known. */
  readonly edited: readonly Utterance[];
  /** What commands must name to be about it: ` @newt contributor docs`; absent or empty: nothing (R81). */
  readonly address?: string;
}

export interface CollectedPromotions extends CollectedCalls {
  readonly promotions: readonly CollectedPromotion[];
  /** Keys of the statements that were accepted just now, whether or not an event told of them. */
  readonly fresh: ReadonlySet<string>;
  readonly stepDowns: readonly StepDown[];
  readonly roleStatements: readonly RoleStatement[];
}

/** What somebody said about a role that they hold, or held. */
export interface RoleStatement extends Written {
  readonly said: SaidOfOwnRole;
}

export interface StepDown extends Written {
  readonly role: string | null;
  readonly areas: readonly string[];
}

interface OpenPromotion {
  readonly record: PromotionRecord;
  readonly statements: PromotionStatement[];
  closedAt: Instant | null;
}

interface Collection {
  readonly context: CollectContext;
  readonly thread: ThreadCalls<PromotionCommand, OpenPromotion>;
  readonly fresh: Set<string>;
  readonly stepDowns: StepDown[];
  readonly roleStatements: RoleStatement[];
}

type PromotionCall = ThreadCall<PromotionCommand>;

export function collectPromotions(context: CollectContext): CollectedPromotions {
  const conversation = conversationOf(context.facts, context.notes, nominatingBotsOf(context));
  const present = new Set(conversation.map(({ key }) => key));
  const promotions = context.known.map((known): OpenPromotion => {
    const { words, gone } = rememberedStatements(known, context, present);
    const record = withGone(known, gone);
    return { record, statements: [...words], closedAt: endOf(record.stage) };
  });
  const thread = threadIn(context, promotions);
  const collection: Collection = { context, thread, fresh: new Set(), stepDowns: [], roleStatements: [] };
  for (const entry of conversation)
    for (const call of thread.callsToTake(entry)) addResult(resultOf(call, collection), call, collection);
  const { answers, statements, made } = thread;
  const { fresh, stepDowns, roleStatements } = collection;
  const collected = [...thread.questions.values()].map((promotion) => collectedOf(promotion, context));
  return { promotions: collected, answers, statements, fresh, made, stepDowns, roleStatements };
}

function threadIn(context: CollectContext, known: readonly OpenPromotion[]): Collection["thread"] {
  return new ThreadCalls(
    context,
    {
      isPart: ({ forPromotion }, call, at) => forPromotion !== undefined && context.isElsewhere?.(call, at) !== true,
      isStatement: ({ name }) => STATEMENT_COMMANDS.includes(name),
      isOpenAt: ({ record, closedAt }, at) => record.nomination.at <= at && (closedAt === null || at < closedAt),
      mayHavePart: (by, { record: { nomination } }) => mayHavePart(by, nomination, context),
      heardUntil: ({ record }) => record.heardUntil ?? record.nomination.at,
    },
    {
      questions: new Map(known.map((promotion) => [promotion.record.nomination.id, promotion])),
      decided: known.flatMap(({ record }) => record.words.map(({ key }) => key)),
    },
  );
}

/** `null`: the ladder names no bots, and none is heard. */
function nominatingBotsOf({ registry }: CollectContext): HeardBots | null {
  const names = registry.roles.flatMap(({ promotion }) =>
    criteriaIn(promotion, []).flatMap(({ kind, params }) => (kind === "nomination" ? nominatingBots(params) : [])),
  );
  if (names.length === 0) return null;
  return { isHeard: ({ login }) => isBotAmong(names, login), commands: ["promote"] };
}

function collectedOf({ record, statements }: OpenPromotion, context: CollectContext): CollectedPromotion {
  const heardUntil = Math.max(record.heardUntil ?? record.nomination.at, context.facts.readAt - SETTLED_MS);
  return {
    record: { ...record, words: statements.toSorted(inOrder), heardUntil },
    edited: editedComments(record, context),
  };
}

/** What the call means for the promotions open at its time, unless the judging registry does not let its author use the command. */
function resultOf(given: PromotionCall, { context, thread }: Collection): PromotionCallResult {
  const { at, by: speaker } = given.entry;
  const open = thread.openAt(at).map(({ record }) => ({ nomination: record.nomination, url: record.url }));
  const result = given.command.forPromotion?.(given.call, { ...context, speaker, open }) ?? QUIET;
  const refusalIn = (areas: readonly string[]) => thread.refusalBy(context.judge(areas), given);
  switch (result.kind) {
    // What is told is told to whom the command is for; whatever else stands in its way is said as it is.
    case "answer":
      return (result.answer.kind === "told" ? refusalIn([]) : null) ?? result;
    case "nomination":
      return refusalIn(result.nominee.areas) ?? result;
    case "step-down":
    case "stay":
    case "return":
      return refusalIn([]) ?? result;
    case "statement": {
      const refusals = result.about.map((id) => refusalIn(thread.questions.get(id)?.record.nomination.areas ?? []));
      const about = result.about.filter((_, place) => refusals[place] === null);
      return about.length > 0 ? { ...result, about } : (refusals[0] ?? result);
    }
    default:
      return unreachable(result);
  }
}

const QUIET: PromotionCallResult = { kind: "answer", answer: { kind: "quiet" } };

function addResult(result: PromotionCallResult, given: PromotionCall, collection: Collection): void {
  const { context, thread, stepDowns, roleStatements } = collection;
  const { written } = given;
  switch (result.kind) {
    case "answer":
      thread.addAnswer(result.answer, given);
      return;
    case "nomination":
      thread.addQuestion(given, () => {
        return { record: newRecord(result.nominee, written, context), statements: [], closedAt: null };
      });
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
  { thread, fresh }: Collection,
): void {
  for (const promotion of thread.acceptedBy(about, given)) {
    promotion.statements.push(given.isDeleted ? withoutComment(statement) : statement);
    fresh.add(statement.key);
    if (statement.kind === "withdraw") promotion.closedAt ??= statement.at;
  }
}

/** Anybody may fill a thread. */
function mayHavePart(
  by: ConversationEntry["by"],
  { candidate, nominator, areas }: Nomination,
  { judge }: CollectContext,
): boolean {
  return samePerson(by, candidate) || samePerson(by, nominator) || judge(areas).holdsAnyRole(by);
}
