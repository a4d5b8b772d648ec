/**
 * `/stay` keeps somebody's role, on the pull request that asks whether they want to go on; promotions/inactivity/stay.ts decides what it
 * does.
 */

import { NO_PROPOSAL } from "../promotions/inactivity/stay.ts";
import { refused } from "../promotions/promotion-context.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";

export const stay: Command = {
  name: "stay",
  group: "roles",
  usage: "/stay [@user why]",
  summary:
    "Where Rung asks whether you want to go on: you do. With a name and a reason, for somebody who holds the same role.",
  who: "whoever is asked, and holders of the same role for them",
  may: "anyone",
  concerns: "holders",
  examples: ["/stay", "/stay @hoangndst reviews in the other organisation"],
  behind: "text",
  forPromotion(call, { facts }) {
    if (facts.kind === "issue") return refused(NO_PROPOSAL);
    const [, named = null, rest = ""] = /^@(\S+)\s*(.*)$/s.exec(call.words.trim()) ?? [null, null, call.words.trim()];
    return { kind: "stay", named, why: rest };
  },
  decide: promotionAnswer,
};
