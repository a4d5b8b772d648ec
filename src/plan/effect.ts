/**
 * Effects are data: each names one wanted state on GitHub, has a stable key, and is safe to perform twice.
 */
import type { RepositoryName } from "../names.ts";

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

export type Effect = CheckEffect | StatusCommentEffect | ReplyEffect | ReactionEffect;
