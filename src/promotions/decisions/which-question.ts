/**
 * Which open question a `/vote` or an `/object` is about, where decisions and promotions may be open side by side: a decision is named
 * by its kind, a promotion by `@user`, and what could mean both is asked about (R81). Pure.
 */

import type { Call } from "../../model/call.ts";
import { code } from "../../shared/markdown.ts";
import { joinList } from "../../shared/people.ts";
import {
  commandAboutDecision,
  commandAboutPromotion,
  type DecisionCallResult,
  ELSEWHERE,
  kindNamed,
  type OpenDecision,
  type OpenQuestions,
  refusedCall,
} from "./decision-calls.ts";

type Question =
  | { readonly kind: "decision"; readonly decision: OpenDecision; readonly rest: string }
  /** It is a promotion's, or nobody's: the code for promotions answers. */
  | { readonly kind: "promotion" }
  /** Several could be meant. */
  | { readonly kind: "unclear"; readonly text: string };

/** What the command needs of an open question. */
type Use = "votes" | "objections";

/** `rest`: what a proposed command ends with: "yes", "why". */
export function questionOf(call: Call, open: OpenQuestions, use: Use, rest: string): Question {
  const words = call.words.trim();
  if (words.startsWith("@")) return ofNamed(call, open, use, rest);
  if (open.decisions.length === 0)
    return open.hasEnded === true && open.promotions.length === 0
      ? { kind: "unclear", text: `No decision is open here any more, so ${code(`/${call.name}`)} changes nothing.` }
      : { kind: "promotion" };
  const [first = "", behind = ""] = splitFirst(words);
  const named = open.decisions.find(({ kind }) => kindNamed(first, [kind]) !== null);
  const fitting = open.decisions.filter(({ takes }) => takes[use]);
  const promotions = open.promotions.filter(({ takes }) => takes[use]);
  if (named !== undefined && !isText(use, behind, call, open))
    return { kind: "decision", decision: named, rest: behind };
  // One that has no use for the word is meant only where nothing else could be: then it says what it has a use for.
  const [only = open.decisions[0]] = fitting;
  if (fitting.length + promotions.length > 1 && fitting.length > 0)
    return { kind: "unclear", text: whichText(call, { fitting, promotions }, open, rest) };
  if (promotions.length > 0 || only === undefined) return { kind: "promotion" };
  if (fitting.length === 0 && open.promotions.length > 0) return { kind: "promotion" };
  if (fitting.length === 0 && open.decisions.length > 1)
    return { kind: "unclear", text: noneText(call, open.decisions) };
  return { kind: "decision", decision: only, rest: words };
}

/** A person who is named is the candidate of a promotion; if only decisions are open, nobody could be meant. */
function ofNamed(call: Call, open: OpenQuestions, use: Use, rest: string): Question {
  const fitting = open.decisions.filter(({ takes }) => takes[use]);
  if (open.promotions.length > 0 || fitting.length === 0) return { kind: "promotion" };
  const ending = call.cancel ? "" : rest;
  const ways = fitting.map((decision) => commandAboutDecision(call, decision, open, ending));
  return {
    kind: "unclear",
    text: `A decision is about no person, and no promotion is open here, so nothing was counted. Say ${joinList(ways, "or", 20)}.`,
  };
}

/** "/object technical debt grows": if only one decision is open its kind need not be named, and the word may be the reason's first. */
function isText(use: Use, behind: string, call: Call, { decisions, promotions }: OpenQuestions): boolean {
  return use === "objections" && !call.cancel && behind !== "" && decisions.length === 1 && promotions.length === 0;
}

function splitFirst(words: string): readonly string[] {
  const [, first = "", behind = ""] = /^([^\s:,]+)[:,]?(?:\s+(.*))?$/s.exec(words) ?? [];
  return [first, behind];
}

function whichText(
  call: Call,
  {
    fitting,
    promotions,
  }: { readonly fitting: readonly OpenDecision[]; readonly promotions: OpenQuestions["promotions"] },
  open: OpenQuestions,
  rest: string,
): string {
  const name = call.cancel ? `${call.name} cancel` : call.name;
  const ending = call.cancel ? "" : rest;
  const ways = [
    ...fitting.map((decision) => commandAboutDecision(call, decision, open, ending)),
    ...promotions.map((one) => commandAboutPromotion(call, one, open, ending)),
  ];
  const what = [
    ...(fitting.length === 0 ? [] : [`${fitting.length} ${fitting.length === 1 ? "decision" : "decisions"}`]),
    ...(promotions.length === 0
      ? []
      : [`${promotions.length} ${promotions.length === 1 ? "promotion" : "promotions"}`]),
  ];
  const are = fitting.length + promotions.length === 1 ? "is" : "are";
  return `${joinList(what, "and")} ${are} open here, and ${code(`/${name}`)} does not say which one it is about, so nothing was counted. Say ${joinList(ways, "or", 20)}.`;
}

function noneText(call: Call, decisions: readonly OpenDecision[]): string {
  const kinds = joinList(
    decisions.map(({ kind }) => code(kind)),
    "and",
    20,
  );
  return `None of the decisions that are open here (${kinds}) has a use for ${code(`/${call.name}`)}, so nothing was changed.`;
}

/** Whether a call is a decision's, or decisions ask about it: then promotions do not answer it. */
export function isAboutDecisions(call: Call, open: OpenQuestions): boolean {
  const use = USES[call.name];
  return use !== undefined && questionOf(call, open, use, "").kind !== "promotion";
}

const USES: Readonly<Record<string, Use>> = { vote: "votes", object: "objections" };

/** The answer to a question that is no decision's. */
export function notADecision(question: Exclude<Question, { kind: "decision" }>): DecisionCallResult {
  return question.kind === "unclear" ? refusedCall(question.text) : ELSEWHERE;
}
