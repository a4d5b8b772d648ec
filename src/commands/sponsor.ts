/** `/sponsor [@user]`: somebody vouches for a candidate. The role's rule decides whether it counts. */

import { addressedFor } from "../promotions/address.ts";
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
    const found = addressedFor(["sponsors"], "sponsors", call, context, { names: "anywhere" });
    if (found.kind === "answer") return found;
    return {
      kind: "statement",
      about: found.nominations.map(({ id }) => id),
      content: { kind: "sponsor", cancel: call.cancel },
    };
  },
  decide: promotionAnswer,
};
