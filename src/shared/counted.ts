/** A number with its noun, as people say it: "1 path", "3 paths". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** The items of a Markdown list, at most so many; how many more there are is the last one. */
export function itemsAtMost(items: readonly string[], most: number): readonly string[] {
  const rest = items.length - most;
  return rest > 0 ? [...items.slice(0, most), `- and ${rest} more`] : items;
}
