/** A choice in the search forms of lists. */

import { html } from "hono/html";
import { sameName } from "../../../shared/names.ts";
import { type Html, nothing } from "./html-pieces.ts";

export function option(value: string, title: string, chosen: string): Html {
  const isChosen = sameName(value, chosen);
  return html`<option value="${value}"${isChosen ? html` selected` : nothing}>${title}</option>`;
}
