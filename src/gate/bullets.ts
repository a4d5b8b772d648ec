/** Bullet lists in the check's text. */

const MAX_LINES = 30;

/** Expects Markdown. Beyond 30 lines it says how many more there are; a single further line is shown. */
export function bullets(lines: readonly string[]): string {
  const shown = lines.slice(0, lines.length === MAX_LINES + 1 ? lines.length : MAX_LINES).map((line) => `- ${line}`);
  return [...shown, ...(lines.length > shown.length ? [`- and ${lines.length - shown.length} more`] : [])].join("\n");
}

/** Each list keeps to its share of what a check's field may hold, however long the names in it are. */
const MAX_LIST = 15_000;

/** As many lines as there is room for, then how many more there are. */
export function boundedBullets(items: readonly string[], most: number): string {
  const shown = roomFor(
    items.map((item) => `- ${item}`),
    most,
  );
  return [...shown, ...(items.length > shown.length ? [`- and ${items.length - shown.length} more`] : [])].join("\n");
}

/** How many of the lines, from the first one on, fit into such a list. */
export function roomFor(lines: readonly string[], most: number): readonly string[] {
  let length = 0;
  const end = lines.findIndex((line) => {
    length += line.length + 1;
    return length > MAX_LIST;
  });
  return lines.slice(0, Math.min(most, end === -1 ? lines.length : end));
}
