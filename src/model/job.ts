/** Jobs: "look at this subject again", with what only the event itself can tell. */

import { createHash } from "node:crypto";
import type { AccessChange } from "../registry/access/access-world.ts";
import { type Account, fullName, type Instant } from "../shared/names.ts";
import type { Call } from "./call.ts";

export interface RepositoryRef {
  readonly owner: string;
  readonly name: string;
  readonly id: number;
}

/** A commit that a merge queue made, and where it would go. */
export interface MergeGroup {
  readonly headSha: string;
  /** `refs/heads/gh-readonly-queue/main/pr-12-<sha>`, or without `refs/heads/`. */
  readonly headRef: string;
  readonly baseSha: string;
  /** With or without `refs/heads/`. */
  readonly baseRef: string;
}

/** What a job looks at. One job for each subject runs at a time; waiting ones collapse into one. */
export type JobSubject =
  | { readonly kind: "pull"; readonly repository: RepositoryRef; readonly number: number }
  | { readonly kind: "issue"; readonly repository: RepositoryRef; readonly number: number }
  /** The registry's file may have changed: refresh it and look at every open pull request it governs. */
  | { readonly kind: "registry"; readonly repository: RepositoryRef }
  /** Lists that follow the registry may have to be written into this repository, or need not be any more. */
  | { readonly kind: "publishing"; readonly repository: RepositoryRef }
  /** A branch moved: look at every open pull request that goes into it (R35). */
  | { readonly kind: "base"; readonly repository: RepositoryRef; readonly ref: string }
  | (MergeGroup & { readonly kind: "merge-group"; readonly repository: RepositoryRef })
  /** "Re-run" was pressed on a commit that is no open pull request's head as far as anybody here knows. */
  | { readonly kind: "commit"; readonly repository: RepositoryRef; readonly headSha: string }
  /** Compare access with the registry of this repository. */
  | { readonly kind: "access"; readonly repository: RepositoryRef }
  /** Access in an organisation has changed: look at each of its registries that says who should have access. */
  | { readonly kind: "access-news"; readonly owner: string }
  /** Find out when the people of this repository's registry were last seen. */
  | { readonly kind: "inactivity"; readonly repository: RepositoryRef }
  /** Find out who meets the measurable criteria of their next role by this repository's registry. */
  | { readonly kind: "growth"; readonly repository: RepositoryRef }
  /** Find the decisions by this repository's registry that the database does not know. */
  | { readonly kind: "decisions"; readonly repository: RepositoryRef }
  /** Look at everything open in these repositories; none named: in the whole installation. */
  | { readonly kind: "sweep"; readonly repositories: readonly RepositoryRef[] };

