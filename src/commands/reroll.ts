/** `/reroll` asks somebody else to review. */
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
  on: ["pull"],
  cancelForms: [],
  behind: "remarks",
  action(_call, acting) {
    const { facts } = acting;
    if (facts.kind === "issue") return refused(onlyOnPulls("reroll"));
    const bar = barred(reroll, acting);
    if (bar !== null) return bar;
    if (facts.state !== "open") return refused(`${thisSubject(acting)} is ${facts.state}: nobody needs to review it.`);
    return { kind: "act", act: { kind: "reroll" } };
  },
  decide: actAnswer,
};
