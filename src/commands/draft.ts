/** `/draft` makes a pull request a draft again. */

import { actAnswer } from "./act-answer.ts";
import type { Command } from "./command.ts";
import { drafted } from "./ready.ts";

export const draft: Command = {
  name: "draft",
  group: "triage",
  usage: "/draft",
  summary: "Makes the pull request a draft again; the approvals so far are kept.",
  who: "the author and anyone with a role",
  may: "author-or-any-role",
  examples: ["/draft"],
  on: "pull",
  behind: "remarks",
  action: (_call, acting) => drafted(draft, true, acting),
  decide: actAnswer,
};
