/** Which lines of two texts correspond, and the unified hunks git would print for them. */

import { type ChangeObject, diffArrays } from "diff";

/** A stretch of lines replaced: `[aFrom, aTo)` of the old text became `[bFrom, bTo)` of the new one. */
export interface Change {
  readonly aFrom: number;
  readonly aTo: number;
  readonly bFrom: number;
  readonly bTo: number;
}

/** Lines with their line ends, so that a missing last one is seen. */
export function linesOf(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

/** Beyond this many differing lines the search costs too much; the middle is then taken as replaced in one piece. */
const SEARCH_LIMIT = 2_000;

/**
 * The changes in order; between them the lines are equal. What both texts begin and end with is set aside first, as git does: of
 * several shortest ways the search else takes another one than git.
 */
export function changedLines(a: readonly string[], b: readonly string[]): Change[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const middle = [a.slice(start, a.length - end), b.slice(start, b.length - end)] as const;
  if (middle[0].length === 0 && middle[1].length === 0) return [];
  const parts = diffArrays(...middle, { maxEditLength: SEARCH_LIMIT });
  if (parts !== undefined) return changesOf(parts, start);
  return [{ aFrom: start, aTo: a.length - end, bFrom: start, bTo: b.length - end }];
}

/** Stretches that follow one another without an equal line between them are one change. */
function changesOf(parts: readonly ChangeObject<string[]>[], start: number): Change[] {
  const changes: Change[] = [];
  let aAt = start;
  let bAt = start;
  let open: Change | null = null;
  for (const { added, removed, value } of parts) {
    const before: Change = open ?? { aFrom: aAt, aTo: aAt, bFrom: bAt, bTo: bAt };
    if (!added) aAt += value.length;
    if (!removed) bAt += value.length;
    if (added || removed) {
      open = { aFrom: before.aFrom, aTo: aAt, bFrom: before.bFrom, bTo: bAt };
      continue;
    }
    if (open !== null) changes.push(open);
    open = null;
  }
  return open === null ? changes : [...changes, open];
}

interface Patch {
  /** Hunks as GitHub gives them: no file header, no newline at the end. */
  readonly text: string;
  readonly additions: number;
  readonly deletions: number;
}

/** The unified hunks between two texts, with `context` lines around each change. */
export function unifiedPatch(before: string, after: string, context = 3): Patch {
  const a = linesOf(before);
  const b = linesOf(after);
  const changes = changedLines(a, b);
  const hunks = together(changes, context).map((group) => hunk(a, b, group, context));
  return {
    text: hunks.join("\n"),
    additions: changes.reduce((sum, change) => sum + change.bTo - change.bFrom, 0),
    deletions: changes.reduce((sum, change) => sum + change.aTo - change.aFrom, 0),
  };
}

function together(changes: readonly Change[], context: number): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && change.aFrom - last.aTo <= 2 * context) group.push(change);
    else groups.push([change]);
  }
  return groups;
}

function hunk(a: readonly string[], b: readonly string[], group: readonly Change[], context: number): string {
  const first = group[0] ?? { aFrom: 0, aTo: 0, bFrom: 0, bTo: 0 };
  const last = group.at(-1) ?? first;
  const lead = Math.min(context, first.aFrom);
  const tail = Math.min(context, a.length - last.aTo);
  const aFrom = first.aFrom - lead;
  const aCount = last.aTo + tail - aFrom;
  const bFrom = first.bFrom - lead;
  const bCount = last.bTo + tail - bFrom;
  const body: string[] = [];
  let at = aFrom;
  for (const change of group) {
    body.push(...marked(" ", a.slice(at, change.aFrom)));
    body.push(...marked("-", a.slice(change.aFrom, change.aTo)));
    body.push(...marked("+", b.slice(change.bFrom, change.bTo)));
    at = change.aTo;
  }
  body.push(...marked(" ", a.slice(at, last.aTo + tail)));
  return [`@@ -${range(aFrom, aCount)} +${range(bFrom, bCount)} @@${section(a, aFrom)}`, ...body].join("\n");
}

function marked(mark: string, lines: readonly string[]): string[] {
  return lines.flatMap((line) =>
    line.endsWith("\n") ? [`${mark}${line.slice(0, -1)}`] : [`${mark}${line}`, "\\ No newline at end of file"],
  );
}

function range(from: number, count: number): string {
  const start = count === 0 ? from : from + 1;
  return count === 1 ? `${start}` : `${start},${count}`;
}

/** The heading git prints after a hunk's numbers: the nearest line above that starts like a declaration. */
function section(a: readonly string[], before: number): string {
  for (let line = before - 1; line >= 0; line -= 1) {
    const text = a[line] ?? "";
    if (/^[A-Za-z_$]/.test(text)) return ` ${text.trimEnd().slice(0, 80)}`;
  }
  return "";
}
