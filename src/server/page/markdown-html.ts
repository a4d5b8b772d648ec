/** Rung's own Markdown, in which people's text is inert already, as HTML that can neither run nor fetch anything. */

import { type html, raw } from "hono/html";
import MarkdownIt, { type Token } from "markdown-it";

import { z } from "zod";
import { withoutReordering } from "./visible-text.ts";

export type Html = ReturnType<typeof html>;

const renderer = safeRenderer();
/** Escaped. */
const captioned = z.object({ caption: z.string() });
/** Further links are shown as text: a view that is read by keyboard has a bounded number of stops. */
const MAX_LINKS = 150;

/** Paragraphs, lists and tables. `caption` names its tables for people who do not see the surrounding text. */
export function markdown(text: string, caption: string): ReturnType<typeof raw> {
  return raw(shown(renderer.render(text, { caption: renderer.utils.escapeHtml(caption) }), MAX_LINKS));
}

/** One line without a paragraph around it. */
export function markdownLine(text: string, mostLinks: number = MAX_LINKS): Html {
  return raw(shown(renderer.renderInline(text), mostLinks));
}

/** Without the characters that keep GitHub from reading a mention, which are useless here, and without those that reorder a line. */
function shown(rendered: string, mostLinks: number): string {
  let left = mostLinks;
  // What people wrote has no `<` of its own any more, and links do not lie within each other.
  return withoutReordering(rendered).replace(/<a [^>]*>(.*?)<\/a>/gs, (link, inside: string) => {
    left -= 1;
    return left >= 0 ? link : inside;
  });
}

function safeRenderer() {
  // `html: true` only lets markdown-it find the HTML; the rules below let nothing but `<code>` through.
  const md = new MarkdownIt({ html: true, linkify: false, breaks: true });
  const escaped = (content: string): string =>
    md.utils.escapeHtml(content.replace(/<!--[\s\S]*?(?:-->|$)/g, "").trim());
  md.renderer.rules.html_block = (tokens, at) => `<p>${escaped(tokens[at]?.content ?? "")}</p>\n`;
  md.renderer.rules.html_inline = (tokens, at) => {
    const content = tokens[at]?.content ?? "";
    return content === "<code>" || content === "</code>" ? content : escaped(content);
  };
  // An image would be a request to somebody else's server.
  md.renderer.rules.image = (tokens, at) => md.utils.escapeHtml(tokens[at]?.content ?? "");
  md.renderer.rules.link_open = (tokens, at, options, _env, self) => {
    tokens[at]?.attrSet("rel", "noopener noreferrer nofollow");
    return self.renderToken(tokens, at, options);
  };
  // The page has its own headings, in order.
  md.renderer.rules.heading_open = () => "<p><b>";
  md.renderer.rules.heading_close = () => "</b></p>\n";
  md.core.ruler.push("narrow_tables", ({ tokens }) => labelCells(tokens));
  md.renderer.rules.table_open = (tokens, at, _options, env) => {
    const { caption } = captioned.parse(env);
    const rows = rowsOf(tokens[at]);
    const fold = rows > MAX_UNFOLDED ? `<details><summary>All ${rows} rows</summary>` : "";
    return `${fold}<table role="table"><caption class="unseen">${caption}</caption>\n`;
  };
  md.renderer.rules.table_close = (tokens, at) =>
    rowsOf(tokens[at]) > MAX_UNFOLDED ? "</table></details>\n" : "</table>\n";
  md.renderer.rules.td_open = (tokens, at, options, _env, self) => `${self.renderToken(tokens, at, options)}<div>`;
  md.renderer.rules.td_close = () => "</div></td>\n";
  return md;
}

/** On a phone a row is some lines high. */
const MAX_UNFOLDED = 20;
const counted = z.object({ rows: z.number() });

/** As `labelCells` counted them. */
function rowsOf(token: Token | undefined): number {
  return counted.safeParse(token?.meta).data?.rows ?? 0;
}

const ROLES: Readonly<Record<string, string>> = {
  thead_open: "rowgroup",
  tbody_open: "rowgroup",
  tr_open: "row",
  th_open: "columnheader",
  td_open: "cell",
};

/** As html-pieces.ts has tables: below each other on a narrow screen, each cell with its column's title. */
function labelCells(tokens: readonly Token[]): void {
  let titles: string[] = [];
  let column = 0;
  let opened: Token | null = null;
  let rows = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.type === "table_open") opened = token;
    if (token.type === "tbody_open") rows = 0;
    if (token.type === "table_close") {
      token.meta = { rows };
      if (opened !== null) opened.meta = { rows };
    }
    const role = ROLES[token.type];
    if (role === undefined) continue;
    token.attrSet("role", role);
    if (token.type === "thead_open") {
      titles = [];
      rows = 0;
    }
    if (token.type === "tr_open") {
      column = 0;
      rows += 1;
    }
    if (token.type === "th_open") {
      token.attrSet("scope", "col");
      titles.push(tokens[at + 1]?.content ?? "");
    }
    if (token.type === "td_open") {
      token.attrSet("data-title", titles[column] ?? "");
      column += 1;
    }
  }
}
