/** Counts in words, such as "1 path" and "3 paths". */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
