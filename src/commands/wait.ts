/** `/wait [kind] why`: postpones the end of a decision, once for each person who may decide it. */

import {
  commandAboutDecision,
  type DecisionCallResult,
  type DecisionContext,
  kindNamed,
  refusedCall,
} from "../promotions/decisions/decision-calls.ts";
import { code } from "../shared/markdown.ts";
import { joinList } from "../shared/people.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";

export const wait: Command = {
  name: "wait",
  group: "decisions",
  usage: "/wait [kind] why",
  summary:
    "Moves the end of a decision that is open here, by as much as the registry says; once for each person. It is no vote.",
  who: "those who decide, by the kind's rule",
  may: "anyone",
  concerns: "holders",
  examples: ["/wait the figures come on Monday", "/wait direction two of us are travelling"],
  behind: "text",
  forDecision: (call, context) => waited(call.words.trim(), context),
  decide: promotionAnswer,
};

function waited(words: string, context: DecisionContext): DecisionCallResult {
  const { decisions } = context;
  if (decisions.length === 0)
    return refusedCall(
      `No decision is open here, so ${code("/wait")} has nothing to move. ${code("/hold")} keeps a pull request from merging.`,
    );
  if (/^cancel[.!]?$/i.test(words))
    return refusedCall(`${code("/wait")} is not taken back: the end that it moved stands. Nothing was changed.`);
  const [, first = "", behind = ""] = /^([^\s:,]+)[:,]?(?:\s+(.*))?$/s.exec(words) ?? [];
  const named = decisions.find(({ kind }) => kindNamed(first, [kind]) !== null);
  const fitting = decisions.filter(({ takes }) => takes.waits);
  const [only] = fitting;
  const isNamed = named !== undefined && (decisions.length > 1 || behind === "");
  const one = isNamed ? named : only;
  if (one === undefined || !one.takes.waits)
    return refusedCall(
      `The rule of ${code(one?.kind ?? decisions[0]?.kind ?? "")} names no time by which ${code("/wait")} moves the end (it has no ${code("wait")}), so nothing was changed.`,
    );
  if (!isNamed && fitting.length > 1) {
    const ways = fitting.map((each) =>
      commandAboutDecision({ name: "wait", cancel: false }, each, { decisions, promotions: [] }, "why"),
    );
    return refusedCall(
      `${fitting.length} decisions are open here, and ${code("/wait")} does not say which one it is about, so nothing was changed. Say ${joinList(ways, "or", 20)}.`,
    );
  }
  return { kind: "statement", about: one.id, content: { kind: "wait", why: isNamed ? behind.trim() : words } };
}
