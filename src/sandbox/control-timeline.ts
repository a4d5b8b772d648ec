/** A subject's timeline for the control API: what was said, pushed and changed, oldest first, events in words. */

import type { ReactionState, TimelineEntry } from "./control-model.ts";
import { isAncestor } from "./git/history.ts";
import { iso } from "./world/clock.ts";
import {
  type Actor,
  type Comment,
  type Pull,
  type Push,
  REACTIONS,
  type Reaction,
  type Review,
  type Subject,
  type TimelineEvent,
} from "./world/model.ts";
import { comparison, pullComparison } from "./world/pulls.ts";
import type { World } from "./world/world.ts";

const nameOf = (actor: Actor) => (actor.deleted ? null : actor.login);

export function reactionStates(reactions: readonly Reaction[]): ReactionState[] {
  return REACTIONS.map((content) => ({
    content,
    by: reactions.filter((one) => one.content === content).map((one) => one.user.login),
  })).filter((state) => state.by.length > 0);
}

function commentEntry(comment: Comment): TimelineEntry {
  return {
    kind: "comment",
    id: comment.id,
    author: nameOf(comment.author),
    app: comment.viaApp !== null,
    body: comment.body,
    at: iso(comment.createdAt),
    editedAt: comment.edited === null ? null : iso(comment.edited.at),
    editor: comment.edited === null ? null : nameOf(comment.edited.by),
    reactions: reactionStates(comment.reactions),
  };
}

function reviewEntry(review: Review): TimelineEntry {
  return {
    kind: "review",
    id: review.id,
    author: nameOf(review.author),
    state: review.state,
    body: review.body,
    commit: review.commit,
    at: iso(review.createdAt),
    comments: review.subject.reviewComments
      .filter((comment) => comment.review === review)
      .map(({ id, author, path, line, body, createdAt }) => ({
        id,
        author: nameOf(author),
        path,
        line,
        body,
        at: iso(createdAt),
      })),
  };
}

function pushEntry(world: World, pull: Pull, push: Push): TimelineEntry {
  const { before, after, forced } = push;
  const fast = before !== null && isAncestor(world.git, before, after);
  const fresh = fast ? comparison(world, before, after)?.commits : comparison(world, pull.baseSha, after)?.commits;
  const commits = (fresh ?? pullComparison(world, pull).commits).map(({ sha, message, author }) => ({
    sha,
    message,
    author: author.login ?? author.name,
  }));
  return { kind: "push", by: nameOf(push.by), at: iso(push.at), before, after, forced, commits };
}

const PLAIN: Readonly<Record<string, string>> = {
  closed: "closed this",
  reopened: "reopened this",
  ready_for_review: "marked this as ready for review",
  convert_to_draft: "made this a draft",
  added_to_merge_queue: "added this to the merge queue",
  auto_merge_enabled: "switched auto-merge on",
  auto_merge_disabled: "switched auto-merge off",
};

function words({ event, detail }: TimelineEvent): string {
  const who = detail.who?.login ?? "";
  switch (event) {
    case "labeled":
      return `added the label ${detail.label?.name ?? ""}`;
    case "unlabeled":
      return `took the label ${detail.label?.name ?? ""} off`;
    case "base_ref_changed":
      return `changed the base from ${detail.from ?? ""} to ${detail.to ?? ""}`;
    case "renamed":
      return `changed the title from "${detail.from ?? ""}" to "${detail.to ?? ""}"`;
    case "review_dismissed":
      return `dismissed the review of ${detail.review?.author.login ?? ""}: ${detail.message ?? ""}`;
    case "merged":
      return `merged this as ${(detail.to ?? "").slice(0, 7)}`;
    case "assigned":
      return `assigned ${who}`;
    case "unassigned":
      return `unassigned ${who}`;
    case "review_requested":
      return `asked ${who} for a review`;
    case "review_request_removed":
      return `no longer asks ${who} for a review`;
    case "removed_from_merge_queue":
      return `took this out of the merge queue: ${detail.reason ?? ""}`;
    default:
      return PLAIN[event] ?? event.replaceAll("_", " ");
  }
}

export function subjectTimeline(world: World, subject: Subject): TimelineEntry[] {
  const entries: { at: number; entry: TimelineEntry }[] = [
    ...subject.comments.map((comment) => ({ at: comment.createdAt, entry: commentEntry(comment) })),
    ...subject.events
      // told by the push itself
      .filter((event) => event.event !== "head_ref_force_pushed")
      .map((event): { at: number; entry: TimelineEntry } => {
        const by = nameOf(event.actor);
        return {
          at: event.at,
          entry: { kind: "event", event: event.event, by, at: iso(event.at), text: words(event) },
        };
      }),
  ];
  if (subject.kind === "pull") {
    entries.push(...subject.pushes.map((push) => ({ at: push.at, entry: pushEntry(world, subject, push) })));
    entries.push(...subject.reviews.map((review) => ({ at: review.createdAt, entry: reviewEntry(review) })));
  }
  return entries.sort((a, b) => a.at - b.at).map(({ entry }) => entry);
}
