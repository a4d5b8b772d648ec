/** `/retitle new title` gives another title. */

import { actAnswer, alreadySo, barred, refused, thisSubject } from "./act-answer.ts";
import type { Command } from "./command.ts";

/** GitHub's. */
const MAX_TITLE_LENGTH = 256;

export const retitle: Command = {
  name: "retitle",
  group: "triage",
  usage: "/retitle new title",
  summary: "Gives the issue or pull request another title.",
  who: "the author and anyone with a role",
  may: "author-or-any-role",
  examples: ["/retitle fix: apply resources in order"],
  behind: "text",
  action({ words }, acting) {
    const bar = barred(retitle, acting);
    if (bar !== null) return bar;
    if (words === "")
      return refused("`/retitle` needs the new title behind it, on the same line. Nothing was changed.");
    if ([...words].length > MAX_TITLE_LENGTH)
      return refused(
        `GitHub's titles have ${MAX_TITLE_LENGTH} characters at most, and this one is longer. Nothing was changed.`,
      );
    const act = { kind: "title", title: words } as const;
    if (words === acting.facts.title) return alreadySo(`${thisSubject(acting)} has that title already.`, act);
    return { kind: "act", act };
  },
  decide: actAnswer,
};
