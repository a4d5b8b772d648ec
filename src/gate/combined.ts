/** One check for several pull requests: those that share a head, or that a merge queue's commit contains (R17, R18). */

import { createHash } from "node:crypto";
import { escapeMarkdown } from "../shared/markdown.ts";
import { joinList } from "../shared/people.ts";
import { checkOutcome, type Outcome, type Where } from "./check-outcome.ts";
import { fitting, type Report, report } from "./check-report.ts";
import type { Verdict } from "./verdict-types.ts";

export interface Part {
  readonly number: number;
  readonly verdict: Verdict;
}

/** Worst first: one part that would not pass decides for all. */
const ORDER: readonly Outcome[] = ["failure", "action_required", "waiting", "success", "neutral", "cancelled"];

/**
 * Passes only if each part would. The title and the answer are those of the part that blocks most; each has its section in the text.
 * Without any part nothing is known to pass, so it fails.
 */
export function combined(parts: readonly Part[], where: Where): Report & { readonly outcome: Outcome } {
  const outcomes = parts.map((part) => ({
    ...part,
    outcome: checkOutcome(part.verdict, where),
    ...report(part.verdict),
  }));
  const worst = outcomes.toSorted(
    (one, other) => ORDER.indexOf(one.outcome) - ORDER.indexOf(other.outcome) || one.number - other.number,
  )[0];
  if (worst === undefined) return { outcome: "failure", ...NOTHING };
  if (outcomes.length === 1) {
    const { outcome, title, summary, text } = worst;
    return { outcome, title, summary, text };
  }
  // Whichever of them is looked at, the text is the same.
  const inOrder = outcomes.toSorted((one, other) => one.number - other.number);
  const numbers = joinList(
    inOrder.map(({ number }) => `#${number}`),
    "and",
    inOrder.length,
  );
  const why = where === "pull" ? "share this head, so the check passes only if each would" : "are in this merge";
  const sections = inOrder.map(({ number, title, summary, text }) =>
    [`### #${number}: ${escapeMarkdown(title)}`, summary, text].filter(Boolean).join("\n\n"),
  );
  return {
    outcome: worst.outcome,
    title: `#${worst.number}: ${worst.title}`,
    summary: fitting([`The pull requests ${numbers} ${why}.`, worst.summary]),
    text: fitting(sections),
  };
}

/** Equal digests: a merge queue's commit with this part needs no other answer. */
export function partDigest(part: Part): string {
  const { outcome, title, summary, text } = combined([part], "merge-group");
  return createHash("sha256")
    .update(JSON.stringify([outcome, title, summary, text]))
    .digest("base64url")
    .slice(0, 32);
}

const NOTHING: Report = {
  title: "Cannot tell yet: no pull request is known for this commit",
  summary: "**Cannot tell yet:** no pull request is known for this commit. What is not known in full does not pass.",
  text: "",
};
