/** `/vote [@user] yes/no/abstain`: a vote on a promotion, replaced by the next one of the same person. */
import { addressed, commandAbout } from "../promotions/address.ts";
import { placeText } from "../promotions/nomination-text.ts";
import { leavesOf, refused } from "../promotions/promotion-context.ts";
import type { Nomination } from "../promotions/promotion-types.ts";
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
  aliases: [],
  group: "roles",
  usage: "/vote [@user] yes/no/abstain",
  summary: "Votes on a promotion that is open here; `+1`, `-1` and `0` do as well.",
  who: "those who may vote by the role's rule when the nomination was made",
  may: "anyone",
  inPromotion: "of others",
  examples: ["/vote yes", "/vote @hoangndst abstain", "/vote cancel"],
  on: ["pull", "issue"],
  cancelForms: ["/vote cancel", "/unvote"],
  behind: "names",
  forPromotion(call, context) {
    const found = addressed(call, context, { names: "anywhere", isOther: (word) => choiceOf(word) !== null });
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
    return { kind: "word", about: about.map(({ id }) => id), saying: { kind: "vote", choice } };
  },
  decide: promotionAnswer,
};

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
