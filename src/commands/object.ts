/** `/object [@user or kind] why` stops a promotion, or a decision by lazy consensus, until the objection is taken back or outvoted. */

import type { Call } from "../model/call.ts";
import { addressedFor } from "../promotions/address.ts";
import { type DecisionCallResult, type DecisionContext, refusedCall } from "../promotions/decisions/decision-calls.ts";
import { notADecision, questionOf } from "../promotions/decisions/which-question.ts";
import { code } from "../shared/markdown.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";

export const object: Command = {
  name: "object",
  group: "roles",
  usage: "/object [@user or kind] why",
  summary:
    "Stops a promotion, or a decision by silence, that is open here, with the reason. It stands until its author takes it back.",
  who: "those whom the role's or the kind's rule names, never the candidate",
  may: "anyone",
  concerns: "holders",
  examples: ["/object the reviews of the engine are still missing", "/object cancel"],
  cancelForms: ["/object cancel", "/unobject"],
  behind: "text",
  cancelFrees: true,
  forPromotion(call, context) {
    // One person objects to all that is asked for somebody: to let one of two through by asking back would be no safe answer.
    const found = addressedFor(OBJECTED, "time for objections", call, context, {
      orDecision: true,
      several: call.words.trim().startsWith("@"),
      text: "always",
    });
    if (found.kind === "answer") return found;
    const about = found.nominations;
    const why = call.cancel ? "" : found.rest;
    return {
      kind: "statement",
      about: about.map(({ id }) => id),
      content: { kind: "object", cancel: call.cancel, why },
    };
  },
  forDecision: objected,
  decide: promotionAnswer,
};

/** The criteria that give time to object. */
const OBJECTED = ["objections", "lazy-consensus"];

function objected(call: Call, context: DecisionContext): DecisionCallResult {
  const question = questionOf(call, context, "objections", "why");
  if (question.kind !== "decision") return notADecision(question);
  const { decision } = question;
  if (!decision.takes.objections)
    return refusedCall(
      `The decision of the kind ${code(decision.kind)} is taken by a vote, so ${code("/object")} changes nothing; ${code("/vote no why")} says no to it.`,
    );
  if (call.cancel) return { kind: "statement", about: decision.id, content: { kind: "object", cancel: true, why: "" } };
  const why = question.rest.trim();
  if (why === "")
    return refusedCall(
      `${code("/object")} needs the reason, which everybody can then answer, as in ${code("/object it breaks the old clients")}. Nothing was changed.`,
    );
  return { kind: "statement", about: decision.id, content: { kind: "object", cancel: false, why } };
}
