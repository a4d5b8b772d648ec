/** What the gate is told about the decisions that a pull request's files need; the promotions room provides it for each kind. */

import type { Instant } from "../shared/names.ts";

/** A kind of decision whose `paths` the pull request touches. It is needed in addition to approvals, never instead. */
export interface GatingDecision {
  readonly kind: string;
  /** The touched files that need it, in order; old names of renamed files among them. */
  readonly files: readonly string[];
  readonly state: GatingState;
  /** Who may open one: "maintainers". Inert Markdown; absent: not to be told. */
  readonly by?: string;
  /** The address of its status, or of the comment that opened it; absent: there is none. */
  readonly url?: string;
}

export type GatingState =
  | { readonly kind: "accepted"; readonly at: Instant }
  /** Nobody has opened one, or it was cancelled. */
  | { readonly kind: "needed" }
  /** `figure`: "5 of 8 yes", plain. `endsAt` `null`: nothing ends it by time. */
  | { readonly kind: "open"; readonly figure: string; readonly endsAt: Instant | null }
  | { readonly kind: "declined"; readonly at: Instant }
  /** The text that was decided has changed in these files since: a new decision is needed (R9). */
  | { readonly kind: "changed"; readonly files: readonly string[] }
  /** It is unknown whether the text is the same, so it does not pass. `why`: a clause, inert. */
  | { readonly kind: "unknown"; readonly why: string };
