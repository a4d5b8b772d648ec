/** Routes of pull requests: themselves, files, commits, reviews, inline comments, requested reviewers, merging. */

import { z } from "zod";
import { type Answer, created, gone, ok } from "../http/answer.ts";
import { listed } from "../http/paging.ts";
import { type ApiRequest, type Route, reads, writes } from "../http/router.ts";
import { commitJson, fileJson } from "../render/commits.ts";
import { pullJson } from "../render/subjects.ts";
import { reactionJson, reviewCommentJson, reviewJson } from "../render/talk.ts";
import { type Pull, REACTIONS, type Repo, type Review, type ReviewComment } from "../world/model.ts";
import { pullComparison, pullsOf } from "../world/pulls.ts";
import { notFound, Refusal } from "../world/refusal.ts";

const newPull = z.object({
  title: z.string().min(1),
  head: z.string(),
  base: z.string(),
  body: z.string().nullish(),
  draft: z.boolean().optional(),
});
const change = z.object({
  title: z.string().min(1).optional(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]).optional(),
  base: z.string().optional(),
});
const newReview = z.object({
  event: z.enum(["APPROVE", "REQUEST_CHANGES", "COMMENT"]).optional(),
  body: z.string().optional(),
  commit_id: z.string().optional(),
  comments: z
    .array(
      z.object({ path: z.string(), line: z.number().optional(), position: z.number().optional(), body: z.string() }),
    )
    .optional(),
});
const dismissal = z.object({ message: z.string().min(1) });
const newComment = z.object({
  body: z.string().min(1),
  path: z.string(),
  line: z.number().optional(),
  commit_id: z.string(),
});
const text = z.object({ body: z.string() });
const reviewers = z.object({
  reviewers: z.array(z.string()).optional(),
  team_reviewers: z.array(z.string()).optional(),
});
const mergeBody = z.object({
  sha: z.string().optional(),
  merge_method: z.enum(["merge", "squash", "rebase"]).optional(),
  commit_title: z.string().optional(),
});
const reaction = z.object({ content: z.enum(REACTIONS) });

const one = "/repos/{owner}/{repo}/pulls/{pull_number}";
const inline = "/repos/{owner}/{repo}/pulls/comments/{comment_id}";
const read = reads("pull_requests");
const write = writes("pull_requests");

/** GitHub shows no more of these, however one pages. */
const MAX_FILES = 3_000;
const MAX_COMMITS = 250;

export const pullRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/pulls", needs: read, answer: list },
  { method: "POST", path: "/repos/{owner}/{repo}/pulls", needs: write, answer: open },
  {
    method: "GET",
    path: inline,
    needs: read,
    answer: (request) => ok(reviewCommentJson(request.world, inlineComment(request))),
  },
  {
    method: "PATCH",
    path: inline,
    needs: write,
    answer: (request) => {
      const comment = inlineComment(request);
      request.persona().editReviewComment(comment, request.body(text).body);
      return ok(reviewCommentJson(request.world, comment), `inline comment on #${comment.subject.number} edited`);
    },
  },
  {
    method: "DELETE",
    path: inline,
    needs: write,
    answer: (request) => {
      request.persona().deleteReviewComment(inlineComment(request));
      return gone("inline comment deleted");
    },
  },
  {
    method: "POST",
    path: `${inline}/reactions`,
    needs: write,
    answer: (request) => {
      const comment = inlineComment(request);
      const { reaction: made, fresh } = request.persona().react(comment, request.body(reaction).content);
      const wrote = `reaction ${made.content} on an inline comment of #${comment.subject.number}`;
      return { status: fresh ? 201 : 200, body: reactionJson(request.world, made), wrote };
    },
  },
  { method: "GET", path: one, needs: read, answer: (request) => ok(pullJson(request.world, request.pull())) },
  { method: "PATCH", path: one, needs: write, answer: update },
  {
    method: "GET",
    path: `${one}/files`,
    needs: read,
    answer: (request) => {
      const pull = request.pull();
      const { files } = pullComparison(request.world, pull);
      return listed(request, files, (file) => fileJson(request.world, pull.repo, pull.headSha, file), MAX_FILES);
    },
  },
  {
    method: "GET",
    path: `${one}/commits`,
    needs: read,
    answer: (request) => {
      const pull = request.pull();
      const { commits } = pullComparison(request.world, pull);
      return listed(request, commits, (commit) => commitJson(request.world, pull.repo, commit), MAX_COMMITS);
    },
  },
  {
    method: "GET",
    path: `${one}/reviews`,
    needs: read,
    answer: (request) => listed(request, request.pull().reviews, (review) => reviewJson(request.world, review)),
  },
  { method: "POST", path: `${one}/reviews`, needs: write, answer: submitReview },
  {
    method: "GET",
    path: `${one}/reviews/{review_id}`,
    needs: read,
    answer: (request) => ok(reviewJson(request.world, review(request))),
  },
  {
    method: "PUT",
    path: `${one}/reviews/{review_id}/dismissals`,
    needs: write,
    answer: (request) => {
      const target = review(request);
      request.persona().dismiss(target, request.body(dismissal).message);
      return ok(reviewJson(request.world, target), `review of ${target.author.login} dismissed`);
    },
  },
  {
    method: "GET",
    path: `${one}/comments`,
    needs: read,
    answer: (request) =>
      listed(request, request.pull().reviewComments, (comment) => reviewCommentJson(request.world, comment)),
  },
  {
    method: "POST",
    path: `${one}/comments`,
    needs: write,
    answer: (request) => {
      const { path, line, body } = request.body(newComment);
      const made = request.persona().reviewComment(request.pull(), { path, line: line ?? 1, body });
      return created(reviewCommentJson(request.world, made), `inline comment on #${made.subject.number}`);
    },
  },
  {
    method: "GET",
    path: `${one}/requested_reviewers`,
    needs: read,
    answer: (request) => {
      const { requested_reviewers, requested_teams } = pullJson(request.world, request.pull(), "simple");
      return ok({ users: requested_reviewers, teams: requested_teams });
    },
  },
  {
    method: "POST",
    path: `${one}/requested_reviewers`,
    needs: write,
    answer: (request) => {
      const pull = request.pull();
      const { reviewers: logins = [], team_reviewers: teams = [] } = request.body(reviewers);
      request.persona().requestReview(pull, ...logins);
      request.persona().requestTeamReview(pull, ...teams);
      return created(
        pullJson(request.world, pull, "simple"),
        `review of ${[...logins, ...teams].join(", ")} requested on #${pull.number}`,
      );
    },
  },
  {
    method: "DELETE",
    path: `${one}/requested_reviewers`,
    needs: write,
    answer: (request) => {
      const pull = request.pull();
      const { reviewers: logins = [], team_reviewers: teams = [] } = request.body(reviewers);
      request.persona().unrequestReview(pull, ...logins);
      request.persona().unrequestTeamReview(pull, ...teams);
      return ok(
        pullJson(request.world, pull, "simple"),
        `review of ${[...logins, ...teams].join(", ")} no longer requested on #${pull.number}`,
      );
    },
  },
  {
    method: "GET",
    path: `${one}/merge`,
    needs: reads("contents"),
    answer: (request) => {
      if (request.pull().merged === null) throw notFound();
      return { status: 204 };
    },
  },
  {
    method: "PUT",
    path: `${one}/merge`,
    needs: writes("contents"),
    answer: (request) => {
      const pull = request.pull();
      const asked = request.body(mergeBody);
      const sha = request
        .persona()
        .merge(pull, { sha: asked.sha, method: asked.merge_method ?? "merge", title: asked.commit_title });
      return ok({ sha, merged: true, message: "Pull Request successfully merged" }, `#${pull.number} merged`);
    },
  },
  {
    method: "PUT",
    path: `${one}/update-branch`,
    needs: write,
    answer: (request) => {
      const pull = request.pull();
      request.persona().updateBranch(pull);
      const url = `${request.world.links.html}/${pull.repo.owner.login}/${pull.repo.name}/pull/${pull.number}`;
      return {
        status: 202,
        body: { message: "Updating pull request branch.", url },
        wrote: `branch of #${pull.number} updated`,
      };
    },
  },
];

