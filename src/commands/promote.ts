/** `/promote @user role [area…]` nominates somebody; the promotion lives on the issue or pull request where this was said. */

import { nomineeIn } from "../promotions/nominee.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";
import { withdrawal } from "./withdraw.ts";

export const promote: Command = {
  name: "promote",
  aliases: ["nominate"],
  group: "roles",
  usage: "/promote @user role [area…]",
  summary: "Nominates somebody for a role: what the registry asks for is measured, and people take their part here.",
  who: "anyone with a role, anyone for themselves; the role's rule may say otherwise",
  may: "anyone",
  examples: ["/promote @hoangndst approver kusion"],
  cancelForms: ["/promote cancel"],
  behind: "names",
  forPromotion: (call, context) => (call.cancel ? withdrawal(call, context) : nomineeIn(call, context)),
  decide: promotionAnswer,
};
