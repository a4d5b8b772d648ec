/** Differences between access on GitHub and what the registry says, in both directions. */

import { html } from "hono/html";
import type { ShownAccess } from "../../../model/page-data.ts";
import { thingsDiffer } from "../../../registry/access/access-issue.ts";
import { counted } from "../../../shared/counted.ts";
import { oneLine, shortened } from "../../../shared/markdown.ts";
import type { Instant, RepositoryName } from "../../../shared/names.ts";
import { type Links, onGitHub } from "../links.ts";
import { markdownLine } from "../markdown-html.ts";
import { WHOLE_SECTION } from "../page-query.ts";
import { type Slice, slice } from "../paging.ts";
import { type Html, isolated, nothing, time } from "./html-pieces.ts";
import { pager } from "./pager-view.ts";

export interface ReadAccess {
  /** When all of it was last read; `null`: it never was. */
  readonly wholeAt: Instant | null;
  /** Why the last look was not whole; none: it was. */
  readonly unread: readonly string[];
  readonly shown: ShownAccess | null;
}

type Difference = ShownAccess["differences"][number];

const MAX_ROWS = 25;
const MAX_PENDING = 25;
const MAX_UNREAD = 10;
const MAX_LINE = 300;

export function accessPage({ shown }: ReadAccess, page: number): Slice<Difference> {
  return slice(shown?.differences ?? [], page, MAX_ROWS);
}

export function accessView(links: Links, repository: RepositoryName, access: ReadAccess, page: number): Html {
  const { wholeAt, shown, unread } = access;
  const to = (at: number) =>
    links.to({ kind: "section", repository, section: "access", query: { ...WHOLE_SECTION, page: at } });
  const slice = accessPage(access, page);
  if (wholeAt === null || shown === null)
    return html`${unreadNote(unread)}<p>Nothing has been read in full yet, so nothing is told.</p>`;
  return html`${unreadNote(unread)}
    ${shown.trouble === null ? nothing : html`<p class="note bad">${isolated(line(shown.trouble))}</p>`}
    <p>${leadText(shown.count)} ${shown.issue === null ? nothing : html`<a href="${onGitHub(links, repository.owner, repository.name, "issues", `${shown.issue}`)}">Issue ${shown.issue}</a> says the same.`}</p>
    <p class="quiet">Last read in full on ${time(wholeAt)}. Rung takes nothing away from anybody.</p>
    ${slice.items.length === 0 ? nothing : html`<ul class="listed">${slice.items.map(differenceView)}</ul>`}
    ${pager(slice, "differences", to)}
    ${pendingView(shown.pending)}`;
}

function leadText(count: number): string {
  if (count === 0) return "Nothing differs between what GitHub gives and what the registry says.";
  return `${thingsDiffer(count)} between what GitHub gives and what the registry says.`;
}

function differenceView({ whatMarkdown, waysMarkdown }: Difference): Html {
  return html`<li><p>${markdownLine(whatMarkdown)}<br><span class="quiet">${markdownLine(waysMarkdown)}</span></p></li>`;
}

function pendingView(pending: readonly string[]): Html {
  if (pending.length === 0) return nothing;
  const rest = pending.length - MAX_PENDING;
  return html`<h3>Not yet accepted</h3><ul class="listed">${pending.slice(0, MAX_PENDING).map((one) => html`<li>${markdownLine(one)}</li>`)}${rest > 0 ? html`<li>and ${rest} more</li>` : nothing}</ul>`;
}

function unreadNote(unread: readonly string[]): Html {
  if (unread.length === 0) return nothing;
  const rest = unread.length - MAX_UNREAD;
  return html`<div class="note bad"><p><b>The last look could not read everything, so nothing is told of it.</b> It lacked ${counted(unread.length, "part")}; what stands below is older.</p><ul>${unread.slice(0, MAX_UNREAD).map((why) => html`<li>${markdownLine(line(why))}</li>`)}${rest > 0 ? html`<li>and ${rest} more</li>` : nothing}</ul></div>`;
}

function line(text: string): string {
  return shortened(oneLine(text), MAX_LINE);
}
