/** What each step of a subject's promotions works with. */

import type { Governing } from "../../github/read/governing-registry.ts";
import type { RegistryHead } from "../../github/read/registry-head.ts";
import type { Absence } from "../../model/absence.ts";
import type { Call } from "../../model/call.ts";
import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import { type Authorities, authorityFor } from "../../promotions/authority.ts";
import { countedRepositories } from "../../promotions/measure/plan.ts";
import type { Reviewing } from "../../promotions/review.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Instant } from "../../shared/names.ts";
import type { Evaluator } from "../evaluation.ts";
import type { JobParts } from "../job-parts.ts";
import type { Work } from "../read-notes.ts";

type PromotionParts = Pick<
  JobParts,
  | ("client" | "db" | "log" | "appId" | "checkMemory" | "memory" | "bot" | "webUrl")
  | ("key" | "keys" | "figures" | "budgets" | "patience" | "lacksPermission" | "away")
>;

/** A subject on which promotions may live. */
export interface Place {
  readonly parts: PromotionParts;
  readonly facts: PullFacts | IssueFacts;
  readonly governing: Extract<Governing, { kind: "good" }>;
  readonly head: RegistryHead;
  readonly work: Work;
  /** Everything known to have been said lately, whichever process handled it. */
  readonly told: readonly ReadNote[];
  /** Whether a call of that moment is a decision's, which answers it; absent: none is. */
  isDecisions?(call: Call, at: Instant): boolean;
  /** A decision is open there: closing the issue would let it rest. Absent: none is. */
  readonly decides?: boolean;
}

/** The same, with the registry that judges the nomination. */
export interface PromotionJobContext extends Pick<Place, "parts" | "facts" | "head" | "work" | "isDecisions"> {
  readonly authorities: Authorities;
  readonly index: RegistryIndex;
  readonly unreadTeams: readonly string[];
  /** People who said that they are away. */
  readonly away: readonly Absence[];
  readonly decides: boolean;
}

/** With the registry that governs the subject, the repository's own file included. */
export function contextAt(
  { parts, facts, governing, head, work, isDecisions, decides = false }: Place,
  away: readonly Absence[],
): PromotionJobContext {
  const { index, unreadTeams, extended = null } = governing;
  const authorities = { governing: { index, unreadTeams }, extended };
  const context = { parts, facts, authorities, index, unreadTeams, head, work, away, decides };
  return isDecisions === undefined ? context : { ...context, isDecisions };
}

/** With the registry that judges a promotion for these areas, alone (R45). */
export function contextFor(context: PromotionJobContext, areas: readonly string[]): PromotionJobContext {
  const { index, unreadTeams } = authorityFor(context.authorities, areas);
  return { ...context, index, unreadTeams };
}

/** As GitHub itself tells it, since it may be reached by another name; otherwise as configured. */
export function webUrlOf({ description }: PullFacts | IssueFacts, { webUrl }: Pick<Evaluator, "webUrl">): string {
  return URL.canParse(description.url) ? new URL(description.url).origin : webUrl;
}

/** What a review needs besides the promotion, whose figures are those of before. */
export function reviewing({ facts, index, unreadTeams, away }: PromotionJobContext): Reviewing {
  return {
    index,
    owner: facts.repository.owner,
    repositories: countedRepositories(index.registry),
    now: facts.readAt,
    fresh: false,
    unreadTeams,
    away,
  };
}
