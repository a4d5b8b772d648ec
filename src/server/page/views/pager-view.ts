/** The navigation through a list that is cut into pages. */

import { html } from "hono/html";
import type { Slice } from "../paging.ts";
import { type Html, nothing } from "./html-pieces.ts";

/** Nothing where all is on one page. `to`: the address of a page of the list. */
export function pager(
  { page, pages, total, first, items }: Slice<unknown>,
  name: string,
  to: (page: number) => string,
): Html {
  if (pages === 1) return nothing;
  const before = page > 1 ? html`<a rel="prev" href="${to(page - 1)}">Previous</a>` : nothing;
  const after = page < pages ? html`<a rel="next" href="${to(page + 1)}">Next</a>` : nothing;
  return html`<nav class="pager" aria-label="Pages of ${name}">${before} <span>${first} to ${first + items.length - 1} of ${total}</span> ${after}</nav>`;
}
