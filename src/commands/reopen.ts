/** `/reopen` reopens an issue or a pull request. */

import { actAnswer, alreadySo, barred, refused, thisSubject } from "./act-answer.ts";
import type { Command } from "./command.ts";

export const reopen: Command = {
  name: "reopen",
  group: "triage",
  usage: "/reopen",
  summary: "Opens a closed issue or pull request again.",
  who: "the author, and contributors or above",
  may: "author-or-reviews",
  examples: ["/reopen"],
  behind: "remarks",
  action(_call, acting) {
    const bar = barred(reopen, acting);
    if (bar !== null) return bar;
    if (acting.facts.state === "merged") return refused("This pull request is merged, and nothing opens that again.");
    const act = { kind: "state", to: "open" } as const;
    if (acting.facts.state === "open") return alreadySo(`${thisSubject(acting)} is open.`, act);
    return { kind: "act", act };
  },
  decide: actAnswer,
};
