/** The gate's result: one tree of states and reasons that feeds the check run, the commands' answers and the page. */

import type { Absence } from "../model/absence.ts";
import type { Annotation } from "../model/effect.ts";
import type { EmployersAsked } from "../registry/conditions/conditions-key.ts";
import type { Holder } from "../registry/registry-types.ts";
import type { Instant, RepositoryName } from "../shared/names.ts";
import type { GatingDecision } from "./gating-decision.ts";

/** How a person approved. */
export interface Counted {
  readonly login: string;
  readonly id: number | null;
  readonly by: "review" | "comment";
  /** The head it was given on. */
  readonly commit: string;
  readonly at: Instant;
  readonly url: string;
}

/** Somebody who could approve. */
export interface Candidate extends Holder {
  readonly away?: true;
}

/** A request for changes in force. */
export interface Blocking extends Counted {
  /** It is in force again, because its author's later approval no longer stands, for this reason (R80). */
  readonly again?: UncountedReason["kind"];
}

/** What an area of a pull request asks for and has. `area` is its display name, or the repository's where no area covers the files. */
export interface AreaVerdict {
  readonly area: string;
  readonly files: readonly string[];
  readonly needed: number;
  readonly from: string;
  readonly approved: readonly Counted[];
  readonly missing: number;
  /**
   * Everyone else who could approve here now (not the author, not those who already did), in the order of the registry; people who are
   * away come last.
   */
  readonly candidates: readonly Candidate[];
  /** People whose request for changes is in force here. */
  readonly blockedBy: readonly Blocking[];
  readonly state: "approved" | "waiting" | "blocked" | "nobody-needed" | "nobody-can";
  /** Only the author may approve here by their role, and their own approval does not count. */
  readonly isAuthorAlone?: true;
}

export type UncountedReason =
  | { readonly kind: "author" }
  | { readonly kind: "contributor" }
  | { readonly kind: "contributors-unknown" }
  | { readonly kind: "bot" }
  | { readonly kind: "deleted-account" }
  | { readonly kind: "no-role" }
  | { readonly kind: "other-area"; readonly holds: readonly string[] }
  | { readonly kind: "role-too-low"; readonly role: string }
  | { readonly kind: "edited" }
  /** Its text, or its withdrawal, may have been forgotten (R42). */
  | { readonly kind: "forgotten" }
  | { readonly kind: "withdrawn" }
  | { readonly kind: "dismissed" }
  | { readonly kind: "superseded" }
  /**
   * `by`: the head whose push changed the files; `null`: one of several. `why`: what prevented the comparison of these files or, as a
   * clause, of everything; `null`: nothing.
   */
  | {
      readonly kind: "lapsed";
      readonly by: string | null;
      readonly files: readonly string[];
      readonly why: string | null;
    }
  | { readonly kind: "head-unknown" }
  /**
   * The base was at another commit then, and the diff against it is different (R16, R35). `from`: the branch, if it was a different one.
   */
  | {
      readonly kind: "base-changed";
      readonly from: string | null;
      readonly commit: string;
      readonly files: readonly string[];
      readonly why: string | null;
    }
  /** It is unknown where the base was when the statement was made (R16, R35). */
  | { readonly kind: "base-unknown" }
  | { readonly kind: "unknown-area"; readonly words: readonly string[] }
  /** Every area named is one of the registry's, and none is touched here. */
  | { readonly kind: "untouched-area"; readonly words: readonly string[] }
  | { readonly kind: "changes-requested-without-role" };

/** An approval (or request for changes) that did not count, and why; `areas` where it failed, empty: everywhere. */
export interface Uncounted {
  readonly login: string;
  /** "review": a dismissed one, of which GitHub no longer tells what it said. */
  readonly said: "approval" | "/approve" | "changes requested" | "/lgtm" | "review";
  /** Utterance key, "comment:12" or "review:34". */
  readonly key: string;
  readonly commit: string | null;
  readonly at: Instant;
  readonly areas: readonly string[];
  readonly reason: UncountedReason;
}

export interface HoldShown {
  /** `null`: by a label put on by hand. */
  readonly login: string | null;
  readonly why: string;
  readonly at: Instant;
}

