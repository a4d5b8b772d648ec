/** `/sponsor [@user]`: somebody vouches for a candidate. The role's rule decides whether it counts. */
import { addressed } from "../promotions/address.ts";
import { asking, leavesOf } from "../promotions/promotion-context.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";

export const sponsor: Command = {
  name: "sponsor",
  group: "roles",
  usage: "/sponsor [@user] [role] [area…]",
  summary: "Vouches for the candidate of a promotion that is open here.",
  who: "those whom the role's rule names, never the candidate",
  may: "anyone",
  concerns: "holders",
  examples: ["/sponsor", "/sponsor @hoangndst", "/sponsor @hoangndst approver kusion", "/sponsor cancel"],
  cancelForms: ["/sponsor cancel", "/unsponsor"],
  behind: "remarks",
  forPromotion(call, context) {
    const found = addressed(call, context, {
      names: "anywhere",
      asks: (nomination) => leavesOf(nomination, "sponsors").length > 0,
    });
    if (found.kind === "answer") return found;
    const about = asking(call, found.nominations, ["sponsors"], "sponsors");
    if ("kind" in about) return about;
    return { kind: "statement", about: about.map(({ id }) => id), content: { kind: "sponsor", cancel: call.cancel } };
  },
  decide: promotionAnswer,
};
