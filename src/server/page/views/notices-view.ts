/** The notice that is shown where there is nothing else to show. */

import { html } from "hono/html";
import type { Links } from "../links.ts";
import { type Html, nothing } from "./html-pieces.ts";

/** The same for what does not exist and for what the visitor may not see. */
export function absentView(links: Links, canSignIn: boolean): Html {
  return html`<h1>There is nothing to see here</h1>
    <p class="lead">Either there is no such page, or it is not yours to see.${canSignIn ? " If it is about a private repository, sign in with GitHub first." : nothing}</p>
    <p><a href="${links.to({ kind: "home", page: 1 })}">See the repositories there are</a></p>`;
}

export function troubleView(title: string, why: string): Html {
  return html`<h1>${title}</h1><p class="lead">${why}</p>`;
}
