/** A command as somebody wrote it, and the keys that identify it for good: what was done and answered is stored under them. */

import type { Account, Instant } from "../shared/names.ts";

/** One command as written on one line. */
export interface Call {
  /** The canonical name, lower case: `/Remove-Approve x` is `approve` with `cancel`. */
  readonly name: string;
  /** In its cancel form, or its `un-` or `remove-` form. */
  readonly cancel: boolean;
  /** The rest of the line, trimmed, without the word `cancel` that made it a cancel form. */
  readonly words: string;
  /** 1-based line of the text. */
  readonly line: number;
  /** Which of the line's commands it is, counted from 1 behind the first; absent: the first. */
  readonly part?: number;
}

/** More commands in one utterance than anyone means: those behind are neither done nor answered. The gate counts its statements all the same. */
export const MAX_CALLS = 50;

/** A command that was said here before, perhaps on an earlier line of the same utterance. */
export interface EarlierCall {
  readonly call: Call;
  readonly by: Account;
  readonly at: Instant;
}

/** The key under which a call's answer is found. */
export function callKey(
  utterance: { readonly kind: string; readonly id: number },
  call: Pick<Call, "line" | "part">,
): string {
  return `${utterance.kind}:${utterance.id}/${callPlace(call)}`;
}

/** The place of a call in its text; for the first one of a line only the line, as it was stored before a line could have several. */
export function callPlace({ line, part }: Pick<Call, "line" | "part">): string {
  return part === undefined ? `${line}` : `${line}.${part}`;
}
