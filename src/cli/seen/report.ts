/** The output of `rung seen`: a line for each holder, and the same as JSON. */

import { guardText } from "../../promotions/inactivity/guard-text.ts";
import type { LookEntry, LookedAt, QuietRole } from "../../promotions/inactivity/look.ts";
import { NOT_TO_BE_SEARCHED } from "../../promotions/inactivity/sight-text.ts";
import { day, isoDay } from "../../shared/dates.ts";
import { durationText } from "../../shared/duration.ts";
import type { Instant } from "../../shared/names.ts";
import { oneLine, unmarked } from "../terminal-text.ts";

export interface SeenReport {
  readonly entries: readonly LookEntry[];
  readonly quietRoles: readonly QuietRole[];
  readonly owner: string;
  readonly now: Instant;
  readonly webUrl: string;
}

/** Each entry of each holder. */
function rowsOf({ entries }: SeenReport): readonly (LookedAt & { readonly entry: LookEntry })[] {
  return entries.flatMap((entry) => entry.looked.map((looked) => ({ ...looked, entry })));
}

export function seenText(report: SeenReport): string {
  const rows = rowsOf(report);
  const roles = [...new Set(rows.map(({ holding }) => holding.role))];
  const tables = roles.map((role) => {
    const own = rows.filter(({ holding }) => holding.role === role);
    const cells = own.map(cellsOf);
    const widths = [0, 1, 2].map((at) => Math.max(0, ...cells.map((row) => row[at]?.length ?? 0)));
    const lines = cells.map(
      (row) =>
        `  ${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join("  ")
          .trimEnd()}`,
    );
    return [role, ...lines].join("\n");
  });
  const quiet = report.quietRoles.map(
    ({ role, quiet: count, people }) =>
      `${count} of ${people} ${role} were not seen: the project is quiet rather than its people, and nobody is proposed.`,
  );
  return [
    ...(rows.length === 0 ? ["Nobody is listed by name in these roles."] : tables),
    ...quiet,
    `As of ${day(report.now)}, in ${report.owner}. Not to be seen: ${NOT_TO_BE_SEARCHED}.`,
  ].join("\n\n");
}

/** Who, where, when last, and what follows. */
function cellsOf({ holding, sight, entry }: LookedAt & { readonly entry: LookEntry }): readonly string[] {
  const where = holding.areas.length === 0 ? "everywhere" : holding.areas.join(", ");
  const { last } = sight;
  const proof = last?.item == null || last.item.private ? "" : `  ${last.item.repository}#${last.item.number}`;
  const when = last === null ? "-" : `${isoDay(last.at)}${proof}`;
  return [entry.person.login, where, when, stateText({ holding, sight }, entry)].map(oneLine);
}

function stateText({ holding, sight }: LookedAt, { state }: LookEntry): string {
  if (sight.kind === "seen") return "seen";
  if (sight.kind === "unknown") return `cannot tell: ${sight.why}`;
  const few = sight.few === null ? "" : ` (${unmarked(sight.few)} contributions)`;
  const held =
    state.kind === "held" && state.guard.kind !== "project-quiet" ? `; held: ${unmarked(guardText(state.guard))}` : "";
  return `not seen for ${durationText(holding.rule.after)}${few}${held}`;
}

export function seenJson(report: SeenReport): string {
  const holders = rowsOf(report).map(({ holding, sight, entry }) => {
    const { person, state } = entry;
    const guard = state.kind === "held" && sight.kind === "quiet" ? state.guard : null;
    return {
      login: person.login,
      id: person.id,
      role: holding.role,
      areas: holding.areas,
      since: holding.since,
      after: holding.rule.after,
      state: sight.kind === "quiet" ? "not-seen" : sight.kind,
      lastSeen: sight.last === null ? null : isoDay(sight.last.at),
      where: sight.last?.item == null || sight.last.item.private ? null : addressOf(report, sight.last.item),
      searches: sight.searches,
      why: sight.kind === "unknown" ? sight.why : null,
      guard: guard === null ? null : { kind: guard.kind, text: unmarked(guardText(guard)) },
    };
  });
  return JSON.stringify(
    { owner: report.owner, asOf: isoDay(report.now), quietRoles: report.quietRoles, holders },
    null,
    2,
  );
}

function addressOf(
  { webUrl }: SeenReport,
  { repository, number }: { readonly repository: string; readonly number: number },
): string {
  return `${webUrl}/${repository}/issues/${number}`;
}
