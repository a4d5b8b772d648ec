/** The timeline of an issue or pull request, as its route lists it. */

import type { Answer } from "../http/answer.ts";
import { listed } from "../http/paging.ts";
import type { ApiRequest } from "../http/router.ts";
import { authorJson, type Json, userJson } from "../render/accounts.ts";
import { commitJson } from "../render/commits.ts";
import { repoUrl } from "../render/repositories.ts";
import { commentJson, reviewJson } from "../render/talk.ts";
import { iso } from "../world/clock.ts";
import type { TimelineEvent } from "../world/model.ts";
import { pullComparison } from "../world/pulls.ts";

export function eventJson(request: ApiRequest, event: TimelineEvent): Json {
  const { world } = request;
  const { detail } = event;
  const { repo } = event.subject;
  const sha = event.event === "merged" || event.event === "head_ref_force_pushed" ? (detail.to ?? null) : null;
  return {
    id: event.id,
    node_id: event.nodeId,
    url: `${repoUrl(world, repo)}/issues/events/${event.id}`,
    actor: authorJson(world, event.actor),
    event: event.event,
    commit_id: sha,
    commit_url: sha === null ? null : `${repoUrl(world, repo)}/commits/${sha}`,
    created_at: iso(event.at),
    performed_via_github_app: null,
    ...(detail.label === undefined ? {} : { label: { name: detail.label.name, color: detail.label.color } }),
    ...whoJson(request, event),
    ...(event.event === "renamed" ? { rename: { from: detail.from ?? "", to: detail.to ?? "" } } : {}),
    ...(event.event === "closed" ? { state_reason: detail.reason ?? null } : {}),
    ...(detail.review === undefined
      ? {}
      : {
          dismissed_review: {
            state: detail.from?.toLowerCase() ?? "",
            review_id: detail.review.id,
            dismissal_message: detail.message ?? null,
          },
        }),
  };
}

function whoJson(request: ApiRequest, event: TimelineEvent): Json {
  const { who } = event.detail;
  if (who === undefined) return {};
  const user = userJson(request.world, who);
  if (event.event.startsWith("review_request")) {
    return { requested_reviewer: user, review_requester: userJson(request.world, event.actor) };
  }
  return { assignee: user, assigner: userJson(request.world, event.actor) };
}

/** Comments, reviews, commits and events by time. */
export function timeline(request: ApiRequest): Answer {
  const { world } = request;
  const subject = request.issue();
  const entries: { at: number; show: () => Json }[] = [
    ...subject.events.map((event) => ({ at: event.at, show: () => eventJson(request, event) })),
    ...subject.comments.map((entry) => ({
      at: entry.createdAt,
      show: () => ({ ...commentJson(world, entry), event: "commented", actor: authorJson(world, entry.author) }),
    })),
  ];
  if (subject.kind === "pull") {
    entries.push(
      ...subject.reviews.map((review) => ({
        at: review.createdAt,
        show: () => ({ ...reviewJson(world, review, "webhook"), event: "reviewed", body: review.body }),
      })),
      ...pullComparison(world, subject).commits.map((commit) => ({
        at: commit.committer.at,
        show: () => committed(commitJson(world, subject.repo, commit)),
      })),
    );
  }
  entries.sort((a, b) => a.at - b.at);
  return listed(request, entries, (entry) => entry.show());
}

function committed(commit: Json): Json {
  const { commit: inner, sha, node_id, url, html_url, parents } = commit;
  const details = typeof inner === "object" && inner !== null ? inner : {};
  return { ...details, event: "committed", sha, node_id, url, html_url, parents };
}
