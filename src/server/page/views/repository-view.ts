/** The beginning of every view of a repository: its name, what its registry's file says of itself, and the links to its other views. */

import { html } from "hono/html";
import type { StoredRepository } from "../../../database/repositories.ts";
import type { ShownGoodRegistry, ShownRegistry } from "../../../model/page-data.ts";
import { day } from "../../../shared/dates.ts";
import { oneLine, shortened } from "../../../shared/markdown.ts";
import { loginKey, unreachable } from "../../../shared/names.ts";
import { type Links, onGitHub, SECTIONS, type Section } from "../links.ts";
import { EVERY_PULL, WHOLE_SECTION } from "../page-query.ts";
import { type Html, isolated, joinHtml, nameList, nothing } from "./html-pieces.ts";

export type Governed = StoredRepository & { readonly registry: ShownRegistry };

export interface RepositoryFrame {
  readonly repository: Governed;
  /** `votes`, those that are open, or `access` null: nothing is known of it here. */
  readonly counts: {
    readonly pulls: number;
    readonly promotions: number;
    readonly votes: number | null;
    readonly access: number | null;
  };
}

type Tab = "pulls" | Section;

export const TITLES: Readonly<Record<Tab, string>> = {
  pulls: "Pull requests",
  promotions: "Promotions",
  load: "Review load",
  people: "People",
  ladder: "The ladder",
  areas: "Areas",
  decisions: "Recent decisions",
  votes: "Votes and decisions",
  access: "Access",
};

/** Without a good registry the people, the ladder and the areas are unknown. */
function tabsOf({ repository: { registry }, counts }: RepositoryFrame): readonly Tab[] {
  const known: readonly Tab[] = registry.kind === "broken" ? ["pulls", "decisions"] : ["pulls", ...SECTIONS];
  const more = (["votes", "access"] as const).filter((tab) => counts[tab] !== null);
  return [...known, ...more];
}

export function repositoryView(links: Links, frame: RepositoryFrame, here: Tab, body: Html): Html {
  const { repository } = frame;
  return html`<h1>${repository.owner}/<wbr>${repository.name}${repository.private ? html` <span class="tag">private</span>` : nothing}</h1>
    ${registryNotes(links, repository.registry)}
    ${publishingNotes(links, repository)}
    <nav class="sections" aria-label="About this repository"><ul>${tabsOf(frame).map(
      (tab) =>
        html`<li><a href="${addressOf(links, repository, tab)}"${tab === here ? html` aria-current="page"` : nothing}>${TITLES[tab]}${countOf(frame, tab)}</a></li>`,
    )}</ul></nav>
    <section class="card" aria-labelledby="${here}"><h2 id="${here}">${TITLES[here]}</h2>${body}</section>`;
}

function addressOf(links: Links, repository: Governed, tab: Tab): string {
  if (tab === "pulls") return links.to({ kind: "repository", repository, query: EVERY_PULL });
  return links.to({ kind: "section", repository, section: tab, query: WHOLE_SECTION });
}

function countOf({ repository, counts }: RepositoryFrame, tab: Tab): Html {
  const { registry } = repository;
  const isCounted = tab === "pulls" || tab === "promotions" || tab === "votes" || tab === "access";
  const count = isCounted ? counts[tab] : countIn(registry, tab);
  return count === null ? nothing : html` <span class="count">${count}</span>`;
}

function countIn(registry: ShownRegistry, tab: Exclude<Section, "promotions" | "votes" | "access">): number | null {
  if (registry.kind === "broken") return null;
  switch (tab) {
    case "people":
      return peopleIn(registry);
    case "ladder":
      return registry.roles.length;
    case "areas":
      return registry.areas.length;
    case "load":
    case "decisions":
      return null;
    default:
      return unreachable(tab);
  }
}

function peopleIn({ people }: ShownGoodRegistry): number {
  return new Set(people.map(({ login }) => loginKey(login))).size;
}

const MAX_SOURCES = 10;
const MAX_TEAMS = 10;

function registryNotes(links: Links, registry: ShownRegistry): Html {
  if (registry.kind === "broken") {
    return html`<div class="note bad"><p><b>${isolated(registry.path)} is faulty</b>, and no good version of it is known, so no pull request passes. Mending it on the default branch lets the checks go on.</p>${faultList(registry.faults)}</div>`;
  }
  const { sources, stale, mode, unreadTeams } = registry;
  const files = sources
    .slice(0, MAX_SOURCES)
    .map(
      ({ owner, name, path }) =>
        html`<a href="${onGitHub(links, owner, name, "blob", "HEAD", ...path.split("/"))}"><code>${path}</code> of ${owner}/${name}</a>`,
    );
  const hidden =
    registry.hiddenSources === undefined
      ? []
      : [html`a private file, of which only what concerns this repository is shown`];
  return html`<p class="lead">Who may do what here is written in ${joinHtml([...files, ...hidden], "and")}.</p>
    ${mode === "advise" ? html`<p class="note">This registry says <code>mode: advise</code>: the check reports and blocks nothing.</p>` : nothing}
    ${stale === null ? nothing : html`<div class="note bad"><p><b>${isolated(stale.path)} is faulty.</b> The last good version, of ${day(stale.goodSince)}, gates until it is mended.</p>${faultList(stale.faults)}</div>`}
    ${unreadTeams.length === 0 ? nothing : html`<p class="note bad">GitHub would not tell who is in ${nameList(unreadTeams, MAX_TEAMS)}, so pull requests that need them wait.</p>`}`;
}

const MAX_LISTS = 20;
/** Shown unfolded: they are above each of a repository's views. */
const FEW_LISTS = 3;

/** If part of the registry is hidden from the visitor, so are its lists, which may name what is in it. */
function publishingNotes(links: Links, { owner, name, registry, publishing }: Governed): Html {
  if (publishing === null || registry.kind === "broken" || registry.hiddenSources !== undefined) return nothing;
  const { pull, notes, elsewhere } = publishing;
  const reasons = [...notes, ...elsewhere];
  const address = pull === null ? "" : onGitHub(links, owner, name, "pull", `${pull}`);
  const waits =
    pull === null
      ? nothing
      : html`<p class="note">Lists that follow the registry wait in <a href="${address}">pull request ${pull}</a>.</p>`;
  if (reasons.length === 0) return waits;
  const lines = reasons
    .slice(0, MAX_LISTS)
    .map((one) => html`<li>${isolated(shortened(oneLine(one), MAX_FAULT))}</li>`);
  const rest = reasons.length - lines.length;
  const [first, more] = [lines.slice(0, FEW_LISTS), lines.slice(FEW_LISTS)];
  return html`${waits}<div class="note bad"><p><b>Not published:</b></p><ul>${first}</ul>${more.length === 0 ? nothing : html`<details><summary>and ${reasons.length - first.length} more</summary><ul>${more}${rest > 0 ? html`<li>and ${rest} more</li>` : nothing}</ul></details>`}</div>`;
}

const MAX_FAULTS = 20;
const MAX_FAULT = 500;

function faultList(faults: readonly string[]): Html {
  const shown = faults.slice(0, MAX_FAULTS).map((fault) => shortened(oneLine(fault), MAX_FAULT));
  const rest = faults.length - shown.length;
  return html`<ul>${shown.map((fault) => html`<li>${isolated(fault)}</li>`)}${rest > 0 ? html`<li>and ${rest} more</li>` : nothing}</ul>`;
}
