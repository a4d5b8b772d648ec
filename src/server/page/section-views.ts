/**
 * Each view of a repository below its tabs: what it reads, and how many pages it has. They are served one by one, or written to files
 * one after the other.
 */

import type { Kysely } from "kysely";
import type { Schema } from "../../database/schema.ts";
import { promotionsOnPage } from "../../database/shown.ts";
import type { ShownGoodRegistry } from "../../model/page-data.ts";
import { type Instant, unreachable } from "../../shared/names.ts";
import type { Links, Section } from "./links.ts";
import type { Html } from "./markdown-html.ts";
import type { SectionQuery } from "./page-query.ts";
import { accessOf, awayNow, burdensOf, communityDecisionsOf, decisionsOf, type HiddenFrom } from "./read-page-data.ts";
import { accessPage, accessView } from "./views/access-view.ts";
import { areasPage, areasView } from "./views/areas-view.ts";
import { decisionsPage, decisionsView } from "./views/decisions-view.ts";
import { ladderView } from "./views/ladder-view.ts";
import { loadPage, loadView } from "./views/load-view.ts";
import { peoplePage, peopleView } from "./views/people-view.ts";
import { promotionsPage, promotionsView } from "./views/promotions-view.ts";
import type { Governed } from "./views/repository-view.ts";
import { votesPage, votesView } from "./views/votes-view.ts";

interface SectionAsked {
  readonly db: Kysely<Schema>;
  readonly repository: Governed;
  readonly section: Section;
  readonly query: SectionQuery;
  readonly now: Instant;
  readonly hiddenFrom: HiddenFrom;
}

interface SectionView {
  readonly pages: number;
  body(links: Links): Html;
}

/** `null`: without a good registry there is none. */
export async function sectionView(asked: SectionAsked): Promise<SectionView | null> {
  const { db, repository, section, query } = asked;
  const { page } = query;
  const { registry } = repository;
  if (section === "decisions") {
    const decisions = await decisionsOf(db, repository);
    return {
      pages: decisionsPage(decisions, page).pages,
      body: (links) => decisionsView(links, repository, decisions, page),
    };
  }
  if (section === "votes") {
    const decisions = await communityDecisionsOf(db, repository);
    if (decisions.length === 0) return null;
    return {
      pages: votesPage(decisions, page).pages,
      body: (links) => votesView(links, repository, decisions, page),
    };
  }
  if (section === "access") {
    const reading = await accessOf(db, repository);
    if (reading === null) return null;
    const { pages } = accessPage(reading, page);
    return { pages, body: (links) => accessView(links, repository, reading, page) };
  }
  return registry.kind === "broken" ? null : await registrySection(asked, section, registry);
}

async function registrySection(
  asked: SectionAsked,
  section: Exclude<Section, "decisions" | "votes" | "access">,
  registry: ShownGoodRegistry,
): Promise<SectionView> {
  const { db, repository, query } = asked;
  const { page } = query;
  switch (section) {
    case "promotions": {
      const promotions = await promotionsOnPage(db, repository.id);
      const { pages } = promotionsPage(promotions, page);
      return { pages, body: (links) => promotionsView(links, repository, promotions, page) };
    }
    case "load": {
      const load = { repository, registry, burdens: await burdensOf(db, repository), page };
      return { pages: loadPage(load).pages, body: (links) => loadView(links, load) };
    }
    case "people": {
      const away = await awayNow(db, repository, asked.now, asked.hiddenFrom);
      const people = { repository, registry, away, query };
      return { pages: peoplePage(people).pages, body: (links) => peopleView(links, people) };
    }
    case "ladder":
      return { pages: 1, body: () => ladderView(registry) };
    case "areas":
      return {
        pages: areasPage(registry, page).pages,
        body: (links) => areasView(links, repository, registry, page),
      };
    default:
      return unreachable(section);
  }
}
