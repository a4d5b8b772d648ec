/**
 * The sandbox's control API, for the page, the benchmark and tests in another process. JSON over HTTP on the sandbox's own port, under
 * `/_sandbox/`, answered only to loopback. In the same process use `sandbox.control`, whose functions carry the same names and shapes.
 *
 *   GET    /_sandbox/state                              State: personas, repositories, all pulls and issues in short
 *   GET    /_sandbox/pulls/{owner}/{repo}/{number}      PullDetail: files with patches, checks with their text, the timeline
 *   GET    /_sandbox/issues/{owner}/{repo}/{number}     IssueDetail
 *   GET    /_sandbox/files/{owner}/{repo}?ref=main      { ref, files: string[] }; with `&path=…`: { path, text }
 *   GET    /_sandbox/access                             AccessState: members, teams, invitations, collaborators
 *   POST   /_sandbox/act                                Act → ActResult (200), or { ok: false, message } (403 may not, 404 no such
 *                                                       thing, 405 refused by a rule such as a required check, 422 makes no sense)
 *   GET    /_sandbox/journal?since=SEQ                  { entries: JournalEntry[], next }: API requests the bot (or anyone) made, oldest
 *                                                       first, `seq` > SEQ. DELETE empties it.
 *   GET    /_sandbox/deliveries?since=SEQ               { entries: DeliveryEntry[], next }: webhooks sent, oldest first
 *   POST   /_sandbox/deliveries/{guid}/redeliver        sends it again with the same X-GitHub-Delivery
 *   POST   /_sandbox/deliveries/settings                { drop?, lose?, double?, reorder?, concurrency?, paused? }: the next N fail, vanish, are sent twice,
 *                                                       swapped with their follower; how many in flight at once (1: strictly in order)
 *   POST   /_sandbox/latency                            { ms }: every API answer waits that long
 *   POST   /_sandbox/faults                             Fault (faults.ts), added to the list. DELETE removes all.
 *   POST   /_sandbox/clock                              { advance: milliseconds, "7d" or "3mo" } or { set: ISO time } → { now }
 *   POST   /_sandbox/webhook                            { url }: where webhooks go from now on
 *   GET    /_sandbox/settled                            answers { now } once no webhook is waiting or in flight
 *   GET    /_sandbox/events                             server-sent events; each `data:` is a Change. Reload what it names.
 *
 * POST bodies need `Content-Type: application/json`, so that no foreign web page can send one. There is no way to read keys or secrets.
 */

import type { AccessAct } from "./control-access-model.ts";

export type * from "./control-access-model.ts";

/** A person (or bot) one may act as. `role` and `areas` are what the organisation's roles.yaml says; highest role first where several. */
export interface PersonaState {
  readonly login: string;
  readonly name: string;
  readonly type: "User" | "Bot";
  readonly role: string | null;
  readonly areas: readonly string[];
  readonly affiliation: string | null;
}

export interface LabelState {
  readonly name: string;
  /** Six hex digits, no `#`. */
  readonly color: string;
}

export interface RepositoryState {
  readonly owner: string;
  readonly name: string;
  readonly private: boolean;
  readonly archived: boolean;
  readonly defaultBranch: string;
  readonly branches: readonly string[];
  readonly labels: readonly LabelState[];
  /** Checks the default branch requires. */
  readonly requiredChecks: readonly string[];
  readonly mergeQueue: boolean;
}

export interface CheckShort {
  readonly name: string;
  readonly app: string;
  readonly status: "queued" | "in_progress" | "completed";
  readonly conclusion: string | null;
  readonly title: string | null;
}

