/** A command's shape: what it is called, who may use it, and what it answers. Each command is one file; index.ts lists them. */

import type { Verdict } from "../gate/model.ts";
import type { Account } from "../names.ts";
import type { Effect } from "../plan/effect.ts";
import type { Registry } from "../roles/model.ts";
import type { IssueFacts, PullFacts, Utterance } from "../snapshot/facts.ts";

/** One command as said on one line. */
export interface Call {
  /** The canonical name, lower case: `/Remove-Approve x` is `approve` with `cancel`. */
  readonly name: string;
  /** Said in its cancel, `un-` or `remove-` form. */
  readonly cancel: boolean;
  /** The rest of the line, trimmed, without the word `cancel` that made it one. */
  readonly words: string;
  /** 1-based line of the text. */
  readonly line: number;
}

export interface CommandContext {
  readonly facts: PullFacts | IssueFacts;
  readonly registry: Registry;
  /** `null` on issues. */
  readonly verdict: Verdict | null;
  readonly speaker: Account;
  readonly said: Utterance;
}

/** `done` earns a reaction; the others a reply. Text is Markdown whose foreign parts are already inert. */
export type Answer =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly text: string }
  | { readonly kind: "told"; readonly text: string };

export interface Command {
  readonly name: string;
  /** Other names people have in their fingers; the parser folds them. */
  readonly aliases: readonly string[];
  readonly group: "review" | "triage" | "roles" | "help";
  readonly usage: string;
  readonly summary: string;
  /** Who may, for people; e.g. "approvers of the touched areas". */
  readonly who: string;
  readonly examples: readonly string[];
  readonly on: readonly ("pull" | "issue")[];
  /** How it is taken back, as people write it; empty where that makes no sense. */
  readonly cancelForms: readonly string[];
  decide(call: Call, context: CommandContext): { readonly answer: Answer; readonly effects?: readonly Effect[] };
}
