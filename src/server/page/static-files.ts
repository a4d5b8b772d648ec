/** The page as a site of static files, for any web server: the same views, of what everybody may see. */

import { readFileSync } from "node:fs";
import type { Kysely } from "kysely";
import { findRepository, governedRepositories } from "../../database/repositories.ts";
import type { Schema } from "../../database/schema.ts";
import { promotionsOnPage } from "../../database/shown.ts";
import type { Instant, RepositoryName } from "../../shared/names.ts";
import { ALL_SECTIONS, fileLinks, filePath, type Links, type Target } from "./links.ts";
import type { Html } from "./markdown-html.ts";
import { EVERY_PULL, WHOLE_SECTION } from "./page-query.ts";
import {
  asSeen,
  decisionsOf,
  type HiddenFrom,
  homeFigures,
  promotionsIn,
  pullList,
  pullPage,
  repositoryFrame,
} from "./read-page-data.ts";
import { sectionView } from "./section-views.ts";
import { isPublic } from "./viewer.ts";
import { homePage, homeView } from "./views/home-view.ts";
import { document, icon, type Place } from "./views/page-frame.ts";
import { promotionView } from "./views/promotion-view.ts";
import { pullView } from "./views/pull-view.ts";
import { pullsPage, pullsView } from "./views/pulls-view.ts";
import { type Governed, type RepositoryFrame, repositoryView, TITLES } from "./views/repository-view.ts";

interface FilesOptions {
  readonly db: Kysely<Schema>;
  readonly webUrl: string;
  /** Include private repositories: then everybody who may read the files reads about them. */
  readonly withPrivate: boolean;
  readonly writtenAt: Instant;
}

interface SiteFile {
  /** With slashes, below the site's folder. */
  readonly path: string;
  readonly text: string;
}

/** One file after the other, so that no more than one repository's is held at a time. */
export async function* siteFiles(options: FilesOptions): AsyncGenerator<SiteFile> {
  const { db, withPrivate } = options;
  const all = await governedRepositories(db);
  const repositories = all.filter((one) => (withPrivate || isPublic(one)) && isPathSafe(one));
  for (const page of upTo(homePage({ repositories, page: 1 }).pages)) {
    const home = { repositories, page, ...(await homeFigures(db, { repositories, page })), note: null };
    yield await file(options, { kind: "home", page }, { title: "Contributor ladders" }, (links) =>
      homeView(links, home),
    );
  }
  for (const one of repositories) {
    const found = await findRepository(db, one);
    if (found?.id !== one.id || found.registry === null) continue;
    yield* repositoryFiles(
      options,
      await asSeen({ ...found, registry: found.registry }, (sources) => hidden(options, sources)),
    );
  }
  const css = readFileSync(new URL("./style.css", import.meta.url), "utf8");
  yield { path: filePath({ kind: "style" }), text: css };
  yield { path: filePath({ kind: "icon" }), text: icon };
}

function upTo(pages: number): readonly number[] {
  return Array.from({ length: pages }, (_, at) => at + 1);
}

async function hidden(
  { db, withPrivate }: FilesOptions,
  sources: readonly RepositoryName[],
): Promise<readonly RepositoryName[]> {
  if (withPrivate) return [];
  const known = await Promise.all(sources.map((source) => findRepository(db, source)));
  return sources.filter((_, at) => {
    const one = known[at];
    return one == null || !isPublic(one);
  });
}

async function* repositoryFiles(options: FilesOptions, repository: Governed): AsyncGenerator<SiteFile> {
  const frame = await repositoryFrame(options.db, repository);
  yield* listFiles(options, frame);
  yield* sectionFiles(options, frame);
  yield* pullFiles(options, repository);
  yield* promotionFiles(options, repository);
}

async function* listFiles(options: FilesOptions, frame: RepositoryFrame): AsyncGenerator<SiteFile> {
  const { repository } = frame;
  const { pulls, requested } = await pullList(options.db, repository);
  const place = { title: TITLES.pulls, repository };
  for (const page of upTo(pullsPage({ pulls, requested, query: EVERY_PULL }).pages)) {
    const query = { ...EVERY_PULL, page };
    const list = { repository, pulls, requested, query, visitor: null };
    yield await file(options, { kind: "repository", repository, query }, place, (links) =>
      repositoryView(links, frame, "pulls", pullsView(links, list)),
    );
  }
}

async function* sectionFiles(options: FilesOptions, frame: RepositoryFrame): AsyncGenerator<SiteFile> {
  const { db, writtenAt: now } = options;
  const { repository } = frame;
  const hiddenFrom: HiddenFrom = (places) => hidden(options, places);
  for (const section of ALL_SECTIONS) {
    const place = { title: TITLES[section], repository };
    let pages = 1;
    for (let page = 1; page <= pages; page += 1) {
      const query = { ...WHOLE_SECTION, page };
      const view = await sectionView({ db, repository, section, query, now, hiddenFrom });
      if (view === null) break;
      pages = view.pages;
      yield await file(options, { kind: "section", repository, section, query }, place, (links) =>
        repositoryView(links, frame, section, view.body(links)),
      );
    }
  }
}

async function* pullFiles(options: FilesOptions, repository: Governed): AsyncGenerator<SiteFile> {
  const { db } = options;
  // Links lead to those that were decided lately too.
  const { pulls } = await pullList(db, repository);
  const numbers = new Set([...pulls, ...(await decisionsOf(db, repository))].map(({ number }) => number));
  for (const number of numbers) {
    const pull = await pullPage(db, repository, number);
    if (pull === null) continue;
    const title = `${pull.pull.shown.title} #${number}`;
    yield await file(options, { kind: "pull", repository, number }, { title, repository }, (links) =>
      pullView(links, pull),
    );
  }
}

async function* promotionFiles(options: FilesOptions, repository: Governed): AsyncGenerator<SiteFile> {
  const { db } = options;
  // Where no good registry is known, no view leads there.
  if (repository.registry.kind === "broken") return;
  const numbers = new Set((await promotionsOnPage(db, repository.id)).map(({ number }) => number));
  for (const number of numbers) {
    const promotions = await promotionsIn(db, repository, number);
    const place = { title: `Promotions in #${number}`, repository };
    yield await file(options, { kind: "promotion", repository, number }, place, (links) =>
      promotionView(links, promotions),
    );
  }
}

async function file(
  { webUrl, writtenAt }: FilesOptions,
  target: Target,
  place: Place,
  view: (links: Links) => Html,
): Promise<SiteFile> {
  const links = fileLinks(target, webUrl);
  const html = await document({ links, visitor: null, writtenAt }, place, view(links));
  return { path: filePath(target), text: `${html}\n` };
}

/** GitHub's names are safe; anything else in a database must not lead out of the folder. */
function isPathSafe({ owner, name }: { readonly owner: string; readonly name: string }): boolean {
  return [owner, name].every((part) => /^[\w.-]+$/.test(part) && part !== "." && part !== "..");
}
