/** Builds the context of acting commands, and reads what they want done. */

import type { ActionDecision, ActionRequest } from "../../src/commands/command.ts";
import { commands } from "../../src/commands/index.ts";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import type { CommandAction } from "../../src/model/command-effect.ts";
import type { Registry } from "../../src/registry/registry-types.ts";
import type { Instant } from "../../src/shared/names.ts";
import { aComment, aContext, aPull, aRegistry, person } from "./a-context.ts";

export interface ActingOptions
  extends Partial<Pick<ActionRequest, "facts" | "verdict" | "headWhenSaid" | "baseWhenSaid">> {
  readonly registry?: Partial<Registry>;
  /** Absent: a while before it is read. */
  readonly saidAt?: Instant;
}

/** What the first line of the text, said by somebody on pat's open pull request, wants done. */
export function actedAs(login: string, text: string, options: ActingOptions = {}): ActionDecision {
  const [call] = callsIn(text);
  const act = commands.find(({ name }) => name === call?.name)?.action;
  if (call === undefined || act === undefined) throw new Error(`no act: ${text}`);
  const facts = options.facts ?? aPull();
  const { saidAt: at } = options;
  const said = aComment(5, text, { author: person(login), ...(at !== undefined && { at }) });
  const context = aContext(said, { registry: aRegistry(options.registry), facts });
  const { verdict = context.verdict, headWhenSaid = facts.kind === "pull" ? facts.head.sha : null } = options;
  const base = options.baseWhenSaid === undefined ? {} : { baseWhenSaid: options.baseWhenSaid };
  return act(call, { ...context, verdict, headWhenSaid, ...base });
}

/** The act; throws where the call was answered. */
export function actOf(login: string, text: string, options: ActingOptions = {}): CommandAction {
  const acted = actedAs(login, text, options);
  if (acted.kind !== "act") throw new Error(JSON.stringify(acted));
  return acted.act;
}

/** The text of a refusal; throws where it was taken. */
export function refusalOf(login: string, text: string, options: ActingOptions = {}): string {
  const acted = actedAs(login, text, options);
  if (acted.kind !== "answer" || acted.answer.kind !== "refused") throw new Error(JSON.stringify(acted));
  return acted.answer.text;
}