/** What an event tells and GitHub will not tell later, as it is stored. */
export type Note =
  | {
      readonly kind: "head";
      readonly sha: string;
      readonly before: string | null;
      readonly at: Instant;
      /** Who pushed it, by GitHub (R41); absent: the event only tells that it was the head. */
      readonly by?: Account;
    }
  | {
      readonly kind: "base";
      readonly ref: string;
      readonly before: string | null;
      readonly at: Instant;
      /** The base's commit at that moment, and the one before; absent: the event does not tell. */
      readonly sha?: string;
      readonly shaBefore?: string;
    }
  | {
      readonly kind: "said";
      readonly utterance: "comment" | "review" | "review-comment" | "description";
      readonly id: number;
      readonly nodeId: string;
      readonly by: Account;
      /** The original text; commands are read from this. */
      readonly text: string;
      readonly at: Instant;
    }
  | {
      readonly kind: "labelled";
      readonly label: string;
      readonly on: boolean;
      readonly by: Account;
      readonly at: Instant;
    }
  /** `merged` is missing where an older Rung took the event in. */
  | { readonly kind: "closed"; readonly at: Instant; readonly merged?: boolean }
  /** The merge queue is done with its commit. */
  | { readonly kind: "group-ended"; readonly merged: boolean }
  | { readonly kind: "reopened"; readonly at: Instant }
  | { readonly kind: "drafted"; readonly draft: boolean; readonly at: Instant }
  /** GitHub no longer merges it by itself. */
  | { readonly kind: "merge-dropped"; readonly at: Instant }
  /** The conversation takes comments of apps and reactions again. */
  | { readonly kind: "unlocked" }
  /** A review as it was after the event: given, edited or dismissed. */
  | {
      readonly kind: "reviewed";
      readonly id: number;
      readonly nodeId: string;
      readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
      /** `null`: a deleted account. */
      readonly by: Account | null;
      readonly body: string;
      readonly commit: string | null;
      readonly url: string;
      readonly edited: boolean;
      /** When it was submitted. */
      readonly at: Instant;
    }
  /**
   * Rung is about to make a comment with this first line. A reading that does not show it may be older, even if the answer was lost or
   * the process died. `refused`: GitHub did not accept it.
   */
  | { readonly kind: "commenting"; readonly line: string; readonly refused?: true }
  /** A comment that Rung itself made: its readings may lag behind its own writes, too. `line` is missing where an older Rung made it. */
  | { readonly kind: "commented"; readonly id: number; readonly at: Instant; readonly line?: string }
  /** Rung is about to bring its status comment up to date: a reading that shows another text may be older than that. */
  | { readonly kind: "status"; readonly id: number; readonly digest: string }
  /** Labels that Rung itself put on or took off. */
  | {
      readonly kind: "labelling";
      readonly on: readonly string[];
      readonly off: readonly string[];
      readonly at: Instant;
    }
  /** Access in an organisation has changed; `change`: whose, if the event tells that. */
  | {
      readonly kind: "access";
      readonly owner: string;
      readonly change: Omit<AccessChange, "at"> | null;
      /** When the event came, by the database's clock; absent: just now. */
      readonly heard?: Instant;
    }
  /** The text of an utterance is another one, or it is gone. */
  | {
      readonly kind: "unsaid";
      readonly utterance: "comment" | "review" | "review-comment" | "description";
      readonly id: number;
      readonly how: "edited" | "deleted";
      /** Missing if an older Rung took the event in, or GitHub does not tell. `before` null: not told. */
      readonly edit?: { readonly by: Account; readonly before: string | null; readonly now: string };
    };

type WithCalls = { readonly calls: readonly Call[] };

/** The commands of both texts of an edit; `before` null: not told. */
interface EditedCalls {
  readonly before: readonly Call[] | null;
  readonly now: readonly Call[];
}

/** A note whose text was read for commands. */
export type ReadNote =
  | Exclude<Note, { kind: "said" | "reviewed" | "unsaid" }>
  | (Extract<Note, { kind: "unsaid" }> & { readonly calls?: EditedCalls })
  | (Extract<Note, { kind: "said" }> & WithCalls)
  | (Extract<Note, { kind: "reviewed" }> & WithCalls);

export interface Job {
  readonly installationId: number;
  readonly subject: JobSubject;
  /** `pull_request.synchronize`: for logs and the audit. */
  readonly cause: string;
  readonly notes: readonly Note[];
  /** Login of the person who caused the event, for the audit alone; absent: nobody. */
  readonly actor?: string;
  /** When it is due, where whoever takes it along sooner must know; absent: whenever something else is. */
  readonly dueAt?: Instant;
}

/** The subject as people write it: `owner/repo#12`; for logs and lists. */
export function subjectName(installationId: number, subject: JobSubject): string {
  switch (subject.kind) {
    case "pull":
    case "issue":
      return `${fullName(subject.repository)}#${subject.number}`;
    case "registry":
    case "publishing":
      return fullName(subject.repository);
    case "base":
      return `${fullName(subject.repository)}:${subject.ref}`;
    case "commit":
    case "merge-group":
      return `${fullName(subject.repository)}@${subject.headSha.slice(0, 7)}`;
    case "access":
      return `access of ${fullName(subject.repository)}`;
    case "inactivity":
      return `inactivity in ${fullName(subject.repository)}`;
    case "growth":
      return `growth in ${fullName(subject.repository)}`;
    case "decisions":
      return `decisions by ${fullName(subject.repository)}`;
    case "access-news":
      return `access in ${subject.owner}`;
    case "sweep":
      return subject.repositories.length === 0
        ? `installation ${installationId}`
        : subject.repositories.map(fullName).join(", ");
  }
}

