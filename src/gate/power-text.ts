/** The check's text on who gains and loses which power by a change of the registry (R82). */

import { code, escapeMarkdown } from "../shared/markdown.ts";
import { joinList } from "../shared/people.ts";
import { bullets } from "./bullets.ts";
import type { FilePowers, GeneralPower, PowerChanges } from "./verdict-types.ts";

const MAX_NAMES = 30;
const MAX_FILES = 3;

/** Paragraphs of Markdown; none where nothing changes hands. `why`: there was no tree to look at. */
export function powerParagraphs(
  { files, standing, looked }: PowerChanges,
  why = "since the files of the repository could not be read in full",
): readonly string[] {
  if (files.length + standing.length === 0) return [];
  const over =
    looked === null
      ? `computed over sample paths of each pattern, ${why}`
      : `computed over ${looked === 1 ? "1 file" : `${looked} files`} of this repository and sample paths of each pattern`;
  const isOfSeveral =
    new Set(files.flatMap((powers) => powers.files).map(({ repository }) => repository.name)).size > 1;
  const lines = [...files.map((powers) => fileLine(powers, isOfSeveral)), ...standing.map(standingLine)];
  return [`**Who gains and loses what** (${over})\n${bullets(lines)}`];
}

function fileLine(powers: FilePowers, isOfSeveral: boolean): string {
  const { files, gain, lose, gainAlone, loseAlone, within = [], beside, lgtm, before, after, when } = powers;
  const parts = [
    ...(gain.length === 0 ? [] : [`${names(gain)} may approve now`]),
    ...(gainAlone.length === 0 ? [] : [`${names(gainAlone)} may approve alone now`]),
    ...(lose.length === 0 ? [] : [`${names(lose)} may no longer approve`]),
    ...(loseAlone.length === 0 ? [] : [`${names(loseAlone)} may no longer approve alone`]),
    ...within.map(withinText),
    ...(lgtm === undefined || lgtm.gain.length === 0 ? [] : [`the ${code("/lgtm")} of ${names(lgtm.gain)} counts now`]),
    ...(lgtm === undefined || lgtm.lose.length === 0
      ? []
      : [`the ${code("/lgtm")} of ${names(lgtm.lose)} no longer counts`]),
    ...(beside === undefined
      ? []
      : [beside ? "needs nobody beside a change that does" : "needs approval beside other changes, too"]),
    ...(before.length + after.length === 0 ? [] : [`needs ${askedText(after)} instead of ${askedText(before)}`]),
  ];
  return `${filesText(files, isOfSeveral)}${when === undefined ? "" : ` ${when}`}: ${parts.join("; ")}`;
}

/** "ann may approve for web now; kim may no longer approve for web". */
function withinText({ area, gain, lose }: NonNullable<FilePowers["within"]>[number]): string {
  const where = area === null ? "the repository" : escapeMarkdown(area);
  const gains = gain.length === 0 ? [] : [`${names(gain)} may approve for ${where} now`];
  const loses = lose.length === 0 ? [] : [`${names(lose)} may no longer approve for ${where}`];
  return [...gains, ...loses].join("; ");
}

function filesText(files: FilePowers["files"], several: boolean): string {
  const shown = files.slice(0, MAX_FILES).map(({ repository, path }) => {
    const where = repository.name === "" ? "any other repository" : repository.name;
    if (path === "")
      return several ? `whatever no pattern matches in ${escapeMarkdown(where)}` : "whatever no pattern matches";
    return several ? `${code(path)} in ${escapeMarkdown(where)}` : code(path);
  });
  const more = files.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** "2 approvals (engine) and 1 approval (security)". */
function askedText(asked: FilePowers["before"]): string {
  if (asked.every(({ min }) => min === 0)) return "nobody's approval";
  const each = asked.map(({ area, min }) => {
    const where = area === null ? "" : ` (${escapeMarkdown(area)})`;
    return `${min === 1 ? "1 approval" : `${min} approvals`}${where}`;
  });
  return each.join(" and ");
}

function standingLine({ what, gain, lose, from = [], until = [] }: GeneralPower): string {
  const parts = [
    ...(gain.length === 0 ? [] : [`${names(gain)} may now ${what}`]),
    ...(lose.length === 0 ? [] : [`${names(lose)} may no longer ${what}`]),
    ...(from.length === 0 ? [] : [`only ${names(from)} may now ${what}`]),
    ...(until.length === 0 ? [] : [`no longer only ${names(until)} may ${what}`]),
  ];
  return parts.join("; ");
}

function names(logins: readonly string[]): string {
  return joinList(logins.map(escapeMarkdown), "and", MAX_NAMES);
}
