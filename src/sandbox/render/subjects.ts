/** Issues, pull requests and merge groups as GitHub's REST API and webhooks show them. */

import { iso } from "../world/clock.ts";
import { mergeBlockers } from "../world/merge-blockers.ts";
import type { Pull, QueueEntry, Repo, Subject } from "../world/model.ts";
import { mergeable, pullComparison } from "../world/pulls.ts";
import type { World } from "../world/world.ts";
import { appJson, authorJson, type Json, userJson } from "./accounts.ts";
import { association } from "./association.ts";
import { simpleCommitJson } from "./commits.ts";
import { labelJson, repoHtml, repositoryJson, repoUrl } from "./repositories.ts";
import { reactionsJson } from "./talk.ts";
import { teamJson } from "./teams.ts";

function orNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}

export function issueJson(world: World, subject: Subject): Json {
  const url = `${repoUrl(world, subject.repo)}/issues/${subject.number}`;
  const page = subject.kind === "pull" ? "pull" : "issues";
  const html = `${repoHtml(world, subject.repo)}/${page}/${subject.number}`;
  return {
    url,
    repository_url: repoUrl(world, subject.repo),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: subject.id,
    node_id: subject.nodeId,
    number: subject.number,
    title: subject.title,
    user: authorJson(world, subject.author),
    labels: subject.labels.map((label) => labelJson(world, label)),
    state: subject.state,
    locked: subject.locked,
    assignee: subject.assignees[0] === undefined ? null : userJson(world, subject.assignees[0]),
    assignees: subject.assignees.map((who) => userJson(world, who)),
    milestone: null,
    comments: subject.comments.length,
    created_at: iso(subject.createdAt),
    updated_at: iso(subject.updatedAt),
    closed_at: orNull(subject.closedAt),
    closed_by: subject.closedBy === null ? null : userJson(world, subject.closedBy),
    author_association: association(world, subject.repo, subject.author),
    active_lock_reason: null,
    ...(subject.kind === "pull" ? { draft: subject.draft, pull_request: pullLinks(world, subject) } : {}),
    body: subject.body === "" ? null : subject.body,
    reactions: reactionsJson(url, subject.reactions),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: subject.viaApp === null ? null : appJson(world, subject.viaApp),
    state_reason: subject.stateReason,
  };
}

function pullLinks(world: World, pull: Pull): Json {
  const html = `${repoHtml(world, pull.repo)}/pull/${pull.number}`;
  return {
    url: `${repoUrl(world, pull.repo)}/pulls/${pull.number}`,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    merged_at: orNull(pull.merged?.at ?? null),
  };
}

function sideJson(world: World, repo: Repo, ref: string, sha: string): Json {
  return {
    label: `${repo.owner.login}:${ref}`,
    ref,
    sha,
    user: userJson(world, repo.owner),
    repo: repositoryJson(world, repo),
  };
}

/** `simple` leaves out what lists of pull requests leave out: counts and mergeability. */
export function pullJson(world: World, pull: Pull, form: "full" | "simple" = "full"): Json {
  const url = `${repoUrl(world, pull.repo)}/pulls/${pull.number}`;
  const issue = `${repoUrl(world, pull.repo)}/issues/${pull.number}`;
  const links = pullLinks(world, pull);
  const statuses = `${repoUrl(world, pull.repo)}/statuses/${pull.headSha}`;
  return {
    ...links,
    id: pull.pullId,
    node_id: pull.nodeId,
    issue_url: issue,
    number: pull.number,
    state: pull.state,
    locked: pull.locked,
    title: pull.title,
    user: authorJson(world, pull.author),
    body: pull.body === "" ? null : pull.body,
    created_at: iso(pull.createdAt),
    updated_at: iso(pull.updatedAt),
    closed_at: orNull(pull.closedAt),
    merge_commit_sha: pull.merged?.sha ?? null,
    assignee: pull.assignees[0] === undefined ? null : userJson(world, pull.assignees[0]),
    assignees: pull.assignees.map((who) => userJson(world, who)),
    requested_reviewers: pull.requestedReviewers.map((who) => userJson(world, who)),
    requested_teams: pull.requestedTeams.map((team) => teamJson(world, team)),
    labels: pull.labels.map((label) => labelJson(world, label)),
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repoUrl(world, pull.repo)}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: sideJson(world, pull.headRepo, pull.headRef, pull.headSha),
    base: sideJson(world, pull.repo, pull.baseRef, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: links.html_url },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${repoUrl(world, pull.repo)}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: association(world, pull.repo, pull.author),
    auto_merge: autoMergeJson(world, pull),
    active_lock_reason: null,
    ...(form === "full" ? countsJson(world, pull) : {}),
  };
}

function autoMergeJson(world: World, pull: Pull): Json | null {
  if (pull.autoMerge === null) return null;
  const { by, method } = pull.autoMerge;
  return { enabled_by: userJson(world, by), merge_method: method, commit_title: pull.title, commit_message: "" };
}

function countsJson(world: World, pull: Pull): Json {
  const { commits, files } = pullComparison(world, pull);
  const open = pull.state === "open";
  const clean = open && mergeable(world, pull) === "mergeable";
  const blocked = open && mergeBlockers(world, pull).length > 0;
  return {
    merged: pull.merged !== null,
    mergeable: open ? clean : null,
    rebaseable: open ? clean : null,
    mergeable_state: !open ? "unknown" : !clean ? "dirty" : pull.draft ? "draft" : blocked ? "blocked" : "clean",
    merged_by: pull.merged === null ? null : userJson(world, pull.merged.by),
    comments: pull.comments.length,
    review_comments: pull.reviewComments.length,
    maintainer_can_modify: pull.headRepo !== pull.repo,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

export function mergeGroupJson(world: World, entry: QueueEntry): Json {
  return {
    head_sha: entry.headSha,
    head_ref: entry.headRef,
    base_sha: entry.baseSha,
    base_ref: `refs/heads/${entry.pull.baseRef}`,
    head_commit: simpleCommitJson(world, entry.headSha),
  };
}
