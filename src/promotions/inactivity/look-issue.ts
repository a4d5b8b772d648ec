/** The one issue that tells who was not seen. Nobody is mentioned, assigned or judged; it is edited in place. Pure. */

import type { InactivityMode } from "../../registry/inactivity/inactivity-key.ts";
import { LOOK_TITLE } from "../../registry/inactivity/rules.ts";
import { day } from "../../shared/dates.ts";
import { code, escapeMarkdown, linkTarget } from "../../shared/markdown.ts";
import { type Instant, loginKey } from "../../shared/names.ts";
import { guardText } from "./guard-text.ts";
import type { Look, LookEntry, QuietRole } from "./look.ts";
import { lookedText, NOT_TO_BE_SEEN } from "./sight-text.ts";

/** What the issue says once the registry no longer has `inactivity`. */
export const NOBODY_IS_LOOKED_FOR =
  "The registry asks no more when people were last seen (`inactivity`), so nothing is told here.";

/** Below what GitHub takes, with room for the marker. */
const MAX_LENGTH = 40_000;

interface LookIssueFacts {
  readonly look: Look;
  readonly owner: string;
  /** `owner/name` of the registry's repository. */
  readonly registry: string;
  readonly mode: InactivityMode;
  /** GitHub's address for browsers, without a slash at its end. */
  readonly webUrl: string;
  readonly now: Instant;
  /** When the next look is; `null`: not known. */
  readonly next: Instant | null;
}

interface LookIssue {
  readonly title: string;
  /** Without its marker. */
  readonly body: string;
  /** One for each thing it says; empty: there is nothing to say. */
  readonly told: readonly string[];
}

export function lookIssue(facts: LookIssueFacts): LookIssue {
  const { look, registry } = facts;
  const quiet = look.entries.filter(isQuiet);
  const unknown = look.entries.filter(({ state }) => state.kind === "unknown");
  const body = [
    head(quiet.length, facts),
    ...look.quietRoles.map(quietRoleText),
    ...section(
      quiet.map((entry) => entryText(entry, facts)),
      facts,
    ),
    ...(unknown.length === 0 ? [] : ["**Of these it cannot be told**, so nothing follows for them."]),
    ...section(
      unknown.map((entry) => entryText(entry, facts)),
      facts,
    ),
    ...(quiet.length === 0 ? [] : [`**What cannot be seen:** ${NOT_TO_BE_SEEN}.`, waysText(facts)]),
    `Looked at on ${day(facts.now)}${facts.next === null ? "" : `, again on ${day(facts.next)}`}. Rung edits this in place, and closes it when everybody was seen. The rules stand in ${code(registry)}.`,
  ].join("\n\n");
  return { title: LOOK_TITLE, body, told: [...quiet, ...unknown].map(toldOf) };
}

function isQuiet({ state }: LookEntry): boolean {
  return state.kind === "quiet" || state.kind === "held" || state.kind === "proposed";
}

function head(count: number, { owner }: LookIssueFacts): string {
  const where = `in ${escapeMarkdown(owner)} for longer than the registry waits before it asks`;
  if (count === 0) return `Nobody of whom it can be told has been missing ${where}.`;
  const who = count === 1 ? "1 person who holds a role has" : `${count} people who hold roles have`;
  return `**${who} not been seen** ${where}. That says nothing of why, and this changes nothing.`;
}

function quietRoleText({ role, quiet, unknown, people }: QuietRole): string {
  const open = unknown === 0 ? "" : `, of ${unknown} more it cannot be told`;
  return `**${quiet} of ${people} ${escapeMarkdown(role)} were not seen${open}: the project is quiet rather than its people.** Nobody is proposed.`;
}

function section(lines: readonly string[], { owner }: LookIssueFacts): readonly string[] {
  const shown: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > MAX_LENGTH / 2) break;
    shown.push(line);
  }
  const rest = lines.length - shown.length;
  const more = rest === 0 ? [] : [`- … and ${rest} more; ${code(`rung seen --owner ${owner}`)} tells all.`];
  return lines.length === 0 ? [] : [[...shown, ...more].join("\n")];
}

function entryText({ person, looked, state }: LookEntry, { webUrl, mode }: LookIssueFacts): string {
  const unseen = looked.filter(({ sight }) => sight.kind !== "seen");
  const lines = unseen.map((one) => lookedText(one, webUrl)).join("; ");
  return `- **${escapeMarkdown(person.login)}**, ${lines}${endText(state, mode)}.`;
}

function endText(state: LookEntry["state"], mode: InactivityMode): string {
  switch (state.kind) {
    case "proposed":
      return `. [A proposal](${linkTarget(state.open.url)}) is open`;
    case "held":
      // Said once, above.
      if (state.guard.kind === "project-quiet") return "";
      return `. Not proposed: ${guardText(state.guard)}`;
    case "quiet":
      return mode === "propose" ? ". A proposal is opened" : "";
    case "seen":
    case "unknown":
      return "";
    default:
      return state;
  }
}

function waysText({ mode, look }: LookIssueFacts): string {
  if (look.quietRoles.length > 0)
    return "**What comes of it:** nothing, while so few are here. Perhaps the project rests, perhaps it needs people: that is for those to say who read this.";
  return mode === "propose"
    ? "**What comes of it:** whoever is proposed is asked on a pull request of their own, has time to answer, and may come back later. People merge."
    : "**What comes of it:** what you make of it. Ask them; whoever wants to leave says `/step-down` on any issue here. The registry only tells (`mode: advise`).";
}

/** What makes news when it changes: people who appear or disappear, their last day, their state. */
function toldOf({ person, last, state }: LookEntry): string {
  const who = person.id === null ? loginKey(person.login) : `${person.id}`;
  return `${who} ${state.kind === "unknown" ? "unknown" : "quiet"} ${last === null ? "" : day(last.at)}`;
}
