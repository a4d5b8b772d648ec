/** `/withdraw [@user]` ends a promotion: withdrawn by the candidate or the nominator, or declined by the top role. */

import type { Call } from "../model/call.ts";
import { addressed, commandAbout } from "../promotions/address.ts";
import { placeText } from "../promotions/nomination-text.ts";
import {
  cannotTake,
  judgeOf,
  leavesOf,
  type PromotionCallResult,
  type PromotionContext,
  refused,
} from "../promotions/promotion-context.ts";
import { maySpeakForTop } from "../promotions/promotion-people.ts";
import type { Nomination } from "../promotions/promotion-types.ts";
import { code } from "../shared/markdown.ts";
import { roleWithArticle, samePerson } from "../shared/people.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";

export const withdraw: Command = {
  name: "withdraw",
  group: "roles",
  usage: "/withdraw [@user] [role] [area…]",
  summary: "Ends a promotion that is open here. A new one can be started at any time.",
  who: "the candidate, whoever nominated, and holders of the top role",
  may: "anyone",
  examples: ["/withdraw", "/withdraw @hoangndst", "/withdraw @hoangndst approver kusion"],
  behind: "remarks",
  forPromotion: withdrawal,
  decide: promotionAnswer,
};

/** Statements in a promotion by the words people use for them, and the command of each: "/withdraw my objection" is not meant to end it. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  objection: "object",
  objections: "object",
  object: "object",
  veto: "vote",
  vote: "vote",
  votes: "vote",
  sponsorship: "sponsor",
  sponsoring: "sponsor",
  sponsor: "sponsor",
  support: "sponsor",
  acceptance: "accept",
  attestation: "attest",
  waiver: "waive",
  approval: "approve",
  lgtm: "lgtm",
  hold: "hold",
  cancel: "",
};

/** The command whose word is named; empty: none in particular; `null`: nothing of that kind is mentioned. */
function ownStatementIn(words: string): string | null {
  const said = words.toLowerCase().match(/[\p{L}]+/gu) ?? [];
  const [own] = said.filter((word) => Object.hasOwn(OWN_WORDS, word));
  return own === undefined ? null : (OWN_WORDS[own] ?? null);
}

function whichText(nomination: Nomination | undefined, { open }: PromotionContext, own: string): string {
  if (nomination === undefined) return "No promotion is open here, so there is nothing to withdraw.";
  const all = open.map((one) => one.nomination);
  const isHere = ["object", "vote", "sponsor", "accept"].includes(own);
  const back =
    own === ""
      ? "A promotion that was withdrawn is not opened again"
      : `A word of your own is taken back with ${isHere ? commandAbout({ name: own, cancel: true }, nomination, all) : code(`/${own} cancel`)}`;
  return `I cannot tell whether this is meant to end the promotion to ${placeText(nomination)}, so nothing was changed. ${back}; ${commandAbout({ name: "withdraw", cancel: false }, nomination, all)} alone ends it.`;
}

export function withdrawal(call: Call, context: PromotionContext): PromotionCallResult {
  const found = addressed(call, context, { names: "anywhere" });
  if (found.kind === "answer") return found;
  const { speaker } = context;
  const own = ownStatementIn(found.rest);
  if (own !== null) return refused(whichText(found.nominations[0], context, own));
  const may = found.nominations.filter(
    (nomination) =>
      samePerson(nomination.candidate, speaker) ||
      samePerson(nomination.nominator, speaker) ||
      maySpeakForTop(judgeOf(context, nomination), nomination.areas, speaker),
  );
  if (may.length > 0) return { kind: "statement", about: may.map(({ id }) => id), content: { kind: "withdraw" } };
  const [first] = found.nominations;
  if (first === undefined) return refused("No promotion is open here, so there is nothing to withdraw.");
  const top = judgeOf(context, first).topRole();
  const open = context.open.map(({ nomination }) => nomination);
  const objects =
    leavesOf(first, "objections", "lazy-consensus").length === 0
      ? ""
      : `; who disagrees comments ${commandAbout({ name: "object", cancel: false }, first, open, "why")}`;
  return refused(
    cannotTake(
      call,
      speaker,
      `the promotion to ${placeText(first)} is ended by the candidate, whoever nominated, or ${roleWithArticle(top)} of all its areas${objects}`,
    ),
  );
}
