/**
 * What Rung must remember of a pull request because GitHub does not tell it afterwards. Kept in the database and repeated,
 * signed, in the status comment (R9a, R26): losing the database loses nothing that was decided.
 */

import type { Instant } from "../shared/names.ts";
import type { Absence } from "./absence.ts";

/**
 * A span during which a commit was the head. `from`: the first moment at which it is known to have been; `until`: the last. The push
 * that ended it may be between this `until` and the next span's `from`; a comment in such a gap belongs to no known head.
 */
export interface HeadSpan extends Ends {
  /** Empty for a time about which two sources disagree: nothing is known about it. */
  readonly sha: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** The same for the base branch's name. */
export interface BaseSpan extends Ends {
  readonly ref: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** The same for the base's commit, whatever the branch's name. */
export interface BaseCommitSpan extends Ends {
  readonly commit: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** Whether an end of a span is where the change itself took place, rather than the last that was seen of it. */
export interface Ends {
  /** It began at `from`: something else was there just before. */
  readonly opened?: true;
  /** It ended at `until`: something else was there just after. */
  readonly closed?: true;
}

/**
 * How the text of an utterance limited or withdrew an approval, by its original text: a later edit or deletion restores nothing (R7,
 * R10). A `limit` is an approving review whose text names areas or withdraws some; `withdrawal` is `/approve cancel`, `lgtm` is `/lgtm
 * cancel`.
 */
export interface Restriction {
  readonly kind: "limit" | "withdrawal" | "lgtm";
  /** Utterance key, "review:34". */
  readonly key: string;
  readonly by: { readonly login: string; readonly id: number | null };
  readonly at: Instant;
  /** Areas the approval was given for (`limit`), as written; `null`: all of them. */
  readonly gives: readonly string[] | null;
  /** Areas taken back, as written; `null`: all of them. */
  readonly takes: readonly string[] | null;
}

/** The original text of an utterance that approves, or says `/lgtm`. */
export interface MadeComment {
  /** Utterance key, "comment:12". */
  readonly key: string;
  readonly by: { readonly login: string; readonly id: number | null };
  readonly at: Instant;
  /** A digest of its commands; empty: an edit changed them, which is permanent. */
  readonly commands: string;
}

/** A hold in force, by its original text: editing or deleting the comment does not release it (R7, R15b). */
export interface ActiveHold {
  /** `null`: a label put on by hand, by somebody Rung could not name. */
  readonly by: { readonly login: string; readonly id: number | null } | null;
  readonly at: Instant;
  readonly why: string;
  readonly source: "comment" | "label";
}

/** A hold that somebody other than its holder released (R79). */
export interface ReleasedHold {
  /** The utterance that released it. */
  readonly key: string;
  readonly by: { readonly login: string; readonly id: number | null };
  readonly at: Instant;
  /** The holder; `null`: nobody knows who put the label on. */
  readonly of: { readonly login: string; readonly id: number | null } | null;
}

/** Somebody whom Rung asked to review. */
export interface AskedReviewer {
  readonly login: string;
  readonly id: number | null;
  /** Why them, as Markdown: "approver of kusion; reviewed `pkg/cmd` 6 times". */
  readonly why: string;
  readonly at: Instant;
  /** Was reminded. */
  readonly nudged?: true;
  /** This request is over: somebody else was asked instead, or they were asked again. */
  readonly replaced?: true;
  /** Asked again, since a change ended this approval of theirs: its utterance's key, "review:34". */
  readonly again?: string;
}

/** A sentence of Markdown. If it depends on people being away, it is true only as long as they are. */
export type Remark = string | { readonly text: string; readonly away: readonly Absence[] };

/** What was decided about reviewers, and why. Absent: nothing yet. */
export interface Reviewing {
  /** Rows of the gate (areas, the repository, the registry's file) for which somebody was looked for. */
  readonly areas: readonly string[];
  readonly asked: readonly AskedReviewer[];
  /** Further remarks about it. */
  readonly remarks: readonly Remark[];
  /** Logins that GitHub would not take as reviewers. */
  readonly refused: readonly string[];
  /** Logins of possible approvers that are no account on GitHub any more. Absent: none is known to be. */
  readonly gone?: readonly string[];
  /** The author's first contribution, and greeted as such. */
  readonly welcomed: boolean;
  /** Nobody is asked before somebody with a role vouched for the author. */
  readonly awaits?: "vouch";
}

/** Who put the registry's labels on, in lower case. Only in the database: if it is lost, GitHub's timeline tells. */
export interface LabelMemory {
  /** Rung put them on; if one is gone all the same, a person took it off. */
  readonly own: readonly string[];
  /** Put on by somebody else. */
  readonly others: readonly string[];
}

/** Who made a commit the head, by GitHub: the sender of `synchronize`, at the opening the author (R41). */
export interface Push {
  /** Empty: an old one, of which only the person is kept. */
  readonly sha: string;
  /** The head before; `null`: not told. */
  readonly before: string | null;
  readonly by: { readonly login: string; readonly id: number | null };
}

/**
 * A `/merge` that was handed to GitHub: it holds for the state at which it was said, and ends when any of that changes (R86). Absent in
 * records of older versions and if there is none: then the line that asked decides about a merge that GitHub is about to carry out for
 * Rung.
 */
export interface MergeOrder {
  /** Utterance key of the line, "comment:12". */
  readonly key: string;
  readonly by: { readonly login: string; readonly id: number | null };
  readonly at: Instant;
  readonly headSha: string;
  readonly baseRef: string;
  /** Given with an approved verdict; otherwise GitHub was known to wait for the check. */
  readonly approved: boolean;
  /** It has ended: what the person who gave it still has to be told. Only in the database. */
  readonly ended?: string;
}

export interface PullRecord {
  readonly heads: readonly HeadSpan[];
  readonly bases: readonly BaseSpan[];
  /** Absent in records from before base commits were kept: then the first one that becomes known stands in for the earlier ones. */
  readonly baseCommits?: readonly BaseCommitSpan[];
  /** The oldest of `baseCommits` were forgotten, so of the time before nothing is known (R42). */
  readonly baseCommitsCut?: true;
  readonly holds: readonly ActiveHold[];
  /** Releases up to this moment that are not in `holdsSeen` are void: they were heard from people who could not release, or forgotten. */
  readonly holdsThrough: Instant;
  /** Keys of the statements that are already folded into `holds`. */
  readonly holdsSeen: readonly string[];
  /** For a sealed record that had to be short: releases up to this moment that are not in `holdsSeen` may have been heard. */
  readonly holdsCut?: Instant;
  /** Holds that others than their holders released, oldest first. */
  readonly released?: readonly ReleasedHold[];
  /** An inline review comment once carried a command: readings must bring them. */
  readonly inline: boolean;
  /** Whether the hold label now on the pull request was put there by Rung itself. */
  readonly ownHoldLabel: boolean;
  /** The hold label now on the pull request is already folded into `holds`; it holds once, until it was off and is put on again. */
  readonly labelSeen: boolean;
  readonly restrictions: readonly Restriction[];
  /**
   * The commit of each review as the event of its submission told it, the latest last: after a force push GitHub names another, and its
   * times are only whole seconds (R34). Only in the database.
   */
  readonly reviewed?: readonly { readonly id: number; readonly commit: string }[];
  /** Ids of approving reviews whose original text contained no limit. */
  readonly unlimited?: readonly number[];
  /** Only of people with a role, so that an edit that leaves the commands unchanged takes nothing back. */
  readonly made?: readonly MadeComment[];
  /** Restrictions up to a moment that are no longer remembered, except for these people, of whom all are. */
  readonly forgotten?: { readonly through: Instant; readonly except: readonly Restriction["by"][] };
  /** Absent in a record that does not keep them: an evaluation begins with none, so that no pusher is known (R41). */
  readonly pushes?: readonly Push[];
  /** Somebody pushed who is not remembered any more. */
  readonly pushesLost?: true;
  readonly reviewing?: Reviewing;
  /** The next role that its author was told about here. */
  readonly growth?: { readonly role: string; readonly areas: readonly string[] };
  readonly labels?: LabelMemory;
  /** At the last look it mattered who wrote its commits: they are requested right away. */
  readonly commits?: true;
  readonly order?: MergeOrder;
}
