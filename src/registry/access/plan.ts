/** What mode grant does about the differences: the one list that the check shows, the command line prints and the writer performs (R68). */
import type { DifferenceOf } from "./difference.ts";

/** Puts a person into a team; whoever is outside the organisation is invited by it. There is nothing else to plan: nobody is removed (R69). */
export interface PlannedAdd {
  /** The difference's. */
  readonly key: string;
  readonly team: string;
  readonly person: { readonly login: string; readonly id: number };
  readonly role: string;
  readonly area: string | null;
}

/** Why somebody who is missing is not added. */
export type WithheldWhy =
  | "watching"
  | "team-missing"
  | "not-handed-over"
  | "team-apart"
  /** They left, declined, were taken out, or GitHub refused: somebody says `/invite` first. */
  | "asked-no-more"
  /** So many were planned for this run already. */
  | "next-run";

export interface Withheld {
  readonly difference: DifferenceOf<"missing">;
  readonly why: WithheldWhy;
}

export interface GrantPlan {
  readonly adds: readonly PlannedAdd[];
  readonly withheld: readonly Withheld[];
}
