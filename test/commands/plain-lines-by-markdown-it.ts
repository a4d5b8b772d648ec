/** The plain lines according to markdown-it, with whose reading of blocks ours is compared (R24). Slow on hostile texts. */

import MarkdownIt from "markdown-it";

import { inlineHidden, type PlainLine } from "../../src/commands/text/plain-lines.ts";

const markdown = new MarkdownIt({ html: true });
markdown.core.ruler.enableOnly(["normalize", "block"]);
// GitHub asks first whether the line is a heading, a fence or HTML; markdown-it whether it is a table's.
const [table] = markdown.block.ruler.getRules("");
markdown.block.ruler.disable("table");
if (table !== undefined)
  markdown.block.ruler.before("lheading", "late-table", table, { alt: ["paragraph", "reference"] });

export function plainLinesByMarkdownIt(text: string): readonly PlainLine[] {
  const source = text.replace(/\r\n?/g, "\n");
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
