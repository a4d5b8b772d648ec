/** Reports on an import: what was compared, what differs and why, and what could not be carried over. */

import type { Note } from "../../registry/ownership/tree.ts";
import { counted } from "../../shared/counted.ts";
import { shownPath } from "../terminal-text.ts";
import type { Move } from "./move.ts";
import type { Difference } from "./proof.ts";
import type { ToCome } from "./to-come.ts";

/** So many paths are named for one reason; `--json` has all. */
const SHOWN = 5;
const MAX_NOTES = 40;

export function report(move: Move): readonly string[] {
  const { moved, proof, others, passedOver, pinned } = move;
  const unit = moved.repositories === null ? "path" : "project";
  const explained = proof.differences.filter(({ reason }) => reason !== null);
  const unexplained = proof.differences.filter(({ reason }) => reason === null);
  return [
    ...passedOver.map(({ source, why }) => `Passed over ${source}: ${why}.`),
    ...(moved.unfit == null ? [] : [`Taken though ${moved.unfit.why}, since no other source is there.`]),
    `Read ${moved.source}${others.length === 0 ? "" : `; not read: ${others.join("; ")} (--from chooses)`}.`,
    `Compared ${counted(proof.compared, unit)}: ${verdictOf(unexplained.length, explained.length, unit)}`,
    ...(moved.questions === undefined || moved.questions.length === 0
      ? []
      : [
          `That is of what was read for certain; ${counted(moved.questions.length, "entry", "entries")} below could not be.`,
        ]),
    ...groups(explained).flatMap(([reason, list]) =>
      shown(list, `${counted(list.length, unit)}: ${reason}. ${changeOf(list)}`),
    ),
    ...shown(unexplained, "WITHOUT a reason, please report this:"),
    ...(pinned > 0
      ? [
          `${counted(pinned, "file")} had to be named one by one: the order in which areas count cannot say what the old rules do there.`,
        ]
      : []),
    ...toComeLines(proof.toCome),
    ...(proof.reviewersDiffer > 0
      ? [`Who reviews without approving differs for ${counted(proof.reviewersDiffer, unit)}; who approves does not.`]
      : []),
    ...(moved.governingWhy === undefined
      ? []
      : [
          `All ${moved.governing.size} who approve something become maintainers, since ${moved.governingWhy}. Cut them down.`,
        ]),
    ...section(
      "Questions, to be answered by a person (nobody was given a role by these):",
      noteLines(moved.questions ?? []),
    ),
    ...section("Read otherwise than it may look:", noteLines(moved.notes)),
    ...section(
      "Whatever the path:",
      moved.rules.map((rule) => `- ${rule}`),
    ),
  ];
}

function verdictOf(unexplained: number, explained: number, unit: string): string {
  if (unexplained > 0) return `${counted(unexplained, "difference")} without a reason.`;
  if (explained > 0) return `the same people may approve, but for ${counted(explained, unit)}, each with its reason.`;
  return "the same people may approve before and after, everywhere.";
}

function groups(differences: readonly Difference[]): readonly (readonly [string, readonly Difference[]])[] {
  return [...Map.groupBy(differences, ({ reason }) => reason ?? "")].sort(([, a], [, b]) => b.length - a.length);
}

function changeOf(list: readonly Difference[]): string {
  const after = list[0]?.after.length ?? 0;
  return `Now ${after === 1 ? "1 person or team" : `${after} people and teams`} may approve there.`;
}

function shown(list: readonly Difference[], head: string): readonly string[] {
  if (list.length === 0) return [];
  const lines = list.slice(0, SHOWN).map(({ repository, path }) => `    ${path === "" ? repository : path}`);
  return [head, ...lines, ...(list.length > SHOWN ? [`    and ${list.length - SHOWN} more`] : [])];
}

/** Also what is said where nothing could be moved in from. */
export function noteLines(notes: readonly Note[]): readonly string[] {
  const lines = notes.map(({ place, text }) => `- ${place}: ${text}`);
  return lines.length <= MAX_NOTES
    ? lines
    : [...lines.slice(0, MAX_NOTES), `- and ${lines.length - MAX_NOTES} more; --json has all`];
}

/** What the tree cannot show: told, since no area says it and nobody would notice. */
function toComeLines(toCome: readonly ToCome[]): readonly string[] {
  if (toCome.length === 0) return [];
  const lines = toCome
    .slice(0, SHOWN)
    .map(
      ({ path, before, after }) =>
        `    ${shownPath(path)}: ${namesOf(before)} by the old files, ${namesOf(after)} by roles.yaml`,
    );
  return [
    `${counted(toCome.length, "kind")} of files to come would fall to others than before; name an area for them where that matters:`,
    ...lines,
    ...(toCome.length > SHOWN ? [`    and ${toCome.length - SHOWN} more; --json has all`] : []),
  ];
}

function namesOf(keys: readonly string[]): string {
  if (keys.length === 0) return "nobody";
  return keys.length > 3 ? `${keys.slice(0, 3).join(", ")} and ${keys.length - 3} more` : keys.join(", ");
}

function section(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [head, ...lines];
}
