/** A command as somebody wrote it, and the keys that identify it for good: what was done and answered is stored under them. */
import type { Account, Instant } from "../shared/names.ts";

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
  /** Which of the line's commands it is, counted from 1 behind the first; absent: the first. */
  readonly part?: number;
}

/** A command that was said here before, on an earlier line of the same utterance included. */
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

/** Where a call stands in its text; the first of a line by the line alone, as it was kept before a line could have several. */
export function callPlace({ line, part }: Pick<Call, "line" | "part">): string {
  return part === undefined ? `${line}` : `${line}.${part}`;
}
