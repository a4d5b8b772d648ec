/** What a command needs to know to be part of a promotion, and which of the open ones it is about. Pure. */

import type { Answer } from "../model/answer.ts";
import type { Call } from "../model/call.ts";
import type { IssueFacts, PullFacts } from "../model/facts.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Registry } from "../registry/registry-types.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import type { Account } from "../shared/names.ts";
import type { ContentOf, Leaf, Nomination, PromotionRule, PromotionStatement } from "./promotion-types.ts";
import { isAskedOf, leaves } from "./rule.ts";

/** "none": GitHub knows nobody with that name; "unknown": GitHub did not tell. */
export type AccountLookup = Account | "none" | "unknown";

export interface PromotionContext {
  readonly facts: PullFacts | IssueFacts;
  readonly registry: Registry;
  readonly index: RegistryIndex;
  readonly speaker: Account;
  /** The registry that judges a promotion for these areas (R45); absent: `index`. */
  judge?(areas: readonly string[]): RegistryIndex;
  /** Whether it is known who is in every team; absent: it is. */
  readonly teamsRead?: boolean;
  /** Open at that moment, in the order in which they were made. */
  readonly open: readonly OpenNomination[];
  /** Open on other subjects of the same owner, as far as is known. */
  readonly elsewhere: readonly Elsewhere[];
  /** Who a login belongs to. */
  account(login: string): AccountLookup;
  /** The answer to `/role` about somebody; `null`: it was not measured. */
  progress(login: string): string | null;
}

/** The registry that judges a promotion, as its people and rules are now. */
export function judgeOf(
  context: Pick<PromotionContext, "index" | "judge">,
  { areas }: Pick<Nomination, "areas">,
): RegistryIndex {
  return context.judge?.(areas) ?? context.index;
}

export interface Elsewhere extends Pick<Nomination, "candidate" | "role" | "areas"> {
  /** Whose file judges it (R45); absent: an earlier version did not write it down. */
  readonly registry?: string | undefined;
  readonly url: string;
  /** Readers here may not see where it lives: then neither its place nor its address is shown (R62). */
  readonly hidden?: boolean;
}

interface OpenNomination {
  readonly nomination: Nomination;
  /** The address of the comment that nominated. */
  readonly url: string;
}

export type StatementContent = ContentOf<PromotionStatement>;

export type PromotionCallResult =
  /** About each of these nominations. */
  | { readonly kind: "statement"; readonly about: readonly string[]; readonly content: StatementContent }
  | { readonly kind: "nomination"; readonly nominee: Nominee }
  /** `role` null: every one. */
  | { readonly kind: "step-down"; readonly role: string | null; readonly areas: readonly string[] }
  | SaidOfOwnRole
  | { readonly kind: "answer"; readonly answer: Answer };

/** What somebody says about a role that they hold, or held. */
export type SaidOfOwnRole =
  /** `named`: for whom, as written; `null`: for themselves. */
  | { readonly kind: "stay"; readonly named: string | null; readonly why: string }
  /** `role` null: the one they had; `areas` empty: those they had. */
  | { readonly kind: "return"; readonly role: string | null; readonly areas: readonly string[] };

export interface Nominee {
  readonly candidate: { readonly login: string; readonly id: number | null };
  readonly role: string;
  readonly areas: readonly string[];
  readonly rule: PromotionRule;
}

export function refused(text: string): Extract<PromotionCallResult, { kind: "answer" }> {
  return { kind: "answer", answer: { kind: "refused", text } };
}

export function informed(text: string): Extract<PromotionCallResult, { kind: "answer" }> {
  return { kind: "answer", answer: { kind: "told", text } };
}

/** "I cannot take `/sponsor` from ann: …" */
export function cannotTake(call: Pick<Call, "name" | "cancel">, { login }: Pick<Account, "login">, because: string) {
  return `I cannot take ${code(`/${call.name}${call.cancel ? " cancel" : ""}`)} from ${escapeMarkdown(login)}: ${because}.`;
}

/** The criteria of these kinds that the nomination is asked for. */
export function leavesOf(
  { rule, areas }: Pick<Nomination, "rule" | "areas">,
  ...kinds: readonly string[]
): readonly Leaf[] {
  return leaves(rule.criterion).filter((leaf) => kinds.includes(leaf.kind) && isAskedOf(leaf, areas));
}
