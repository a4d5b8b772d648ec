/** What policy-bot's and Mergify's files say about approvals, in one form: all clauses have to hold, and one alternative of each. */

import type { Place } from "../../../registry/yaml-tree.ts";
import { type OwnerKey, SOURCES } from "../import-types.ts";
import type { PlacedFault } from "./placed-yaml.ts";

export const POLICY_SOURCES = ["policy-bot", "mergify"] as const;
export type PolicySource = (typeof POLICY_SOURCES)[number];

/** All that can be moved in from. */
export const IMPORTED = [...SOURCES, ...POLICY_SOURCES] as const;
export type Imported = (typeof IMPORTED)[number];

export function isPolicySource(source: Imported): source is PolicySource {
  return POLICY_SOURCES.some((one) => one === source);
}

/** So many approvals by different people of these. */
export interface Ask {
  readonly count: number;
  readonly who: ReadonlySet<OwnerKey>;
}

/** Something that the file says, with its place; what becomes of it is told. */
export interface Statement extends Place {
  readonly text: string;
}

/** What a pattern says of paths or of branches. */
export interface NameSet {
  readonly statement: Statement;
  readonly matches: (name: string) => boolean;
  /** Globs that together match whatever it matches, and maybe more; `null`: no globs do. */
  readonly over: readonly string[] | null;
  /** Globs that together match nothing but what it matches. */
  readonly under: readonly string[];
  /** Whether `over` and `under` are the same. */
  readonly isExact: boolean;
}

/** Something that a rule depends on. */
export type Guard =
  | { readonly kind: "some-file"; readonly set: NameSet }
  | { readonly kind: "only-files"; readonly set: NameSet }
  | { readonly kind: "branch"; readonly set: NameSet }
  /** Folded names of those that opened it, each ending in `[bot]`. */
  | { readonly kind: "bots"; readonly bots: readonly string[]; readonly statement: Statement }
  /** Added and removed lines, from so many on. Inexact ones, and labels, hold wherever the statement does, and maybe elsewhere. */
  | { readonly kind: "lines"; readonly from: number; readonly isExact: boolean; readonly statement: Statement }
  | { readonly kind: "label"; readonly label: string; readonly isExact: boolean; readonly statement: Statement }
  /** Holds of whatever a bot's lowering in Rung holds of: that all commits are its own and verified by GitHub. */
  | { readonly kind: "of-a-bot"; readonly statement: Statement; readonly why: string }
  /** Rung does not ask it; `why`: what does, or what to do. */
  | { readonly kind: "other"; readonly statement: Statement; readonly why: string }
  /** Besides the approvals it has to hold, and Rung does not look. */
  | { readonly kind: "condition"; readonly statement: Statement; readonly why: string };

/** An alternative: it holds where its guards do and the approvals are there. */
export interface Literal {
  readonly name: string;
  readonly statement: Statement;
  /** Others that share its fate. */
  readonly also: readonly Statement[];
  readonly asks: readonly Ask[];
  readonly guards: readonly Guard[];
  /** Where its guards do not hold, the whole clause does, since others beside it are asked; absent: it is as if it were not there. */
  readonly isBeside?: true;
}

export interface Clause {
  readonly literals: readonly Literal[];
}

/** People of whom only GitHub knows who they are, as a group that somebody has to fill. */
export interface UnknownGroup {
  readonly name: string;
  /** Stands for all of them where the registry is proved. */
  readonly key: OwnerKey;
  /** As the end of a sentence that begins with the name. */
  readonly who: string;
}

export type Fate = "said" | "stricter" | "elsewhere";

export interface MovedStatement {
  readonly statement: Statement;
  readonly fate: Fate;
  /** Why it is not said as it stands, and what says it instead; empty where it is said. */
  readonly why: string;
}

/** A file of another tool, read. */
export interface Policy {
  /** The file's path. */
  readonly file: string;
  /** As people call the tool. */
  readonly tool: string;
  readonly clauses: readonly Clause[];
  /** Statements whose fate is known without the clauses. */
  readonly told: readonly MovedStatement[];
  readonly unknown: readonly UnknownGroup[];
  readonly spelling: ReadonlyMap<OwnerKey, string>;
  readonly options: PolicyOptions;
  /** What differs whatever the pull request. */
  readonly rules: readonly string[];
}

interface PolicyOptions {
  readonly authorCounts: boolean;
  readonly contributorsCount: boolean;
  readonly lapsesAtPush: boolean;
  /** A label that holds. */
  readonly holdLabel: string | null;
}

/** A file that cannot be moved in from. */
export interface Unread {
  readonly file: string;
  readonly faults: readonly PlacedFault[];
}
