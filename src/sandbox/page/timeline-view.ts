/** The conversation of an issue or pull request: comments, reviews, pushes and GitHub's own remarks, oldest first. */

import { html, raw } from "hono/html";
import type { ReactionState, TimelineEntry } from "../control-model.ts";
import { avatar, ghost, type Html, moment, nothing, person, threadPath } from "./bits.ts";
import { markdown } from "./markdown.ts";
import type { Scene } from "./model.ts";

export function timelineView(scene: Scene): Html {
  const { thread, state } = scene;
  return html`<h2 class="unseen">What was said and done</h2>
  <ol class="timeline" id="timeline" aria-label="Timeline">
    <li class="entry said" id="description">${avatar(thread.author ?? ghost)}<article class="bubble">
      <header>${person(thread.author, state)} opened this ${moment(thread.createdAt)}</header>
      <div class="md">${raw(markdown(thread.body.trim() === "" ? "*No description.*" : thread.body))}</div></article></li>
    ${thread.timeline.map((entry, at) => entryView(entry, at, scene))}
  </ol>`;
}

function entryView(entry: TimelineEntry, at: number, scene: Scene): Html {
  switch (entry.kind) {
    case "comment":
      return commentView(entry, scene);
    case "review":
      return reviewView(entry, scene);
    case "push":
      return pushView(entry, scene);
    case "event":
      return html`<li class="entry remark" id="event-${at}"><span class="dot" aria-hidden="true"></span>
        <p>${person(entry.by, scene.state)} ${entry.text} ${moment(entry.at)}</p></li>`;
    default:
      return entry satisfies never;
  }
}

type Comment = Extract<TimelineEntry, { kind: "comment" }>;
type Review = Extract<TimelineEntry, { kind: "review" }>;
type Push = Extract<TimelineEntry, { kind: "push" }>;

function commentView(entry: Comment, scene: Scene): Html {
  const rung = entry.app && entry.author === scene.state.botLogin;
  const edited =
    entry.editedAt === null ? nothing : html` <span class="quiet">· edited by ${entry.editor ?? ghost}</span>`;
  // GitHub's own anchors, so that the links in Rung's reports find their place here.
  return html`<li class="entry said${rung ? " rung" : ""}" id="issuecomment-${entry.id}">${avatar(entry.author ?? ghost)}<article class="bubble">
    <header>${person(entry.author, scene.state)} commented ${moment(entry.at)}${edited}</header>
    <div class="md">${raw(markdown(entry.body))}</div>
    ${reactions(entry.reactions)}
    ${entry.author === scene.as.login ? ownComment(entry, scene) : nothing}</article></li>`;
}

const faces: Readonly<Record<string, string>> = {
  "+1": "👍",
  "-1": "👎",
  eyes: "👀",
  confused: "😕",
  heart: "❤️",
  hooray: "🎉",
  laugh: "😄",
  rocket: "🚀",
};

function reactions(given: readonly ReactionState[]): Html {
  if (given.length === 0) return nothing;
  return html`<p class="reactions">${given.map(
    ({ content, by }) =>
      html`<span class="reaction"><span aria-hidden="true">${faces[content] ?? "•"}</span> <span class="unseen">${content} by </span>${by.join(", ")}</span>`,
  )}</p>`;
}

function ownComment(entry: Comment, scene: Scene): Html {
  return html`<details class="own" id="own-comment-${entry.id}"><summary>Edit or delete</summary>
    <form method="post" action="${threadPath(scene.thread)}/act" data-act><input type="hidden" name="as" value="${scene.as.login}"><input type="hidden" name="id" value="${entry.id}">
      <label class="unseen" for="text-${entry.id}">Comment</label><textarea id="text-${entry.id}" name="body" rows="3">${entry.body}</textarea>
      <p class="row"><button name="do" value="edit-comment">Save the edit</button> <button name="do" value="delete-comment" class="danger">Delete</button></p></form></details>`;
}

const verdicts: Record<Review["state"], { readonly words: string; readonly tone: string }> = {
  APPROVED: { words: "approved these changes", tone: "success" },
  CHANGES_REQUESTED: { words: "requested changes", tone: "failure" },
  COMMENTED: { words: "reviewed", tone: "neutral" },
  DISMISSED: { words: "reviewed (dismissed since)", tone: "neutral" },
};

function reviewView(entry: Review, scene: Scene): Html {
  const { words, tone } = verdicts[entry.state];
  return html`<li class="entry said review ${tone}" id="pullrequestreview-${entry.id}">${avatar(entry.author ?? ghost)}<article class="bubble">
    <header>${person(entry.author, scene.state)} <span class="verdict">${words}</span> at <code>${entry.commit.slice(0, 7)}</code> ${moment(entry.at)}</header>
    ${entry.body.trim() === "" ? nothing : html`<div class="md">${raw(markdown(entry.body))}</div>`}
    ${entry.comments.map(
      (note) => html`<div class="inline" id="discussion_r${note.id}"><p><code>${note.path}:${note.line}</code></p>
        <div class="md">${raw(markdown(note.body))}</div></div>`,
    )}
    ${entry.state === "APPROVED" || entry.state === "CHANGES_REQUESTED" ? dismissal(entry, scene) : nothing}</article></li>`;
}

function dismissal(entry: Review, scene: Scene): Html {
  return html`<details class="own" id="own-review-${entry.id}"><summary>Dismiss this review</summary>
    <form method="post" action="${threadPath(scene.thread)}/act" data-act><input type="hidden" name="as" value="${scene.as.login}"><input type="hidden" name="id" value="${entry.id}">
      <p class="row"><label for="why-${entry.id}">Reason</label> <input id="why-${entry.id}" name="message" value="No longer applies">
      <button name="do" value="dismiss-review">Dismiss as ${scene.as.login}</button></p></form></details>`;
}

function pushView(entry: Push, scene: Scene): Html {
  const words = entry.forced ? "force-pushed" : "pushed";
  return html`<li class="entry remark" id="push-${entry.after.slice(0, 12)}-${Date.parse(entry.at)}"><span class="dot push" aria-hidden="true"></span>
    <div><p>${person(entry.by, scene.state)} ${words} ${entry.commits.length === 1 ? "1 commit" : `${entry.commits.length} commits`} ${moment(entry.at)}</p>
    <ul class="commits">${entry.commits.map(
      (commit) => html`<li><code>${commit.sha.slice(0, 7)}</code> ${commit.message.split("\n")[0] ?? ""}</li>`,
    )}</ul></div></li>`;
}
