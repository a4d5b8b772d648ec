/** What the sandbox page shows and does: the port between its views and the sandbox, which may live in another process. */

/** Someone the visitor can play. */
export interface Persona {
  readonly login: string;
  /** As people say it: "approver of kusion", "no role". */
  readonly role: string;
  /** The rung alone, for grouping: "maintainers", "approvers", …; "" for people without one. */
  readonly rung: string;
}

export interface CheckShown {
  readonly name: string;
  readonly outcome: "waiting" | "success" | "neutral" | "failure" | "action_required" | "cancelled";
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly annotations: readonly { readonly path: string; readonly line: number; readonly message: string }[];
  /** The merge button waits for it. */
  readonly required: boolean;
}

/** One line of the list; enough to choose by. */
export interface Summary {
  readonly kind: "pull" | "issue";
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "closed" | "merged";
  readonly draft: boolean;
  readonly author: string;
  readonly labels: readonly string[];
  /** Of the head commit; empty on issues and where Rung has said nothing yet. */
  readonly checks: readonly Pick<CheckShown, "name" | "outcome" | "title">[];
}

export interface RepositoryShown {
  readonly owner: string;
  readonly name: string;
  readonly branches: readonly string[];
  readonly labels: readonly string[];
  /** Paths on the default branch, to choose from when opening a pull request. */
  readonly paths: readonly string[];
}

export interface World {
  readonly personas: readonly Persona[];
  readonly repositories: readonly RepositoryShown[];
  readonly subjects: readonly Summary[];
  /** The app's login, "rung[bot]". */
  readonly bot: string;
}

export interface FileShown {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: string;
  readonly additions: number;
  readonly deletions: number;
  /** Unified hunks; `null` for binary files. */
  readonly patch: string | null;
}

interface EntryBase {
  /** Stable within the page: the anchor, and the key by which updates keep its state. */
  readonly key: string;
  readonly at: string;
  readonly author: string;
}

export type Entry =
  | (EntryBase & {
      readonly kind: "comment";
      readonly id: number;
      readonly body: string;
      readonly edited: boolean;
      readonly reactions: readonly { readonly content: string; readonly by: readonly string[] }[];
    })
  | (EntryBase & {
      readonly kind: "review";
      readonly id: number;
      readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
      readonly commit: string;
      readonly body: string;
      readonly inline: readonly { readonly path: string; readonly body: string }[];
    })
  | (EntryBase & { readonly kind: "commit"; readonly sha: string; readonly message: string })
  | (EntryBase & { readonly kind: "event"; readonly words: string });

export interface Thread extends Summary {
  readonly body: string;
  readonly createdAt: string;
  readonly entries: readonly Entry[];
  readonly reviewers: readonly string[];
  readonly assignees: readonly string[];
  /** `null` on issues. */
  readonly pull: null | {
    readonly head: string;
    readonly headSha: string;
    readonly base: string;
    readonly files: readonly FileShown[];
    readonly checks: readonly CheckShown[];
    /** Why GitHub would refuse to merge now; empty when it would. */
    readonly mergeBlockedBy: readonly string[];
    readonly queued: boolean;
  };
}

/** A request Rung made, as the sandbox saw it. */
export interface JournalLine {
  /** Rising; later lines have larger numbers. */
  readonly seq: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Name of the GraphQL operation, or `null`. */
  readonly operation: string | null;
}

/** A webhook the sandbox handed over, or tried to. */
export interface DeliveryLine {
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly action: string | null;
  readonly sender: string;
  /** "KusionStack/kusion#3", or "" for events about no issue or pull request. */
  readonly subject: string;
  /** HTTP status of the answer; 0 when nobody took it. */
  readonly status: number;
}

export interface Activity {
  readonly deliveries: readonly DeliveryLine[];
  readonly journal: readonly JournalLine[];
}

/** Where an act happens. */
export interface Place {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

export type Act =
  | { readonly kind: "comment"; readonly body: string }
  | { readonly kind: "edit-comment"; readonly id: number; readonly body: string }
  | { readonly kind: "delete-comment"; readonly id: number }
  | {
      readonly kind: "review";
      readonly verdict: "APPROVE" | "REQUEST_CHANGES" | "COMMENT";
      readonly body: string;
    }
  | { readonly kind: "dismiss-review"; readonly id: number; readonly message: string }
  | { readonly kind: "push"; readonly path: string }
  | { readonly kind: "rebase" }
  | { readonly kind: "rename"; readonly from: string; readonly to: string }
  | { readonly kind: "retarget"; readonly base: string }
  | { readonly kind: "ready" }
  | { readonly kind: "draft" }
  | { readonly kind: "label"; readonly name: string }
  | { readonly kind: "unlabel"; readonly name: string }
  | { readonly kind: "enqueue" }
  | { readonly kind: "merge" }
  | { readonly kind: "close" }
  | { readonly kind: "reopen" };

/** A pull request to open: what GitHub asks for, with the files to touch. */
export interface Opening {
  readonly owner: string;
  readonly repo: string;
  readonly title: string;
  readonly body: string;
  readonly base: string;
  readonly paths: readonly string[];
  readonly draft: boolean;
}

/** The sandbox refused an act, as GitHub would; the message is for the visitor. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** The sandbox as the page uses it. Acts throw {@link Refused} when GitHub would refuse. */
export interface SandboxPort {
  world(): Promise<World>;
  /** `null`: no such issue or pull request. */
  thread(place: Place): Promise<Thread | null>;
  act(as: string, place: Place, act: Act): Promise<void>;
  open(as: string, opening: Opening): Promise<Place>;
  activity(): Promise<Activity>;
  /** Yields once for every change, until aborted. */
  changes(signal: AbortSignal): AsyncIterable<void>;
}
