/** A merged pull request, with what GitHub still tells of its history. Plain data. */

import type { Account, Instant } from "../shared/names.ts";
import type { Person } from "../shared/person-sets.ts";
import type { PullFacts, ReviewState } from "./facts.ts";

export type PastEvent =
  | {
      readonly kind: "label";
      readonly at: Instant;
      readonly label: string;
      readonly on: boolean;
      readonly by: Account | null;
    }
  /** `to`: the new state. */
  | { readonly kind: "draft"; readonly at: Instant; readonly to: boolean }
  | { readonly kind: "base"; readonly at: Instant; readonly from: string; readonly to: string }
  /** A force-push; `null` for a commit that GitHub no longer has. */
  | { readonly kind: "forced"; readonly at: Instant; readonly from: string | null; readonly to: string | null }
  /** `review`: its node id; `was`: its state before. */
  | { readonly kind: "dismissed"; readonly at: Instant; readonly review: string; readonly was: ReviewState }
  | { readonly kind: "asked"; readonly at: Instant; readonly who: Person };

export interface PastPull {
  /** As they are now. */
  readonly facts: PullFacts;
  readonly url: string;
  readonly mergedAt: Instant;
  readonly mergedBy: Account | null;
  /** The base's commit that it was merged onto; `null`: not told. */
  readonly onto: string | null;
  /** Its commits in order, with the dates that their committers' machines gave them. */
  readonly commits: readonly { readonly sha: string; readonly at: Instant }[];
  /** Oldest first. */
  readonly events: readonly PastEvent[];
  /** Lists of which GitHub has more than was read: nothing can be said about them. */
  readonly cut: readonly string[];
}
