/** Finds the lines of a Markdown text that readers see as its author's plain text: not code, quotation, answered mail, HTML, table or hidden comment. */

import { pushTo } from "../../shared/grouped.ts";
import { beginsAnsweredMail, mayAnswerMail } from "./answered-mail.ts";
import { TAG } from "./block-starts.ts";
import { type Paragraph, paragraphs } from "./paragraphs.ts";
import { unseenInline } from "./unseen-inline.ts";

/** A line as written, without its line ending; `line` is 1-based. */
export interface PlainLine {
  readonly line: number;
  readonly text: string;
  /** It continues a quotation without a mark of its own: readers see it quoted. */
  readonly lazy?: true;
}

/** GitHub cuts what people write here, so nothing behind it was ever shown to anyone. */
const MAX_TEXT_LENGTH = 65_536;

/**
 * The plain lines in the order written, and those that Markdown gives to the quotation above them though they bear no mark of it.
 * Lists are plain text when the line itself starts with it; so is what a lazy list item takes along.
 */
export function typedLines(text: string): readonly PlainLine[] {
  const lines = text.slice(0, MAX_TEXT_LENGTH).split(/\r\n?|\n/);
  const plain: PlainLine[] = [];
  for (const paragraph of paragraphs(lines)) plain.push(...visibleLines(paragraph, lines));
  return mayAnswerMail(text) ? ownLines(plain, lines) : plain;
}

/** Those above the mail that is answered, where one begins in plain sight. */
function ownLines(plain: readonly PlainLine[], lines: readonly string[]): readonly PlainLine[] {
  const mail = plain.findIndex(({ line }) => beginsAnsweredMail(lines, line - 1));
  return mail === -1 ? plain : plain.slice(0, mail);
}

function visibleLines({ first, lines: contents, lazy }: Paragraph, lines: readonly string[]): readonly PlainLine[] {
  const hidden = inlineHidden(contents.join("\n"));
  const quoted = lazy === undefined ? null : new Set(lazy);
  const visible: PlainLine[] = [];
  let next = 0;
  let start = 0;
  for (const [index, content] of contents.entries()) {
    let span = hidden[next];
    while (span !== undefined && span.end <= start) span = hidden[++next];
    const covered = span !== undefined && span.start < start;
    const text = lines[first + index];
    const line = first + index + 1;
    if (!covered && text !== undefined) {
      if (quoted === null) visible.push({ line, text });
      else if (quoted.has(index)) visible.push({ line, text, lazy: true });
    }
    start += content.length + 1;
  }
  return visible;
}

/** From `start` to before `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

const HTML_INLINE = new RegExp(`${TAG}|<[a-z][a-z0-9+.-]{1,31}:[^\\s<>]*>`, "iy");

/**
 * The stretches of a paragraph that are code spans, HTML comments, tags, autolinks, images' descriptions or links' titles, in order and
 * disjoint. Leftmost first, as in CommonMark. Linear: something that is missing is looked for only once.
 */
export function inlineHidden(paragraph: string): readonly Span[] {
  const spans: Span[] = [];
  if (!/[`<]|\]\(/.test(paragraph)) return spans;
  const ticks = tickRuns(paragraph);
  const unseen = unseenInline(paragraph);
  let commentsEnd = false;
  let at = 0;
  while (at < paragraph.length) {
    const char = paragraph[at];
    let end = at + 1;
    let hides = false;
    if (char === "\\") end = at + 2;
    if (char === "`") {
      const run = runLength(paragraph, at);
      const close: number | null = closingRun(ticks, run, at + run);
      hides = close !== null;
      end = close === null ? at + run : close + run;
    }
    if (char === "<" && paragraph.startsWith("<!--", at)) {
      const close: number = commentsEnd ? -1 : paragraph.indexOf("-->", at + 2);
      commentsEnd = close === -1;
      hides = !commentsEnd;
      end = commentsEnd ? at + 4 : close + 3;
    } else if (char === "<") {
      HTML_INLINE.lastIndex = at;
      hides = HTML_INLINE.test(paragraph);
      end = hides ? HTML_INLINE.lastIndex : at + 1;
    }
    const besides =
      char === "!" ? unseen.descriptionEnd(at) : paragraph.startsWith("](", at) ? unseen.titleEnd(at) : null;
    if (besides !== null) {
      hides = true;
      end = besides;
    }
    if (hides) spans.push({ start: at, end });
    at = end;
  }
  return spans;
}

function runLength(paragraph: string, at: number): number {
  let end = at;
  while (paragraph[end] === "`") end += 1;
  return end - at;
}

/** Starts of the runs of backticks by their length, last one first, so that the nearest is popped from the end. */
function tickRuns(paragraph: string): Map<number, number[]> {
  const runs = new Map<number, number[]>();
  for (const run of paragraph.matchAll(/`+/g)) {
    pushTo(runs, run[0].length, run.index);
  }
  for (const starts of runs.values()) starts.reverse();
  return runs;
}

function closingRun(runs: Map<number, number[]>, length: number, from: number): number | null {
  const starts = runs.get(length) ?? [];
  let last = starts.at(-1);
  while (last !== undefined && last < from) {
    starts.pop();
    last = starts.at(-1);
  }
  return last ?? null;
}
