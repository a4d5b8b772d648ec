/** `/object [@user] why` stops a promotion until its author takes it back or it is outvoted. */
import { addressed } from "../promotions/address.ts";
import { asking } from "../promotions/promotion-context.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";

export const object: Command = {
  name: "object",
  aliases: [],
  group: "roles",
  usage: "/object [@user] why",
  summary: "Stops a promotion that is open here, with the reason. It stands until its author takes it back.",
  who: "those whom the role's rule names, never the candidate",
  may: "anyone",
  inPromotion: "of others",
  examples: ["/object the reviews of the engine are still missing", "/object cancel"],
  on: ["pull", "issue"],
  cancelForms: ["/object cancel", "/unobject"],
  behind: "text",
  cancelFrees: true,
  forPromotion(call, context) {
    // One person objects to all that is asked for somebody: to let one of two through by asking back would be no safe answer.
    const found = addressed(call, context, { several: call.words.trim().startsWith("@"), text: "always" });
    if (found.kind === "answer") return found;
    const about = asking(call, found.nominations, ["objections", "lazy-consensus"], "time for objections");
    if ("kind" in about) return about;
    const why = call.cancel ? "" : found.rest;
    return { kind: "word", about: about.map(({ id }) => id), saying: { kind: "object", cancel: call.cancel, why } };
  },
  decide: promotionAnswer,
};
