/** What the beginning of a line makes of it in Markdown: one question for each kind of block in CommonMark's and GitHub's grammar. */

/** A code fence. */
export interface Fence {
  readonly char: string;
  readonly length: number;
}

/** The text of a line without its indentation; likewise below. */
export function openingFence(text: string): Fence | null {
  const run = /^(?:`{3,}(?=[^`]*$)|~{3,})/.exec(text)?.[0];
  return run === undefined ? null : { char: run.charAt(0), length: run.length };
}

export function closesFence(text: string, { char, length }: Fence): boolean {
  let end = 0;
  while (text[end] === char) end += 1;
  return end >= length && isBlank(text.slice(end));
}

export function isHeading(text: string): boolean {
  return /^#{1,6}(?:[ \t]|$)/.test(text);
}

/** The line under a paragraph that makes it a heading. */
export function isUnderline(text: string): boolean {
  return /^(?:=+|-+)[ \t]*$/.test(text);
}

export function isRule(text: string): boolean {
  const char = text.charAt(0);
  if (char !== "*" && char !== "-" && char !== "_") return false;
  let marks = 0;
  for (const one of text) {
    if (one === char) marks += 1;
    else if (one !== " " && one !== "\t") return false;
  }
  return marks >= 3;
}

/** How an HTML block ends: behind the line that has `end`, or before a blank line where that is `null`. */
export interface HtmlBlock {
  readonly end: RegExp | null;
}

const NAMES =
  "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|" +
  "figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|" +
  "ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul";
const ATTRIBUTE = `\\s+[a-z_:][a-z0-9:._-]*(?:\\s*=\\s*(?:[^\\s"'=<>\`]+|'[^']*'|"[^"]*"))?`;
/** Everything that may be in a paragraph as one tag, without its flags. */
export const TAG = `<(?:[a-z][a-z0-9-]*(?:${ATTRIBUTE})*\\s*\\/?>|\\/[a-z][a-z0-9-]*\\s*>)`;

const HTML_BLOCKS: readonly { readonly start: RegExp; readonly end: RegExp | null }[] = [
  { start: /^<(?:script|pre|style|textarea)(?=\s|>|$)/i, end: /<\/(?:script|pre|style|textarea)>/i },
  { start: /^<!--/, end: /-->/ },
  { start: /^<\?/, end: /\?>/ },
  { start: /^<![a-z]/i, end: />/ },
  { start: /^<!\[CDATA\[/, end: /\]\]>/ },
  { start: new RegExp(`^</?(?:${NAMES})(?=\\s|/?>|$)`, "i"), end: null },
];
const LONE_TAG = new RegExp(`^${TAG}\\s*$`, "i");

/** `within`: a paragraph continues here, which a single tag does not interrupt. */
export function openingHtml(text: string, within: boolean): HtmlBlock | null {
  if (!text.startsWith("<")) return null;
  const found = HTML_BLOCKS.find(({ start }) => start.test(text));
  if (found !== undefined) return { end: found.end };
  return !within && LONE_TAG.test(text) ? { end: null } : null;
}

/** The mark of a list's item: its length, and what follows it directly. */
export function itemMark(text: string, within: boolean): number | null {
  if (!"*+-0123456789".includes(text.charAt(0))) return null;
  const mark = /^(?:[*+-]|(\d{1,9})[.)])(?=[ \t]|$)/.exec(text);
  if (mark === null) return null;
  // Amid a paragraph, only what is surely meant as a list begins one.
  if (within && (isBlank(text.slice(mark[0].length)) || (mark[1] !== undefined && Number(mark[1]) !== 1))) return null;
  return mark[0].length;
}

/** The number of columns if this is the second line of a table; 0 for every other line. */
export function delimiterColumns(text: string): number {
  // `- |` is an item of a list.
  if (!/^(?:[|:]|-(?![ \t]))[-:| \t]*$/.test(text) || text.length < 2) return 0;
  const cells = text.split("|").map((cell) => cell.trim());
  let columns = 0;
  for (const [index, cell] of cells.entries()) {
    const edge = index === 0 || index === cells.length - 1;
    if (cell === "" && edge) continue;
    if (!/^:?-+:?$/.test(cell)) return 0;
    columns += 1;
  }
  return columns;
}

/** Columns of a line as a table's first; 0 where it cannot be one. */
export function headerColumns(text: string): number {
  const trimmed = text.trim();
  if (!trimmed.includes("|") || trimmed === "|") return 0;
  const inner = [...trimmed.matchAll(/(?<!\\)\|/g)].filter(({ index }) => index > 0 && index < trimmed.length - 1);
  return inner.length + 1;
}

function isBlank(text: string): boolean {
  return /^[ \t]*$/.test(text);
}
