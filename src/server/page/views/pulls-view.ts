/** Open pull requests: what each waits for, and for whom; filtered by words, author, area, state and person. */

import { html } from "hono/html";
import type { PullInList } from "../../../database/shown.ts";
import { counted } from "../../../shared/counted.ts";
import { type RepositoryName, sameName } from "../../../shared/names.ts";
import type { Links } from "../links.ts";
import {
  EVERY_PULL,
  isAsked,
  isFiltered,
  PULL_STATES,
  type PullQuery,
  pullsMatching,
  type Requested,
} from "../page-query.ts";
import { type Slice, slice } from "../paging.ts";
import { visibleText } from "../visible-text.ts";
import { type Html, nothing, peopleNames, personName, table, titleText, verdict } from "./html-pieces.ts";
import { pager } from "./pager-view.ts";
import { option } from "./search-fields.ts";
import { waitsView } from "./waits-view.ts";

export interface Pulls {
  readonly repository: RepositoryName;
  readonly pulls: readonly PullInList[];
  readonly requested: Requested;
  readonly query: PullQuery;
  /** The visitor's login; `null`: nobody has signed in. */
  readonly visitor: string | null;
}

const MAX_ROWS = 20;
/** A pull request that waits for more shows that on its own page. */
const MOST = { waits: 2, names: 2 } as const;

export function pullsPage({ pulls, requested, query }: Omit<Pulls, "repository" | "visitor">): Slice<PullInList> {
  return slice(pullsMatching(pulls, requested, query), query.page, MAX_ROWS);
}

export function pullsView(links: Links, given: Pulls): Html {
  const { pulls, repository, query } = given;
  if (pulls.length === 0) return html`<p>No pull request is open.</p>`;
  const shown = pullsPage(given);
  const to = (over: Partial<PullQuery>) => toPulls(links, repository, { ...query, page: 1, ...over });
  return html`${links.isServed ? searchView(links, given) : nothing}
    ${foundLine(links, given, shown.total)}
    ${shown.total === 0 ? nothing : pullTable(links, given, shown.items)}
    ${pager(shown, "open pull requests", (page) => to({ page }))}`;
}

function toPulls(links: Links, repository: RepositoryName, query: PullQuery): string {
  return links.to({ kind: "repository", repository, query });
}

function foundLine(links: Links, { repository, pulls, query }: Pulls, total: number): Html {
  if (!isFiltered(query)) return nothing;
  const all = html`<a href="${toPulls(links, repository, EVERY_PULL)}">Show all ${pulls.length}</a>`;
  const who = query.waitsFor === "" ? nothing : html` for <bdi>${query.waitsFor}</bdi>`;
  if (total === 0)
    return html`<p>No open pull request ${query.waitsFor === "" ? "matches" : html`waits${who}`}. ${all}</p>`;
  const waits = query.waitsFor === "" ? nothing : html` ${total === 1 ? "waits" : "wait"}${who}`;
  return html`<p>${total} of ${counted(pulls.length, "open pull request")}${waits}. ${all}</p>`;
}

/** A form that a browser sends by GET, so that what it finds has an address; folded away until it is wanted. */
function searchView(links: Links, given: Pulls): Html {
  const { repository, query, visitor } = given;
  return html`${visitor === null ? nothing : forVisitor(links, given, visitor)}
    <details class="search"${isFiltered(query) ? html` open` : nothing}><summary>Find pull requests</summary>
    <form method="get" action="${toPulls(links, repository, EVERY_PULL)}" role="search" aria-label="Pull requests">
      <label>Words<input name="q" value="${query.words}" maxlength="100"></label>
      <label>Author<input name="author" value="${query.author}" maxlength="100" autocapitalize="none" spellcheck="false"></label>
      ${areaField(given)}
      <label>State<select name="state"><option value="">any</option>${Object.entries(PULL_STATES).map(([value, title]) => option(value, title, query.state))}</select></label>
      <label>Waits for<input name="for" value="${query.waitsFor}" maxlength="100" autocapitalize="none" spellcheck="false" placeholder="a login"></label>
      <button>Find</button>
    </form></details>`;
}

function forVisitor(links: Links, { repository, pulls, requested, query }: Pulls, visitor: string): Html {
  const mine = { ...EVERY_PULL, waitsFor: visitor };
  const count = pullsMatching(pulls, requested, mine).length;
  const here = query.waitsFor === visitor ? html` aria-current="true"` : nothing;
  return html`<p><a class="button" href="${toPulls(links, repository, mine)}"${here}>Waits for me <span class="count">${count}</span></a></p>`;
}

/** More than that are no choice on a phone: the name is typed. */
const MAX_CHOICES = 200;

function inOrder(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}

function areaField({ pulls, query }: Pulls): Html {
  const areas = [...new Set(pulls.flatMap(({ shown }) => shown.areas.map(visibleText)))].toSorted(inOrder);
  if (areas.length > MAX_CHOICES)
    return html`<label>Area<input name="area" value="${query.area}" maxlength="100" autocapitalize="none"></label>`;
  return html`<label>Area<select name="area"><option value="">any</option>${areas.map((area) => option(area, area, query.area))}</select></label>`;
}

function pullTable(links: Links, given: Pulls, rows: readonly PullInList[]): Html {
  const { repository, requested, query } = given;
  const order = query.waitsFor === "" ? "the oldest first" : "those with a review asked for first";
  const hasRequests = rows.some(({ number }) => requested.has(number));
  return table<PullInList>(
    `Open pull requests of ${repository.owner}/${repository.name}, ${order}`,
    [
      {
        title: "Pull request",
        isHead: true,
        cell: ({ number, shown }) =>
          html`<a href="${links.to({ kind: "pull", repository, number })}"><bdi>${titleText(shown.title)}</bdi></a> <span class="quiet">#${number} by ${personName(shown.author)}</span>`,
      },
      { title: "Verdict", cell: ({ shown }) => verdict(shown.outcome, shown.verdict) },
      { title: "Waits for", cell: ({ shown }) => waitsView(shown.waits, MOST) },
      ...(hasRequests
        ? [{ title: "Review asked of", cell: ({ number }: PullInList) => askedCell(requested, number, query) }]
        : []),
    ],
    rows,
  );
}

/** The person who is searched for comes first, so that they are visible whatever is left out. */
function askedCell(requested: Requested, number: number, { waitsFor }: PullQuery): Html {
  const asked = requested.get(number) ?? [];
  if (asked.length === 0) return html`nobody`;
  const isWanted = (login: string) => sameName(login, waitsFor);
  const first = isAsked(requested, number, waitsFor) ? asked.filter(isWanted) : [];
  return peopleNames([...first, ...asked.filter((login) => !first.includes(login))], 0, "and");
}
