/** Timelines of issues and pull requests in GraphQL. */

import { iso } from "../world/clock.ts";
import type { Subject, TimelineEvent } from "../world/model.ts";
import { pullComparison } from "../world/pulls.ts";
import { actorView, userView } from "./accounts.ts";
import { commitView, pullCommitView } from "./commits.ts";
import { labelView } from "./labels.ts";
import { commentView, reviewView } from "./talk.ts";
import { connection, type Looking, type PageArguments, type View } from "./view.ts";

/** GitHub's event names in REST → types in GraphQL. */
const TYPES: Readonly<Record<string, string>> = {
  labeled: "LabeledEvent",
  unlabeled: "UnlabeledEvent",
  closed: "ClosedEvent",
  reopened: "ReopenedEvent",
  merged: "MergedEvent",
  ready_for_review: "ReadyForReviewEvent",
  convert_to_draft: "ConvertToDraftEvent",
  renamed: "RenamedTitleEvent",
  base_ref_changed: "BaseRefChangedEvent",
  head_ref_force_pushed: "HeadRefForcePushedEvent",
  review_dismissed: "ReviewDismissedEvent",
  review_requested: "ReviewRequestedEvent",
  review_request_removed: "ReviewRequestRemovedEvent",
  assigned: "AssignedEvent",
  unassigned: "UnassignedEvent",
  added_to_merge_queue: "AddedToMergeQueueEvent",
  removed_from_merge_queue: "RemovedFromMergeQueueEvent",
  auto_merge_enabled: "AutoMergeEnabledEvent",
  auto_merge_disabled: "AutoMergeDisabledEvent",
};

/** `HeadRefForcePushedEvent` → `HEAD_REF_FORCE_PUSHED_EVENT`. */
function itemType(type: string): string {
  return type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}

/** GraphQL tells the methods of auto-merge apart; REST does not. */
function typeOf({ event, detail }: TimelineEvent): string | undefined {
  if (event === "auto_merge_enabled" && detail.to === "squash") return "AutoSquashEnabledEvent";
  if (event === "auto_merge_enabled" && detail.to === "rebase") return "AutoRebaseEnabledEvent";
  return TYPES[event];
}

interface Item {
  readonly at: number;
  readonly type: string;
  readonly show: () => View;
}

function eventView(looking: Looking, event: TimelineEvent, type: string): View {
  const { detail, subject } = event;
  const commit = (sha: string | undefined) => () =>
    sha === undefined ? null : commitView(looking, subject.repo, looking.world.git.known(sha));
  const who = () => (detail.who === undefined ? null : actorView(looking, detail.who));
  return {
    __typename: type,
    id: event.nodeId,
    databaseId: event.id,
    actor: () => actorView(looking, event.actor),
    createdAt: iso(event.at),
    label: () => (detail.label === undefined ? null : labelView(looking, detail.label)),
    commit: commit(detail.to),
    mergeRefName: subject.kind === "pull" ? subject.baseRef : "",
    currentTitle: detail.to ?? "",
    previousTitle: detail.from ?? "",
    currentRefName: detail.to ?? "",
    previousRefName: detail.from ?? "",
    beforeCommit: commit(detail.from),
    afterCommit: commit(detail.to),
    ref: null,
    dismissalMessage: detail.message ?? null,
    previousReviewState: detail.from ?? null,
    review: () => (detail.review === undefined ? null : reviewView(looking, detail.review)),
    requestedReviewer: who,
    assignee: () => (detail.who === undefined ? null : userView(looking, detail.who)),
    reason: detail.reason ?? null,
  };
}

function itemsOf(looking: Looking, subject: Subject): Item[] {
  const items: Item[] = subject.events.flatMap((event) => {
    const type = typeOf(event);
    const known =
      subject.kind === "pull" ||
      ["Labeled", "Unlabeled", "Closed", "Reopened", "RenamedTitle", "Assigned", "Unassigned"].some(
        (name) => `${name}Event` === type,
      );
    return type === undefined || !known ? [] : [{ at: event.at, type, show: () => eventView(looking, event, type) }];
  });
  for (const comment of subject.comments) {
    items.push({ at: comment.createdAt, type: "IssueComment", show: () => commentView(looking, comment) });
  }
  if (subject.kind === "pull") {
    for (const review of subject.reviews) {
      items.push({ at: review.createdAt, type: "PullRequestReview", show: () => reviewView(looking, review) });
    }
    for (const commit of pullComparison(looking.world, subject).commits) {
      items.push({
        at: commit.committer.at,
        type: "PullRequestCommit",
        show: () => pullCommitView(looking, subject, commit),
      });
    }
  }
  return items.sort((a, b) => a.at - b.at);
}

export function timelineOf(looking: Looking, subject: Subject) {
  return (asked: PageArguments & { itemTypes?: readonly string[] | null; since?: string | null }): View => {
    const since = asked.since ? Date.parse(asked.since) : 0;
    const wanted = itemsOf(looking, subject).filter(
      (item) => item.at >= since && (asked.itemTypes?.includes(itemType(item.type)) ?? true),
    );
    return { ...connection("timelineItems", wanted, asked, (item) => item.show()), updatedAt: iso(subject.updatedAt) };
  };
}
