/** How the commands of promotions are answered: by the outcome of the call there. */

import type { Answer } from "../model/answer.ts";
import { type Call, callKey } from "../model/call.ts";
import type { Utterance } from "../model/facts.ts";
import type { CommandContext } from "./command.ts";
import { asWritten } from "./text/as-written.ts";

export function promotionAnswer(call: Call, { promotions, said }: CommandContext): { readonly answer: Answer } {
  const answer = promotions?.get(callKey(said, call));
  const text = `I could not look at the promotions here just now, so \`/${call.name}\` changed nothing. Please say it again.`;
  return { answer: inTheirWords(answer ?? { kind: "told", text }, call, said) };
}

/** Of several commands in one line, the first alone stands where it can be told how it was typed. */
function inTheirWords(answer: Answer, call: Call, { body }: Utterance): Answer {
  if (!("text" in answer) || call.part !== undefined) return answer;
  return { ...answer, text: asWritten(answer.text, call.name, body.split(/\r?\n/)[call.line - 1] ?? "") };
}
