/** Lists in the check's text. */

const MAX_LINES = 30;

/** Expects Markdown; beyond 30 lines it says how many more there are, where it is more than one. */
export function bullets(lines: readonly string[]): string {
  const shown = lines.slice(0, lines.length === MAX_LINES + 1 ? lines.length : MAX_LINES).map((line) => `- ${line}`);
  return [...shown, ...(lines.length > shown.length ? [`- and ${lines.length - shown.length} more`] : [])].join("\n");
}
