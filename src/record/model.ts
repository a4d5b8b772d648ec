/**
 * What Rung must remember of a pull request because GitHub does not tell it afterwards. Kept in the database and repeated,
 * signed, in the status comment (R9a, R26): losing the database loses nothing that was decided.
 */
import type { Instant, LoginKey } from "../names.ts";

/**
 * A head that stood. `from`: the first moment it is known to have stood; `until`: the last. The push that ended it may lie
 * between this `until` and the next span's `from`; a comment in such a gap belongs to no known head.
 */
export interface HeadSpan {
  readonly sha: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** The same for the base branch's name. */
export interface BaseSpan {
  readonly ref: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** A hold that stands, as of its text when it was made: editing or deleting the comment does not lift it (R7, R15b). */
export interface StandingHold {
  /** `null`: a label put on by hand, by somebody Rung could not name. */
  readonly by: { readonly login: string; readonly id: number | null } | null;
  readonly at: Instant;
  readonly why: string;
  readonly source: "comment" | "label";
}

export interface PullRecord {
  readonly heads: readonly HeadSpan[];
  readonly bases: readonly BaseSpan[];
  readonly holds: readonly StandingHold[];
  /** Words up to this moment are already folded into `holds`; `seen` lists the words of that very second (their keys). */
  readonly holdsThrough: Instant;
  readonly holdsSeen: readonly string[];
  /** An inline review comment once carried a command: the snapshot must read them. */
  readonly inline: boolean;
  /** Whether the hold label now on the pull request was put there by Rung itself. */
  readonly ownHoldLabel: boolean;
}

export type { LoginKey };