/** Files for which a change of the registry changes who may approve them, or how much is asked. Logins as written. */
export interface FilePowers {
  /** Files of any number of repositories, in no particular order; an empty path stands for files that no pattern matches. */
  readonly files: readonly { readonly repository: RepositoryName; readonly path: string }[];
  readonly gain: readonly string[];
  readonly lose: readonly string[];
  /**
   * Of the people who may approve both before and after: those whose approval alone becomes enough, or no longer is, where several areas
   * are asked.
   */
  readonly gainAlone: readonly string[];
  readonly loseAlone: readonly string[];
  /** Of several areas that are asked before and after, who of the others gains and loses one of them. Absent: nobody. */
  readonly within?: readonly {
    readonly area: string | null;
    readonly gain: readonly string[];
    readonly lose: readonly string[];
  }[];
  /** Beside a change that needs somebody they need nobody any more, or do again (`generated`). Absent: as before. */
  readonly beside?: boolean;
  /** Whose `/lgtm` counts for them now, and whose no longer does. Absent: it is not about that. */
  readonly lgtm?: { readonly gain: readonly string[]; readonly lose: readonly string[] };
  /** On which branches or for which pull requests, in Markdown; absent: as usual, on the default branch. */
  readonly when?: string;
  /** What is asked, an entry for each area; `area` null: the repository. Both empty: the number of approvals does not change. */
  readonly before: readonly { readonly area: string | null; readonly min: number }[];
  readonly after: readonly { readonly area: string | null; readonly min: number }[];
}

/** Something that people may do whatever the files, and who gains and loses it. */
export interface GeneralPower {
  /** The end of "may …", in Markdown. */
  readonly what: string;
  readonly gain: readonly string[];
  readonly lose: readonly string[];
  /** Who has it by the proposed registry, where the present one does not mention it. */
  readonly from?: readonly string[];
  /** Who has it by the present registry, where the proposed one does not mention it. */
  readonly until?: readonly string[];
}

/** Who gains and loses what, and over what that was computed. */
export interface PowerChanges {
  readonly files: readonly FilePowers[];
  readonly standing: readonly GeneralPower[];
  /** Files of the repository's tree that were looked at; `null`: it could not be read, or not in full. */
  readonly looked: number | null;
}

/** What a change of the registry would do to the pull requests that are open now. */
export interface RegistryEffect {
  /** Absent where they could not be computed; `limits` then says why. */
  readonly powers?: PowerChanges;
  /** The same as paragraphs of Markdown, where it was computed in a worker. */
  readonly powersText?: readonly string[];
  /** Patterns that match no file, where the files are known; Markdown without full stops. */
  readonly unmatched?: readonly string[];
  /** New names that lead to nobody or to somebody else, and how many could not be looked up (R84); Markdown without full stops. */
  readonly names?: { readonly findings: readonly string[]; readonly unknown: number };
  /** What merging it would do to teams, as an inert sentence; absent: nothing. */
  readonly access?: string;
  /** How many open pull requests were judged by both registries. */
  readonly looked: number;
  /** Those with a different result; `from` and `to` are titles of checks. */
  readonly pulls: readonly {
    readonly repository: string;
    readonly number: number;
    readonly title: string;
    readonly from: string;
    readonly to: string;
  }[];
  /** Areas where fewer people could approve than now; `area` null: files that no area covers. */
  readonly areas: readonly {
    readonly area: string | null;
    readonly before: number;
    readonly after: number;
    readonly needed: number;
  }[];
  /** What was not examined, as sentences without markup. */
  readonly limits: readonly string[];
}

/** What a change of the registry would do, and the faults of the proposed file. */
export interface RegistryChange {
  readonly path: string;
  readonly changes: readonly string[];
  readonly faults: readonly Annotation[];
  readonly broken: boolean;
  /** Lists that are exactly what it publishes, and so need no approval of their own (R66); absent: none. */
  readonly follows?: readonly string[];
  /** Absent where it was not asked for. */
  readonly effect?: RegistryEffect;
}

export type VerdictState =
  | { readonly kind: "approved" }
  | { readonly kind: "waiting" }
  | { readonly kind: "changes-requested" }
  | { readonly kind: "held" }
  /** `asks`: reviewers will be asked once it is ready; absent: they were asked already, or none is wanted. */
  | { readonly kind: "draft"; readonly asks?: true }
  /** It would move somebody who was not seen, and whose notice is not over yet (R72). `title` is plain, `text` inert Markdown. */
  | { readonly kind: "notice"; readonly title: string; readonly text: string }
  /** The proposed registry is faulty. */
  | { readonly kind: "proposal-faulty" }
  /** A list that follows the registry was edited by hand, and the registry says that this fails the check. */
  | { readonly kind: "drifted"; readonly files: readonly string[] }
  /** No good registry is known. */
  | { readonly kind: "registry-broken"; readonly path: string; readonly faults: readonly string[] }
  /** Something could not be read in full: blocks, with what and how much (R14). */
  | { readonly kind: "unknown"; readonly why: string };

/** What somebody would have to do. */
export interface QuickestStep {
  readonly login: string;
  readonly areas: readonly string[];
  /** They asked for changes; `dismissers`: who could end that by dismissing their review instead, named where they are away. */
  readonly blocks?: { readonly dismissers: readonly string[] | null };
}

