/**
 * The facts a decision rests on: plain data, read once, by src/github/read/ alone. No Octokit types, no clock.
 * What could not be read in full says so (`complete: false`); it is never mistaken for "there is none" (R14).
 */

import type { Account, Instant, RepositoryName } from "../shared/names.ts";
import type { Call } from "./call.ts";

/** A reading may be older than its time by as much as this: several times as far as GitHub's have been seen to lag (R37). */
export const MAX_LAG_MS = 20_000;

export interface RepositoryFacts extends RepositoryName {
  readonly id: number;
  readonly private: boolean;
  readonly archived: boolean;
  /** `null` for an empty repository. */
  readonly defaultBranch: string | null;
}

export type ReviewState = "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";

/** A comment, review body, inline review comment or the description: anything that may carry commands. */
export interface Utterance {
  readonly kind: "comment" | "review" | "review-comment" | "description";
  /** GitHub's numeric id within the kind; 0 for the description. */
  readonly id: number;
  readonly nodeId: string;
  /** `null`: a deleted account. */
  readonly author: Account | null;
  readonly body: string;
  /** The commands in its body, in order; of an edited one they are not what it said originally (R7). */
  readonly calls: readonly Call[];
  /** When others could see it. */
  readonly at: Instant;
  /** When it was written, where that was before others could see it: in a review that was submitted later. */
  readonly draftedAt?: Instant;
  /** Edited after it was written, by anyone: then its statements do not count (R7). */
  readonly edited: boolean;
  /** The last editor, if GitHub tells. */
  readonly editor?: Account;
  readonly url: string;
}

export interface Review extends Utterance {
  readonly kind: "review";
  readonly state: ReviewState;
  /** The head it was given on; `null` where GitHub lost it. */
  readonly commit: string | null;
}

export interface ChangedFile {
  readonly path: string;
  /** Old path of a rename (or copy). */
  readonly previousPath: string | null;
  readonly change: "added" | "modified" | "deleted" | "renamed" | "copied" | "changed";
  /** Added and removed; absent: not known. */
  readonly lines?: number;
}

export interface CommitFacts {
  readonly sha: string;
  readonly parents: readonly string[];
  /** Author, co-authors by trailer, and committer. `null`: an identity GitHub maps to no account. */
  readonly people: readonly (Account | null)[];
}

/**
 * Who made a commit, by GitHub's own view of its addresses and its signature. "github": the signature is valid and made with GitHub's
 * key, which only GitHub itself and its apps sign with; "other": valid, with somebody's own key; "unverified": anything else.
 */
export interface CommitOrigin {
  readonly sha: string;
  /** `null`: an address that belongs to no account. */
  readonly author: Account | null;
  readonly committer: Account | "github" | null;
  readonly signature: "github" | "other" | "unverified";
}

/** GitHub's word for an author's relation to the repository. */
export type Association =
  | "OWNER"
  | "MEMBER"
  | "COLLABORATOR"
  | "CONTRIBUTOR"
  | "FIRST_TIME_CONTRIBUTOR"
  | "FIRST_TIMER"
  | "MANNEQUIN"
  | "NONE";

/** A label as GitHub knows it. */
export interface LabelId {
  readonly name: string;
  /** Node id. */
  readonly id: string;
}

/** A list that may have been cut by the API. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly complete: boolean;
  /** GitHub's count, for the "cannot tell" text. */
  readonly total: number;
  /** A clause: why it is not complete; absent: GitHub cut it. */
  readonly why?: string;
}

interface Subject {
  readonly repository: RepositoryFacts;
  readonly number: number;
  readonly nodeId: string;
  readonly title: string;
  readonly state: "open" | "closed" | "merged";
  /** When it was closed or merged; absent: it is open, or the server does not tell. */
  readonly closedAt?: Instant;
  /** GitHub takes no new comment of an app's there, and no reaction. */
  readonly locked?: true;
  readonly author: Account | null;
  readonly createdAt: Instant;
  readonly description: Utterance;
  readonly comments: Listed<Utterance>;
  readonly labels: Listed<string>;
  /** Node id of each of the labels, by its name as GitHub spells it. */
  readonly labelIds: ReadonlyMap<string, string>;
  /** Logins; absent: not read. */
  readonly assignees?: readonly string[];
  /** GitHub's clock when this was read. */
  readonly readAt: Instant;
  /**
   * Keys of utterances that recent events told of and this reading does not show yet: unlike others that it lacks, they are not deleted.
   */
  readonly awaited?: readonly string[];
}

export interface IssueFacts extends Subject {
  readonly kind: "issue";
}

interface ForcedPush {
  readonly at: Instant;
  /** `null`: GitHub no longer has it. */
  readonly to: string | null;
}

export interface PullFacts extends Subject {
  readonly kind: "pull";
  /** When it last changed in any way, by this reading; absent if the server does not tell. */
  readonly updatedAt?: Instant;
  readonly draft: boolean;
  /** GitHub knows that it cannot be merged into its base as it is; absent: it can, or GitHub has not worked it out. */
  readonly conflicts?: true;
  readonly head: {
    readonly sha: string;
    readonly ref: string;
    /** The repository of its branch; `null` for a fork that is gone. */
    readonly repository?: RepositoryName | null;
  };
  /** `sha`: the branch's present commit; `noted`: the one when GitHub last noted it, at the latest push or change of base. */
  readonly base: { readonly ref: string; readonly sha: string; readonly noted: string };
  readonly files: Listed<ChangedFile>;
  /** Files that are, byte by byte, what the registry that it brings makes of those it began from; absent: none, or it is not known. */
  readonly follows?: readonly string[];
  /** Read only if it matters who contributed (`contributors-count: false`, a change of the registry); otherwise empty and complete. */
  readonly commits: Listed<CommitFacts>;
  /**
   * The origins of its commits. Read only if a lowering may apply to its author, and everything else allows it (R73); absent: not read,
   * and then nothing is lowered.
   */
  readonly origins?: Listed<CommitOrigin>;
  /** Absent if the server does not tell. */
  readonly association?: Association;
  /** Somebody with a role vouched for its author in this repository; absent: nobody did, as far as is known. */
  readonly vouched?: true;
  readonly reviews: Listed<Review>;
  /** Inline comments, read only once one of them carried a command. */
  readonly reviewComments: Listed<Utterance>;
  /** Other open pull requests of this repository with the same head (R17). */
  readonly twins: readonly number[];
  /** The commit that the merge queue made of it; absent: it is in no queue as far as GitHub tells. */
  readonly queued?: { readonly headSha: string; readonly baseSha: string };
  /** Commits of the base and of the head with their parents, as many as came along. */
  readonly history: ReadonlyMap<string, readonly string[]>;
  /** Force pushes, oldest first: when, and the resulting head. `null`: not told. `complete`: there were no earlier ones. */
  readonly forced: { readonly pushes: readonly ForcedPush[]; readonly complete: boolean } | null;
  /** GitHub is about to merge it by itself, and who asked for that; absent: it is not, or this was not read. */
  readonly merging?: Merging;
  /** GitHub failed to tell whether it is in the merge queue; absent: it told, or never would. */
  readonly mergingUnread?: true;
}

/** Auto-merge that is switched on, or a place in the merge queue. */
export interface Merging {
  readonly way: "auto-merge" | "queue";
  /** `null`: a deleted account. */
  readonly by: Account | null;
  readonly at: Instant;
}
