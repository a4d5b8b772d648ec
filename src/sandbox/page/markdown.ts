/** People's and Rung's Markdown as HTML that can neither run anything nor fetch anything. */

import MarkdownIt from "markdown-it";

const renderer = safeRenderer();

/** HTML of a comment or a report: no raw HTML, no images fetched, hidden comments (Rung's markers) left out as on GitHub. */
export function markdown(text: string): string {
  return renderer.render(text);
}

function safeRenderer() {
  // `html: true` only lets markdown-it find the HTML; the two rules below never let any of it through.
  const md = new MarkdownIt({ html: true, linkify: true, breaks: true });
  const escaped = (content: string): string =>
    md.utils.escapeHtml(content.replace(/<!--[\s\S]*?(?:-->|$)/g, "").trim());
  md.renderer.rules.html_block = (tokens, at) => {
    const text = escaped(tokens[at]?.content ?? "");
    return text === "" ? "" : `<p>${text}</p>\n`;
  };
  md.renderer.rules.html_inline = (tokens, at) => escaped(tokens[at]?.content ?? "");
  // An image would be a request to somebody else's server; its words are enough.
  md.renderer.rules.image = (tokens, at) => `<em>[image: ${md.utils.escapeHtml(tokens[at]?.content ?? "")}]</em>`;
  md.renderer.rules.link_open = (tokens, at, options, _env, self) => {
    tokens[at]?.attrSet("rel", "noopener noreferrer nofollow");
    return self.renderToken(tokens, at, options);
  };
  md.renderer.rules.table_open = () => '<div class="scroll" tabindex="0"><table>\n';
  md.renderer.rules.table_close = () => "</table></div>\n";
  return md;
}