/** Why a line of `approval.when` fits. */
export type RaiseReason =
  /** `lines`: added and removed; `null`: not known of some file, which counts as fitting. */
  | { readonly kind: "lines"; readonly from: number; readonly lines: number | null }
  /** `login` null: a deleted account, about which nothing is known. */
  | { readonly kind: "newcomer"; readonly login: string | null }
  | { readonly kind: "bots"; readonly of: string; readonly login: string }
  | { readonly kind: "label"; readonly label: string };

/** A line of `approval.when` that fits and asks for more than is asked as usual, somewhere in this pull request. */
export interface AskedMore {
  /** All that the line names. */
  readonly why: readonly RaiseReason[];
  readonly min?: number;
  readonly from?: string;
}

/** What ends a lowering, or makes it impossible to know that nothing does (R73). Paths are of the changed file, old ones of renames too. */
export type LoweringEnd =
  /** Written by somebody else; `by` null: by an account GitHub does not know. */
  | { readonly kind: "foreign-commit"; readonly sha: string; readonly by: string | null }
  /** Written by the bot, by its own account, and committed by somebody else. */
  | { readonly kind: "foreign-committer"; readonly sha: string; readonly by: string | null }
  /** Without a valid signature of GitHub's. */
  | { readonly kind: "unverified-commit"; readonly sha: string }
  | { readonly kind: "many-commits"; readonly commits: number }
  | { readonly kind: "commits-unread" }
  | { readonly kind: "foreign-push"; readonly sha: string; readonly by: string }
  | { readonly kind: "push-unknown"; readonly sha: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "no-files" }
  | { readonly kind: "registry-file"; readonly path: string }
  | { readonly kind: "published-file"; readonly path: string }
  | { readonly kind: "github-folder"; readonly path: string }
  | { readonly kind: "exclusive-area"; readonly area: string; readonly path: string }
  | { readonly kind: "own-min"; readonly area: string; readonly path: string }
  | { readonly kind: "branch"; readonly pattern: string }
  | { readonly kind: "changes-requested"; readonly by: string }
  /** A line that fits asks for more, and the strictest holds. */
  | { readonly kind: "raised" };

/** That fewer approvals are asked of a kind of bots here, or why not though the registry has a line for it. */
export type Lowered = { readonly of: string; readonly min: number } & (
  | { readonly holds: true }
  | { readonly holds: false; readonly why: LoweringEnd }
);

/** How many different employers author and approvers have to have. */
export interface EmployersVerdict {
  readonly asked: EmployersAsked;
  /** The employers that count so far, as the registry writes them. */
  readonly have: readonly string[];
  readonly missing: number;
  /** Who could bring another one by approving. */
  readonly candidates: readonly Candidate[];
  /** There are not as many people of other employers who could approve. */
  readonly impossible?: true;
}

export interface Verdict {
  readonly state: VerdictState;
  readonly mode: "enforce" | "advise";
  readonly areas: readonly AreaVerdict[];
  readonly lgtm: {
    readonly needed: number;
    readonly by: readonly Counted[];
    /** People whose `/lgtm` cannot count whatever their role, besides the author (R44); absent: nobody else is known. */
    readonly unable?: "everybody" | readonly Pick<Holder, "login" | "id">[];
  };
  /** Everybody who is away: nobody is referred to them where others can help (R44). */
  readonly away: readonly Absence[];
  readonly holds: readonly HoldShown[];
  readonly uncounted: readonly Uncounted[];
  /** The smallest set of people who could finish it, with what each would do. */
  readonly quickest: readonly QuickestStep[];
  /** The base branch, where it cannot be merged into that as it is; absent: nothing is known to be in the way. */
  readonly conflictsWith?: string;
  /** Lines of `approval.when` that ask for more here; absent: none does. */
  readonly more?: readonly AskedMore[];
  /** Absent: no line lowers anything for its author. */
  readonly lowered?: Lowered;
  /** Absent: the registry asks for none, or nobody has to approve. */
  readonly employers?: EmployersVerdict;
  readonly registryChange: RegistryChange | null;
  /** Edits by hand of what follows the registry; absent: none. */
  readonly drift?: readonly Annotation[];
  /**
   * No reviewer is asked until somebody vouches for the author, who is new. `by`: who may do so, for people. Absent: this does not
   * apply.
   */
  readonly vouch?: { readonly author: string; readonly by: string };
  /** Decisions that the files it touches need; absent: none. */
  readonly decisions?: readonly GatingDecision[];
  /** The registry on the default branch is broken and an older version gates: the text about it. */
  readonly staleRegistry: {
    readonly path: string;
    readonly faults: readonly string[];
    readonly goodSince: Instant;
  } | null;
}
