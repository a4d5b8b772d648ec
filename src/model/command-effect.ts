/** What commands do on GitHub besides answering: each action names a wanted state, so that performing it twice changes nothing more. */

import type { Account, Instant, RepositoryName } from "../shared/names.ts";
import type { LabelId } from "./facts.ts";

/** `/reroll`: other reviewers, chosen when it is done (reviewers/choose.ts). */
interface RerollAct {
  readonly kind: "reroll";
}

export type CommandAction =
  | LabelAct
  /** `notes`: remarks about names that were not even tried. Markdown, inert. */
  | {
      readonly kind: "assign";
      readonly off: boolean;
      readonly people: readonly string[];
      readonly notes: readonly string[];
    }
  | RequestAct
  | RerollAct
  | { readonly kind: "state"; readonly to: "open" }
  | { readonly kind: "state"; readonly to: "closed"; readonly reason: "completed" | "not_planned" }
  | { readonly kind: "title"; readonly title: string }
  | { readonly kind: "draft"; readonly draft: boolean }
  | MergeAct
  | AwayAct
  | InviteAct
  | QuietAct
  | VouchAct;

/** People, by login, who may be added to their teams once more. */
export interface InviteAct {
  readonly kind: "invite";
  readonly people: readonly string[];
  readonly notes: readonly string[];
}

/** To be excluded when it is told who may be ready for the next role. */
export interface QuietAct {
  readonly kind: "quiet";
  /** Taken in again. */
  readonly off: boolean;
}

/** People who are new in the repository: somebody with a role there vouches for them. */
export interface VouchAct {
  readonly kind: "vouch";
  /** `id` null: to be looked up by the login. */
  readonly people: readonly { readonly login: string; readonly id: number | null }[];
  readonly notes: readonly string[];
}

export interface AwayAct {
  readonly kind: "away";
  /** Back again. */
  readonly off: boolean;
  /** `null`: until taken back. */
  readonly until: Instant | null;
  /** What is true all the same, as a sentence of Markdown. */
  readonly note?: string;
}

export interface LabelAct {
  readonly kind: "labels";
  readonly off: boolean;
  /** As written: labels' names may contain blanks, so only the repository's labels show what is meant. */
  readonly words: string;
  /** How a family's labels begin, `kind/`; empty: any label. */
  readonly prefix: string;
  /** The family's labels by name, if their prefix does not tell them from others; absent: it does. */
  readonly among?: readonly string[];
  /** Those that Rung creates if the repository lacks them, with their looks. */
  readonly makes?: readonly { readonly name: string; readonly color: string; readonly description: string }[];
  /** Labels that ask for more approvals, where the speaker is not one to take them off. */
  readonly kept?: readonly string[];
  /** Names, perhaps with one `*`, of the labels that Rung alone moves. */
  readonly reserved: readonly string[];
}

export interface RequestAct {
  readonly kind: "request";
  readonly off: boolean;
  readonly people: readonly string[];
  /** Slugs of teams of the repository's owner. */
  readonly teams: readonly string[];
  readonly notes: readonly string[];
}

export interface MergeAct {
  readonly kind: "merge";
  readonly off: boolean;
  /** The head when this was said: no other commit is merged. */
  readonly headSha: string;
  /** The branch that it was to go into then (R86). Absent in what older versions wrote down. */
  readonly baseRef?: string;
  readonly method: "MERGE" | "SQUASH" | "REBASE" | null;
  /** The gate has not passed: GitHub must be known to wait for it. `null`: it has. */
  readonly waitsFor: string | null;
}

/** What a writer does as it is written; for `/reroll`, the people to ask are chosen first. */
export type WritableAction = Exclude<CommandAction, RerollAct>;

/** One act of one line, ever (R30). */
export interface CommandActionEffect<Action extends CommandAction = CommandAction> {
  readonly kind: "act";
  readonly repository: RepositoryName;
  readonly subject: { readonly kind: "issue" | "pull"; readonly number: number; readonly nodeId: string };
  /** Of the utterance and line it was written in; unique over all repositories. */
  readonly key: string;
  readonly by: Account;
  readonly saidAt: Instant;
  /** Said when the database was perhaps another one: an earlier life of it may have done it. */
  readonly late: boolean;
  readonly act: Action;
  /** Actions of later lines that were begun before this one: what they change is left to them. */
  readonly later: readonly CommandAction[];
  /** Actions of earlier lines that were done a moment ago, oldest first: readings may not show them yet (R37). */
  readonly earlier: readonly CommandAction[];
  /** The state when the action was decided. */
  readonly seen: SeenSubject;
  /** The app's own login, `slug[bot]`. */
  readonly botLogin: string;
}

export interface SeenSubject {
  readonly state: "open" | "closed" | "merged";
  readonly title: string;
  readonly draft: boolean;
  /** `null`: to be read again, since an earlier line may have moved some. */
  readonly labels: readonly LabelId[] | null;
  /** Logins; `null` or absent: not known. */
  readonly assignees?: readonly string[] | null;
}

/** The state after an action, for the following lines. */
export function seenAfter(seen: SeenSubject, act: CommandAction): SeenSubject {
  switch (act.kind) {
    case "state":
      return { ...seen, state: act.to };
    case "title":
      return { ...seen, title: act.title };
    case "draft":
      return { ...seen, draft: act.draft };
    case "labels":
      return { ...seen, labels: null };
    case "assign":
      return { ...seen, assignees: null };
    default:
      return seen;
  }
}
