/** The frame around every view. */

import { html, raw } from "hono/html";
import type { Instant, RepositoryName } from "../../../shared/names.ts";
import type { Links } from "../links.ts";
import { EVERY_PULL } from "../page-query.ts";
import { visibleText } from "../visible-text.ts";
import { type Html, nothing, time } from "./html-pieces.ts";

export interface Frame {
  readonly links: Links;
  /** The visitor's sign-in; `null`: there is none, as in a site of static files. */
  readonly visitor: Visitor | null;
  /** When a site of files was written; `null`: this is served. */
  readonly writtenAt: Instant | null;
}

interface Visitor {
  /** `null`: not signed in. */
  readonly login: string | null;
  /** The address for the sign-in's forms and links, and for returning from it. */
  readonly signIn: string;
  readonly signOut: string;
}

export interface Place {
  readonly title: string;
  /** The repository that the view belongs to. */
  readonly repository?: RepositoryName;
}

/** The ladder of the name. */
export const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#2f7a67" stroke-width="2.4" stroke-linecap="round"><path d="M8 2.5 6.5 21.5M16 2.5l1.5 19M7.8 6.5h8.4M7.4 11.5h9.2M7 16.5h10"/></svg>';

export function document(frame: Frame, place: Place, main: Html): Html {
  const { links } = frame;
  const title = visibleText(place.title);
  const at = place.repository ? `${title} · ${place.repository.owner}/${place.repository.name}` : title;
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${at} · Rung</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="${links.to({ kind: "icon" })}" type="image/svg+xml"><link rel="stylesheet" href="${links.to({ kind: "style" })}"></head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="banner"><div class="bar">
  <a class="brand" href="${links.to({ kind: "home", page: 1 })}">${raw(icon.replace("<svg", '<svg aria-hidden="true" width="24" height="24"'))}<span>Rung</span></a>
  ${place.repository ? crumbs(links, place.repository) : nothing}
  ${frame.visitor ? visitorView(frame.visitor) : nothing}
</div></header>
<main id="main" tabindex="-1">${main}</main>
<footer><p>${frame.writtenAt === null ? "As Rung last read it from GitHub." : html`Written on ${time(frame.writtenAt)} from what Rung last read from GitHub.`} What counts is what GitHub shows.</p></footer>
</body></html>`;
}

function crumbs(links: Links, repository: RepositoryName): Html {
  return html`<nav class="crumbs" aria-label="Where you are"><a href="${links.to({ kind: "repository", repository, query: EVERY_PULL })}">${repository.owner}/${repository.name}</a></nav>`;
}

function visitorView({ login, signIn, signOut }: Visitor): Html {
  if (login === null) return html`<a class="button sign" href="${signIn}">Sign in with GitHub</a>`;
  return html`<form class="sign" method="post" action="${signOut}"><span>Signed in as <b>${login}</b></span> <button>Sign out</button></form>`;
}
