/** Events of pull requests and their reviews. */

import { mayCommand } from "../../commands/text/parse-commands.ts";
import type { Note, RepositoryRef } from "../../model/job.ts";
import { instant } from "../../shared/names.ts";
import { pullRequestView, reviewCommentView, reviewView } from "./payload-views.ts";
import {
  account,
  type Incoming,
  ignored,
  inRepository,
  isBot,
  isOwnBot,
  job,
  type Route,
  type Routing,
  viewed,
} from "./routing.ts";

interface SeenPull {
  readonly head: { readonly sha: string };
  readonly base: { readonly ref: string };
  readonly updated_at?: string | undefined;
}

/** A payload that contains a pull request shows its head and base when it was last changed (R9a, R16). */
function sightings(pull: SeenPull): readonly Note[] {
  if (pull.updated_at === undefined) return [];
  const at = instant(pull.updated_at);
  return [
    { kind: "head", sha: pull.head.sha, before: null, at },
    { kind: "base", ref: pull.base.ref, before: null, at },
  ];
}

const changing = new Set([
  "opened",
  "reopened",
  "synchronize",
  "edited",
  "ready_for_review",
  "converted_to_draft",
  "labeled",
  "unlabeled",
  "closed",
  // What could not be said there is said.
  "unlocked",
  // The status comment says that GitHub is about to merge it.
  "auto_merge_disabled",
  "dequeued",
]);

export const pullRequest: Route = inRepository((incoming, repository) => {
  const { action } = incoming;
  if (!changing.has(action)) return ignored(`pull_request.${action} changes no verdict`);
  return viewed(pullRequestView, incoming, (seen) => {
    const subject = { kind: "pull", repository, number: seen.pull_request.number } as const;
    const notes = notesOf(incoming, repository, seen);
    return typeof notes === "string"
      ? ignored(notes)
      : job(incoming, subject, [...notes, ...sightings(seen.pull_request)]);
  });
});

type PullRequestSeen = ReturnType<typeof pullRequestView.parse>;

/** What only this event tells, or why it does not matter. */
function notesOf(incoming: Incoming, repository: RepositoryRef, seen: PullRequestSeen): readonly Note[] | string {
  const pull = seen.pull_request;
  switch (incoming.action) {
    case "opened":
      return openedNotes(pull);
    case "synchronize": {
      const at = instant(pull.updated_at);
      const base: Note = { kind: "base", ref: pull.base.ref, before: null, at, ...baseCommit(pull) };
      if (seen.before === undefined || seen.after === undefined) return [base];
      const by = account(incoming.envelope.sender);
      return [{ kind: "head", sha: seen.after, before: seen.before, at, by }, base];
    }
    case "edited":
      return editedNotes(incoming, seen);
    case "labeled":
    case "unlabeled":
      return labelNotes(incoming, repository, seen);
    case "closed":
      return [closedNote(pull)];
    case "reopened":
      return [{ kind: "reopened", at: instant(pull.updated_at) }];
    case "auto_merge_disabled":
    case "dequeued":
      return droppedNotes(incoming, seen);
    case "unlocked":
      return [{ kind: "unlocked" }];
    case "ready_for_review":
    case "converted_to_draft":
      return [{ kind: "drafted", draft: incoming.action === "converted_to_draft", at: instant(pull.updated_at) }];
    default:
      return [];
  }
}

/** A merge has its own event, and Rung knows what it did itself. */
function droppedNotes(incoming: Incoming, { reason, pull_request: pull }: PullRequestSeen): readonly Note[] | string {
  if (/merged?$/i.test(reason ?? "") || pull.merged === true) return "it was merged";
  if (isOwnBot(incoming.envelope.sender.login, incoming.known)) return "Rung's own doing";
  return [{ kind: "merge-dropped", at: instant(pull.updated_at) }];
}

function closedNote(pull: PullRequestSeen["pull_request"]): Note {
  const at = instant(pull.closed_at ?? pull.updated_at);
  return typeof pull.merged === "boolean" ? { kind: "closed", at, merged: pull.merged } : { kind: "closed", at };
}

/**
 * The base's commit, by a payload of the events with which GitHub notes it: opened, pushed, retargeted. In others it is as old as the
 * last of these, and tells nothing about their own time (R35).
 */
function baseCommit({ base }: PullRequestSeen["pull_request"]): { readonly sha?: string } {
  return base.sha === undefined ? {} : { sha: base.sha };
}

function openedNotes(pull: PullRequestSeen["pull_request"]): readonly Note[] {
  const at = instant(pull.created_at);
  const { body, user } = pull;
  const stood: readonly Note[] = [
    { kind: "head", sha: pull.head.sha, before: null, at, ...(user && { by: account(user) }) },
    { kind: "base", ref: pull.base.ref, before: null, at, ...baseCommit(pull) },
  ];
  if (!body || !user || isBot(user) || !mayCommand(body)) return stood;
  const by = account(user);
  return [...stood, { kind: "said", utterance: "description", id: 0, nodeId: pull.node_id, by, text: body, at }];
}

function editedNotes(incoming: Incoming, { changes, pull_request: pull }: PullRequestSeen): readonly Note[] | string {
  if (changes?.base) {
    const { ref, sha } = changes.base;
    const at = instant(pull.updated_at);
    const before = sha === undefined ? {} : { shaBefore: sha.from };
    return [{ kind: "base", ref: pull.base.ref, before: ref.from, at, ...baseCommit(pull), ...before }];
  }
  if (changes?.body && eitherMayCommand(changes.body.from, pull.body))
    return [
      {
        kind: "unsaid",
        utterance: "description",
        id: 0,
        how: "edited",
        ...editIn(incoming, "edited", changes.body.from, pull.body),
      },
    ];
  return "neither the base branch nor a command in the description changed";
}

