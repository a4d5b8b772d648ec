/** What people say: comments, reviews, inline comments, reactions; editing, deleting and dismissing them. */

import { issueJson, pullJson } from "../render/subjects.ts";
import { commentJson, reviewCommentJson, reviewJson } from "../render/talk.ts";
import type { Comment, Pull, Reaction, ReactionContent, Review, ReviewComment, Subject } from "../world/model.ts";
import { Refusal } from "../world/refusal.ts";
import { type Acting, happened, may, need, tell, touched } from "./acting.ts";

const MAX_LENGTH = 65_536;

function spoken(act: Acting, prefix: string, body: string) {
  if (body.length > MAX_LENGTH) throw new Refusal(422, `Body is too long (maximum is ${MAX_LENGTH} characters)`);
  const now = act.world.clock.now();
  return {
    ...act.world.identity(prefix),
    author: act.actor,
    body,
    createdAt: now,
    updatedAt: now,
    edited: null,
    reactions: [],
    viaApp: act.viaApp,
  };
}

function commented(act: Acting, comment: Comment, action: string, more: Record<string, unknown> = {}): void {
  const { subject } = comment;
  touched(act, subject);
  tell(act, "issue_comment", action, { repo: subject.repo, subject }, () => ({
    issue: issueJson(act.world, subject),
    comment: commentJson(act.world, comment),
    ...more,
  }));
}

/** In a locked conversation people with write access alone go on; GitHub takes apps for people without. */
function refuseLocked(act: Acting, subject: Subject): void {
  if (!subject.locked || (act.viaApp === null && may(act, subject.repo, "write"))) return;
  throw new Refusal(403, "Unable to create comment because issue is locked.");
}

export function comment(act: Acting, subject: Subject, body: string): Comment {
  need(act, subject.repo, "read", "comment");
  refuseLocked(act, subject);
  if (body.trim() === "")
    throw new Refusal(422, "Validation Failed", [{ resource: "IssueComment", field: "body", code: "missing_field" }]);
  const made: Comment = act.world.register({ kind: "comment", subject, ...spoken(act, "IC", body) });
  subject.comments.push(made);
  commented(act, made, "created");
  return made;
}

function editing(
  act: Acting,
  thing: Comment | Review | ReviewComment | Subject,
  body: string,
): { body: { from: string } } {
  const repo = "repo" in thing ? thing.repo : thing.subject.repo;
  if (thing.author !== act.actor) need(act, repo, "write", "edit what others wrote");
  const from = thing.body;
  thing.body = body;
  thing.updatedAt = act.world.clock.now();
  thing.edited = { at: act.world.clock.now(), by: act.actor };
  return { body: { from } };
}

export function editComment(act: Acting, target: Comment, body: string): void {
  const changes = editing(act, target, body);
  commented(act, target, "edited", { changes });
}

export function deleteComment(act: Acting, target: Comment): void {
  if (target.author !== act.actor) need(act, target.subject.repo, "write", "delete what others wrote");
  target.subject.comments.splice(target.subject.comments.indexOf(target), 1);
  act.world.forget(target);
  commented(act, target, "deleted");
}

/** Title or text of an issue or pull request. */
export function editSubject(
  act: Acting,
  subject: Subject,
  to: { title?: string | undefined; body?: string | undefined },
): void {
  const changes: Record<string, { from: string }> = {};
  if (subject.author !== act.actor) need(act, subject.repo, "triage", "edit what others opened");
  if (to.title !== undefined && to.title !== subject.title) {
    changes.title = { from: subject.title };
    happened(act, subject, "renamed", { from: subject.title, to: to.title });
    subject.title = to.title;
  }
  if (to.body !== undefined && to.body !== subject.body) {
    changes.body = { from: subject.body };
    subject.body = to.body;
    subject.edited = { at: act.world.clock.now(), by: act.actor };
  }
  if (Object.keys(changes).length === 0) return;
  touched(act, subject);
  tellEdited(act, subject, changes);
}

export function tellEdited(act: Acting, subject: Subject, changes: Record<string, unknown>): void {
  const name = subject.kind === "pull" ? "pull_request" : "issues";
  tell(act, name, "edited", { repo: subject.repo, subject }, () => ({
    ...(subject.kind === "pull"
      ? { number: subject.number, pull_request: pullJson(act.world, subject) }
      : { issue: issueJson(act.world, subject) }),
    changes,
  }));
}

export interface NewReview {
  readonly event: "APPROVE" | "REQUEST_CHANGES" | "COMMENT";
  readonly body?: string | undefined;
  /** A commit of the pull request; default its head. */
  readonly commit?: string | undefined;
  readonly comments?: readonly InlineDraft[] | undefined;
}

interface InlineDraft {
  readonly path: string;
  readonly line: number;
  readonly body: string;
  /** Absent: now. */
  readonly draftedAt?: number;
}