function inlineComment(request: ApiRequest): ReviewComment {
  const comment = request.world.reviewComment(request.number("comment_id"));
  if (comment.subject.repo !== request.repo()) throw notFound();
  return comment;
}

function review(request: ApiRequest): Review {
  const id = request.number("review_id");
  const found = request.pull().reviews.find((candidate) => candidate.id === id);
  if (found === undefined) throw notFound();
  return found;
}

function list(request: ApiRequest): Answer {
  const { query } = request;
  const state = query.get("state") ?? "open";
  const [head, base] = [query.get("head"), query.get("base")];
  const wanted = pullsOf(request.repo()).filter(
    (pull) =>
      (state === "all" || pull.state === state) &&
      (base === null || pull.baseRef === base) &&
      (head === null || head === `${pull.headRepo.owner.login}:${pull.headRef}`),
  );
  const sort = query.get("sort") ?? "created";
  const direction = query.get("direction") ?? (sort === "created" ? "desc" : "asc");
  const key = (pull: Pull) => (sort === "updated" ? pull.updatedAt : pull.number);
  const sorted = wanted.sort((a, b) => (direction === "asc" ? key(a) - key(b) : key(b) - key(a)));
  return listed(request, sorted, (pull) => pullJson(request.world, pull, "simple"));
}

function open(request: ApiRequest): Answer {
  const repo = request.repo();
  const asked = request.body(newPull);
  const [first = "", second] = asked.head.split(":");
  const headRepo: Repo = second === undefined ? repo : request.world.repo(`${first}/${repo.name}`);
  const pull = request.persona().openPullFrom({
    repo: `${repo.owner.login}/${repo.name}`,
    title: asked.title,
    body: asked.body ?? undefined,
    draft: asked.draft,
    headRepo,
    headRef: second ?? first,
    base: asked.base,
  });
  return created(pullJson(request.world, pull), `pull request #${pull.number}: ${pull.title}`);
}

function update(request: ApiRequest): Answer {
  const pull = request.pull();
  const asked = request.body(change);
  const me = request.persona();
  me.edit(pull, { title: asked.title, body: asked.body ?? undefined });
  if (asked.base !== undefined) me.retarget(pull, asked.base);
  if (asked.state === "closed") me.close(pull);
  if (asked.state === "open") me.reopen(pull);
  return ok(pullJson(request.world, pull), `pull request #${pull.number} changed`);
}

function submitReview(request: ApiRequest): Answer {
  const pull = request.pull();
  const asked = request.body(newReview);
  if (asked.event === undefined) throw new Refusal(422, "The sandbox keeps no pending reviews: give an event.");
  const comments = (asked.comments ?? []).map(({ path, line, position, body }) => ({
    path,
    line: line ?? position ?? 1,
    body,
  }));
  const made = request.persona().review(pull, asked.event, asked.body, { commit: asked.commit_id, comments });
  return ok(reviewJson(request.world, made), `review of #${pull.number}: ${made.state}`);
}
