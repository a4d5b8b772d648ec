/** Routes of issues (pull requests among them): themselves, comments, labels, assignees, reactions, timeline. */

import { z } from "zod";
import { type Answer, created, gone, ok } from "../http/answer.ts";
import { listed } from "../http/paging.ts";
import { type ApiRequest, type Route, reads, writes } from "../http/router.ts";
import type { Json } from "../render/accounts.ts";
import { labelJson } from "../render/repositories.ts";
import { issueJson } from "../render/subjects.ts";
import { commentJson, reactionJson } from "../render/talk.ts";
import { type Comment, REACTIONS, type Subject } from "../world/model.ts";
import { notFound } from "../world/refusal.ts";
import { eventJson, timeline } from "./timeline.ts";

const text = z.object({ body: z.string() });
const newIssue = z.object({
  title: z.union([z.string().min(1), z.number()]),
  body: z.string().nullish(),
  labels: z.array(z.string()).optional(),
});
const change = z.object({
  title: z.string().min(1).nullish(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "reopened", "duplicate"]).nullish(),
});
const labels = z.union([z.object({ labels: z.array(z.string()).optional() }), z.array(z.string())]);
const people = z.object({ assignees: z.array(z.string()).optional() });
const reaction = z.object({ content: z.enum(REACTIONS) });

const repoPath = "/repos/{owner}/{repo}";
const one = `${repoPath}/issues/{issue_number}`;
const oneComment = `${repoPath}/issues/comments/{comment_id}`;
const read = reads("issues", "pull_requests");
const write = writes("issues", "pull_requests");

export const issueRoutes: readonly Route[] = [
  { method: "GET", path: `${repoPath}/issues`, needs: read, answer: list },
  { method: "POST", path: `${repoPath}/issues`, needs: writes("issues"), answer: open },
  {
    method: "GET",
    path: oneComment,
    needs: read,
    answer: (request) => ok(commentJson(request.world, comment(request))),
  },
  {
    method: "PATCH",
    path: oneComment,
    needs: write,
    answer: (request) => {
      const target = comment(request);
      request.persona().editComment(target, request.body(text).body);
      return ok(
        commentJson(request.world, target),
        `comment on #${target.subject.number} edited: ${brief(target.body)}`,
      );
    },
  },
  {
    method: "DELETE",
    path: oneComment,
    needs: write,
    answer: (request) => {
      const target = comment(request);
      request.persona().deleteComment(target);
      return gone(`comment on #${target.subject.number} deleted`);
    },
  },
  {
    method: "GET",
    path: `${oneComment}/reactions`,
    needs: read,
    answer: (request) => reactions(request, comment(request)),
  },
  {
    method: "POST",
    path: `${oneComment}/reactions`,
    needs: write,
    answer: (request) => react(request, comment(request)),
  },
  { method: "GET", path: one, needs: read, answer: (request) => ok(issueJson(request.world, request.issue())) },
  { method: "PATCH", path: one, needs: write, answer: update },
  {
    method: "GET",
    path: `${one}/comments`,
    needs: read,
    answer: (request) => {
      const since = request.query.get("since");
      const from = since === null ? 0 : Date.parse(since);
      const wanted = request.issue().comments.filter((entry) => entry.updatedAt >= from);
      return listed(request, wanted, (entry) => commentJson(request.world, entry));
    },
  },
  {
    method: "POST",
    path: `${one}/comments`,
    needs: write,
    answer: (request) => {
      const subject = request.issue();
      const made = request.persona().comment(subject, request.body(text).body);
      return created(commentJson(request.world, made), `comment on #${subject.number}: ${brief(made.body)}`);
    },
  },
  { method: "GET", path: `${one}/labels`, needs: read, answer: (request) => labelsOf(request, request.issue()) },
  {
    method: "POST",
    path: `${one}/labels`,
    needs: write,
    answer: (request) => {
      const subject = request.issue();
      const names = labelNames(request);
      for (const name of names) request.persona().label(subject, name);
      return ok(shownLabels(request, subject), `labels ${names.join(", ")} on #${subject.number}`);
    },
  },
  {
    method: "PUT",
    path: `${one}/labels`,
    needs: write,
    answer: (request) => {
      const subject = request.issue();
      const names = labelNames(request);
      const keep = new Set(names.map((name) => name.toLowerCase()));
      for (const label of [...subject.labels]) {
        if (!keep.has(label.name.toLowerCase())) request.persona().unlabel(subject, label.name);
      }
      for (const name of names) request.persona().label(subject, name);
      return ok(shownLabels(request, subject), `labels of #${subject.number}: ${names.join(", ")}`);
    },
  },
  {
    method: "DELETE",
    path: `${one}/labels/{name}`,
    needs: write,
    answer: (request) => {
      const subject = request.issue();
      request.persona().unlabel(subject, request.parameter("name"));
      return ok(shownLabels(request, subject), `label ${request.parameter("name")} off #${subject.number}`);
    },
  },
  {
    method: "POST",
    path: `${one}/assignees`,
    needs: write,
    answer: (request) => {
      const subject = request.issue();
      const logins = (request.body(people).assignees ?? []).filter((login) =>
        request.world.actors.has(login.toLowerCase()),
      );
      request.persona().assign(subject, ...logins);
      return created(issueJson(request.world, subject), `${logins.join(", ")} assigned to #${subject.number}`);
    },
  },
  {
    method: "DELETE",
    path: `${one}/assignees`,
    needs: write,
    answer: (request) => {
      const subject = request.issue();
      const logins = (request.body(people).assignees ?? []).filter((login) =>
        request.world.actors.has(login.toLowerCase()),
      );
      request.persona().unassign(subject, ...logins);
      return ok(issueJson(request.world, subject), `${logins.join(", ")} unassigned from #${subject.number}`);
    },
  },
  { method: "GET", path: `${one}/reactions`, needs: read, answer: (request) => reactions(request, request.issue()) },
  { method: "POST", path: `${one}/reactions`, needs: write, answer: (request) => react(request, request.issue()) },
  {
    method: "GET",
    path: `${one}/events`,
    needs: read,
    answer: (request) => listed(request, request.issue().events, (event) => eventJson(request, event)),
  },
  { method: "GET", path: `${one}/timeline`, needs: read, answer: timeline },
];

