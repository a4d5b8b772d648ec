/** Where two texts differ: the lines between their common beginning and their common end. */

interface ChangedLines {
  /** Lines before the difference. */
  readonly start: number;
  readonly found: readonly string[];
  readonly wanted: readonly string[];
}

/** Line ends of Windows are no difference. */
export function changedLines(found: string, wanted: string): ChangedLines {
  const [old, now] = [linesOf(found), linesOf(wanted)];
  const start = alike(old, now);
  const end = alike(old.slice(start).toReversed(), now.slice(start).toReversed());
  return { start, found: old.slice(start, old.length - end), wanted: now.slice(start, now.length - end) };
}

export function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/);
}

function alike(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((line, index) => line !== other[index]);
  return at < 0 ? one.length : at;
}
