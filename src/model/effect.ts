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

/** An issue or a pull request, by the name of its repository. */
export interface Thread {
  readonly repository: RepositoryName;
  readonly number: number;
}

/** Nothing else of it, so that effects are alike however it was read. */
export function threadOf({ repository: { owner, name }, number }: Thread): Thread {
  return { repository: { owner, name }, number };
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

/** The one status comment of a subject; created if `commentId` is null, otherwise edited in place. */
export interface StatusCommentEffect extends Thread {
  readonly kind: "status-comment";
  readonly commentId: number | null;
  /** With its hidden marker. */
  readonly body: string;
}

/** An answer to one utterance, at most one each; `to` is its key ("comment:123"), also in the reply's hidden marker. */
export interface ReplyEffect extends Thread {
  readonly kind: "reply";
  readonly to: string;
  readonly body: string;
  /** Said before the status comment remembers why: if the process is killed in between, it is found by its marker and not said again. */
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

export type AnswerEffect = ReplyEffect | ReactionEffect;

export function isAnswer(effect: Effect): effect is AnswerEffect {
  return effect.kind === "reply" || effect.kind === "reaction";
}

/** The key of the utterance that is answered: "comment:12". */
export function answeredKey(answer: AnswerEffect): string {
  return answer.kind === "reply" ? answer.to : `${answer.to.kind}:${answer.to.id}`;
}

/** A pull request on a branch of Rung's own. */
export interface ProposedPull {
  readonly repository: RepositoryName;
  /** The default branch. */
  readonly base: string;
  readonly branch: string;
  /** The app's own login: only its own commits are ever replaced. */
  readonly botLogin: string;
  /** The commit's message. */
  readonly message: string;
  readonly title: string;
  readonly body: string;
}

/**
 * An open pull request that makes one change to a registry as it now is on its default branch. It is looked for by its branch before it
 * is opened, and made anew on the present registry as long as nobody else has pushed to the branch. The repository is the registry's,
 * perhaps not where the promotion is discussed; the branch belongs to this change alone, and stays the same for it.
 */
export interface RegistryChangeEffect extends ProposedPull {
  readonly kind: "registry-change";
  readonly path: string;
  readonly edit: RegistryEdit;
  /** An open one keeps its title and text. */
  readonly keepsText?: true;
  /** It is opened as a draft. */
  readonly draft?: true;
  /**
   * What is needed for the lists that the registry publishes into its own repository; they are part of its commit. Absent: there are
   * none.
   */
  readonly publishing?: Publishing;
  /** Where memory was lost: what people closed or merged since then is not opened again (R78). */
  readonly closedSince?: Instant;
}

/** The one pull request that brings the lists of a repository in line with the registry: open with these files, or ended. */
export interface PublishEffect extends ProposedPull {
  readonly kind: "publish";
  readonly branchStep: PublishedBranchStep;
  /** The pull request that is open; `null`: none is. */
  readonly pull: PullText | null;
}

/** The parts of an open pull request that are compared with the wanted ones. */
export interface PullText {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  /** Whether Rung opened it: a person who opened one from the branch keeps theirs. */
  readonly isOwn: boolean;
}

/** `tip`: the branch's commit; `null`: it does not exist. */
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
  /** There is nothing left to propose: the branch is deleted, and its pull request is closed with the effect's text. */
  | { readonly kind: "delete"; readonly tip: string };

/** A closed issue, or a pull request closed without being merged. */
export interface CloseIssueEffect extends Thread {
  readonly kind: "close-issue";
  readonly reason: "completed" | "not_planned";
}

/**
 * A remark on one of Rung's own pull requests that change a registry: a comment, and the same above its text, which no longer describes
 * it. `to`: what the comment's hidden marker names.
 */
export interface RegistryPullNoteEffect extends Thread {
  readonly kind: "registry-pull-note";
  readonly to: string;
  readonly text: string;
  /** Whether it is closed with that, unmerged. */
  readonly closes: boolean;
  readonly botLogin: string;
}

/** The text of a pull request that proposes to move somebody, with its signed line, and what becomes of it. */
export interface ProposalPullEffect extends Thread {
  readonly kind: "proposal-pull";
  readonly nodeId: string;
  readonly body: string;
  /** "ready": no draft any more. */
  readonly becomes: "closed" | "ready" | "as it is";
}

/** Labels to be on; those that the repository lacks are created, with colour and description. */
interface LabelledEffect extends Thread {
  readonly kind: "labelled";
  readonly labels: readonly { readonly name: string; readonly color: string; readonly description: string }[];
}

/** Labels that are off. */
export interface UnlabelledEffect extends Thread {
  readonly kind: "unlabelled";
  /** Of the subject. */
  readonly nodeId: string;
  readonly labels: readonly LabelId[];
}

/** People asked to review. */
export interface ReviewersEffect extends Thread {
  readonly kind: "reviewers";
  readonly logins: readonly string[];
}

/** People asked to review no more. */
interface NoReviewersEffect extends Thread {
  readonly kind: "no-reviewers";
  readonly logins: readonly string[];
}

/** GitHub no longer merges a pull request by itself: what Rung had asked for is taken back. */
export interface EndMergeEffect extends Thread {
  readonly kind: "end-merge";
  /** Of the pull request. */
  readonly nodeId: string;
  readonly way: "auto-merge" | "queue";
}

/** The branch of one of Rung's own pull requests, which was merged, is gone, if it is as Rung made it and nobody uses it besides. */
export interface MergedBranchEffect extends Thread {
  readonly kind: "merged-branch";
  readonly branch: string;
  /** The commit that was merged. */
  readonly tip: string;
  readonly botLogin: string;
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
  | EndMergeEffect
  | MergedBranchEffect;
