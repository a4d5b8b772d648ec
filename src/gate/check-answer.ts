/** The first paragraph of a check: its state, and why. */

import { counted } from "../shared/counted.ts";
import { day } from "../shared/dates.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { unreachable } from "../shared/names.ts";
import { boundedBullets } from "./bullets.ts";
import { vouchAwaited } from "./check-next.ts";
import { people } from "./check-table.ts";
import { faulty } from "./check-titles.ts";
import { areaNames, fileList } from "./uncounted-reasons.ts";
import type { Blocking, UncountedReason, Verdict } from "./verdict-types.ts";

const MAX_AREAS = 5;

/** From the state alone; decisions have a paragraph of their own. */
export function answer(verdict: Verdict): string {
  const { state, areas } = verdict;
  switch (state.kind) {
    case "approved":
      return approvedAnswer(verdict);
    case "waiting":
      return waitingAnswer(verdict);
    case "changes-requested":
      return changesAnswer(areas.flatMap((area) => area.blockedBy));
    case "held":
      return "**Held.** Whoever held it releases it with `/hold cancel`; so does an approver or above who stands as high as they do or higher.";
    case "draft":
      return draftAnswer(verdict);
    case "notice":
      return state.text;
    case "proposal-faulty":
      return faultyAnswer(verdict);
    case "drifted":
      return `**${fileList(state.files)} ${state.files.length === 1 ? "follows" : "follow"} the registry.** Where this edits what comes from there is marked on the line; changed in the registry instead, it is written anew.`;
    case "registry-broken":
      return `**${escapeMarkdown(faulty(state))}**, and no good version of it is known, so nothing passes. Mending it on the default branch lets the check go on.\n\n${faultList(state.faults)}`;
    case "unknown":
      return `**Cannot tell yet:** ${escapeMarkdown(state.why)}. What is not known in full does not pass; *Re-run* asks GitHub again.`;
    default:
      return unreachable(state);
  }
}

function faultyAnswer({ registryChange }: Verdict): string {
  const faults = (registryChange?.faults ?? []).filter(({ level }) => level === "failure");
  return faults.length === 1
    ? "**The proposed registry has a fault.** It is marked on its line; until it is mended nobody can merge this."
    : "**The proposed registry has faults.** They are marked on their lines; until they are mended nobody can merge this.";
}

function approvedAnswer({ conflictsWith, areas }: Verdict): string {
  if (conflictsWith !== undefined)
    return `**Approved.** This has conflicts with ${code(conflictsWith)}; the author must resolve them first.`;
  const isAsked = areas.some(({ state }) => state !== "nobody-needed");
  return isAsked ? "**Approved.** No more approvals are needed." : "**Approved.** Nobody needs to approve this.";
}

function draftAnswer({ state, areas, lgtm, vouch }: Verdict): string {
  const isKept = areas.some(({ approved }) => approved.length > 0) || lgtm.by.length > 0;
  const parts = [
    ...(isKept ? ["The approvals so far are kept"] : []),
    ...(state.kind === "draft" && state.asks
      ? [`Reviewers are asked once it is ready${vouch === undefined ? "" : ` and ${vouchAwaited(vouch)}`}`]
      : []),
    "The check finishes once it is ready and approved",
  ];
  return `**Draft.** ${parts.join(". ")}.`;
}

function changesAnswer(blocking: readonly Blocking[]): string {
  const again = blocking.flatMap(({ login, again: lost }) =>
    lost === undefined
      ? []
      : [`What ${escapeMarkdown(login)} said since ${LOST[lost] ?? "does not count"}, so the request stands again.`],
  );
  const lifts = "Their approval, or dismissing the review, lifts this; nobody else's approval does.";
  return [`**Changes requested** by ${people(blocking)}. ${lifts}`, ...new Set(again)].join(" ");
}

const LOST: Partial<Readonly<Record<UncountedReason["kind"], string>>> = {
  withdrawn: "was withdrawn",
  dismissed: "was dismissed",
  lapsed: "lapsed with a push",
  "base-changed": "was for another base",
};

function waitingAnswer({ areas, lgtm, employers, decisions = [] }: Verdict): string {
  const done = areas.filter((area) => area.state === "approved").map((area) => area.area);
  const open = areas.filter((area) => area.state === "waiting" || area.state === "nobody-can");
  const total = open.reduce((sum, area) => sum + area.missing, 0);
  const reviews = Math.max(0, lgtm.needed - lgtm.by.length);
  const others = employers?.missing ?? 0;
  // Only decisions are missing, which have a paragraph of their own.
  if (total + reviews + others === 0 && decisions.length > 0)
    return done.length === 0 ? "" : `${areaNames(done)} ${done.length === 1 ? "is" : "are"} approved.`;
  const ofOthers = `${others === 1 ? "an approval" : `${others} approvals`} from ${others === 1 ? "another employer" : "other employers"}`;
  const head =
    total === 0 && others > 0
      ? `**Waiting for ${ofOthers}.**`
      : total > 0
        ? `**Waiting for ${counted(total, "approval")}.**`
        : `**Waiting for ${reviews} more \`/lgtm\`.**`;
  const parts = [
    ...(done.length > 0 ? [`${areaNames(done)} ${done.length === 1 ? "is" : "are"} approved`] : []),
    ...open.slice(0, MAX_AREAS).map((area) => `${code(area.area)} needs ${area.missing} more`),
    ...(open.length > MAX_AREAS ? [`${open.length - MAX_AREAS} more areas need approvals`] : []),
    ...(total > 0 && others > 0 ? [`with them ${ofOthers}`] : []),
    ...(total + others > 0 && reviews > 0 ? [`${reviews} more \`/lgtm\` from reviewers`] : []),
  ];
  return parts.length === 0 ? head : `${head} ${parts.join("; ")}.`;
}

/** By which registry it is, where that is not the one of the default branch; empty: it is. */
export function stale({ staleRegistry }: Verdict): string {
  if (staleRegistry === null) return "";
  const { goodSince, faults } = staleRegistry;
  return `**${escapeMarkdown(faulty(staleRegistry))}.** The last good version, of ${day(goodSince)}, gates until they are mended.\n\n${faultList(faults)}`;
}

function faultList(faults: readonly string[]): string {
  return boundedBullets(faults.map(escapeMarkdown), 20);
}
