/** `/decide [kind] text` puts a text to a decision; `/decide cancel [kind]` ends one undecided. */

import type { Call } from "../model/call.ts";
import { MAX_DECISION_TEXT } from "../promotions/decisions/decision.ts";
import {
  commandAboutDecision,
  type DecisionCallResult,
  type DecisionContext,
  kindNamed,
  type OpenDecision,
  refusedCall,
} from "../promotions/decisions/decision-calls.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { nearest } from "../shared/nearest.ts";
import { joinList, samePerson } from "../shared/people.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";

export const decide: Command = {
  name: "decide",
  group: "decisions",
  usage: "/decide [kind] text",
  summary: "Puts the text to a decision here: by vote, or by silence, as the registry says of that kind.",
  who: "those who decide by the kind's rule; ended by whoever opened it, and holders of the top role",
  may: "anyone",
  concerns: "holders",
  examples: [
    "/decide We drop support for Go 1.20 in the next release",
    "/decide direction We join the CNCF",
    "/decide cancel",
  ],
  cancelForms: ["/decide cancel", "/undecide"],
  behind: "text",
  forDecision: (call, context) => {
    if (context.kinds.length === 0)
      return refusedCall(
        `This registry says of nothing how it is decided (it has no ${code("decisions")}), so ${code("/decide")} has nothing to open. A maintainer can add it.`,
      );
    return call.cancel ? cancelled(call, context) : opened(call, context);
  },
  decide: promotionAnswer,
};

function opened(call: Call, context: DecisionContext): DecisionCallResult {
  const { kinds, decisions } = context;
  const words = call.words.trim();
  const [, first = "", further = ""] = /^(\S+)(?:\s+(.*))?$/s.exec(words) ?? [];
  const bare = first.replace(/[:,]$/, "");
  const named = kindNamed(bare, kinds);
  const kind = named ?? kinds[0] ?? "";
  const text = (named === null ? words : further).trim();
  const may = context.mayOpen(kind);
  if (!may.ok) return refusedCall(may.text);
  if (text === "") return refusedCall(exampleText(named, kinds));
  const slip = named === null ? nearest(bare, kinds) : null;
  if (slip !== null)
    return refusedCall(
      `I cannot tell whether ${code(bare)} is meant as the kind ${code(slip)}, so nothing was opened. Say ${code(`/decide ${slip} …`)} for that kind, or ${code(`/decide ${kind} ${bare} …`)} where the text begins with it.`,
    );
  if (text.length > MAX_DECISION_TEXT)
    return refusedCall(
      `The text is ${text.length} characters long, and a decision is about at most ${MAX_DECISION_TEXT}, so nothing was opened. It may link to a longer one.`,
    );
  if (context.isClosed === true)
    return refusedCall(
      "This is closed, so time would not pass for a decision that is opened here. Nothing was opened. Reopen it, or use another issue.",
    );
  const standing = decisions.find((one) => kindNamed(one.kind, [kind]) !== null);
  if (standing !== undefined)
    return refusedCall(
      `A decision of the kind ${code(kind)} is open here already, so no second one was opened. ${commandAboutDecision({ name: "decide", cancel: true }, standing, onlyDecisions(context))} ends it undecided; another issue can have one of its own.`,
    );
  return { kind: "opening", decision: kind, text };
}

function exampleText(named: string | null, kinds: readonly string[]): string {
  const example = code(`/decide ${named === null ? "" : `${named} `}We drop support for Go 1.20 in the next release`);
  const list = joinList(
    kinds.map((kind, at) => `${code(kind)}${at === 0 ? " (where none is named)" : ""}`),
    "and",
    20,
  );
  return `${code("/decide")} needs the words that are to be decided, on the same line, as in ${example}. Nothing was opened. Kinds of decisions here: ${list}.`;
}

/** For people who are told how to end one: promotions have their own command for that. */
function onlyDecisions({ decisions }: DecisionContext) {
  return { decisions, promotions: [] };
}

function cancelled(call: Call, context: DecisionContext): DecisionCallResult {
  const { decisions, kinds, speaker, isTop } = context;
  const word = call.words.trim().replace(/[.!,]+$/, "");
  const kind = kindNamed(word, kinds);
  if (word !== "" && kind === null)
    return refusedCall(
      `I cannot tell whether this is meant to end a decision or to open one, so nothing was changed. ${code("/decide cancel")} alone on a line ends one; a text that begins with “cancel” stands behind its kind, as in ${code(`/decide ${kinds[0] ?? ""} Cancel …`)}.`,
    );
  if (decisions.length === 0) return refusedCall("No decision is open here, so there is nothing to cancel.");
  const meant = kind === null ? decisions : decisions.filter((one) => kindNamed(one.kind, [kind]) !== null);
  const [one, ...others] = meant;
  if (one === undefined)
    return refusedCall(
      `No decision of the kind ${code(kind ?? "")} is open here; open ${decisions.length === 1 ? "is one" : "are some"} of the ${decisions.length === 1 ? "kind" : "kinds"} ${kindList(decisions)}.`,
    );
  if (others.length > 0) {
    const ways = meant.map((each) =>
      commandAboutDecision({ name: "decide", cancel: true }, each, onlyDecisions(context)),
    );
    return refusedCall(
      `${meant.length} decisions are open here, and this does not say which one is meant, so nothing was changed. Say ${joinList(ways, "or", 20)}.`,
    );
  }
  if (samePerson(one.opener, speaker) || isTop)
    return { kind: "statement", about: one.id, content: { kind: "cancel" } };
  return refusedCall(
    `I cannot take ${code("/decide cancel")} from ${escapeMarkdown(speaker.login)}: a decision is ended undecided by whoever opened it (${escapeMarkdown(one.opener.login)}) and by holders of the top role.`,
  );
}

function kindList(decisions: readonly OpenDecision[]): string {
  return joinList(
    decisions.map(({ kind }) => code(kind)),
    "and",
    20,
  );
}
