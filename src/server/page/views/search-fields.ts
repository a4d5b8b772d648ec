/** What the forms of lists share. */
import { html } from "hono/html";
import { type Html, nothing } from "./html-pieces.ts";

export function option(value: string, title: string, chosen: string): Html {
  const isChosen = value.toLowerCase() === chosen.toLowerCase();
  return html`<option value="${value}"${isChosen ? html` selected` : nothing}>${title}</option>`;
}
