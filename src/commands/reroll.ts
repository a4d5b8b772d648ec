/** `/reroll` asks somebody else to review. */

import { code } from "../shared/markdown.ts";
import { actAnswer, barred, refused, thisSubject } from "./act-answer.ts";
import type { Command } from "./command.ts";
import { onlyOnPulls } from "./statement-answer.ts";

export const reroll: Command = {
  name: "reroll",
  aliases: ["auto-cc"],
  group: "review",
  usage: "/reroll",
  summary: "Asks others to review instead of those I asked who have not answered; whom a person asked stays.",
  who: "the author and anyone with a role",
  may: "author-or-any-role",
  examples: ["/reroll"],
  on: "pull",
  behind: "remarks",
  action(call, acting) {
    const { facts } = acting;
    if (facts.kind === "issue") return refused(onlyOnPulls("reroll"));
    const bar = barred(reroll, acting);
    if (bar !== null) return bar;
    if (facts.state !== "open") return refused(`${thisSubject(acting)} is ${facts.state}: nobody needs to review it.`);
    const named = call.words.match(/(?:^|\s)@([a-z\d][\w-]*)/i)?.[1];
    if (named !== undefined)
      return refused(
        `${code("/reroll")} is about everybody whom I asked and who has not answered, and takes no name. ${code(`/uncc @${named}`)} takes the request to one person back, and ${code("/cc @user")} asks whom you choose. Nothing was changed.`,
      );
    return { kind: "act", act: { kind: "reroll" } };
  },
  decide: actAnswer,
};
