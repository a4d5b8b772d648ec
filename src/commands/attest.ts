/** `/attest [@user] [number] text` vouches for something that cannot be measured. */

import { addressedFor, commandAbout } from "../promotions/address.ts";
import { leavesOf, type PromotionContext, refused } from "../promotions/promotion-context.ts";
import type { Nomination } from "../promotions/promotion-types.ts";
import { leaves } from "../promotions/rule.ts";
import { code } from "../shared/markdown.ts";
import { joinList } from "../shared/people.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";
import { isDenial, isDoubtfulReason } from "./text/doubt.ts";

export const attest: Command = {
  name: "attest",
  group: "roles",
  usage: "/attest [@user] [number] text",
  summary: "Vouches for a requirement that no machine measures, by its number in the table, with what was seen.",
  who: "those whom the requirement names",
  may: "anyone",
  concerns: "holders",
  examples: ["/attest 3 led the design of the provider", "/attest cancel 3"],
  cancelForms: ["/attest cancel", "/unattest"],
  behind: "text",
  forPromotion(call, context) {
    const found = addressedFor(["attestation"], "attestation", call, context, { text: "unless-named" });
    if (found.kind === "answer") return found;
    const about = found.nominations;
    const [nomination] = about;
    const [, digits, text = ""] = /^(?:#?(\d{1,3})(?=[\s.):]|$)[.):]?\s*)?(.*)$/s.exec(found.rest) ?? [];
    const criterion = digits === undefined ? null : Number(digits);
    if (nomination !== undefined && criterion !== null && !isThere(nomination, criterion))
      return refused(`There is no requirement ${code(`${criterion}`)} in the table${those(nomination)}.`);
    if (nomination !== undefined && criterion !== null && !isVouchedFor(nomination, criterion))
      return refused(`Nobody vouches for requirement ${code(`${criterion}`)}${those(nomination)}.`);
    if (!call.cancel && text.trim() === "")
      return refused(
        `\`/attest\` needs a word on what you vouch for and how you know${nomination === undefined ? "" : exampleFor(nomination, context)}.`,
      );
    if (!call.cancel && (isDoubtfulReason(text) || isDenial(text)))
      return refused(
        `The text leaves open whether you vouch for it, so nothing was counted. If you do, say what you saw${nomination === undefined ? "" : exampleFor(nomination, context)}.`,
      );
    const content = { kind: "attest", cancel: call.cancel, criterion, text: call.cancel ? "" : text.trim() } as const;
    return { kind: "statement", about: about.map(({ id }) => id), content };
  },
  decide: promotionAnswer,
};

function exampleFor(nomination: Nomination, { open }: PromotionContext): string {
  const [first] = leavesOf(nomination, "attestation");
  const all = open.map((one) => one.nomination);
  return `, as in ${commandAbout({ name: "attest", cancel: false }, nomination, all, `${first?.number ?? 1} led the design`)}`;
}

function isThere({ rule }: Nomination, number: number): boolean {
  return leaves(rule.criterion).some((leaf) => leaf.number === number);
}

function isVouchedFor(nomination: Nomination, number: number): boolean {
  return leavesOf(nomination, "attestation").some((leaf) => leaf.number === number);
}

function those(nomination: Nomination): string {
  const numbers = leavesOf(nomination, "attestation").map(({ number }) => code(`${number}`));
  return `; vouched for can be ${joinList(numbers, "or", 20)}`;
}
