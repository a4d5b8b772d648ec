/** Whether the comment that opened a decision still says the same; the decision keeps the original text. Pure. */

import type { IssueFacts, PullFacts, Utterance } from "../../model/facts.ts";
import type { DecisionRecord } from "./decision.ts";

/** `null`: it is unchanged, or nobody can tell. */
export function openingNow(
  { decision, opening }: DecisionRecord,
  facts: PullFacts | IssueFacts,
): "edited" | "deleted" | null {
  const [key = ""] = decision.id.split("/");
  const { found, isWhole } = lookedFor(key, facts);
  if (found === null) return isWhole ? "deleted" : (opening ?? null);
  if (!found.edited) return null;
  // Something else in that text may have been edited.
  return found.calls.some(({ name, cancel, words }) => name === "decide" && !cancel && words.endsWith(decision.text))
    ? null
    : "edited";
}

function lookedFor(
  key: string,
  facts: PullFacts | IssueFacts,
): { readonly found: Utterance | null; readonly isWhole: boolean } {
  const [kind, id] = key.split(":");
  const among = (items: readonly Utterance[]) => items.find((one) => `${one.id}` === id) ?? null;
  if (kind === "description") return { found: facts.description, isWhole: true };
  if (kind === "comment") return { found: among(facts.comments.items), isWhole: facts.comments.complete };
  if (facts.kind === "issue") return { found: null, isWhole: false };
  if (kind === "review") return { found: among(facts.reviews.items), isWhole: facts.reviews.complete };
  // Inline comments are not always read.
  return { found: among(facts.reviewComments.items), isWhole: false };
}
