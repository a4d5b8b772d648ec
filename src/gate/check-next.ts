/** What a check tells people to do next. */

import { code, escapeMarkdown } from "../shared/markdown.ts";
import { joinList } from "../shared/people.ts";
import { areaNames } from "./uncounted-reasons.ts";
import type { QuickestStep, Verdict } from "./verdict-types.ts";
import { wayOut } from "./way-out.ts";

/** Who could finish the pull request; empty where nobody is missing, or where it waits for something else. */
export function next(verdict: Verdict): string {
  const { state, quickest, areas, employers } = verdict;
  const stuck = areas.filter((area) => area.state === "nobody-can");
  if (stuck.length > 0) {
    const isAuthorAlone = stuck.every((area) => area.isAuthorAlone === true);
    const few = isAuthorAlone ? "nobody besides the author" : "too few people";
    const rows = stuck.map(({ area }) => area);
    return `**Nobody can finish this:** ${few} may approve ${areaNames(rows)}. ${wayOut(rows, isAuthorAlone)}`;
  }
  if (employers?.impossible === true)
    return "**Nobody can finish this:** too few who may approve it are known to be of another employer. A maintainer can write people's `affiliation` in the registry, or add somebody to it.";
  if (quickest.length === 0 || state.kind === "proposal-faulty" || state.kind === "drifted") return "";
  const shown = quickest.slice(0, quickest.length === MAX_STEPS + 1 ? quickest.length : MAX_STEPS);
  const rest = quickest.length - shown.length;
  const more = rest > 0 ? `; ${rest} more people are needed` : "";
  const isApproval = ({ blocks }: QuickestStep) => blocks === undefined || blocks.dismissers === null;
  const how = shown.some(isApproval) ? " A review, or `/approve` in a comment, counts." : "";
  const together = Map.groupBy(shown, (step) => (step.blocks === undefined ? areaNames(step.areas) : stepText(step)));
  const steps = [...together].map(([areas, all]) =>
    all.length === 1 ? all.map(stepText).join() : `${stepNames(all)} can approve ${areas}`,
  );
  return `**Quickest way:** ${steps.join("; ")}${more}.${how}`;
}

function stepNames(steps: readonly QuickestStep[]): string {
  return joinList(
    steps.map(({ login }) => escapeMarkdown(login)),
    "and",
    steps.length,
  );
}

const MAX_STEPS = 10;
const MAX_DISMISSERS = 3;

function stepText({ login, areas, blocks }: QuickestStep): string {
  const who = escapeMarkdown(login);
  if (blocks === undefined) return `${who} can approve ${areaNames(areas)}`;
  const { dismissers } = blocks;
  if (dismissers === null) return `${who}, who asked for changes, can approve ${areaNames(areas)}`;
  const some = dismissers.slice(0, MAX_DISMISSERS).map(escapeMarkdown);
  const others = some.length === 0 ? "" : `, such as ${joinList(some, "or")},`;
  return `${who}, who asked for changes in ${areaNames(areas)}, is away; anybody with write access${others} can dismiss that review`;
}

/** Why no reviewer is asked yet, while the pull request waits for approvals; empty where reviewers are asked, or none is wanted. */
export function vouchStep({ state, vouch }: Verdict): string {
  if (vouch === undefined || state.kind !== "waiting") return "";
  const who = escapeMarkdown(vouch.author);
  return `**Reviewers** are asked once ${vouchAwaited(vouch)}, since ${who} is new here. Anyone may review it meanwhile.`;
}

/** "anyone with a role here has written `/vouch @newt`". */
export function vouchAwaited({ author, by }: NonNullable<Verdict["vouch"]>): string {
  return `${by} has written ${code(`/vouch @${author}`)}`;
}
