/** Everything about one repository, on one page. */
import { html } from "hono/html";
import type { Decision } from "../../../database/decisions.ts";
import type { StoredRepository } from "../../../database/repositories.ts";
import type { Burden } from "../../../database/review-requests.ts";
import type { PullOnPage } from "../../../database/shown.ts";
import type { ShownGoodRegistry, ShownPromotion, ShownRegistry } from "../../../model/page-data.ts";
import { day } from "../../../shared/dates.ts";
import { type Links, onGitHub } from "../links.ts";
import { counted, type Html, joinHtml, nothing } from "./bits.ts";
import { decisionsView } from "./decisions-view.ts";
import { areasView, ladderView } from "./ladder-view.ts";
import { type AwayNow, loadView, rosterView } from "./people-view.ts";
import { promotionsView } from "./promotions-view.ts";
import { pullsView } from "./pulls-view.ts";

export interface RepositoryPage {
  readonly repository: StoredRepository & { readonly registry: ShownRegistry };
  readonly pulls: readonly PullOnPage[];
  readonly requested: ReadonlyMap<number, readonly string[]>;
  readonly promotions: readonly ShownPromotion[];
  readonly burdens: readonly Burden[];
  readonly away: AwayNow;
  readonly decisions: readonly Decision[];
}

interface Section {
  readonly id: string;
  readonly title: string;
  /** How many things are in it, for the list of sections. */
  readonly count: number | null;
  readonly body: Html;
}

export function repositoryView(links: Links, page: RepositoryPage): Html {
  const { repository } = page;
  const sections = sectionsOf(links, page);
  return html`<h1>${repository.owner}/<wbr>${repository.name}${repository.private ? html` <span class="tag">private</span>` : nothing}</h1>
    ${registryNotes(links, repository.registry)}
    <nav class="sections" aria-label="On this page"><ul>${sections.map(
      ({ id, title, count }) =>
        html`<li><a href="#${id}">${title}${count === null ? nothing : html` <span class="count">${count}</span>`}</a></li>`,
    )}</ul></nav>
    ${sections.map(({ id, title, body }) => html`<section class="card" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${body}</section>`)}`;
}

function sectionsOf(links: Links, page: RepositoryPage): readonly Section[] {
  const { repository, pulls, promotions, decisions } = page;
  const { registry } = repository;
  const waiting = { id: "pulls", title: "Pull requests", count: pulls.length, body: pullsView(links, page) };
  const decided = {
    ...{ id: "decisions", title: "Recent decisions", count: null },
    body: decisionsView(links, repository, decisions, { isOfOne: false }),
  };
  if (registry.kind === "broken") return [waiting, decided];
  return [
    waiting,
    {
      ...{ id: "promotions", title: "Promotions", count: promotions.length },
      body: promotionsView(links, promotions),
    },
    { id: "load", title: "Review load", count: null, body: loadView(links, page.burdens, registry) },
    { id: "people", title: "People", count: peopleIn(registry), body: rosterView(links, registry, page.away) },
    { id: "ladder", title: "The ladder", count: registry.roles.length, body: ladderView(registry) },
    { id: "areas", title: "Areas", count: registry.areas.length, body: areasView(registry) },
    decided,
  ];
}

function peopleIn({ people }: ShownGoodRegistry): number {
  return new Set(people.map(({ login }) => login.toLowerCase())).size;
}

function registryNotes(links: Links, registry: ShownRegistry): Html {
  if (registry.kind === "broken") {
    return html`<div class="note bad"><p><b>${registry.path} has ${counted(registry.faults.length, "fault")}</b>, and no good version of it is known, so no pull request passes. Mending it on the default branch lets the checks go on.</p>${faultList(registry.faults)}</div>`;
  }
  const { sources, stale, mode, unreadTeams } = registry;
  const files = sources.map(
    ({ owner, name, path }) =>
      html`<a href="${onGitHub(links, owner, name, "blob", "HEAD", ...path.split("/"))}"><code>${path}</code> of ${owner}/${name}</a>`,
  );
  const hidden =
    registry.hiddenSources === undefined
      ? []
      : [html`a private file, of which only what concerns this repository is shown`];
  return html`<p class="lead">Who may do what here is written in ${joinHtml([...files, ...hidden], "and")}.</p>
    ${mode === "advise" ? html`<p class="note">This registry says <code>mode: advise</code>: the check reports and blocks nothing.</p>` : nothing}
    ${stale === null ? nothing : html`<div class="note bad"><p><b>${stale.path} has ${counted(stale.faults.length, "fault")}.</b> The last good version, of ${day(stale.goodSince)}, gates until they are mended.</p>${faultList(stale.faults)}</div>`}
    ${unreadTeams.length === 0 ? nothing : html`<p class="note bad">GitHub would not tell who is in ${unreadTeams.join("; ")}, so pull requests that need them wait.</p>`}`;
}

function faultList(faults: readonly string[]): Html {
  return html`<ul>${faults.slice(0, 20).map((fault) => html`<li>${fault}</li>`)}${faults.length > 20 ? html`<li>and ${faults.length - 20} more</li>` : nothing}</ul>`;
}