/** The cause of looks that nobody waits for: the sweep's. They run when nothing else does, and spare GitHub's limits. */
export const SWEEP_CAUSE = "sweep.round";

/** The cause of what brought a pull request there. */
export const OPENED_CAUSE = "pull_request.opened";

/** The cause of first looks at pull requests that were there before Rung, as far as the database knows. */
export const FIRST_LOOK_CAUSE = "first.look";

/** What earlier versions called some of them; their jobs may still be waiting. */
export const EARLIER_FIRST_LOOK_CAUSE = "first.sweep";

/** The cause of the look that follows one: for all that is not the check. */
export const SETTLING_CAUSE = "first.settling";

/** The cause of looks at access: nobody waits for them either. */
export const ACCESS_CAUSE = "access.look";

/** The cause of looks at who was not seen lately: nor for them. */
export const INACTIVITY_CAUSE = "inactivity.look";

/** The cause of looks at who may be ready for the next role: nor for them. */
export const GROWTH_CAUSE = "growth.look";

/** The cause of looks for decisions that the database does not know: nor for them. */
export const DECISIONS_CAUSE = "decisions.look";

const BACKGROUND: ReadonlySet<string> = new Set([
  SWEEP_CAUSE,
  FIRST_LOOK_CAUSE,
  EARLIER_FIRST_LOOK_CAUSE,
  SETTLING_CAUSE,
  ACCESS_CAUSE,
  INACTIVITY_CAUSE,
  GROWTH_CAUSE,
  DECISIONS_CAUSE,
]);

/** Whether a job can wait for everything else. */
export function isBackground({ cause }: Pick<Job, "cause">): boolean {
  return BACKGROUND.has(cause);
}

/** An issue or a pull request. */
export interface ThreadSubject {
  readonly kind: "pull" | "issue";
  readonly repository: { readonly id: number };
  readonly number: number;
}

/** "12#34": by the repository's id, which stays when it is renamed. */
export function threadPlace({ repository, number }: Pick<ThreadSubject, "repository" | "number">): string {
  return `${repository.id}#${number}`;
}

/** The subject's key, which needs no more of it than this. */
export function threadKey(subject: ThreadSubject): string {
  return `${subject.kind}:${threadPlace(subject)}`;
}

/** A stable key for the subject: by repository id, so a rename does not split it. */
export function subjectKey(installationId: number, subject: JobSubject): string {
  switch (subject.kind) {
    case "pull":
    case "issue":
      return threadKey(subject);
    case "registry":
    case "publishing":
      return `${subject.kind}:${subject.repository.id}`;
    case "base":
      return bounded(`base:${subject.repository.id}:`, subject.ref);
    case "commit":
      return `commit:${subject.repository.id}:${subject.headSha}`;
    case "merge-group":
      return `merge-group:${subject.repository.id}:${subject.headSha}`;
    case "access":
    case "inactivity":
    case "growth":
    case "decisions":
      return `${subject.kind}:${subject.repository.id}`;
    case "access-news":
      return bounded(`access-news:${installationId}:`, subject.owner.toLowerCase());
    case "sweep":
      return bounded(`sweep:${installationId}:`, subject.repositories.map((repository) => repository.id).join(","));
  }
}

/** An index takes no key of thousands of characters, and an installation may name thousands of repositories. */
function bounded(start: string, rest: string): string {
  return rest.length <= 200 ? start + rest : `${start}${createHash("sha256").update(rest).digest("hex")}`;
}
