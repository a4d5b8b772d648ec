/** Finds the link definitions (`[name]: address "title"`) at the beginning of a Markdown paragraph: readers do not see them. */

/** CommonMark's bound on a name. */
const MAX_NAME_LENGTH = 999;
const DEEPEST_PARENTHESES = 32;

/** How many of a paragraph's lines are link definitions; they come first. Reads each character a few times at most. */
export function definitionLines(paragraph: string): number {
  let lines = 0;
  let at = 0;
  while (at < paragraph.length) {
    const end = definitionEnd(paragraph, at);
    if (end === null) break;
    for (let index = at; index < end; index += 1) if (paragraph[index] === "\n") lines += 1;
    at = end;
  }
  return at > 0 && at >= paragraph.length && !paragraph.endsWith("\n") ? lines + 1 : lines;
}

/** The place behind the definition that begins at `start` and behind its line's end. */
function definitionEnd(text: string, start: number): number | null {
  const name = afterName(text, skipped(text, start, " \t"));
  if (name === null) return null;
  const address = afterAddress(text, afterSpace(text, name));
  if (address === null) return null;
  const title = afterTitle(text, address);
  return (title === null ? null : lineEnd(text, title)) ?? lineEnd(text, address);
}

/** Behind `[name]:`. */
function afterName(text: string, start: number): number | null {
  if (text[start] !== "[") return null;
  let words = false;
  for (let at = start + 1; at < text.length && at - start <= MAX_NAME_LENGTH + 1; at += 1) {
    const char = text.charAt(at);
    if (char === "]") return words && text[at + 1] === ":" ? at + 2 : null;
    if (char === "[") return null;
    words ||= char.trim() !== "";
    if (char === "\\" && text[at + 1] !== "\n") at += 1;
  }
  return null;
}

function afterAddress(text: string, start: number): number | null {
  if (text[start] === "<") return afterAngles(text, start);
  let depth = 0;
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= 0x20 || code === 0x7f) break;
    if (text[at] === "\\" && text.charCodeAt(at + 1) > 0x20) at += 1;
    else if (text[at] === "(" && ++depth > DEEPEST_PARENTHESES) return null;
    else if (text[at] === ")" && --depth < 0) break;
  }
  return at === start || depth > 0 ? null : at;
}

function afterAngles(text: string, start: number): number | null {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === ">") return at + 1;
    if (char === "<" || char === "\n") return null;
    if (char === "\\" && text[at + 1] !== "\n") at += 1;
  }
  return null;
}

/** The end of a title, which may span lines; `null` if there is none. */
function afterTitle(text: string, address: number): number | null {
  const start = afterSpace(text, address);
  const close = { '"': '"', "'": "'", "(": ")" }[text.charAt(start)];
  if (close === undefined || start === address) return null;
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === close) return at + 1;
    if (close === ")" && text[at] === "(") return null;
    if (text[at] === "\\") at += 1;
  }
  return null;
}

/** Over blanks and at most one line's end. */
function afterSpace(text: string, start: number): number {
  const at = skipped(text, start, " \t");
  return text[at] === "\n" ? skipped(text, at + 1, " \t") : at;
}

/** Behind the end of the line, where only blanks come before it. */
function lineEnd(text: string, start: number): number | null {
  const at = skipped(text, start, " \t");
  if (at >= text.length) return text.length;
  return text[at] === "\n" ? at + 1 : null;
}

function skipped(text: string, start: number, chars: string): number {
  let at = start;
  while (at < text.length && chars.includes(text.charAt(at))) at += 1;
  return at;
}
