/** `/approve [area…]`: the gate counts the approval from GitHub's own facts; here its author learns whether it counted, and if not, why. */

import type { AreaVerdict, Verdict } from "../gate/verdict-types.ts";
import type { Answer } from "../model/answer.ts";
import type { Call } from "../model/call.ts";
import type { Utterance } from "../model/facts.ts";
import { code } from "../shared/markdown.ts";
import { withoutStop } from "../shared/name-list.ts";
import { nearest } from "../shared/nearest.ts";
import { onceFor } from "../shared/once.ts";
import { joinList, samePerson } from "../shared/people.ts";
import type { Command, CommandContext } from "./command.ts";
import {
  areasOf,
  askable,
  failureOf,
  isThisStatement,
  keyOf,
  lastSaid,
  mergedAlready,
  saidAgain,
  whoCanApprove,
} from "./statement-answer.ts";
import { isCourtesy } from "./text/doubt.ts";
import { answerTo, unknownAreasText } from "./uncounted-answer.ts";

export const approve = {
  name: "approve",
  group: "review",
  usage: "/approve [area…]",
  summary: "Approves the pull request, or only the areas named.",
  who: "approvers of the touched areas, never the author",
  may: "approval",
  examples: ["/approve", "/approve engine", "/approve cancel"],
  on: "pull",
  cancelForms: ["/approve cancel", "/unapprove", "/remove-approve"],
  behind: "names",
  cancelAnywhere: true,
  decide: (call, context) => ({ answer: call.cancel ? withdrawn(call, context) : counted(call, context) }),
} satisfies Command;

function counted(call: Call, context: CommandContext): Answer {
  const asked = askable(approve, context);
  if (asked.kind === "answer") return asked.answer;
  const { verdict } = asked;
  const counting = verdict.areas.filter((area) => area.approved.some((word) => isThisStatement(word, context)));
  const failure = failureOf(verdict, "approval", context);
  if (counting.length === 0 && isTakenBackAbove(call, context)) return { kind: "told", text: BOTH };
  if (counting.length > 0) return call.words === "" || failure === null ? DONE : inPart(counting, verdict, context);
  if (failure !== null) {
    const areas = areasOf(verdict, failure);
    const from = areas[0]?.from ?? context.registry.approval.from;
    return answerTo({ command: "/approve", uncounted: failure, areas, from, whoCan: whoCanApprove(areas) }, context);
  }
  if (verdict.areas.length > 0 && verdict.areas.every((area) => area.state === "nobody-needed"))
    return { kind: "told", text: "No approval is needed here: the touched areas ask for none." };
  if (inRequestForChanges(context)) return { kind: "told", text: STRICTER };
  if (saidAgain(verdict, context)) return { kind: "quiet" };
  return verdict.areas.some((area) => area.approved.some((word) => samePerson(word, context.speaker)))
    ? DONE
    : UNLISTED;
}

const DONE: Answer = { kind: "done" };
const UNLISTED: Answer = {
  kind: "told",
  text: "This `/approve` does not count now. The `rung` check lists what counts, and what did not and why.",
};

const STRICTER =
  "This review asks for changes, so the `/approve` in its text does not count: of a review and its text the stricter stands.";

const BOTH =
  "This comment says `/approve` and takes it back, so it approves nothing: of the two in one comment the stricter stands. Say `/approve` in a new comment if you meant it.";

/** The words after it are meant, and do not count (R8a); if it is taken back below, it is as it was said. */
function isTakenBackAbove({ line }: Call, { said }: CommandContext): boolean {
  return line > takenBackAt(said);
}

/** The first line that takes an approval back. A text is asked for each of its lines, and may have thousands. */
const takenBackAt = onceFor(
  ({ calls }: Pick<Utterance, "calls">): number =>
    calls.find(({ name, cancel }) => name === "approve" && cancel)?.line ?? Number.POSITIVE_INFINITY,
);

/** R8a. */
function inRequestForChanges({ facts, said }: CommandContext): boolean {
  if (facts.kind === "issue" || said.kind !== "review") return false;
  return facts.reviews.items.some((review) => review.id === said.id && review.state === "CHANGES_REQUESTED");
}

/** Areas were named, and the approval counts in only some of them. */
function inPart(counting: readonly AreaVerdict[], verdict: Verdict, context: CommandContext): Answer {
  const failed = verdict.uncounted.filter((entry) => entry.key === keyOf(context)).flatMap((entry) => entry.areas);
  const missed = verdict.areas.filter((area) => failed.includes(area.area) && !counting.includes(area));
  const unknown = unknownIn(verdict, context);
  if (missed.length === 0 && unknown.length === 0) return DONE;
  const names = (areas: readonly AreaVerdict[]) =>
    joinList(
      areas.map((area) => code(area.area)),
      "and",
    );
  const others = missed.length === 0 ? "" : `, not for ${names(missed)}`;
  const parts = [`\`/approve\` counts for ${names(counting)}${others}.`, whoCanApprove(missed)];
  if (unknown.length > 0) parts.push(unknownAreasText(unknown, context));
  return { kind: "told", text: parts.filter((part) => part !== "").join(" ") };
}

/** Besides existing areas: words that are nearly one. Others may be a remark. */
function unknownIn(verdict: Verdict, context: CommandContext): readonly string[] {
  const words = verdict.uncounted.flatMap(({ key, reason }) =>
    key === keyOf(context) && reason.kind === "unknown-area" ? reason.words : [],
  );
  const names = context.index.areaNames();
  return words.filter((word) => !isCourtesy(word) && nearest(withoutStop(word) ?? word, names) !== null);
}

/** Everybody withdraws their own; their earlier statements tell whether there was something to withdraw. */
function withdrawn({ words }: Call, context: CommandContext): Answer {
  if (context.facts.kind === "issue") return issueAnswer(context);
  const merged = mergedAlready("approve", context);
  if (merged !== null) return merged;
  const word = lastSaid("approve", context.speaker, context);
  const byReview = context.facts.reviews.items.some(
    (review) =>
      review.state === "APPROVED" && review.at <= context.said.at && samePerson(review.author, context.speaker),
  );
  if ((word !== null && !word.cancel) || (word === null && byReview)) return DONE;
  const theirs = words.includes("@")
    ? " Everybody withdraws their own; a request for changes or `/hold` stops it."
    : "";
  return { kind: "told", text: `There is no approval of yours here to withdraw, so nothing was changed.${theirs}` };
}

function issueAnswer(context: CommandContext): Answer {
  const asked = askable(approve, context);
  return asked.kind === "answer" ? asked.answer : DONE;
}
