/**
 * `/return [role] [area…]` opens the change that gives somebody listed as emeritus their role back (promotions/inactivity/returning.ts).
 */

import { refused } from "../promotions/promotion-context.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";
import { roleAndAreasIn } from "./role-and-areas.ts";

export const comeBack: Command = {
  name: "return",
  group: "roles",
  usage: "/return [role] [area…]",
  summary: "Opens the registry's change that gives you back what you held before you became emeritus.",
  who: "whoever the registry lists as emeritus, for themselves",
  may: "anyone",
  concerns: "emeritus",
  examples: ["/return", "/return approver kusion"],
  behind: "names",
  forPromotion(call, context) {
    const named = roleAndAreasIn(call.words, "to", context);
    if (named.kind === "unknown") return refused(named.text);
    return { kind: "return", role: named.role, areas: named.areas };
  },
  decide: promotionAnswer,
};
