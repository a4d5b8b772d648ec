/** `/reroll`: asks others instead of those who have not answered, chosen as all reviewers are; the answer says whom, and why. */

import { people } from "../../commands/named-people.ts";
import { awaitsVouch } from "../../gate/conditions/newcomer.ts";
import type { OwnEvents } from "../../github/read/own-events.ts";
import type { Answer } from "../../model/answer.ts";
import type { Reviewing } from "../../model/pull-record.ts";
import type { Account } from "../../shared/names.ts";
import { isTold } from "../../triage/reviewers/due.ts";
import { askedSentence, remarkText, unvouchedText } from "../../triage/reviewers/lines.ts";
import { type ReviewerStepContext, reviewerStep } from "./reviewer-step.ts";

export interface Rerolled {
  /** What is to be remembered. */
  readonly reviewing?: Reviewing | undefined;
  readonly answer: Answer;
}

/**
 * `events`: what an earlier try may have done; empty on the first one. The people it asked are named, and nobody else is asked (R30). If
 * the first look for reviewers is still due, that look is what was wanted.
 */
export async function performReroll(
  context: Omit<ReviewerStepContext, "reroll">,
  by: Account,
  events: OwnEvents,
): Promise<Rerolled> {
  if (!isTold(context.verdict)) return { reviewing: context.reviewing, answer: { kind: "refused", text: UNTOLD } };
  if (awaitsVouch(context.facts, context.index))
    return { reviewing: context.reviewing, answer: { kind: "refused", text: unvouchedText(context.facts.author) } };
  const recorded = new Set((context.reviewing?.asked ?? []).map(({ login }) => login.toLowerCase()));
  const before = events.targets("reviewer", true).filter((login) => !recorded.has(login.toLowerCase()));
  const first =
    context.reviewing === undefined && before.length === 0 ? await reviewerStep({ ...context, reroll: null }) : null;
  const done =
    first !== null && first.asked.length > 0
      ? first
      : await reviewerStep({ ...context, reviewing: first?.reviewing ?? context.reviewing, reroll: { by, before } });
  const { reviewing, asked, released, remarks } = done;
  const sentences = [
    ...(asked.length > 0 ? [askedSentence(asked, [])] : []),
    ...(released.length > 0 ? [`No longer asked: ${people(released.map(({ login }) => login))}.`] : []),
    ...remarks.map(remarkText),
  ];
  if (asked.length > 0) return { reviewing, answer: { kind: "told", text: sentences.join(" ") } };
  return { reviewing, answer: { kind: "refused", text: sentences.length === 0 ? UNREAD : sentences.join(" ") } };
}

export const UNTOLD =
  "What this pull request needs cannot be told now, so I asked nobody; the `rung` check says why. Please say `/reroll` again after.";
export const UNREAD =
  "GitHub did not tell me who is asked to review this already, so I asked nobody. Please say `/reroll` again later.";
