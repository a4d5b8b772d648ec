/** What `rung publish` says about files, and about where they differ from the registry. */

import { createTwoFilesPatch } from "diff";
import type { PlannedEntry, PlannedFile } from "../../registry/publishing/plan.ts";
import type { Difference } from "../../registry/publishing/publication.ts";
import { counted } from "../../shared/counted.ts";
import { pushTo } from "../../shared/grouped.ts";
import { oneLine, severalLines } from "../terminal-text.ts";

export type Mode = "print" | "write" | "check";

export function fileLines({ path, before, outcome }: PlannedFile, mode: Mode): readonly string[] {
  switch (outcome.kind) {
    case "same":
      return [`${path} is up to date`, ...(mode === "print" && before !== null ? [textOf(before)] : [])];
    case "told":
      return outcome.text === null || outcome.text === before
        ? []
        : [`${path} would be:`, before === null ? textOf(outcome.text) : patch(path, before, outcome.text)];
    case "removed":
      return [`${path} is ${mode === "write" ? "taken away" : "no longer asked for, and taken away"}`];
    case "written":
      if (mode === "write") return [`${path} is written`];
      return mode === "check"
        ? [`${path} differs:`, patch(path, before ?? "", outcome.text)]
        : [`${path} ${before === null ? "is new" : "changes"}:`, textOf(outcome.text)];
  }
}

function textOf(text: string): string {
  return severalLines(text.replace(/^\uFEFF/, ""));
}

/** Line ends of Windows are no difference to look at. */
function patch(path: string, before: string, after: string): string {
  const [, ...lines] = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: 3,
  }).split("\n");
  return severalLines(lines.join("\n").trimEnd());
}

/** So many paths are named of one area and one reason. */
const MAX_PATHS = 3;

/** One line an area and a reason; what has no reason comes path by path, since that is what stops it. */
export function differenceLines({ entry, differences }: PlannedEntry): readonly string[] {
  const groups = new Map<string, Difference[]>();
  for (const one of differences) {
    const key = one.reason === null ? `${one.where}` : `\n${one.area ?? ""}\n${one.reason}`;
    pushTo(groups, key, one);
  }
  return [...groups.values()].map((group) => oneLine(`${entry.file}: ${groupText(group)}`));
}

function groupText(group: readonly Difference[]): string {
  const [first] = group;
  if (first === undefined) return "";
  const { area, where, reason } = first;
  if (reason === null) {
    const told = (logins: readonly string[]) => logins.join(", ") || "nobody";
    return `${where}: the registry says ${told(first.registry)}, it would say ${told(first.published)}, and no reason is known`;
  }
  const paths = group.slice(0, MAX_PATHS).map((one) => one.where);
  const more = group.length > MAX_PATHS ? ` and ${counted(group.length - MAX_PATHS, "other")}` : "";
  return `${area === null ? "" : `${area}, `}${paths.join(", ")}${more}: ${reason}`;
}
