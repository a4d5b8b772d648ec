/** A command's shape: what it is called, who may use it, and what it answers. Each command is one file; index.ts lists them. */

import type { Permission } from "../gate/permission.ts";
import type { Verdict } from "../gate/verdict-types.ts";
import type { Answer } from "../model/answer.ts";
import type { Call, EarlierCall } from "../model/call.ts";
import type { CommandAction } from "../model/command-effect.ts";
import type { IssueFacts, PullFacts, Utterance } from "../model/facts.ts";
import type { ActiveHold } from "../model/pull-record.ts";
import type { DecisionCallResult, DecisionContext } from "../promotions/decisions/decision-calls.ts";
import type { PromotionCallResult, PromotionContext } from "../promotions/promotion-context.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Registry } from "../registry/registry-types.ts";
import type { Account } from "../shared/names.ts";

/** The part of the registry's index that answers use. */
export type Ladder = Pick<RegistryIndex, "rolesOf" | "atLeast" | "areaNames" | "areaPathsOf" | "approversOf">;

export interface CommandContext {
  readonly facts: PullFacts | IssueFacts;
  readonly registry: Registry;
  readonly index: Ladder;
  /** `null` on issues, and where no verdict was reached (a closed pull request). */
  readonly verdict: Verdict | null;
  readonly speaker: Account;
  /** With its text as created. */
  readonly said: Utterance;
  /** Everybody's latest of each command, oldest first. */
  readonly earlier: readonly EarlierCall[];
  /** The holds in force just before this call. */
  readonly holds: readonly ActiveHold[];
  /** The answers of calls that are part of promotions or decisions, by `callKey`; absent: there were none. */
  readonly promotions?: ReadonlyMap<string, Answer>;
  /** The answers of calls that act, by `callKey`; absent: there were none. */
  readonly acts?: ReadonlyMap<string, Answer>;
}

/** What an acting command decides on. */
export interface ActionRequest
  extends Pick<CommandContext, "facts" | "registry" | "index" | "verdict" | "speaker" | "said"> {
  /** The head when it was said, as far as GitHub's clock tells (R9a); `null`: unknown, or an issue. */
  readonly headWhenSaid: string | null;
  /** The base branch at that time; `null`: unknown. Absent: not asked for. */
  readonly baseWhenSaid?: string | null;
}

/** What a call wants done, or the answer if nothing is to be done. */
export type ActionDecision =
  | { readonly kind: "act"; readonly act: CommandAction }
  /**
   * `so`: what would be done, were it not so already. If an earlier try of the same line began to do it, that is because of the line
   * itself.
   */
  | { readonly kind: "answer"; readonly answer: Answer; readonly so?: CommandAction };

export interface Command {
  readonly name: string;
  /** Other names people have in their fingers; the parser folds them. Absent: none. */
  readonly aliases?: readonly string[];
  readonly group: "review" | "triage" | "roles" | "decisions" | "help";
  readonly usage: string;
  readonly summary: string;
  /** Who may, for people; e.g. "approvers of the touched areas". */
  readonly who: string;
  readonly may: Permission;
  /** Beside `may`: rules name such people alone, or Rung asks no others; `/help` counts it among what somebody else may use. */
  readonly concerns?: "holders" | "emeritus";
  readonly examples: readonly string[];
  /** Absent: on both. */
  readonly on?: "pull" | "issue";
  /**
   * How it is taken back, as people write it; absent if that makes no sense. The parser reads exactly these: one word (`/unhold`) is a
   * command of its own, `/hold cancel` gives a meaning to `cancel` as first word.
   */
  readonly cancelForms?: readonly string[];
  /** `cancel` counts anywhere among the words, since the other words can only be names: the stricter reading (R8a). */
  readonly cancelAnywhere?: boolean;
  /**
   * What follows it on its line, so that the parser can ask if that leaves open whether the command is meant (R58). "remarks": words for
   * the reader; "names": of people, roles, areas, or a choice; "text": kept as written, to the line's end; "a command": the name of one,
   * which is not obeyed. Absent: the command itself refuses what it cannot read.
   */
  readonly behind?: "remarks" | "names" | "text" | "a command";
  /** For "names": what follows is a reason, which may well say "if" and "but", and leaves no doubt that the command is meant. */
  isReasoned?(words: string): boolean;
  /** Its text is a reason that people read, and taking the command is the stricter reading of a line in doubt. */
  readonly textIsRemark?: true;
  /** Taking it back lets something continue that it stopped: then only a clear word takes it back. */
  readonly cancelFrees?: true;
  /** What it means for the promotions on its subject; such a command is answered by its result there. */
  forPromotion?(call: Call, context: PromotionContext): PromotionCallResult;
  /** What it means for the decisions on its subject; such a command is answered by its result there. */
  forDecision?(call: Call, context: DecisionContext): DecisionCallResult;
  /** What it does on GitHub, exactly once for each line ever written; such a command is answered by its outcome. */
  action?(call: Call, acting: ActionRequest): ActionDecision;
  decide(call: Call, context: CommandContext): { readonly answer: Answer };
}
