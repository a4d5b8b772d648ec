/** Rung's own Markdown, in which people's text is inert already, as HTML that can neither run nor fetch anything. */
import { type html, raw } from "hono/html";
import MarkdownIt from "markdown-it";
import { z } from "zod";

export type Html = ReturnType<typeof html>;

const renderer = safeRenderer();
/** Escaped. */
const captioned = z.object({ caption: z.string() });

/** Paragraphs, lists and tables. `caption` names its tables for those who do not see what stands around them. */
export function markdown(text: string, caption: string): Html {
  return raw(shown(renderer.render(text, { caption: renderer.utils.escapeHtml(caption) })));
}

/** One line without a paragraph around it. */
export function markdownLine(text: string): Html {
  return raw(shown(renderer.renderInline(text)));
}

/** What keeps GitHub from reading a mention is of no use here, and would be copied along. */
function shown(rendered: string): string {
  return rendered.replaceAll("\u200b", "");
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
  md.renderer.rules.table_open = (_tokens, _at, _options, env) => {
    const { caption } = captioned.parse(env);
    return `<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption class="unseen">${caption}</caption>\n`;
  };
  md.renderer.rules.table_close = () => "</table></div>\n";
  md.renderer.rules.th_open = () => '<th scope="col">';
  return md;
}
