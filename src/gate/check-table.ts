/** The table of a check: each area with its files, who approved, and what is missing. */

import { escapeMarkdown } from "../shared/markdown.ts";
import { unreachable } from "../shared/names.ts";
import { joinList, singularRole } from "../shared/people.ts";
import { roomFor } from "./bullets.ts";
import { fileList, sha } from "./uncounted-reasons.ts";
import type { AreaVerdict, Candidate, Counted, Verdict } from "./verdict-types.ts";

const MAX_ROWS = 100;
const MAX_PEOPLE = 5;

/** Empty: no area is asked. */
export function table({ areas, lgtm }: Verdict): string {
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

/** "a, b and 3 more", in the order of the registry. A single further name is written out: it is as short as "1 more". */
function names(candidates: readonly Candidate[]): string {
  const shown = candidates
    .slice(0, candidates.length === MAX_PEOPLE + 1 ? MAX_PEOPLE + 1 : MAX_PEOPLE)
    .map(({ login, away }) => `${escapeMarkdown(login)}${away ? " (away)" : ""}`);
  const rest = candidates.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

/** Each once. */
export function people(words: readonly Counted[]): string {
  return joinList([...new Set(words.map(({ login }) => escapeMarkdown(login)))], "and");
}
