/** Which lines of two texts correspond (Myers), and the unified hunks git would print for them. */

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

/** The changes in order; between them the lines are equal. */
export function changedLines(a: readonly string[], b: readonly string[]): Change[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const middleA = a.slice(start, a.length - end);
  const middleB = b.slice(start, b.length - end);
  return myers(middleA, middleB).map((change) => ({
    aFrom: change.aFrom + start,
    aTo: change.aTo + start,
    bFrom: change.bFrom + start,
    bTo: change.bTo + start,
  }));
}

function myers(a: readonly string[], b: readonly string[]): Change[] {
  if (a.length === 0 && b.length === 0) return [];
  const whole = [{ aFrom: 0, aTo: a.length, bFrom: 0, bTo: b.length }];
  if (a.length === 0 || b.length === 0) return whole;
  const trace = shortestEdit(a, b);
  return trace === null ? whole : grouped(backtracked(trace, a.length, b.length));
}

/** Furthest x per diagonal, for each number of edits, until the end is reached; `null` when the limit comes first. */
function shortestEdit(a: readonly string[], b: readonly string[]): Map<number, number>[] | null {
  const limit = Math.min(a.length + b.length, SEARCH_LIMIT);
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let edits = 0; edits <= limit; edits += 1) {
    trace.push(new Map(furthest));
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && (furthest.get(k - 1) ?? 0) < (furthest.get(k + 1) ?? 0));
      let x = down ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return trace;
    }
  }
  return null;
}

function backtracked(trace: readonly Map<number, number>[], aLength: number, bLength: number): Change[] {
  const steps: Change[] = [];
  let x = aLength;
  let y = bLength;
  for (let edits = trace.length - 1; edits > 0; edits -= 1) {
    const furthest = trace[edits] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -edits || (k !== edits && (furthest.get(k - 1) ?? 0) < (furthest.get(k + 1) ?? 0));
    const previousK = down ? k + 1 : k - 1;
    const previousX = furthest.get(previousK) ?? 0;
    const previousY = previousX - previousK;
    steps.push(
      down
        ? { aFrom: previousX, aTo: previousX, bFrom: previousY, bTo: previousY + 1 }
        : { aFrom: previousX, aTo: previousX + 1, bFrom: previousY, bTo: previousY },
    );
    x = previousX;
    y = previousY;
  }
  return steps.reverse();
}

function grouped(steps: readonly Change[]): Change[] {
  const changes: Change[] = [];
  for (const step of steps) {
    const last = changes.at(-1);
    if (last !== undefined && last.aTo === step.aFrom && last.bTo === step.bFrom) {
      changes[changes.length - 1] = { ...last, aTo: step.aTo, bTo: step.bTo };
    } else changes.push(step);
  }
  return changes;
}

export interface Patch {
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
