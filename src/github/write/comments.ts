/** Writes comments, reactions, and an issue's closing; part of apply.ts, the only writer. */

import { z } from "zod";
import { statusDigest } from "../../commands/replies/status-written.ts";
import type { AuditEntry } from "../../model/audit-entry.ts";
import type { CloseIssueEffect, ReactionEffect, ReplyEffect, StatusCommentEffect } from "../../model/effect.ts";
import type { Note } from "../../model/job.ts";
import { instant, unreachable } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { GitHubError, Gone, Transient } from "../client/errors.ts";
import { repositoryPath } from "../client/repository-path.ts";

export interface CommentContext {
  readonly client: Client;
  /** Keeps what is written that the next readings may not show yet; with entries of the audit, in one statement. */
  readonly wrote?: (note: Note, entries?: readonly AuditEntry[]) => Promise<void>;
}

export async function writeStatusComment(effect: StatusCommentEffect, context: CommentContext): Promise<void> {
  const { client } = context;
  if (effect.commentId === null) return await comment(effect, context);
  const path = `${repositoryPath(effect.repository)}/issues/comments/${effect.commentId}`;
  // Before the request: whatever becomes of its answer, a reading that shows another text is not believed meanwhile.
  await context.wrote?.({ kind: "status", id: effect.commentId, digest: statusDigest(effect.body) });
  try {
    await client.rest("PATCH", path, { body: { body: effect.body } });
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    // Somebody deleted it since it was read; what it must remember has to stand somewhere.
    await comment(effect, context);
  }
}

const commentView = z.object({ id: z.number(), created_at: z.string() });

/**
 * A creation that may have happened (a timeout) is not repeated here: the error ends this try, and the next one reads the
 * subject again until it shows the comment, by its first line, or would surely show it.
 */
export async function comment(
  effect: ReplyEffect | StatusCommentEffect,
  { client, wrote }: CommentContext,
): Promise<void> {
  const path = `${repositoryPath(effect.repository)}/issues/${effect.number}/comments`;
  const [line = ""] = effect.body.split("\n", 1);
  await wrote?.({ kind: "commenting", line });
  const { data } = await client.rest("POST", path, { body: { body: effect.body } }).catch(async (error: unknown) => {
    const isUndone = error instanceof Transient ? !error.mayHaveHappened : error instanceof GitHubError;
    if (isUndone) await wrote?.({ kind: "commenting", line, refused: true });
    throw error;
  });
  const made = commentView.safeParse(data);
  if (made.success) await wrote?.({ kind: "commented", id: made.data.id, at: instant(made.data.created_at), line });
}

export async function react(effect: ReactionEffect, client: Client): Promise<void> {
  await client.rest("POST", `${repositoryPath(effect.repository)}${reactionPath(effect.to)}`, {
    body: { content: effect.content },
  });
}

/** GitHub takes pull requests for issues here. */
export async function closeIssue(effect: CloseIssueEffect, client: Client): Promise<void> {
  const body = { state: "closed", state_reason: effect.reason };
  await client.rest("PATCH", `${repositoryPath(effect.repository)}/issues/${effect.number}`, { body });
}

function reactionPath(to: ReactionEffect["to"]): string {
  switch (to.kind) {
    case "comment":
      return `/issues/comments/${to.id}/reactions`;
    case "review-comment":
      return `/pulls/comments/${to.id}/reactions`;
    case "description":
      return `/issues/${to.number}/reactions`;
    default:
      return unreachable(to.kind);
  }
}
