/** Builds the context of commands about decisions: kinds of a registry, and open decisions and promotions. */

import { commands } from "../../src/commands/index.ts";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import type {
  DecisionCallResult,
  DecisionContext,
  OpenDecision,
  OpenPromotion,
} from "../../src/promotions/decisions/decision-calls.ts";
import { person } from "../support/a-pull.ts";
import { aNomination } from "./a-promoting.ts";

/** A vote opened by ann, unless told otherwise; `technical` is by silence. */
export function anOpenDecision(kind = "direction", with_: Partial<OpenDecision> = {}): OpenDecision {
  const isLazy = kind === "technical";
  return {
    id: `comment:1/${kind}`,
    kind,
    opener: person("ann"),
    takes: { votes: !isLazy, objections: isLazy, waits: !isLazy },
    ...with_,
  };
}

/** dee's promotion, which takes votes and objections. */
export const PROMOTION: OpenPromotion = { nomination: aNomination(), takes: { votes: true, objections: true } };

/** What the first line of the text, said by somebody, means. */
export function decidingAs(login: string, text: string, with_: Partial<DecisionContext> = {}): DecisionCallResult {
  const [call] = callsIn(text);
  const command = commands.find(({ name }) => name === call?.name);
  if (call === undefined || command?.forDecision === undefined) throw new Error(`no part in decisions: ${text}`);
  return command.forDecision(call, {
    speaker: person(login),
    kinds: ["technical", "direction", "governance"],
    decisions: [],
    promotions: [],
    mayOpen: () => ({ ok: true }),
    isTop: false,
    ...with_,
  });
}

/** The text of an answer; throws where the call was taken. */
export function decidingAnswer(login: string, text: string, with_: Partial<DecisionContext> = {}): string {
  const found = decidingAs(login, text, with_);
  if (found.kind !== "answer" || !("text" in found.answer)) throw new Error(JSON.stringify(found));
  return found.answer.text;
}
