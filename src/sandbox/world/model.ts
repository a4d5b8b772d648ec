/** What the sandbox's GitHub consists of. Plain, mutable records; only world.ts and the persona's acts change them. */

export interface Actor {
  readonly kind: "actor";
  readonly id: number;
  readonly nodeId: string;
  /** Bots carry `[bot]` here, as REST and webhooks show them; GraphQL drops it. */
  login: string;
  name: string;
  email: string;
  readonly type: "User" | "Bot" | "Organization";
  affiliation: string | null;
  /** "Busy" on their profile. */
  busy: boolean;
  /** A deleted account: its words stay, its author is `null`. */
  deleted: boolean;
  readonly createdAt: number;
}

export interface Team {
  readonly id: number;
  readonly nodeId: string;
  readonly organization: Actor;
  readonly slug: string;
  name: string;
  description: string | null;
  /** A closed team is seen by everyone in the organisation, a secret one by its members and the owners. */
  privacy: "closed" | "secret";
  parent: Team | null;
  /** Its own, without those of the teams below it. */
  readonly members: Actor[];
  /** Those of its members who may change it; an owner of the organisation is one in every team. */
  readonly maintainers: Set<Actor>;
  readonly repositories: Map<Repo, Permission>;
  /** The group of an identity provider that decides who is in it; `null`: people do. */
  identityProvider: string | null;
  readonly createdAt: number;
}

/** Somebody asked into an organisation. Who accepts becomes a member, who declines or is uninvited leaves nothing behind. */
export interface Invitation {
  readonly id: number;
  readonly nodeId: string;
  readonly organization: Actor;
  /** `null`: asked by e-mail. */
  readonly invitee: Actor | null;
  readonly email: string | null;
  readonly inviter: Actor;
  readonly role: "admin" | "direct_member";
  readonly teams: Team[];
  readonly createdAt: number;
  /** From then on it has failed. */
  expiresAt: number;
  /** Why it failed before that. */
  failed: { readonly at: number; readonly reason: string } | null;
}

export interface Organization {
  readonly members: Map<Actor, "admin" | "member">;
  /** Waiting and failed ones, oldest first. */
  readonly invitations: Invitation[];
  /** When invitations were sent, whatever became of them. */
  readonly sent: number[];
  /** Blocked accounts can be neither members nor invited. */
  readonly blocked: Set<Actor>;
}

export interface App {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  readonly name: string;
  readonly owner: Actor;
  readonly bot: Actor;
  permissions: Readonly<Record<string, "read" | "write">>;
  events: readonly string[];
  /** Of an app made from a manifest; the sandbox's own app has its hook where webhooks are sent. */
  readonly hookUrl?: string;
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Actor;
  /** `null`: all repositories of the account. */
  repositories: Repo[] | null;
  suspendedAt: number | null;
  /** What its owner has accepted, where that is less than the app asks for now. */
  accepted?: Pick<App, "permissions" | "events">;
}

export interface Label {
  readonly kind: "label";
  readonly id: number;
  readonly nodeId: string;
  readonly repo: Repo;
  name: string;
  color: string;
  description: string | null;
}

interface RequiredCheck {
  readonly context: string;
  /** Only this app's check run counts (R20); `null`: anybody's. */
  readonly appId: number | null;
}

export interface Protection {
  readonly requiredChecks: readonly RequiredCheck[];
  /** Merging goes through the queue. */
  readonly mergeQueue: boolean;
  /** Asked for by a ruleset instead of a classic branch protection. */
  readonly ruleset?: boolean;
  /** `false`: the ruleset takes pushes without a pull request as well. */
  readonly pullRequests?: boolean;
  /** So many approving reviews of people who may write, asked for by a ruleset; absent: none. */
  readonly approvals?: number;
}

export type Permission = "none" | "read" | "triage" | "write" | "maintain" | "admin";

export interface Repo {
  readonly kind: "repo";
  readonly id: number;
  readonly nodeId: string;
  owner: Actor;
  name: string;
  description: string;
  private: boolean;
  archived: boolean;
  language: string | null;
  readonly parent: Repo | null;
  defaultBranch: string;
  readonly createdAt: number;
  pushedAt: number;
  /** Full names, `refs/heads/main` → sha. */
  readonly refs: Map<string, string>;
  /** By folded name. */
  readonly labels: Map<string, Label>;
  readonly subjects: Map<number, Issue | Pull>;
  nextNumber: number;
  /** Whom it was given directly, by folded login; absent people have what their teams have, or read what is public. */
  readonly collaborators: Map<string, Permission>;
  /** By branch name. */
  readonly protections: Map<string, Protection>;
  /** By commit, oldest first. */
  readonly checkRuns: Map<string, CheckRun[]>;
  readonly checkSuites: Map<string, CheckSuite[]>;
  /** By base branch. */
  readonly queues: Map<string, QueueEntry[]>;
  /** Pushes, newest last, for the repository's activity. */
  readonly activity: Activity[];
}

