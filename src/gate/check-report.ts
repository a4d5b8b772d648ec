/** A verdict as the check run shows it (voice.md): the answer first, then why, then what to do next. */

import type { CheckEffect } from "../model/effect.ts";
import { day, moment } from "../shared/dates.ts";
import { code, escapeMarkdown, shortened } from "../shared/markdown.ts";
import { unreachable } from "../shared/names.ts";
import { joinList, singularRole } from "../shared/people.ts";
import { faulty, title } from "./check-titles.ts";
import { conditionsText } from "./conditions/conditions-text.ts";
import { effectParagraphs } from "./effect-text.ts";
import { decisionList, decisionSteps, undecidedAnswer } from "./gating-decisions.ts";
import { areaNames, explained, fileList, sha } from "./uncounted-reasons.ts";
import type {
  AreaVerdict,
  Blocking,
  Candidate,
  Counted,
  QuickestStep,
  UncountedReason,
  Verdict,
} from "./verdict-types.ts";

export type Where = "pull" | "merge-group";
export type Outcome = CheckEffect["outcome"];

export interface Report {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

/** GitHub refuses longer ones. */
const MAX_FIELD_LENGTH = 65_535;
const MAX_ROWS = 100;
const MAX_ENTRIES = 100;
const MAX_PEOPLE = 5;
const MAX_CELL = 500;
/** Each list keeps to its share of the limit, whatever people call things. */
const MAX_LIST = 15_000;

/** Never longer than GitHub takes; the same verdict always gives the same text (R21). */
export function report(verdict: Verdict): Report {
  const { decisions } = verdict;
  const summary = [
    answer(verdict),
    undecidedAnswer(decisions),
    stale(verdict),
    table(verdict),
    conditionsText(verdict),
    decisionList(decisions),
    next(verdict),
    decisionSteps(decisions),
  ];
  const text = [advice(verdict), holdList(verdict), registryText(verdict), uncountedText(verdict)];
  return { title: title(verdict), summary: fitting(summary), text: fitting(text) };
}

/** What the check run says to GitHub. Nothing stays pending on a merge queue's commit (R18). */
export function checkOutcome(verdict: Verdict, where: Where): Outcome {
  if (verdict.mode === "advise") return "neutral";
  if (verdict.state.kind === "approved") return "success";
  if (where === "merge-group") return "failure";
  switch (verdict.state.kind) {
    case "waiting":
    case "draft":
    case "notice":
      return "waiting";
    case "held":
      return "action_required";
    case "changes-requested":
    case "proposal-faulty":
    case "drifted":
    case "registry-broken":
    case "unknown":
      return "failure";
    default:
      return unreachable(verdict.state);
  }
}

/** Whole paragraphs only: one that does not fit is left out, and that is said. */
export function fitting(paragraphs: readonly string[]): string {
  const said = paragraphs.filter((paragraph) => paragraph !== "");
  let text = "";
  for (const paragraph of said) {
    const longer = text === "" ? paragraph : `${text}\n\n${paragraph}`;
    if (longer.length > MAX_FIELD_LENGTH - 100) return `${text}\n\nThe rest is too long to show here.`.trim();
    text = longer;
  }
  return text;
}

function answer(verdict: Verdict): string {
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

function draftAnswer({ state, areas, lgtm }: Verdict): string {
  const isKept = areas.some(({ approved }) => approved.length > 0) || lgtm.by.length > 0;
  const parts = [
    ...(isKept ? ["The approvals so far are kept"] : []),
    ...(state.kind === "draft" && state.asks ? ["Reviewers are asked once it is ready"] : []),
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
        ? `**Waiting for ${counting(total, "approval")}.**`
        : `**Waiting for ${reviews} more \`/lgtm\`.**`;
  const parts = [
    ...(done.length > 0 ? [`${areaNames(done)} ${done.length === 1 ? "is" : "are"} approved`] : []),
    ...open.slice(0, MAX_PEOPLE).map((area) => `${code(area.area)} needs ${area.missing} more`),
    ...(open.length > MAX_PEOPLE ? [`${open.length - MAX_PEOPLE} more areas need approvals`] : []),
    ...(total > 0 && others > 0 ? [`with them ${ofOthers}`] : []),
    ...(total + others > 0 && reviews > 0 ? [`${reviews} more \`/lgtm\` from reviewers`] : []),
  ];
  return parts.length === 0 ? head : `${head} ${parts.join("; ")}.`;
}

function counting(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function stale({ staleRegistry }: Verdict): string {
  if (staleRegistry === null) return "";
  const { goodSince, faults } = staleRegistry;
  return `**${escapeMarkdown(faulty(staleRegistry))}.** The last good version, of ${day(goodSince)}, gates until they are mended.\n\n${faultList(faults)}`;
}

function faultList(faults: readonly string[]): string {
  return bullets(faults.map(escapeMarkdown), 20);
}

/** As many as there is room for, then how many more. */
function bullets(items: readonly string[], most: number): string {
  const shown = roomFor(
    items.map((item) => `- ${item}`),
    most,
  );
  return [...shown, ...(items.length > shown.length ? [`- and ${items.length - shown.length} more`] : [])].join("\n");
}

function roomFor(lines: readonly string[], most: number): readonly string[] {
  let length = 0;
  const end = lines.findIndex((line) => {
    length += line.length + 1;
    return length > MAX_LIST;
  });
  return lines.slice(0, Math.min(most, end === -1 ? lines.length : end));
}

function table({ areas, lgtm }: Verdict): string {
  if (areas.length === 0) return "";
  const rows = roomFor(areas.slice(0, MAX_ROWS).map(areaRow), MAX_ROWS);
  const more = areas.length > rows.length ? [`| and ${areas.length - rows.length} more areas | | | |`] : [];
  const reviews = lgtm.needed > 0 ? [lgtmRow(lgtm)] : [];
  return ["| Area | Files | Approved by | Needed |", "| --- | --- | --- | --- |", ...rows, ...more, ...reviews].join(
    "\n",
  );
}

function areaRow(area: AreaVerdict): string {
  const { files } = area;
  const named = files.length === 0 ? "" : ` (${fileList(files)})`;
  return row([escapeMarkdown(area.area), `${files.length}${named}`, givenBy(area.approved), neededCell(area)]);
}

function lgtmRow({ needed, by }: Verdict["lgtm"]): string {
  const missing = needed - by.length;
  return row(["`/lgtm`", "", givenBy(by), missing > 0 ? `${missing} more from reviewers` : "done"]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`.replace(/\|\s{2,}\|/g, "| |");
}

function givenBy(words: readonly Counted[]): string {
  return joinList(
    words.map(
      ({ login, by, commit }) =>
        `${escapeMarkdown(login)} (${by === "review" ? "review of" : "comment on"} ${sha(commit)})`,
    ),
    "and",
  );
}

function neededCell({ state, missing, candidates, blockedBy, from, isAuthorAlone }: AreaVerdict): string {
  switch (state) {
    case "nobody-needed":
      return "nobody";
    case "approved":
      return "done";
    case "blocked":
      return `${people(blockedBy)} asked for changes${missing > 0 ? `; ${missing} more` : ""}`;
    case "nobody-can":
      return candidates.length === 0
        ? `${missing}; ${isAuthorAlone ? "nobody besides the author" : `no other ${singularRole(from)}`} may approve this`
        : `${missing} of only ${names(candidates)}`;
    case "waiting":
      return `${missing} of ${names(candidates)}`;
    default:
      return unreachable(state);
  }
}

/** "a, b and 3 more", as they are in the registry. Where there is but one more, the name is as short. */
function names(candidates: readonly Candidate[]): string {
  const shown = candidates
    .slice(0, candidates.length === MAX_PEOPLE + 1 ? MAX_PEOPLE + 1 : MAX_PEOPLE)
    .map(({ login, away }) => `${escapeMarkdown(login)}${away ? " (away)" : ""}`);
  const rest = candidates.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

function people(words: readonly Counted[]): string {
  return joinList([...new Set(words.map(({ login }) => escapeMarkdown(login)))], "and");
}

function next(verdict: Verdict): string {
  const { state, quickest, areas, employers } = verdict;
  const stuck = areas.filter((area) => area.state === "nobody-can");
  if (stuck.length > 0) {
    const few = stuck.every((area) => area.isAuthorAlone) ? "nobody besides the author" : "too few people";
    return `**Nobody can finish this:** ${few} may approve ${areaNames(stuck.map(({ area }) => area))}. A maintainer can add somebody to the registry.`;
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

function advice({ mode }: Verdict): string {
  return mode === "advise" ? "This registry says `mode: advise`: the check reports and blocks nothing." : "";
}

function holdList({ holds }: Verdict): string {
  if (holds.length === 0) return "";
  const lines = holds.map(({ login, why, at }) => {
    const by = login === null ? "the label, put on by hand" : escapeMarkdown(login);
    return `${by}${why === "" ? "" : `: ${escapeMarkdown(shortened(why, MAX_CELL))}`}, since ${moment(at)}`;
  });
  return `**Held by**\n${bullets(lines, 20)}`;
}

function registryText({ registryChange }: Verdict): string {
  if (registryChange === null) return "";
  const { path, changes, faults, broken, follows = [], effect } = registryChange;
  const none = broken ? "" : "It changes nobody's role and no rule.";
  const what = changes.length === 0 ? none : bullets(changes, MAX_ENTRIES);
  const found = faults.map(
    ({ line, column, level, message }) =>
      `line ${line}${column === null ? "" : `:${column}`}: ${level === "failure" ? "" : "warning: "}${escapeMarkdown(message)}`,
  );
  const faultText = found.length === 0 ? "" : `\n\n**Faults and warnings**\n${bullets(found, MAX_ENTRIES)}`;
  const followText =
    follows.length === 0
      ? ""
      : `\n\n${fileList(follows)} ${follows.length === 1 ? "is" : "are"} exactly what it publishes, and ${follows.length === 1 ? "needs" : "need"} no approval besides.`;
  const effectText = effect === undefined ? "" : `\n\n${effectParagraphs(effect)}`;
  return `**This changes ${escapeMarkdown(path)}**${what === "" ? "" : `\n${what}`}${followText}${effectText}${faultText}`;
}

function uncountedText({ uncounted, areas }: Verdict): string {
  if (uncounted.length === 0) return "";
  // The latest matter most where not all can be shown.
  const shown = uncounted.slice(-MAX_ENTRIES).map((entry) => explained(entry, areas));
  const more = uncounted.length - shown.length;
  return `**Did not count**\n${bullets(shown, MAX_ENTRIES)}${more > 0 ? `\n- and ${more} earlier ones` : ""}`;
}
