/** What mode grant does about the differences: the one plan that the check shows, the command line prints and the writer performs (R68). */

import type { AccessMode } from "./access-key.ts";
import type { AccessFindings, Difference, DifferenceOf } from "./difference.ts";

/** Adds a person to a team; somebody outside the organisation is thereby invited. Nothing else is ever planned: nobody is removed (R69). */
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
  /** The reading was not whole (R67). */
  | "unread"
  | "not-handed-over"
  | "team-apart"
  /** They left, declined, were taken out, or GitHub refused: somebody has to say `/invite` first. */
  | "asked-no-more"
  /** GitHub did not let them be added lately. */
  | "refused"
  /** The limit for this run is reached. */
  | "next-run";

interface Withheld {
  readonly difference: DifferenceOf<"missing">;
  readonly why: WithheldWhy;
}

export interface GrantPlan {
  readonly adds: readonly PlannedAdd[];
  readonly withheld: readonly Withheld[];
}

/** Why somebody of the plan was not added when that was tried. */
export type AddTrouble =
  /** `why`: a clause for people, inert. */
  | { readonly kind: "refused"; readonly why: string }
  /** The app may add nobody at all. */
  | { readonly kind: "forbidden" }
  /** Today's limit of invitations is reached. */
  | { readonly kind: "invitations" };

export const MAX_ADDS = 20;

/** An invitation that expired is sent again once without being asked for. */
const MAX_EXPIRED = 1;

/** `max`: how many may be added in this run, where that is fewer than ever. */
export function grantPlan(
  findings: AccessFindings,
  { mode, max = MAX_ADDS }: { readonly mode: AccessMode; readonly max?: number },
): GrantPlan {
  const adds: PlannedAdd[] = [];
  const withheld: Withheld[] = [];
  const most = Math.min(max, MAX_ADDS);
  const closed = closedTeams(findings.differences);
  const general = mode === "watch" ? "watching" : findings.unread.length > 0 ? "unread" : null;
  for (const difference of findings.differences) {
    if (difference.kind !== "missing") continue;
    const own = closed.get(difference.team) ?? whyNotThem(difference);
    const why = general ?? own ?? (adds.length >= most ? "next-run" : null);
    if (why === null) adds.push(addOf(difference));
    else withheld.push({ difference, why });
  }
  return { adds, withheld };
}

/** Teams to which Rung adds nobody, by slug. */
function closedTeams(differences: readonly Difference[]): ReadonlyMap<string, WithheldWhy> {
  const closed = new Map<string, WithheldWhy>();
  for (const one of differences) {
    if (one.kind === "team-apart") closed.set(one.team, "team-apart");
    if (one.kind === "team-not-handed-over") closed.set(one.team, "not-handed-over");
  }
  return closed;
}

function addOf({ key, team, person, role, area }: DifferenceOf<"missing">): PlannedAdd {
  return { key, team, person, role, area };
}

function whyNotThem(difference: DifferenceOf<"missing">): WithheldWhy | null {
  if (!mayBeAdded(difference)) return "asked-no-more";
  return difference.refused === undefined ? null : "refused";
}

/** R69. */
function mayBeAdded({ state, again }: DifferenceOf<"missing">): boolean {
  if (again !== null || state.kind === "never-invited") return true;
  return state.kind === "expired" && state.times <= MAX_EXPIRED;
}
