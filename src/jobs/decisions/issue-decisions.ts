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
  /** What is known of lately, whoever handled it. */
  readonly told: readonly ReadNote[];
}

/** `null`: there is none, and nobody speaks of one; then nothing is asked of the database. */
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

/** Of each call one of the two has the answer. */
export function answersIn(
  promotions: Answering | null,
  decisions: Answering | null,
): { readonly promotions?: ReadonlyMap<string, Answer> } {
  if (promotions === null && decisions === null) return {};
  return { promotions: new Map([...(promotions?.answers ?? []), ...(decisions?.answers ?? [])]) };
}

/** For promotions, which have nothing to say to what is a decision's. */
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
