/** What people wrote, as a terminal shows it: nothing of it steers the terminal or turns a line round. */

const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** On one line. */
export function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ").replaceAll(MARKS, "");
}

/** With its own line ends. */
export function severalLines(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(oneLine)
    .join("\n");
}
