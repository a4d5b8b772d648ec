/** The title of a check run: a verdict in one line. It is plain text, so nothing in it is escaped and people's markup is left out. */

import { day } from "../shared/dates.ts";
import { plain, shortened } from "../shared/markdown.ts";
import { unreachable } from "../shared/names.ts";
import { joinList } from "../shared/people.ts";
import { undecided, undecidedTitle } from "./gating-decisions.ts";
import type { AreaVerdict, Verdict } from "./verdict-types.ts";

/** GitHub shows no more, and refuses far more. */
const MAX_TITLE_LENGTH = 200;
const MAX_NAMES = 3;

export function title(verdict: Verdict): string {
  const stale = verdict.staleRegistry;
  const behind = stale === null ? "" : `; ${faulty(stale)}: gating by the last good version of ${day(stale.goodSince)}`;
  const state = plain(stateTitle(verdict));
  return shortened(
    `${shortened(state, MAX_TITLE_LENGTH - Math.min(behind.length, 120))}${plain(behind)}`,
    MAX_TITLE_LENGTH,
  );
}

function stateTitle(verdict: Verdict): string {
  const { state, areas, holds } = verdict;
  switch (state.kind) {
    case "approved":
      return approvedTitle(areas);
    case "waiting":
      return waitingTitle(verdict);
    case "changes-requested":
      return changesTitle(areas);
    case "held": {
      const [hold] = holds;
      const by = hold?.login ?? "the label";
      return hold === undefined || hold.why === "" ? `Held by ${by}` : `Held by ${by}: ${hold.why}`;
    }
    case "draft":
      return draftTitle(verdict);
    case "notice":
      return state.title;
    case "proposal-faulty":
      return `The proposed ${verdict.registryChange?.path ?? "registry"} has ${faultCount(verdict)}`;
    case "drifted":
      return `Edited by hand: ${joinList(state.files, "and")}`;
    case "registry-broken":
      return `${faulty(state)}: no good version is known`;
    case "unknown":
      return `Cannot tell yet: ${state.why}`;
    default:
      return unreachable(state);
  }
}

function approvedTitle(areas: readonly AreaVerdict[]): string {
  const asked = areas.filter((area) => area.state !== "nobody-needed");
  return asked.length === 0 ? "Approved: nobody needs to approve" : `Approved: ${names(asked)}`;
}

function draftTitle({ state, areas, lgtm, vouch }: Verdict): string {
  if (areas.some(({ approved }) => approved.length > 0) || lgtm.by.length > 0)
    return "Draft: the approvals so far are kept";
  if (state.kind !== "draft" || !state.asks) return "Draft: not ready for review yet";
  return `Draft: reviewers are asked once it is ready${vouch === undefined ? "" : " and its author vouched for"}`;
}

function waitingTitle(verdict: Verdict): string {
  const open = undecidedTitle(undecided(verdict.decisions));
  const approvals = approvalsTitle(verdict);
  if (open === "") return approvals;
  return approvals === "" ? `${open.slice(0, 1).toUpperCase()}${open.slice(1)}` : `${approvals}; ${open}`;
}

/** Empty: every approval is there. */
function approvalsTitle({ areas, lgtm, employers, decisions = [] }: Verdict): string {
  const stuck = areas.filter((area) => area.state === "nobody-can");
  if (stuck.length > 0)
    return `${stuck.every((area) => area.isAuthorAlone) ? "Nobody besides the author may" : "Nobody can"} approve ${names(stuck)}`;
  const open = areas.filter((area) => area.state === "waiting");
  const reviews = Math.max(0, lgtm.needed - lgtm.by.length);
  if (open.length === 0 && employers !== undefined && employers.missing > 0)
    return employers.impossible === true
      ? "Nobody of another employer can approve"
      : "Needs an approval from another employer";
  if (open.length === 0) return reviews === 0 && decisions.length > 0 ? "" : `Needs ${reviews} more /lgtm`;
  const most = Math.max(...open.map((area) => area.missing));
  const total = open.length === 1 ? most : open.reduce((sum, area) => sum + area.missing, 0);
  return `Needs ${total} ${total === 1 ? "approval" : "approvals"}: ${names(open)}`;
}

function changesTitle(areas: readonly AreaVerdict[]): string {
  const blocked = areas.filter((area) => area.blockedBy.length > 0);
  const people = [...new Set(blocked.flatMap((area) => area.blockedBy.map(({ login }) => login)))];
  return `Changes requested by ${some(people)} in ${names(blocked)}`;
}

function names(areas: readonly AreaVerdict[]): string {
  return some(areas.map((area) => area.area));
}

/** "a, b, c and 4 more". */
function some(items: readonly string[]): string {
  const rest = items.length - MAX_NAMES;
  return rest > 1 ? `${items.slice(0, MAX_NAMES).join(", ")} and ${rest} more` : items.join(", ");
}

function faultCount({ registryChange }: Verdict): string {
  const count = (registryChange?.faults ?? []).filter((fault) => fault.level === "failure").length;
  return `${count} ${count === 1 ? "fault" : "faults"}`;
}

/** "roles.yaml has 2 faults (line 14, line 31)". */
export function faulty({ path, faults }: { readonly path: string; readonly faults: readonly string[] }): string {
  const lines = faults.flatMap((fault) => {
    const line = /^(?:[^\s:]*:|line )(\d+)\b/.exec(fault)?.[1];
    return line === undefined ? [] : [`line ${line}`];
  });
  const where = lines.length === faults.length && lines.length > 0 ? ` (${some([...new Set(lines)])})` : "";
  return `${path} has ${faults.length} ${faults.length === 1 ? "fault" : "faults"}${where}`;
}