const STATES = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" } as const;

export function review(act: Acting, pull: Pull, asked: NewReview): Review {
  const { world } = act;
  need(act, pull.repo, "read", "review");
  refuseLocked(act, pull);
  if (pull.author === act.actor && asked.event !== "COMMENT") {
    const what = asked.event === "APPROVE" ? "approve" : "request changes on";
    throw new Refusal(422, `Can not ${what} your own pull request`);
  }
  const empty = (asked.body ?? "").trim() === "" && (asked.comments ?? []).length === 0;
  if (empty && asked.event !== "APPROVE") throw new Refusal(422, "A review needs a text or comments");
  const made: Review = world.register({
    kind: "review",
    subject: pull,
    state: STATES[asked.event],
    commit: asked.commit ?? pull.headSha,
    ...spoken(act, "PRR", asked.body ?? ""),
  });
  pull.reviews.push(made);
  const waiting = pull.requestedReviewers.indexOf(act.actor);
  if (waiting >= 0) pull.requestedReviewers.splice(waiting, 1);
  touched(act, pull);
  tellReview(act, made, "submitted");
  for (const one of asked.comments ?? []) addReviewComment(act, made, { ...one, replyTo: null });
  return made;
}

function tellReview(act: Acting, target: Review, action: string, more: Record<string, unknown> = {}): void {
  const pull = target.subject;
  tell(act, "pull_request_review", action, { repo: pull.repo, subject: pull }, () => ({
    review: reviewJson(act.world, target, "webhook"),
    pull_request: pullJson(act.world, pull, "simple"),
    ...more,
  }));
}

interface NewReviewComment extends InlineDraft {
  readonly replyTo: ReviewComment | null;
}

function addReviewComment(act: Acting, parent: Review, asked: NewReviewComment): ReviewComment {
  const pull = parent.subject;
  const said = spoken(act, "PRRC", asked.body);
  const made: ReviewComment = act.world.register({
    kind: "review-comment",
    subject: pull,
    review: parent,
    path: asked.path,
    line: asked.line,
    commit: parent.commit,
    replyTo: asked.replyTo,
    ...said,
    createdAt: asked.draftedAt ?? said.createdAt,
    publishedAt: said.createdAt,
  });
  pull.reviewComments.push(made);
  tellReviewComment(act, made, "created");
  return made;
}

function tellReviewComment(
  act: Acting,
  target: ReviewComment,
  action: string,
  more: Record<string, unknown> = {},
): void {
  const pull = target.subject;
  touched(act, pull);
  tell(act, "pull_request_review_comment", action, { repo: pull.repo, subject: pull }, () => ({
    comment: reviewCommentJson(act.world, target),
    pull_request: pullJson(act.world, pull, "simple"),
    ...more,
  }));
}

export function editReviewComment(act: Acting, target: ReviewComment, body: string): void {
  const changes = editing(act, target, body);
  tellReviewComment(act, target, "edited", { changes });
}

export function deleteReviewComment(act: Acting, target: ReviewComment): void {
  if (target.author !== act.actor) need(act, target.subject.repo, "write", "delete what others wrote");
  target.subject.reviewComments.splice(target.subject.reviewComments.indexOf(target), 1);
  act.world.forget(target);
  tellReviewComment(act, target, "deleted");
}

export function editReview(act: Acting, target: Review, body: string): void {
  const changes = editing(act, target, body);
  tellReview(act, target, "edited", { changes });
}

export function dismissReview(act: Acting, target: Review, message: string): void {
  need(act, target.subject.repo, "write", "dismiss a review");
  if (target.state === "COMMENTED" || target.state === "DISMISSED") {
    throw new Refusal(422, `Can not dismiss a ${target.state.toLowerCase()} pull request review`);
  }
  const from = target.state;
  target.state = "DISMISSED";
  happened(act, target.subject, "review_dismissed", { review: target, message, from });
  tellReview(act, target, "dismissed");
}

/** Adds a reaction, or gives the one that is there (`fresh: false`): one person reacts once with each. */
export function react(
  act: Acting,
  target: Comment | ReviewComment | Review | Subject,
  content: ReactionContent,
): { reaction: Reaction; fresh: boolean } {
  if (("repo" in target ? target : target.subject).locked)
    throw new Refusal(403, "Reactions are disabled: the conversation is locked.");
  const known = target.reactions.find((one) => one.user === act.actor && one.content === content);
  if (known !== undefined) return { reaction: known, fresh: false };
  const at = act.world.clock.now();
  const reaction: Reaction = { ...act.world.identity("REA"), user: act.actor, content, at };
  target.reactions.push(reaction);
  act.world.changed("repo" in target ? target : target.subject);
  return { reaction, fresh: true };
}
