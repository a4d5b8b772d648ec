/** `/lgtm`: a reviewer says that the change looks good. The gate counts it where `approval.lgtm` asks for it. */

import { awayLast } from "../gate/ineligibility.ts";
import { mayUse, reaches } from "../gate/permission.ts";
import type { Answer } from "../model/answer.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { joinList, roleWithArticle, samePerson } from "../shared/people.ts";
import { byPerson } from "../shared/person-sets.ts";
import type { Command, CommandContext } from "./command.ts";
import {
  ableNames,
  askable,
  failureOf,
  isThisStatement,
  lastSaid,
  mergedAlready,
  onlyOnPulls,
} from "./statement-answer.ts";
import { answerTo } from "./uncounted-answer.ts";

export const lgtm = {
  name: "lgtm",
  group: "review",
  usage: "/lgtm",
  summary: "Says that the change looks good to you. Words behind it are for the reader.",
  who: "those who may be asked to review, never the author; each withdraws their own, approvers any",
  may: "reviews",
  examples: ["/lgtm", "/lgtm cancel"],
  on: "pull",
  cancelForms: ["/lgtm cancel", "/unlgtm", "/remove-lgtm"],
  behind: "remarks",
  decide: (call, context) => ({ answer: call.cancel ? withdrawn(context) : counted(context) }),
} satisfies Command;

const DONE: Answer = { kind: "done" };

function counted(context: CommandContext): Answer {
  const asked = askable(lgtm, context);
  if (asked.kind === "answer") return asked.answer;
  const { verdict } = asked;
  if (verdict.lgtm.by.some((word) => isThisStatement(word, context))) return DONE;
  const { from } = context.registry.reviews;
  const uncounted = failureOf(verdict, "lgtm", context);
  if (uncounted !== null)
    return answerTo({ command: "/lgtm", uncounted, areas: [], from, whoCan: whoCan(context) }, context);
  const allowed = mayUse(lgtm, context);
  if (!allowed.ok) return { kind: "refused", text: `${allowed.text} ${whoCan(context)}`.trim() };
  return DONE;
}

/**
 * People of the first touched areas; the whole list of reviewers would help nobody. People whom the gate would not count are not among
 * them (R44), and people who are away are named only if nobody else can do it.
 */
function whoCan({ facts, index, registry, speaker, verdict }: CommandContext): string {
  const { unable = [] } = verdict?.lgtm ?? {};
  if (facts.kind === "issue" || unable === "everybody") return "";
  const chains = facts.files.items.slice(0, 20).flatMap((file) => index.areaPathsOf(facts.repository, file.path));
  const holders = chains.flatMap((chain) => index.approversOf(chain, registry.reviews.from));
  const out = [...unable, speaker, ...(facts.author === null ? [] : [facts.author])];
  const others = holders.filter((holder) => !out.some((one) => samePerson(one, holder)));
  return others.length === 0 ? "" : `${ableNames(awayLast(others, verdict?.away ?? []), 1)} can.`;
}

/** Each withdraws only their own; approvers any. */
function withdrawn(context: CommandContext): Answer {
  if (context.facts.kind === "issue") return { kind: "refused", text: onlyOnPulls("lgtm") };
  const merged = mergedAlready("lgtm", context);
  if (merged !== null) return merged;
  if (stands(context.speaker, context)) return DONE;
  const said = context.earlier.filter(({ call }) => call.name === "lgtm");
  const latest = byPerson(said.map((entry) => [entry.by, entry.call] as const));
  const others = said.filter(({ by }) => latest.get(by)?.cancel === false);
  if (others.length === 0)
    return { kind: "told", text: "There is no `/lgtm` of yours here to withdraw, so nothing was changed." };
  const { from } = context.registry.approval;
  if (reaches(context, from)) return DONE;
  const names = [...new Set(others.map((entry) => escapeMarkdown(entry.by.login)))];
  return {
    kind: "refused",
    text: `I cannot take ${code("/lgtm cancel")} from ${escapeMarkdown(context.speaker.login)}: only ${joinList(names, "or")}, or ${roleWithArticle(from)}, can withdraw that word.`,
  };
}

/** Their latest statement is `/lgtm` itself; an approving review says it as well. */
function stands(person: CommandContext["speaker"], context: CommandContext): boolean {
  const word = lastSaid("lgtm", person, context);
  if (word !== null) return !word.cancel;
  if (context.facts.kind === "issue") return false;
  return context.facts.reviews.items.some(
    (review) => review.state === "APPROVED" && review.at <= context.said.at && samePerson(review.author, person),
  );
}
