/** `/close [not-planned]` closes an issue or a pull request. */

import { code } from "../shared/markdown.ts";
import { actAnswer, alreadySo, barred, refused, thisSubject } from "./act-answer.ts";
import type { Command } from "./command.ts";

export const close: Command = {
  name: "close",
  group: "triage",
  usage: "/close [not-planned]",
  summary: "Closes the issue or pull request; an issue as completed, or as not planned.",
  who: "the author, and contributors or above",
  may: "author-or-reviews",
  examples: ["/close", "/close not-planned"],
  action(call, acting) {
    const bar = barred(close, acting);
    if (bar !== null) return bar;
    const words = call.words
      .toLowerCase()
      .replace(/^as\s+/, "")
      .replace(/[.!]$/, "");
    if (!/^(?:completed|not[- _]planned)?$/.test(words))
      return refused(
        `${code("/close")} takes ${code("not-planned")} or nothing, so nothing was closed. A reason belongs on another line.`,
      );
    const reason = words.startsWith("not") ? "not_planned" : "completed";
    const act = { kind: "state", to: "closed", reason } as const;
    const { state } = acting.facts;
    return state === "open" ? { kind: "act", act } : alreadySo(`${thisSubject(acting)} is ${state} already.`, act);
  },
  decide: actAnswer,
};
