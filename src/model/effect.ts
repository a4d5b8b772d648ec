/**
 * Effects are data: each names one wanted state on GitHub, has a stable key, and is safe to perform twice.
 */

import type { RegistryEdit } from "../registry/edit.ts";
import type { Publishing } from "../registry/publishing/plan.ts";
import type { Instant, RepositoryName } from "../shared/names.ts";
import type { CommandActionEffect, WritableAction } from "./command-effect.ts";
import type { LabelId } from "./facts.ts";

export interface Annotation {
  readonly path: string;
  readonly line: number;
  readonly column: number | null;
  readonly level: "failure" | "warning" | "notice";
  readonly message: string;
}

/** A check run as wanted on a commit. `waiting` is shown as in progress; the others as completed. */
export interface CheckEffect {
  readonly kind: "check";
  readonly repository: RepositoryName;
  readonly headSha: string;
  readonly name: string;
  readonly outcome: "waiting" | "success" | "neutral" | "failure" | "action_required" | "cancelled";
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly annotations: readonly Annotation[];
}

/** The one status comment of a subject; created when `commentId` is null, else edited in place. */
export interface StatusCommentEffect {
  readonly kind: "status-comment";
  readonly repository: RepositoryName;
  readonly number: number;
  readonly commentId: number | null;
  /** With its hidden marker. */
  readonly body: string;
}

/** An answer to one utterance, at most one each; `to` is its key ("comment:123"), also in the reply's hidden marker. */
export interface ReplyEffect {
  readonly kind: "reply";
  readonly repository: RepositoryName;
  readonly number: number;
  readonly to: string;
  readonly body: string;
  /** Said before the status comment remembers why: killed in between, it is found by its marker and not said again. */
  readonly first?: true;
}

export interface ReactionEffect {
  readonly kind: "reaction";
  readonly repository: RepositoryName;
  readonly to: {
    readonly kind: "comment" | "review-comment" | "description";
    readonly id: number;
    readonly number: number;
  };
  readonly content: "+1" | "eyes" | "confused";
}

/**
 * An open pull request that makes one change to a registry as it is on its default branch now. Looked for by its branch before it
 * is opened, and made anew on the present registry while nobody else has pushed to the branch.
 */
export interface RegistryChangeEffect {
  readonly kind: "registry-change";
  /** Where the registry lies; perhaps not where the promotion is talked about. */
  readonly repository: RepositoryName;
  readonly path: string;
  /** The default branch. */
  readonly base: string;
  /** Belongs to this change alone, and stays the same for it. */
  readonly branch: string;
  readonly edit: RegistryEdit;
  /** Of the commit. */
  readonly message: string;
  readonly title: string;
  readonly body: string;
  /** One that is open already keeps its title and text. */
  readonly keepsText?: true;
  /** It is opened as a draft. */
  readonly draft?: true;
  /** The app's own login: only what it committed is ever replaced. */
  readonly botLogin: string;
  /** What the lists that the registry publishes into its own repository are made with; they ride in its commit. Absent: none do. */
  readonly publishing?: Publishing;
  /** Where memory was lost: what people closed or merged since then is not opened again (R78). */
  readonly closedSince?: Instant;
}

/** The one pull request that brings the lists of a repository in line with the registry: open with these files, or ended. */
export interface PublishEffect {
  readonly kind: "publish";
  readonly repository: RepositoryName;
  /** The default branch. */
  readonly base: string;
  readonly branch: string;
  readonly botLogin: string;
  readonly message: string;
  readonly title: string;
  readonly body: string;
  readonly branchStep: PublishedBranchStep;
  /** The pull request that is open; `null`: none is. */
  readonly pull: {
    readonly number: number;
    readonly title: string;
    readonly body: string;
    readonly isOwn: boolean;
  } | null;
}

/** `tip`: where the branch stands; `null`: it is not there. */
export type PublishedBranchStep =
  /** It is right as it is. */
  | { readonly kind: "keep" }
  /** One commit with these files on `base`. */
  | {
      readonly kind: "move";
      readonly base: string;
      readonly tip: string | null;
      readonly files: readonly { readonly path: string; readonly mode: string; readonly text: string | null }[];
    }
  /** There is nothing to say any more: it goes, and its pull request is closed with the effect's text. */
  | { readonly kind: "delete"; readonly tip: string };

/** A closed issue, or a pull request closed without being merged. */
export interface CloseIssueEffect {
  readonly kind: "close-issue";
  readonly repository: RepositoryName;
  readonly number: number;
  readonly reason: "completed" | "not_planned";
}

/**
 * A word on a pull request of Rung's own that changes a registry: a comment, and the same above its text, since it is no longer what
 * its text says. `to`: what the comment's hidden marker names.
 */
export interface RegistryPullNoteEffect {
  readonly kind: "registry-pull-note";
  readonly repository: RepositoryName;
  readonly number: number;
  readonly to: string;
  readonly text: string;
  /** Whether it is closed with that, unmerged. */
  readonly closes: boolean;
  readonly botLogin: string;
}

/** The text of a pull request that proposes to move somebody, with its signed line, and what becomes of it. */
export interface ProposalPullEffect {
  readonly kind: "proposal-pull";
  readonly repository: RepositoryName;
  readonly number: number;
  readonly nodeId: string;
  readonly body: string;
  /** "ready": no draft any more. */
  readonly becomes: "closed" | "ready" | "as it is";
}

/** Labels that are on; those that the repository lacks are made, with colour and description. */
interface LabelledEffect {
  readonly kind: "labelled";
  readonly repository: RepositoryName;
  readonly number: number;
  readonly labels: readonly { readonly name: string; readonly color: string; readonly description: string }[];
}

/** Labels that are off. */
export interface UnlabelledEffect {
  readonly kind: "unlabelled";
  readonly repository: RepositoryName;
  readonly number: number;
  /** Of the subject. */
  readonly nodeId: string;
  readonly labels: readonly LabelId[];
}

/** People asked to review. */
export interface ReviewersEffect {
  readonly kind: "reviewers";
  readonly repository: RepositoryName;
  readonly number: number;
  readonly logins: readonly string[];
}

/** People asked to review no more. */
interface NoReviewersEffect {
  readonly kind: "no-reviewers";
  readonly repository: RepositoryName;
  readonly number: number;
  readonly logins: readonly string[];
}

/** GitHub is not about to merge a pull request by itself any more: what Rung had asked it to do is taken back. */
export interface EndMergeEffect {
  readonly kind: "end-merge";
  readonly repository: RepositoryName;
  readonly number: number;
  /** Of the pull request. */
  readonly nodeId: string;
  readonly way: "auto-merge" | "queue";
}

export type Effect =
  | CheckEffect
  | StatusCommentEffect
  | ReplyEffect
  | ReactionEffect
  | RegistryChangeEffect
  | PublishEffect
  | CloseIssueEffect
  | RegistryPullNoteEffect
  | ProposalPullEffect
  | CommandActionEffect<WritableAction>
  | LabelledEffect
  | UnlabelledEffect
  | ReviewersEffect
  | NoReviewersEffect
  | EndMergeEffect;
