/** The page as a site of files, for a web server that only serves such: the same views, of what everybody may see. */
import { readFileSync } from "node:fs";
import type { Kysely } from "kysely";
import { findRepository, governedRepositories } from "../../database/repositories.ts";
import type { Schema } from "../../database/schema.ts";
import { repositoryCounts } from "../../database/shown.ts";
import type { Instant, RepositoryName } from "../../shared/names.ts";
import { fileLinks, filePath, type Links, type Target } from "./links.ts";
import type { Html } from "./markdown-html.ts";
import { asSeen, type Governed, pullPage, repositoryPage } from "./read-page-data.ts";
import { isPublic } from "./viewer.ts";
import { homeView } from "./views/home-view.ts";
import { document, icon, type Place } from "./views/layout.ts";
import { pullView } from "./views/pull-view.ts";
import { repositoryView } from "./views/repository-view.ts";

export interface FilesOptions {
  readonly db: Kysely<Schema>;
  readonly webUrl: string;
  /** Private repositories too: whoever may read the files then reads about them. */
  readonly withPrivate: boolean;
  readonly writtenAt: Instant;
}

export interface SiteFile {
  /** With slashes, below the site's folder. */
  readonly path: string;
  readonly text: string;
}

/** One file after the other, so that no more than one repository's is held at a time. */
export async function* siteFiles(options: FilesOptions): AsyncGenerator<SiteFile> {
  const { db, withPrivate } = options;
  const all = await governedRepositories(db);
  const repositories = all.filter((one) => (withPrivate || isPublic(one)) && isPathSafe(one));
  const home = { repositories, counts: await repositoryCounts(db), note: null };
  yield await file(options, { kind: "home" }, { title: "Contributor ladders" }, (links) => homeView(links, home));
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
  const { db, writtenAt } = options;
  const page = await repositoryPage(db, repository, writtenAt, (places) => hidden(options, places));
  const place = { title: repository.name, repository };
  yield await file(options, { kind: "repository", repository }, place, (links) => repositoryView(links, page));
  // Links lead to those that were decided lately too.
  const numbers = new Set([...page.pulls, ...page.decisions].map(({ number }) => number));
  for (const number of numbers) {
    const pull = await pullPage(db, repository, number);
    if (pull === null) continue;
    const title = `${pull.pull.shown.title} #${number}`;
    yield await file(options, { kind: "pull", repository, number }, { title, repository }, (links) =>
      pullView(links, pull),
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

/** GitHub's names are; whatever else stands in a database must not lead out of the folder. */
function isPathSafe({ owner, name }: { readonly owner: string; readonly name: string }): boolean {
  return [owner, name].every((part) => /^[\w.-]+$/.test(part) && part !== "." && part !== "..");
}
