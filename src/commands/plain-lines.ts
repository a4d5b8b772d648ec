/** Finds the lines of a Markdown text that readers see as plain text: not code, quotation, HTML, table or hidden comment. */
import MarkdownIt from "markdown-it";

/** A line as written, without its line ending; `line` is 1-based. */
export interface PlainLine {
  readonly line: number;
  readonly text: string;
}

/** GitHub cuts what people write here, so nothing behind it was ever shown to anyone. */
const LONGEST_TEXT = 65_536;

// Inline rules are quadratic on hostile text (R24), so only blocks are parsed and inlineHidden() reads the rest in one pass.
// Nobody reads a list or quotation twenty deep; each level is parsed again by the ones around it.
const markdown = new MarkdownIt({ html: true });
markdown.options.maxNesting = 20;
markdown.core.ruler.enableOnly(["normalize", "block"]);

/** In the order written. Lists are plain text when the line itself starts with it; so is what a lazy list item takes along. */
export function plainLines(text: string): readonly PlainLine[] {
  const source = text.slice(0, LONGEST_TEXT).replace(/\r\n?/g, "\n");
  const lines = source.split("\n");
  const plain: PlainLine[] = [];
  let quotes = 0;
  let visible = false;
  for (const token of markdown.parse(source, {})) {
    if (token.type === "blockquote_open") quotes += 1;
    if (token.type === "blockquote_close") quotes -= 1;
    if (token.type === "paragraph_open") visible = true;
    // `/hold` above a signature's `---` is a heading to Markdown and a command to whoever wrote it.
    if (token.type === "heading_open") visible = token.markup === "=" || token.markup === "-";
    if (token.type === "paragraph_close" || token.type === "heading_close") visible = false;
    if (token.type !== "inline" || !visible || quotes > 0 || token.map === null) continue;
    plain.push(...visibleLines(token.content, token.map[0], lines));
  }
  return plain;
}

function visibleLines(paragraph: string, first: number, lines: readonly string[]): readonly PlainLine[] {
  const hidden = inlineHidden(paragraph);
  const visible: PlainLine[] = [];
  let next = 0;
  let start = 0;
  paragraph.split("\n").forEach((content, index) => {
    let span = hidden[next];
    while (span !== undefined && span.end <= start) span = hidden[++next];
    const covered = span !== undefined && span.start < start;
    const text = lines[first + index];
    if (!covered && text !== undefined) visible.push({ line: first + index + 1, text });
    start += content.length + 1;
  });
  return visible;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const HTML_INLINE =
  /<(?:[a-z][a-z0-9-]*(?:\s+[a-z_:][a-z0-9:._-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*\/?>|[a-z][a-z0-9+.-]{1,31}:[^\s<>]*>)/iy;

/**
 * The stretches of a paragraph that are code spans, HTML comments, tags or autolinks, in order and apart from each other.
 * Leftmost first, as CommonMark has it. Linear: what is looked for and not there is looked for once.
 */
function inlineHidden(paragraph: string): readonly Span[] {
  const spans: Span[] = [];
  const ticks = tickRuns(paragraph);
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
    const starts = runs.get(run[0].length);
    if (starts === undefined) runs.set(run[0].length, [run.index]);
    else starts.push(run.index);
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
