/** The candidate accepts: with `/accept`, or by having asked for the promotion where nothing in particular is to be promised. */

import { z } from "zod";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { criterionResult } from "../counts.ts";
import { commandHere } from "../nomination-text.ts";
import { isCandidate } from "../promotion-people.ts";
import { activeStatements, latest } from "../promotion-statements.ts";
import type { CriterionKind } from "../promotion-types.ts";
import { sentence } from "../shapes.ts";

const schema = z
  .union(
    [
      z.null(),
      z.literal(true),
      sentence("What the candidate promises."),
      z.strictObject({ text: sentence("What the candidate promises.").optional() }),
    ],
    { error: "expected true, or a text that the candidate accepts" },
  )
  .meta({ description: "The candidate says /accept." });
type Written = z.output<typeof schema>;

function promise(written: Written): string | null {
  if (typeof written === "string") return written;
  return written === null || written === true ? null : (written.text ?? null);
}

export const acceptance: CriterionKind<Written> = {
  name: "acceptance",
  about: "The candidate accepts with /accept; whoever nominated themselves has, unless there is a text to promise.",
  exactly: "Whether the candidate said `/accept`. Whoever nominated themselves has, unless there is a text to promise.",
  examples: ["acceptance: { text: gives four hours a week }", "acceptance: true"],
  schema,
  waivable: false,
  by: "people",
  wording(written) {
    const text = promise(written);
    return text === null ? "the candidate accepts" : `the candidate accepts: ${escapeMarkdown(text)}`;
  },
  measures: () => [],
  result(written, facts) {
    const { nomination } = facts;
    const acceptances = activeStatements(facts.words, "accept");
    const own = acceptances.find(({ by }) => isCandidate(nomination, by));
    const uncounted = acceptances
      .filter(({ by }) => !isCandidate(nomination, by))
      .map((word) => ({ word, reason: "only the candidate can accept" }));
    if (own !== undefined) {
      const evidence = [{ kind: "statement" as const, by: own.by.login, url: own.url, note: null }];
      return criterionResult("met", { figure: "accepted", evidence, uncounted });
    }
    const isTakenBack = latest(facts.words, "accept").some(({ by, cancel }) => cancel && isCandidate(nomination, by));
    if (promise(written) === null && isCandidate(nomination, nomination.nominator) && !isTakenBack)
      return criterionResult("met", { figure: "nominated themselves", uncounted });
    const next = `${escapeMarkdown(nomination.candidate.login)} still needs to comment ${commandHere(facts, "/accept")}`;
    return criterionResult("waiting", { figure: "not yet", next, uncounted });
  },
};
