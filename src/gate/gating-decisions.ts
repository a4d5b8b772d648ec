/** What the check says about the decisions that a pull request needs because of the files it touches. Pure. */

import { day } from "../shared/dates.ts";
import { code, escapeMarkdown, linkTarget } from "../shared/markdown.ts";
import { unreachable } from "../shared/names.ts";
import { joinList } from "../shared/people.ts";
import type { GatingDecision } from "./gating-decision.ts";
import { fileList } from "./uncounted-reasons.ts";

/** Those that have not been accepted for the present text. */
export function undecided(decisions: readonly GatingDecision[] = []): readonly GatingDecision[] {
  return decisions.filter(({ state }) => state.kind !== "accepted");
}

/** The end of a title: "decision needed: governance". Plain; empty: none is missing. */
export function undecidedTitle(open: readonly GatingDecision[]): string {
  if (open.length === 0) return "";
  const names = open.map(({ kind }) => kind).join(", ");
  if (open.every(({ state }) => state.kind === "declined")) return `declined: ${names}`;
  return open.every(({ state }) => state.kind === "open") ? `decision open: ${names}` : `decision needed: ${names}`;
}

/** A paragraph of the check's answer; empty: no decision is missing. */
export function undecidedAnswer(decisions: readonly GatingDecision[] | undefined): string {
  const lines = undecided(decisions).map(sentence);
  if (lines.length === 0) return "";
  return `**Waiting for ${lines.length === 1 ? "a decision" : `${lines.length} decisions`}.** ${lines.join(" ")}`;
}

function sentence(one: GatingDecision): string {
  const { kind, files, state } = one;
  const named = files.length === 0 ? "Files that were not all read" : fileList(files);
  const what = `${named} ${files.length === 1 ? "changes" : "change"} by a decision of the kind ${code(kind)} alone`;
  switch (state.kind) {
    case "needed":
      return `${what}, and none was asked for.`;
    case "open":
      return `${what}: ${linked(one, escapeMarkdown(state.figure))}${state.endsAt === null ? "" : `, until ${day(state.endsAt)}`}.`;
    case "declined":
      return `${what}, and ${linked(one, "the last one")} was declined on ${day(state.at)}.`;
    case "changed":
      return `${what}. ${linked(one, "The last one")} is about another text: ${state.files.length === 0 ? "these files were" : `${fileList(state.files)} ${state.files.length === 1 ? "was" : "were"}`} changed since, so it is asked for anew.`;
    case "unknown":
      return `${what}. Whether the text is the one of ${linked(one, "the last one")} cannot be told: ${state.why}.`;
    case "accepted":
      return `${what}: ${linked(one, "accepted")} on ${day(state.at)}.`;
    default:
      return unreachable(state);
  }
}

/** `text`: inert Markdown. */
function linked({ url }: GatingDecision, text: string): string {
  return url === undefined ? text : `[${text}](${linkTarget(url)})`;
}

/** What to do next; empty: no decision is missing. */
export function decisionSteps(decisions: readonly GatingDecision[] | undefined): string {
  const open = undecided(decisions);
  const steps = open.map(({ kind, state, by = "" }) => {
    const who = by === "" ? "Whoever decides" : by;
    if (state.kind === "open") return `${who} can speak in ${code(kind)}, as its status comment says`;
    return `${who} can open it with ${code(`/decide ${kind} …`)}`;
  });
  return steps.length === 0
    ? ""
    : `**Decision:** ${joinList(steps, "and", steps.length)}. It stands beside the approvals, never instead of them.`;
}

/** The accepted ones. */
export function decisionList(decisions: readonly GatingDecision[] | undefined): string {
  return (decisions ?? [])
    .filter(({ state }) => state.kind === "accepted")
    .map(sentence)
    .join("\n");
}
