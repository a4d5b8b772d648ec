/** `/ready` says that a draft is ready for review. */

import { actAnswer, alreadySo, barred, refused, thisSubject } from "./act-answer.ts";
import type { ActionDecision, ActionRequest, Command } from "./command.ts";
import { onlyOnPulls } from "./statement-answer.ts";

export const ready: Command = {
  name: "ready",
  group: "triage",
  usage: "/ready",
  summary: "Ends the draft: the pull request is ready for review.",
  who: "the author and anyone with a role",
  may: "author-or-any-role",
  examples: ["/ready"],
  on: "pull",
  behind: "remarks",
  action: (_call, acting) => drafted(ready, false, acting),
  decide: actAnswer,
};

/** Turns a pull request into a draft, or ends that. */
export function drafted(command: Pick<Command, "name" | "may">, draft: boolean, acting: ActionRequest): ActionDecision {
  const { facts } = acting;
  if (facts.kind === "issue") return refused(onlyOnPulls(command.name));
  const bar = barred(command, acting);
  if (bar !== null) return bar;
  if (facts.state !== "open") return refused(`${thisSubject(acting)} is ${facts.state}, so it stays as it is.`);
  const act = { kind: "draft", draft } as const;
  if (facts.draft === draft)
    return alreadySo(draft ? "This pull request is a draft already." : "This pull request is no draft.", act);
  return { kind: "act", act };
}
