/** `/accept`: the candidate accepts the promotion, and with it whatever the registry asks them to promise. */

import { addressedFor } from "../promotions/address.ts";
import { cannotTake, refused } from "../promotions/promotion-context.ts";
import { samePerson } from "../shared/people.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";

export const accept: Command = {
  name: "accept",
  group: "roles",
  usage: "/accept",
  summary: "Accepts one's own promotion, where the role's rule asks for that.",
  who: "the candidate",
  may: "anyone",
  examples: ["/accept", "/accept cancel"],
  cancelForms: ["/accept cancel", "/unaccept"],
  behind: "remarks",
  forPromotion(call, context) {
    const { speaker } = context;
    // Nobody accepts for others, so only one's own can be meant.
    const own = context.open.filter(({ nomination }) => samePerson(nomination.candidate, speaker));
    if (context.open.length > 0 && own.length === 0)
      return refused(
        cannotTake(call, speaker, "only the candidate accepts, and none of the promotions here is theirs"),
      );
    const found = addressedFor(["acceptance"], "acceptance", call, { ...context, open: own });
    if (found.kind === "answer") return found;
    return {
      kind: "statement",
      about: found.nominations.map(({ id }) => id),
      content: { kind: "accept", cancel: call.cancel },
    };
  },
  decide: promotionAnswer,
};
