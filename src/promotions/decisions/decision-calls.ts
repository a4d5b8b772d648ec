/** What commands are told about the open decisions on their subject, and what a command means for them. Pure. */

import type { Answer } from "../../model/answer.ts";
import type { Call } from "../../model/call.ts";
import { code } from "../../shared/markdown.ts";
import type { Account } from "../../shared/names.ts";
import { type Addressable, addressOf } from "../address.ts";
import { withNames } from "../nomination-text.ts";
import type { DecisionContent } from "./decision.ts";

/** A decision that was open at a moment, as far as commands ask about it. */
export interface OpenDecision {
  readonly id: string;
  /** The registry's name for such decisions. */
  readonly kind: string;
  readonly opener: { readonly login: string; readonly id: number | null };
  /** Which statements its rule accepts. */
  readonly takes: { readonly votes: boolean; readonly objections: boolean; readonly waits: boolean };
}

/** A promotion that was open then. */
export interface OpenPromotion {
  readonly nomination: Addressable;
  readonly takes: { readonly votes: boolean; readonly objections: boolean };
}

/** Everything that people could be talking about. */
export interface OpenQuestions {
  /** In the order in which they were opened. */
  readonly decisions: readonly OpenDecision[];
  readonly promotions: readonly OpenPromotion[];
  /** A decision had already ended here. */
  readonly hasEnded?: boolean;
}

export interface DecisionContext extends OpenQuestions {
  readonly speaker: Account;
  /** The registry's kinds in written order; empty: it has none. */
  readonly kinds: readonly string[];
  /** Whether the speaker may open a decision of that kind; the text says who may. */
  mayOpen(kind: string): { readonly ok: true } | { readonly ok: false; readonly text: string };
  /** Whether the speaker speaks for the ladder's top role here. */
  readonly isTop: boolean;
  /** The subject is closed and was not merged: what is open there is suspended. Absent: it is not. */
  readonly isClosed?: boolean;
}

export type DecisionCallResult =
  | { readonly kind: "answer"; readonly answer: Answer }
  /** `decision`: which kind is opened. */
  | { readonly kind: "opening"; readonly decision: string; readonly text: string }
  /** `about`: the decision's id. */
  | { readonly kind: "statement"; readonly about: string; readonly content: DecisionContent }
  /** It is about a promotion, or about nothing that is known here. */
  | { readonly kind: "elsewhere" };

export const ELSEWHERE: DecisionCallResult = { kind: "elsewhere" };

export function refusedCall(text: string): DecisionCallResult {
  return { kind: "answer", answer: { kind: "refused", text } };
}

/** The kind that a word names, in any spelling. */
export function kindNamed(word: string, kinds: readonly string[]): string | null {
  const folded = word.toLowerCase();
  return kinds.find((kind) => kind.toLowerCase() === folded) ?? null;
}

/** The command about one decision, as inline code: with its kind where something else could be meant. */
export function commandAboutDecision(
  call: Pick<Call, "name" | "cancel">,
  decision: Pick<OpenDecision, "id" | "kind">,
  { decisions, promotions }: OpenQuestions,
  rest = "",
): string {
  const isAlone = decisions.every(({ id }) => id === decision.id) && promotions.length === 0;
  const behind = isAlone ? "" : ` ${decision.kind}`;
  return code(`${withNames(commandOfCall(call), behind)}${behind}${rest === "" ? "" : ` ${rest}`}`);
}

function commandOfCall({ name, cancel }: Pick<Call, "name" | "cancel">): string {
  return `/${name}${cancel ? " cancel" : ""}`;
}

/** The same for a promotion, which is always named by its candidate here. */
export function commandAboutPromotion(
  call: Pick<Call, "name" | "cancel">,
  { nomination }: OpenPromotion,
  { promotions }: OpenQuestions,
  rest: string,
): string {
  const address = addressOf(
    nomination,
    promotions.map((one) => one.nomination),
  );
  const behind = address === "" ? ` @${nomination.candidate.login}` : address;
  return code(`${withNames(commandOfCall(call), behind)}${behind}${rest === "" ? "" : ` ${rest}`}`);
}
