/** A decision as the page and the lists show it. Pure. */

import type { ShownDecision } from "../../model/decision-data.ts";
import type { DecisionTally } from "../../promotions/decisions/decision.ts";
import type { DecisionReview } from "../../promotions/decisions/judge-decision.ts";
import type { RegistrySource } from "../../registry/registry-types.ts";
import { fullName } from "../../shared/names.ts";

/** `status`: its status comment. `isPrivate`: those who cannot see the repository may not see it. */
export function decisionShown(review: DecisionReview, status: string, isPrivate: boolean): ShownDecision {
  const { record, dueAt } = review;
  const { decision, place, stage, url } = record;
  const tally = tallyOf(review);
  const isVote = "vote" in decision.rule.how;
  return {
    kind: decision.rule.kind,
    text: decision.text,
    state: stage.stage,
    repository: place.repository,
    number: place.number,
    url,
    private: isPrivate,
    openedBy: decision.opener.login,
    openedAt: decision.at,
    endsAt: dueAt,
    endedAt: stage.stage === "open" ? null : stage.at,
    votes: isVote && tally !== null ? { ...tally, mayVote: decision.electorate?.length ?? 0 } : null,
    objections: objectionsOf(review),
    bodyMarkdown: bodyOf(status),
  };
}

/** As of the end where it has ended. */
function tallyOf({ record, state }: DecisionReview): DecisionTally | null {
  const { stage } = record;
  if (stage.stage === "accepted" || stage.stage === "declined") return stage.tally;
  if (state.kind !== "vote") return null;
  const { yes, no, abstained } = state.ballot;
  return { yes: yes.length, no: no.length, abstained: abstained.length };
}

function objectionsOf({ state }: DecisionReview): number {
  return state.kind === "lazy" && state.objections.kind === "opposed" ? state.objections.against.length : 0;
}

/** Without its heading, its text and what is hidden: a list shows them anyway. */
function bodyOf(status: string): string {
  return status
    .replace(/<!--.*?-->/gs, "")
    .trim()
    .replace(/^### .*\n+/, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** `owner/name` in lower case of the repository whose registry defines its kind: the repository's own file comes first. */
export function registryOf(
  { record }: Pick<DecisionReview, "record">,
  sources: readonly Pick<RegistrySource, "repository">[],
): string {
  const source = sources.at(record.decision.rule.level === "repository" ? 0 : -1);
  return source === undefined ? "" : fullName(source.repository).toLowerCase();
}