export interface SubjectShort {
  readonly kind: "pull" | "issue";
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "closed" | "merged";
  /** `null`: a deleted account. */
  readonly author: string | null;
  readonly labels: readonly LabelState[];
  readonly comments: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface PullShort extends SubjectShort {
  readonly kind: "pull";
  readonly draft: boolean;
  readonly head: { readonly owner: string; readonly ref: string; readonly sha: string };
  readonly base: { readonly ref: string; readonly sha: string };
  readonly checks: readonly CheckShort[];
  /** In the merge queue. */
  readonly queued: boolean;
}

export interface IssueShort extends SubjectShort {
  readonly kind: "issue";
}

export interface State {
  /** The sandbox's clock. */
  readonly now: string;
  readonly botLogin: string;
  readonly organization: string;
  readonly latency: number;
  readonly personas: readonly PersonaState[];
  /** Files of its own repository that the organisation's registry publishes. */
  readonly lists: readonly string[];
  readonly repositories: readonly RepositoryState[];
  readonly pulls: readonly PullShort[];
  readonly issues: readonly IssueShort[];
}

/** The sandbox's clock was moved on: in the process only. */
export interface ClockMove {
  /** The new time. */
  readonly at: string;
  /** As in 2w. */
  readonly span: string;
}

export interface FileState {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: "added" | "modified" | "removed" | "renamed";
  readonly additions: number;
  readonly deletions: number;
  /** Unified hunks without file header; `null` for binary files and pure renames. */
  readonly patch: string | null;
}

export interface CheckDetail extends CheckShort {
  readonly id: number;
  readonly headSha: string;
  /** Markdown. */
  readonly summary: string | null;
  /** Markdown. */
  readonly text: string | null;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly annotations: readonly {
    readonly path: string;
    readonly line: number;
    readonly level: "notice" | "warning" | "failure";
    readonly message: string;
  }[];
}

export interface ReactionState {
  /** As in GitHub's REST: `+1`, `-1`, `laugh`, `confused`, `heart`, `hooray`, `rocket`, `eyes`. */
  readonly content: string;
  readonly by: readonly string[];
}

export type TimelineEntry =
  | {
      readonly kind: "comment";
      readonly id: number;
      readonly author: string | null;
      /** Written by an app (Rung, here). */
      readonly app: boolean;
      readonly body: string;
      readonly at: string;
      readonly editedAt: string | null;
      readonly editor: string | null;
      readonly reactions: readonly ReactionState[];
    }
  | {
      readonly kind: "review";
      readonly id: number;
      readonly author: string | null;
      readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
      readonly body: string;
      readonly commit: string;
      readonly at: string;
      readonly comments: readonly {
        readonly id: number;
        readonly author: string | null;
        readonly path: string;
        readonly line: number;
        readonly body: string;
        readonly at: string;
      }[];
    }
  | {
      readonly kind: "push";
      readonly by: string | null;
      readonly at: string;
      readonly before: string | null;
      readonly after: string;
      readonly forced: boolean;
      readonly commits: readonly { readonly sha: string; readonly message: string; readonly author: string }[];
    }
  | {
      readonly kind: "event";
      /** GitHub's name: labeled, unlabeled, base_ref_changed, review_dismissed, ready_for_review, convert_to_draft, closed, … */
      readonly event: string;
      readonly by: string | null;
      readonly at: string;
      /** In words: "added the label kind/bug", "changed the base from main to release-0.15". */
      readonly text: string;
    };

export interface PullDetail extends PullShort {
  readonly body: string;
  readonly editedAt: string | null;
  readonly reactions: readonly ReactionState[];
  readonly assignees: readonly string[];
  readonly requestedReviewers: readonly string[];
  readonly files: readonly FileState[];
  readonly mergeable: "mergeable" | "conflicting" | "unknown";
  /** Why merging would be refused now, in words; empty: the button works. */
  readonly mergeBlockedBy: readonly string[];
  readonly checksInFull: readonly CheckDetail[];
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
}

export interface IssueDetail extends IssueShort {
  readonly body: string;
  readonly editedAt: string | null;
  readonly reactions: readonly ReactionState[];
  readonly assignees: readonly string[];
  readonly timeline: readonly TimelineEntry[];
}

/** Path → new text; `null` deletes the file. */
export type FileEdits = Readonly<Record<string, string | null>>;

interface On {
  readonly as: string;
  readonly owner: string;
  readonly repo: string;
}
interface OnSubject extends On {
  readonly number: number;
}

/** Everything one can do. `as` is a persona's login. */
export type Act =
  | AccessAct
  | (On & {
      readonly action: "open-pull";
      readonly title: string;
      readonly body?: string;
      readonly draft?: boolean;
      /** Default: the default branch. */
      readonly base?: string;
      /** Head branch; made up when absent. It lies in the author's fork unless the author may write here. */
      readonly branch?: string;
      readonly files?: FileEdits;
      /** Old path → new path. */
      readonly renames?: Readonly<Record<string, string>>;
    })
  | (On & { readonly action: "open-issue"; readonly title: string; readonly body?: string })
  | (OnSubject & { readonly action: "comment"; readonly body: string })
  | (On & { readonly action: "edit-comment"; readonly comment: number; readonly body: string })
  | (On & { readonly action: "delete-comment"; readonly comment: number })
  | (OnSubject & { readonly action: "edit"; readonly title?: string; readonly body?: string })
  | (OnSubject & {
      readonly action: "review";
      readonly event: "APPROVE" | "REQUEST_CHANGES" | "COMMENT";
      readonly body?: string;
      readonly comments?: readonly { readonly path: string; readonly line: number; readonly body: string }[];
    })
  | (OnSubject & { readonly action: "dismiss-review"; readonly review: number; readonly message: string })
  | (OnSubject & { readonly action: "push"; readonly files: FileEdits; readonly message?: string })
  /** Pushes a small change to one changed file (`path`, or the first). */
  | (OnSubject & { readonly action: "touch"; readonly path?: string })
  /** Puts the same change on top of the base branch's tip and force-pushes it: new commits, same diff. */
  | (OnSubject & { readonly action: "rebase" })
  /** Merges the base branch into the head. */
  | (OnSubject & { readonly action: "update-branch" })
  /** Replaces everything the pull request changes by these edits. */
  | (OnSubject & { readonly action: "force-push"; readonly files: FileEdits; readonly message?: string })
  | (OnSubject & { readonly action: "rename"; readonly from: string; readonly to: string })
  | (OnSubject & { readonly action: "retarget"; readonly base: string })
  | (OnSubject & { readonly action: "ready" | "draft" | "close" | "reopen" | "merge" | "enqueue" | "dequeue" })
  | (OnSubject & { readonly action: "label" | "unlabel"; readonly label: string })
  | (OnSubject & {
      readonly action: "assign" | "unassign" | "request-review" | "unrequest-review";
      readonly login: string;
    })
  /** Commits straight to a branch (made from the default branch when it does not exist). */
  | (On & { readonly action: "commit"; readonly branch: string; readonly files: FileEdits; readonly message?: string })
  /** Commits a roles.yaml to the default branch; `text: null` deletes it. */
  | (On & { readonly action: "push-registry"; readonly text: string | null; readonly path?: string });

export interface ActResult {
  readonly ok: true;
  /** The subject it was about, when there is one. */
  readonly number: number | null;
  /** Id of the comment or review made. */
  readonly id: number | null;
  /** Head commit after a push. */
  readonly sha: string | null;
}

export interface JournalEntry {
  readonly seq: number;
  /** The sandbox's clock. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** Route as documented, `GET /repos/{owner}/{repo}`, or `query Name` / `mutation addReaction` for GraphQL. */
  readonly operation: string;
  /** Login of the app or person; `app` for requests signed with the app's key; `null`: nobody. */
  readonly who: string | null;
  readonly status: number;
  /** How long the sandbox took, with injected latency. */
  readonly ms: number;
  /** `read`, `unchanged` (304, free), `write`, or `auth` (tokens). */
  readonly effect: "read" | "unchanged" | "write" | "auth";
  /** For writes, in words: "check rung on 3f2c1aa: in progress, Needs 1 approval: engine". */
  readonly summary: string | null;
}

export interface DeliveryEntry {
  readonly seq: number;
  readonly id: number;
  readonly guid: string;
  readonly at: string;
  readonly event: string;
  readonly action: string | null;
  /** `owner/name`. */
  readonly repository: string | null;
  readonly number: number | null;
  readonly sender: string | null;
  /** HTTP status of the bot; 0: dropped or not reached; `null`: on its way. */
  readonly status: number | null;
  readonly ms: number | null;
  readonly redelivery: boolean;
}

/** What the event stream tells. */
export type Change =
  | { readonly kind: "subject"; readonly owner: string; readonly repo: string; readonly number: number }
  | { readonly kind: "state" }
  | { readonly kind: "journal"; readonly entry: JournalEntry }
  | { readonly kind: "delivery"; readonly entry: DeliveryEntry };
