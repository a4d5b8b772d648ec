/** How the commands of promotions are answered: by what their call did there. */

import type { Answer } from "../model/answer.ts";
import { type Call, callKey } from "../model/call.ts";
import type { CommandContext } from "./command.ts";

export function promotionAnswer(call: Call, { promotions, said }: CommandContext): { readonly answer: Answer } {
  const text = `I could not look at the promotions here just now, so \`/${call.name}\` changed nothing. Please say it again.`;
  return { answer: promotions?.get(callKey(said, call)) ?? { kind: "told", text } };
}