function labelNotes(incoming: Incoming, repository: RepositoryRef, seen: PullRequestSeen): readonly Note[] | string {
  const { label, pull_request: pull } = seen;
  const { sender } = incoming.envelope;
  if (!label) return "the label is gone";
  const interesting = incoming.known.labelsOfInterest(repository.id);
  if (interesting !== null && !hasWithoutCase(interesting, label.name)) return "the registry names no such label";
  if (!sender) return [];
  const on = incoming.action === "labeled";
  return [{ kind: "labelled", label: label.name, on, by: account(sender), at: instant(pull.updated_at) }];
}

export const pullRequestReview: Route = inRepository((incoming, repository) => {
  const { action } = incoming;
  if (action !== "submitted" && action !== "edited" && action !== "dismissed") {
    return ignored(`pull_request_review.${action} changes no verdict`);
  }
  return viewed(reviewView, incoming, ({ review, pull_request: pull, changes }) => {
    if (isBot(review.user)) return ignored("bots' reviews never count");
    if (action === "edited" && !eitherMayCommand(changes?.body?.from, review.body)) {
      return ignored("no command in the review's old or new text");
    }
    const said = review.body && mayCommand(review.body) ? review.body : null;
    const isPlain = action === "submitted" && review.state.toLowerCase() === "commented" && said === null;
    if (isPlain && !(review.user && incoming.known.showsPlainReview?.(repository.id, account(review.user)))) {
      return ignored("a plain comment review changes nothing");
    }
    const notes: Note[] = [...sightings(pull)];
    if (action === "submitted" && said !== null && review.user && review.submitted_at) {
      const at = instant(review.submitted_at);
      const by = account(review.user);
      notes.push({ kind: "said", utterance: "review", id: review.id, nodeId: review.node_id, by, text: said, at });
    }
    if (action === "edited") {
      const edit = editIn(incoming, action, changes?.body?.from, review.body);
      notes.push({ kind: "unsaid", utterance: "review", id: review.id, how: action, ...edit });
    }
    const reviewed = reviewedNote(review, action === "edited");
    return job(incoming, { kind: "pull", repository, number: pull.number }, [...notes, ...reviewed]);
  });
});

const REVIEW_STATES = new Map<string, Extract<Note, { kind: "reviewed" }>["state"]>([
  ["approved", "APPROVED"],
  ["changes_requested", "CHANGES_REQUESTED"],
  ["commented", "COMMENTED"],
  ["dismissed", "DISMISSED"],
]);

/** Nothing if the event does not tell enough to recognise the review again. */
function reviewedNote(review: ReturnType<typeof reviewView.parse>["review"], edited: boolean): readonly Note[] {
  const state = REVIEW_STATES.get(review.state.toLowerCase());
  if (state === undefined || !review.submitted_at) return [];
  const { id, node_id: nodeId, user } = review;
  return [
    {
      kind: "reviewed",
      id,
      nodeId,
      state,
      edited,
      by: user ? account(user) : null,
      body: review.body ?? "",
      commit: review.commit_id ?? null,
      url: review.html_url ?? "",
      at: instant(review.submitted_at),
    },
  ];
}

export const pullRequestReviewComment: Route = inRepository((incoming, repository) => {
  const { action } = incoming;
  if (action !== "created" && action !== "edited" && action !== "deleted") {
    return ignored(`pull_request_review_comment.${action} changes no verdict`);
  }
  return viewed(reviewCommentView, incoming, ({ comment, pull_request: pull, changes }): Routing => {
    if (isBot(comment.user)) return ignored("bots give no commands");
    const { body } = comment;
    if (!eitherMayCommand(changes?.body?.from, body)) return ignored("no command in the comment");
    const notes: Note[] = [...sightings(pull)];
    if (action === "created" && body && comment.user) {
      const { id, node_id: nodeId } = comment;
      // It was created when it was drafted, and touched when its review was submitted.
      const at = Math.max(instant(comment.created_at), instant(comment.updated_at ?? comment.created_at));
      notes.push({ kind: "said", utterance: "review-comment", id, nodeId, by: account(comment.user), text: body, at });
    }
    if (action !== "created") {
      const edit = editIn(incoming, action, changes?.body?.from, body);
      notes.push({ kind: "unsaid", utterance: "review-comment", id: comment.id, how: action, ...edit });
    }
    return job(incoming, { kind: "pull", repository, number: pull.number }, notes);
  });
});

/** Who edited, and both texts, as far as the event tells. */
export function editIn(
  { envelope: { sender } }: Incoming,
  action: "edited" | "deleted",
  before: string | null | undefined,
  now: string | null | undefined,
): Pick<Extract<Note, { kind: "unsaid" }>, "edit"> {
  if (action === "deleted" || !sender) return {};
  return { edit: { by: account(sender), before: before ?? null, now: now ?? "" } };
}

/** Both versions of an edited text matter: an edit may withdraw a command (R9b). */
export function eitherMayCommand(before: string | null | undefined, now: string | null | undefined): boolean {
  return [before, now].some((text) => typeof text === "string" && mayCommand(text));
}

/** GitHub compares labels' names without case. */
function hasWithoutCase(names: ReadonlySet<string>, name: string): boolean {
  if (names.has(name)) return true;
  const folded = name.toLowerCase();
  return [...names].some((one) => one.toLowerCase() === folded);
}