export interface Activity {
  readonly id: number;
  readonly nodeId: string;
  readonly before: string;
  readonly after: string;
  readonly ref: string;
  readonly at: number;
  readonly type: "push" | "force_push" | "branch_creation" | "branch_deletion" | "pr_merge" | "merge_queue_merge";
  readonly actor: Actor;
}

export const REACTIONS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;
export type ReactionContent = (typeof REACTIONS)[number];

export interface Reaction {
  readonly id: number;
  readonly nodeId: string;
  readonly user: Actor;
  readonly content: ReactionContent;
  readonly at: number;
}

interface Spoken {
  readonly id: number;
  readonly nodeId: string;
  author: Actor;
  body: string;
  readonly createdAt: number;
  updatedAt: number;
  /** The last edit of the text; `null`: never edited. */
  edited: { readonly at: number; readonly by: Actor } | null;
  readonly reactions: Reaction[];
  /** Written through this app. */
  readonly viaApp: App | null;
}

export interface Comment extends Spoken {
  readonly kind: "comment";
  readonly subject: Issue | Pull;
}

type ReviewState = "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";

export interface Review extends Spoken {
  readonly kind: "review";
  readonly subject: Pull;
  state: ReviewState;
  /** GitHub names another one after a force push. */
  commit: string;
}

export interface ReviewComment extends Spoken {
  readonly kind: "review-comment";
  /** With its review; it was created when it was drafted. */
  readonly publishedAt: number;
  readonly subject: Pull;
  readonly review: Review;
  readonly path: string;
  readonly line: number;
  readonly commit: string;
  readonly replyTo: ReviewComment | null;
}

/** An event of a subject's timeline; `detail` depends on the event and holds what GitHub tells of it. */
export interface TimelineEvent {
  readonly kind: "event";
  readonly id: number;
  readonly nodeId: string;
  readonly subject: Issue | Pull;
  readonly event: string;
  readonly actor: Actor;
  readonly at: number;
  readonly detail: EventDetail;
}

export interface EventDetail {
  readonly label?: Label;
  readonly who?: Actor;
  readonly from?: string;
  readonly to?: string;
  readonly review?: Review;
  readonly message?: string;
  readonly reason?: string | null;
}

/** A change of a pull request's head, for the page; not a thing of GitHub's API. */
export interface Push {
  readonly by: Actor;
  readonly at: number;
  readonly before: string | null;
  readonly after: string;
  readonly forced: boolean;
}

interface SubjectBase extends Spoken {
  readonly repo: Repo;
  readonly number: number;
  title: string;
  state: "open" | "closed";
  stateReason: "completed" | "not_planned" | "reopened" | null;
  closedAt: number | null;
  closedBy: Actor | null;
  locked: boolean;
  readonly labels: Label[];
  readonly assignees: Actor[];
  readonly comments: Comment[];
  readonly events: TimelineEvent[];
}

export interface Issue extends SubjectBase {
  readonly kind: "issue";
}

export interface Pull extends SubjectBase {
  readonly kind: "pull";
  /** Pull requests have an id of their own beside the issue's (`id`). */
  readonly pullId: number;
  draft: boolean;
  readonly headRepo: Repo;
  readonly headRef: string;
  headSha: string;
  baseRef: string;
  /** The base branch's tip as GitHub last noted it: when opened, pushed or retargeted. */
  baseSha: string;
  merged: { readonly at: number; readonly by: Actor; readonly sha: string } | null;
  readonly reviews: Review[];
  readonly reviewComments: ReviewComment[];
  readonly requestedReviewers: Actor[];
  readonly requestedTeams: Team[];
  autoMerge: { readonly by: Actor; readonly method: "merge" | "squash" | "rebase"; readonly at: number } | null;
  readonly pushes: Push[];
}

export type Subject = Issue | Pull;

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title: string | null;
  readonly raw_details: string | null;
  readonly start_column: number | null;
  readonly end_column: number | null;
}

export type CheckStatus = "queued" | "in_progress" | "completed";
export type Conclusion =
  | "success"
  | "failure"
  | "neutral"
  | "cancelled"
  | "skipped"
  | "timed_out"
  | "action_required"
  | "stale";

export interface CheckSuite {
  readonly kind: "suite";
  readonly id: number;
  readonly nodeId: string;
  readonly repo: Repo;
  readonly app: App;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly createdAt: number;
}

export interface CheckRun {
  readonly kind: "check";
  readonly id: number;
  readonly nodeId: string;
  readonly repo: Repo;
  readonly suite: CheckSuite;
  readonly app: App;
  readonly headSha: string;
  name: string;
  status: CheckStatus;
  conclusion: Conclusion | null;
  startedAt: number | null;
  completedAt: number | null;
  externalId: string;
  detailsUrl: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: Annotation[];
}

export interface QueueEntry {
  readonly kind: "queue-entry";
  readonly id: number;
  readonly nodeId: string;
  readonly pull: Pull;
  readonly by: Actor;
  readonly at: number;
  headSha: string;
  baseSha: string;
  /** `refs/heads/gh-readonly-queue/main/pr-12-<base sha>` */
  headRef: string;
}
