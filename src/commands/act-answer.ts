/** What commands that act on GitHub share: how they refuse, and how their outcome becomes an answer. */

import type { Answer } from "../model/answer.ts";
import { type Call, callKey } from "../model/call.ts";
import type { CommandAction } from "../model/command-effect.ts";
import type { ActionDecision, ActionRequest, Command, CommandContext } from "./command.ts";
import { mayAct } from "./power.ts";

/** A call that is answered and does nothing. */
export function refused(text: string): Extract<ActionDecision, { kind: "answer" }> {
  return { kind: "answer", answer: { kind: "refused", text } };
}

/** It is already as requested: a thumb would say that it was done now. */
export function alreadySo(text: string, act: CommandAction): Extract<ActionDecision, { kind: "answer" }> {
  return { kind: "answer", answer: { kind: "told", text: `${text} Nothing was changed.` }, so: act };
}

/** The refusal for somebody who may not have Rung do this here (R43), otherwise `null`. */
export function barred(command: Pick<Command, "name" | "may">, acting: ActionRequest): ActionDecision | null {
  const allowed = mayAct(command, acting);
  return allowed.ok ? null : refused(`${allowed.text} Nothing was changed.`);
}

/** "This pull request", "This issue". */
export function thisSubject({ facts }: Pick<ActionRequest, "facts">): string {
  return facts.kind === "pull" ? "This pull request" : "This issue";
}

export function actAnswer(call: Call, { acts, said }: CommandContext): { readonly answer: Answer } {
  const answer = acts?.get(callKey(said, call));
  const text = `I take only a few commands from one comment, so I did nothing about this \`/${call.name}\`. Please say it again in another one if it is still wanted.`;
  return { answer: answer ?? { kind: "told", text } };
}
