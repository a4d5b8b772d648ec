/** A number with its noun, as people say it: "1 path", "3 paths". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
