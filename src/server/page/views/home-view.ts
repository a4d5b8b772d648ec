/** The first view: the repositories that the visitor may see. */

import { html } from "hono/html";
import type { ListedRepository } from "../../../database/repositories.ts";
import type { RepositoryCounts } from "../../../database/shown.ts";
import type { Links } from "../links.ts";
import { EVERY_PULL } from "../page-query.ts";
import { type Slice, slice } from "../paging.ts";
import { type Html, nothing, table } from "./html-pieces.ts";
import { pager } from "./pager-view.ts";

export interface Home {
  readonly repositories: readonly ListedRepository[];
  /** For those on the page. */
  readonly counts: ReadonlyMap<number, RepositoryCounts>;
  /** For those on the page: the ones without a good version of their registry. */
  readonly broken: ReadonlySet<number>;
  /** A sentence about what may be missing; `null`: nothing may. */
  readonly note: string | null;
  readonly page: number;
}

const MAX_ROWS = 100;

export function homePage({ repositories, page }: Pick<Home, "repositories" | "page">): Slice<ListedRepository> {
  return slice(repositories, page, MAX_ROWS);
}

export function homeView(links: Links, home: Home): Html {
  const { note } = home;
  const shown = homePage(home);
  const owners = [...new Set(shown.items.map(({ owner }) => owner))];
  return html`<h1>Who may do what, and what waits for whom</h1>
    <p class="lead">Rung keeps the contributor ladders of these repositories: who holds which role, whose approval each pull request needs, and how far each promotion is.</p>
    ${note === null ? nothing : html`<p class="note">${note}</p>`}
    ${shown.total === 0 ? empty : nothing}
    ${owners.map((owner) => {
      const here = shown.items.filter((one) => one.owner === owner);
      return html`<section class="card" aria-labelledby="of-${owner}"><h2 id="of-${owner}">${owner}</h2>${ownerTable(links, owner, here, home)}</section>`;
    })}
    ${pager(shown, "repositories", (page) => links.to({ kind: "home", page }))}`;
}

const empty: Html = html`<p class="card">There is no repository to show here yet. One appears once its owner has installed Rung, a <code>roles.yaml</code> governs it, and Rung has read it.</p>`;

function ownerTable(links: Links, owner: string, rows: readonly ListedRepository[], { counts, broken }: Home): Html {
  const of = ({ id }: ListedRepository) => counts.get(id) ?? { open: 0, waiting: 0, promotions: 0 };
  return table<ListedRepository>(
    `Repositories of ${owner}`,
    [
      {
        title: "Repository",
        isHead: true,
        cell: (one) =>
          html`<a href="${links.to({ kind: "repository", repository: one, query: EVERY_PULL })}">${one.name}</a>${one.private ? html` <span class="tag">private</span>` : nothing}${broken.has(one.id) ? html` <span class="tag bad">registry has faults</span>` : nothing}`,
      },
      {
        title: "Pull requests",
        cell: (one) => {
          const { open, waiting } = of(one);
          return open === 0
            ? html`none open`
            : html`${open} open, ${waiting === 0 ? "none waits" : `${waiting} waiting`}`;
        },
      },
      {
        title: "Promotions",
        cell: (one) => {
          const { promotions } = of(one);
          return html`${promotions === 0 ? "none open" : `${promotions} open`}`;
        },
      },
    ],
    rows,
  );
}
