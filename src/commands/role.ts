/** `/role [@user]`: the roles somebody holds, and what they still need for the next one. */

import { informed, refused } from "../promotions/promotion-context.ts";
import { escapeMarkdown } from "../shared/markdown.ts";
import { personNamed } from "../shared/name-list.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";

export const role: Command = {
  name: "role",
  aliases: ["roles"],
  group: "roles",
  usage: "/role [@user]",
  summary: "Shows the roles somebody holds and, for the next one, each requirement with its figure and evidence.",
  who: "anyone",
  may: "anyone",
  examples: ["/role", "/role @hoangndst"],
  forPromotion(call, { speaker, account, progress }) {
    const login = personNamed(call.words, speaker)?.login ?? speaker.login;
    const found = account(login);
    if (found === "none")
      return refused(`GitHub knows nobody called ${escapeMarkdown(login.slice(0, 60))}; check the spelling.`);
    const text = progress(login);
    if (text !== null) return informed(text);
    return refused(
      `I could not measure ${escapeMarkdown(login.slice(0, 60))} just now; please ask again in a while, and for a few people at a time.`,
    );
  },
  decide: promotionAnswer,
};