/** The first words of a text, for the journal. */
function brief(body: string): string {
  const plain =
    body
      .replaceAll(/<!--[\s\S]*?-->/g, "")
      .trim()
      .split("\n")[0] ?? "";
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}

function comment(request: ApiRequest): Comment {
  const found = request.world.comment(request.number("comment_id"));
  if (found.subject.repo !== request.repo()) throw notFound();
  request.touch(found.subject);
  return found;
}

function labelNames(request: ApiRequest): string[] {
  const asked = request.body(labels);
  return Array.isArray(asked) ? asked : (asked.labels ?? []);
}

function shownLabels(request: ApiRequest, subject: Subject): Json[] {
  return subject.labels.map((label) => labelJson(request.world, label));
}

function labelsOf(request: ApiRequest, subject: Subject): Answer {
  return listed(request, subject.labels, (label) => labelJson(request.world, label));
}

function reactions(request: ApiRequest, target: Comment | Subject): Answer {
  return listed(request, target.reactions, (made) => reactionJson(request.world, made));
}

function react(request: ApiRequest, target: Comment | Subject): Answer {
  const { reaction: made, fresh } = request.persona().react(target, request.body(reaction).content);
  const subject = target.kind === "comment" ? target.subject : target;
  const wrote = `reaction ${made.content} on ${target.kind === "comment" ? "a comment of " : ""}#${subject.number}`;
  return { status: fresh ? 201 : 200, body: reactionJson(request.world, made), wrote };
}

function list(request: ApiRequest): Answer {
  const { query } = request;
  const state = query.get("state") ?? "open";
  const names = (query.get("labels") ?? "").split(",").filter((name) => name !== "");
  const creator = query.get("creator")?.toLowerCase();
  const wanted = [...request.repo().subjects.values()]
    .filter((subject) => state === "all" || subject.state === state)
    .filter((subject) => creator === undefined || subject.author.login.toLowerCase() === creator)
    .filter((subject) =>
      names.every((name) => subject.labels.some((label) => label.name.toLowerCase() === name.toLowerCase())),
    )
    .sort((a, b) => (query.get("direction") === "asc" ? a.number - b.number : b.number - a.number));
  return listed(request, wanted, (subject) => issueJson(request.world, subject));
}

function open(request: ApiRequest): Answer {
  const repo = request.repo();
  const asked = request.body(newIssue);
  const me = request.persona();
  const issue = me.openIssue({
    repo: `${repo.owner.login}/${repo.name}`,
    title: `${asked.title}`,
    body: asked.body ?? undefined,
  });
  for (const name of asked.labels ?? []) me.label(issue, name);
  return created(issueJson(request.world, issue), `issue #${issue.number}: ${issue.title}`);
}

function update(request: ApiRequest): Answer {
  const subject = request.issue();
  const asked = request.body(change);
  const me = request.persona();
  me.edit(subject, { title: asked.title ?? undefined, body: asked.body ?? undefined });
  if (asked.state === "closed") me.close(subject, asked.state_reason === "not_planned" ? "not_planned" : "completed");
  if (asked.state === "open") me.reopen(subject);
  return ok(issueJson(request.world, subject), `#${subject.number} changed`);
}
