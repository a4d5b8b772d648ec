/** How many reviews wait for each person. */

import { html } from "hono/html";
import type { Burden } from "../../../database/review-requests.ts";
import type { ShownGoodRegistry } from "../../../model/page-data.ts";
import { counted } from "../../../shared/counted.ts";
import { loginKey, type RepositoryName } from "../../../shared/names.ts";
import type { Links } from "../links.ts";
import { EVERY_PULL, WHOLE_SECTION } from "../page-query.ts";
import { type Slice, slice } from "../paging.ts";
import { type Html, isolated, personName, table } from "./html-pieces.ts";
import { pager } from "./pager-view.ts";

interface Load {
  readonly repository: RepositoryName;
  readonly registry: ShownGoodRegistry;
  readonly burdens: readonly Burden[];
  readonly page: number;
}

const MAX_ROWS = 50;

/** The most loaded first. */
export function loadPage({ burdens, page }: Pick<Load, "burdens" | "page">): Slice<Burden> {
  const rows = burdens.toSorted((one, other) => other.open - one.open || other.turns - one.turns);
  return slice(rows, page, MAX_ROWS);
}

/** People are named as the registry spells them. */
export function loadView(links: Links, load: Load): Html {
  const { registry, repository } = load;
  const spelled = new Map(registry.people.map(({ login }) => [loginKey(login), login]));
  const shown = loadPage(load);
  const { maxOpen } = registry.reviews;
  if (shown.total === 0) return html`<p>Nobody was asked to review anything here in the last 90 days.</p>`;
  const to = (page: number) =>
    links.to({ kind: "section", repository, section: "load", query: { ...WHOLE_SECTION, page } });
  return html`<p>Nobody is asked for more once ${counted(maxOpen, "review waits", "reviews wait")} for them.</p>
    ${table<Burden>(
      "Reviews asked for, by person",
      [
        {
          title: "Person",
          isHead: true,
          cell: ({ who }) => whoCell(links, repository, spelled.get(loginKey(who.login)) ?? who.login),
        },
        { title: "Waiting now", cell: ({ open }) => loadCell(open, maxOpen) },
        { title: "Asked in 90 days", cell: ({ turns }) => html`${turns}` },
      ],
      shown.items,
    )}
    ${pager(shown, "people asked", to)}`;
}

/** Leads to what waits for them, where somebody answers. */
function whoCell(links: Links, repository: RepositoryName, login: string): Html {
  if (!links.isServed) return personName(login);
  const query = { ...EVERY_PULL, waitsFor: login };
  return html`<a class="who" href="${links.to({ kind: "repository", repository, query })}">${isolated(login)}</a>`;
}

function loadCell(open: number, most: number): Html {
  return html`<span class="load">${open} <span class="quiet">of ${most}</span><meter min="0" max="${most}" value="${Math.min(open, most)}" aria-hidden="true"></meter></span>`;
}
