/** Comments, reviews, inline comments and reactions as GitHub's REST API and webhooks show them. */

import { iso } from "../world/clock.ts";
import { type Comment, REACTIONS, type Reaction, type Review, type ReviewComment } from "../world/model.ts";
import { pullComparison } from "../world/pulls.ts";
import type { World } from "../world/world.ts";
import { appJson, authorJson, type Json, userJson } from "./accounts.ts";
import { association } from "./association.ts";
import { repoHtml, repoUrl } from "./repositories.ts";

/** The roll-up; `url` is the thing reacted to. */
export function reactionsJson(url: string, reactions: readonly Reaction[]): Json {
  const counts = REACTIONS.map((content) => [content, reactions.filter((one) => one.content === content).length]);
  return { url: `${url}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}

export function reactionJson(world: World, reaction: Reaction): Json {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: userJson(world, reaction.user),
    content: reaction.content,
    created_at: iso(reaction.at),
  };
}

export function commentUrl(world: World, comment: Comment): string {
  const page = comment.subject.kind === "pull" ? "pull" : "issues";
  return `${repoHtml(world, comment.subject.repo)}/${page}/${comment.subject.number}#issuecomment-${comment.id}`;
}

export function commentJson(world: World, comment: Comment): Json {
  const { subject } = comment;
  const url = `${repoUrl(world, subject.repo)}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: commentUrl(world, comment),
    issue_url: `${repoUrl(world, subject.repo)}/issues/${subject.number}`,
    id: comment.id,
    node_id: comment.nodeId,
    user: authorJson(world, comment.author),
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    author_association: association(world, subject.repo, comment.author),
    body: comment.body,
    reactions: reactionsJson(url, comment.reactions),
    performed_via_github_app: comment.viaApp === null ? null : appJson(world, comment.viaApp),
  };
}

export function reviewUrl(world: World, review: Review): string {
  return `${repoHtml(world, review.subject.repo)}/pull/${review.subject.number}#pullrequestreview-${review.id}`;
}

/** REST writes the state in capitals, webhooks in small letters. */
export function reviewJson(world: World, review: Review, form: "rest" | "webhook" = "rest"): Json {
  const pull = review.subject;
  const url = `${repoUrl(world, pull.repo)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: authorJson(world, review.author),
    body: form === "webhook" && review.body === "" ? null : review.body,
    state: form === "webhook" ? review.state.toLowerCase() : review.state,
    html_url: reviewUrl(world, review),
    pull_request_url: url,
    author_association: association(world, pull.repo, review.author),
    _links: { html: { href: reviewUrl(world, review) }, pull_request: { href: url } },
    submitted_at: iso(review.createdAt),
    ...(form === "webhook" ? { updated_at: iso(review.updatedAt) } : {}),
    commit_id: review.commit,
  };
}

export function reviewCommentUrl(world: World, comment: ReviewComment): string {
  return `${repoHtml(world, comment.subject.repo)}/pull/${comment.subject.number}#discussion_r${comment.id}`;
}

export function reviewCommentJson(world: World, comment: ReviewComment): Json {
  const pull = comment.subject;
  const url = `${repoUrl(world, pull.repo)}/pulls/comments/${comment.id}`;
  const pullUrl = `${repoUrl(world, pull.repo)}/pulls/${pull.number}`;
  const html = reviewCommentUrl(world, comment);
  const patch = pullComparison(world, pull).files.find((file) => file.path === comment.path)?.patch;
  return {
    url,
    pull_request_review_id: comment.review.id,
    id: comment.id,
    node_id: comment.nodeId,
    diff_hunk: patch?.split("\n").slice(0, 4).join("\n") ?? "",
    path: comment.path,
    commit_id: pull.headSha,
    original_commit_id: comment.commit,
    user: authorJson(world, comment.author),
    body: comment.body,
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    html_url: html,
    pull_request_url: pullUrl,
    author_association: association(world, pull.repo, comment.author),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pullUrl } },
    reactions: reactionsJson(url, comment.reactions),
    start_line: null,
    original_start_line: null,
    start_side: null,
    line: comment.line,
    original_line: comment.line,
    side: "RIGHT",
    position: comment.line,
    original_position: comment.line,
    subject_type: "line",
    ...(comment.replyTo === null ? {} : { in_reply_to_id: comment.replyTo.id }),
  };
}
