/** `/vote [@user or kind] yes/no/abstain`: a vote on a promotion or a decision; a person's next vote replaces it. */

import type { Call } from "../model/call.ts";
import { addressed, commandAbout } from "../promotions/address.ts";
import {
  commandAboutDecision,
  type DecisionCallResult,
  type DecisionContext,
  refusedCall,
} from "../promotions/decisions/decision-calls.ts";
import { notADecision, questionOf } from "../promotions/decisions/which-question.ts";
import { placeText } from "../promotions/nomination-text.ts";
import { leavesOf, refused } from "../promotions/promotion-context.ts";
import type { Nomination } from "../promotions/promotion-types.ts";
import { code } from "../shared/markdown.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";

type Choice = "yes" | "no" | "abstain" | "cancel";

const CHOICES: Readonly<Record<string, Choice>> = {
  yes: "yes",
  "+1": "yes",
  aye: "yes",
  approve: "yes",
  no: "no",
  "-1": "no",
  nay: "no",
  reject: "no",
  abstain: "abstain",
  "0": "abstain",
  "+0": "abstain",
  "-0": "abstain",
};

export const vote: Command = {
  name: "vote",
  group: "roles",
  usage: "/vote [@user or kind] yes/no/abstain [why]",
  summary: "Votes on a promotion or a decision that is open here; `+1`, `-1` and `0` do as well.",
  who: "those who might vote by the role's or the kind's rule when it was opened",
  may: "anyone",
  concerns: "holders",
  examples: ["/vote yes", "/vote @hoangndst abstain", "/vote cancel"],
  cancelForms: ["/vote cancel", "/unvote"],
  behind: "names",
  isReasoned: (words) => REASONED_NO.test(words),
  forPromotion(call, context) {
    const found = addressed(call, context, {
      orDecision: true,
      names: "anywhere",
      isOther: (word) => choiceOf(word) !== null,
      asks: takesVotes,
    });
    if (found.kind === "answer") return found;
    const [word = "", ...others] = found.rest.split(/\s+/);
    const [first] = found.nominations;
    const open = context.open.map(({ nomination }) => nomination);
    const example = first === undefined ? "" : `, as in ${commandAbout(call, first, open, "yes")}`;
    const choice = call.cancel ? "cancel" : areSeveral(word, others) ? null : choiceOf(word);
    if (choice === null)
      return refused(`\`/vote\` takes \`yes\`, \`no\` or \`abstain\`${example}. Nothing was counted.`);
    const about = found.nominations.filter(takesVotes);
    if (about.length === 0)
      return refused(
        `The promotion${first === undefined ? "" : ` to ${placeText(first)}`} is not decided by a vote, so \`/vote\` changes nothing.`,
      );
    return { kind: "statement", about: about.map(({ id }) => id), content: { kind: "vote", choice } };
  },
  forDecision: voted,
  decide: promotionAnswer,
};

/** "no: we should wait", "direction no because …": a no stops something, and its reason may well be a condition. No question. */
const REASONED_NO =
  /^(?:@?[\w-]+[,:]?\s+)?(?:no|nay|reject|[-−–]1)(?:[:,;.]\s|\s+(?:[-–—(]|because\b|since\b|as\b)).*(?<![?？])$/iu;

function voted(call: Call, context: DecisionContext): DecisionCallResult {
  const question = questionOf(call, context, "votes", "yes");
  if (question.kind !== "decision") return notADecision(question);
  const { decision } = question;
  if (!decision.takes.votes)
    return refusedCall(
      `The decision of the kind ${code(decision.kind)} is taken by silence, so ${code("/vote")} changes nothing; ${code("/object why")} stops it.`,
    );
  const [, word = "", why = ""] = /^(\S+)(?:\s+(.*))?$/s.exec(question.rest.trim()) ?? [];
  const others = why.split(/\s+/);
  const choice = call.cancel ? "cancel" : areSeveral(word, others) ? null : choiceOf(word);
  if (choice === null)
    return refusedCall(
      `${code("/vote")} takes ${code("yes")}, ${code("no")} or ${code("abstain")}, and a reason behind it if you like, as in ${commandAboutDecision({ name: "vote", cancel: false }, decision, context, "yes")}. Nothing was counted.`,
    );
  return {
    kind: "statement",
    about: decision.id,
    content: { kind: "vote", choice, why: call.cancel ? "" : why.replace(/^[-–—(:]+\s*/, "") },
  };
}

/** "yes or no", "+1 -1": the whole of it is choices, and not all the same. */
function areSeveral(word: string, others: readonly string[]): boolean {
  const all = [word, ...others].filter((one) => !/^(?:or|and|\/|,)?$/i.test(one)).map(choiceOf);
  return all.every((one) => one !== null) && new Set(all).size > 1;
}

function choiceOf(word: string): Choice | null {
  const folded = word
    .normalize("NFKC")
    .replace(/^[−–]/, "-")
    .toLowerCase()
    .replace(/[.,;:!]$/, "");
  return Object.hasOwn(CHOICES, folded) ? (CHOICES[folded] ?? null) : null;
}

/** Objections that a vote outweighs take votes, too. */
function takesVotes(nomination: Nomination): boolean {
  if (leavesOf(nomination, "vote").length > 0) return true;
  return leavesOf(nomination, "objections", "lazy-consensus").some(
    ({ params }) => typeof params === "object" && params !== null && "overruled-by" in params,
  );
}
