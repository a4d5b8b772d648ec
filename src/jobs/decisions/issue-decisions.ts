/** An issue's decisions, and how a job joins the results of decisions and of promotions. */

import type { Governing } from "../../github/read/governing-registry.ts";
import type { Answer } from "../../model/answer.ts";
import type { Call } from "../../model/call.ts";
import type { IssueFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import { isOpenDecision } from "../../promotions/decisions/decision.ts";
import { isAboutDecisions } from "../../promotions/decisions/which-question.ts";
import type { Instant } from "../../shared/names.ts";
import type { JobParts } from "../job-parts.ts";
import { DUE_CAUSE } from "../promotions/again.ts";
import type { Work } from "../read-notes.ts";
import { concernsDecisions, type DecisionsHere, decisionsHere } from "./decisions-here.ts";

interface IssueReading {
  readonly facts: IssueFacts;
  readonly governing: Extract<Governing, { kind: "good" }>;
  readonly work: Work;
  /** Everything known to have been said lately, whichever process handled it. */
  readonly told: readonly ReadNote[];
}

/** `null`: there is none, and nobody mentions one; then the database is not asked. */
export async function issueDecisions(
  { bot, keys, knownDecisions, away }: Pick<JobParts, "bot" | "keys" | "knownDecisions" | "away">,
  { facts, governing, work, told }: IssueReading,
): Promise<DecisionsHere | null> {
  const { notes, deliveries } = work;
  const isDue = deliveries.some(({ cause }) => cause === DUE_CAUSE);
  if (!concernsDecisions({ facts, notes, bot, isDue })) return null;
  return decisionsHere({
    facts,
    governing,
    notes,
    told,
    bot,
    keys,
    known: (await knownDecisions?.(facts)) ?? [],
    away: (await away?.(facts.repository.owner, facts.readAt)) ?? [],
    isDue,
    isReopened: deliveries.some(({ cause }) => cause === "issues.reopened"),
  });
}

interface Answering {
  readonly answers: ReadonlyMap<string, Answer>;
}

/** Each call is answered by one of the two. */
export function answersIn(
  promotions: Answering | null,
  decisions: Answering | null,
): { readonly promotions?: ReadonlyMap<string, Answer> } {
  if (promotions === null && decisions === null) return {};
  return { promotions: new Map([...(promotions?.answers ?? []), ...(decisions?.answers ?? [])]) };
}

/** For promotions, which leave a decision's calls alone. */
export function isDecisionsCall(here: DecisionsHere | null): {
  isDecisions?(call: Call, at: Instant): boolean;
  readonly decides?: boolean;
} {
  if (here === null) return {};
  return {
    isDecisions: (call, at) => isAboutDecisions(call, here.openAt(at)),
    decides: here.decisions.some(({ review }) => isOpenDecision(review.record)),
  };
}
