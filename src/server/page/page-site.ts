/** The page that the bot serves: server-rendered, one style sheet, no script, nothing from anywhere else. */

import { readFileSync } from "node:fs";
import { type Context, Hono } from "hono";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import type { Kysely } from "kysely";
import { governedRepositories } from "../../database/repositories.ts";
import type { Schema } from "../../database/schema.ts";
import { GitHubError } from "../../github/client/errors.ts";
import type { RepositoryName } from "../../shared/names.ts";
import { ALL_SECTIONS, type Links, rootFrom, type Section, servedLinks } from "./links.ts";
import type { Html } from "./markdown-html.ts";
import { EVERY_PULL, pageIn, pullQueryOf, sectionQueryOf } from "./page-query.ts";
import { homeFigures, promotionsIn, pullList, pullPage, repositoryFrame } from "./read-page-data.ts";
import { sectionView } from "./section-views.ts";
import type { Session } from "./session.ts";
import {
  type Credentials,
  type PageOptions,
  type SignInOptions,
  sessionOf,
  signInPaths,
  signInRoutes,
} from "./sign-in.ts";
import { type Viewers, viewers } from "./viewer.ts";
import { homeView } from "./views/home-view.ts";
import { absentView, troubleView } from "./views/notices-view.ts";
import { document, type Frame, icon, type Place } from "./views/page-frame.ts";
import { promotionView } from "./views/promotion-view.ts";
import { pullView } from "./views/pull-view.ts";
import { pullsView } from "./views/pulls-view.ts";
import { repositoryView, TITLES } from "./views/repository-view.ts";
import { hiddenFrom, type Sight, visibleOnes, visibleRepository } from "./visible-repositories.ts";

export interface SiteOptions extends PageOptions {
  readonly db: Kysely<Schema>;
  /** Path under which it is served, without a slash at its end; "" for the root. */
  readonly base: string;
  /** `null`: nobody can sign in, and only what is public is shown. */
  readonly signIn: Credentials | null;
}

interface Site extends SiteOptions {
  readonly viewers: Viewers;
}

export function site(options: SiteOptions): Hono {
  const all: Site = { ...options, viewers: viewers(options) };
  const app = new Hono({ strict: false });
  app.use(headers(), csrf(), caching);
  const inside = options.base === "" ? app : app.basePath(options.base);
  assets(inside);
  if (options.signIn !== null) {
    const signIn: SignInOptions = { ...options, ...options.signIn };
    signInRoutes(inside, signIn, (c, why) =>
      show(c, all, { title: "Not signed in" }, troubleView("Not signed in", why), 400),
    );
  }
  inside.get("/", (c) => home(c, all));
  inside.get("/:owner/:name", (c) => repository(c, all));
  for (const named of ALL_SECTIONS) inside.get(`/:owner/:name/${named}`, (c) => section(c, all, named));
  inside.get("/:owner/:name/promotion/:number{[1-9][0-9]{0,8}}", (c) => promotion(c, all));
  inside.get("/:owner/:name/pull/:number{[1-9][0-9]{0,8}}", (c) => pull(c, all));
  app.notFound((c) => absent(c, all));
  app.onError((error, c) => failed(c, all, error));
  return app;
}

function headers() {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: "same-origin",
    // The proxy that ends TLS decides that.
    strictTransportSecurity: false,
  });
}

/** Nobody else may keep what one visitor can see. */
async function caching(c: Context, next: () => Promise<void>): Promise<void> {
  await next();
  if (!c.res.headers.has("cache-control")) c.header("cache-control", "private, no-store");
}

function assets(app: Hono): void {
  const css = readFileSync(new URL("./style.css", import.meta.url), "utf8");
  const as = (text: string, type: string) => (c: Context) =>
    c.body(text, 200, { "content-type": type, "cache-control": "public, max-age=300" });
  app.get("/_page/style.css", as(css, "text/css; charset=utf-8"));
  app.get("/_page/mark.svg", as(icon, "image/svg+xml"));
}

async function home(c: Context, all: Site): Promise<Response> {
  const sight = sightOf(c, all);
  const repositories = await visibleOnes(sight, await governedRepositories(all.db));
  // Said to everybody who signs in, so that it tells nothing of how many there are.
  const note =
    sight.session === null
      ? null
      : "A repository that is not listed here may still be yours to see: open it by its address.";
  const asked = { repositories, page: pageIn(c.req.query()) };
  const given = { ...asked, ...(await homeFigures(all.db, asked)), note };
  return await show(c, all, { title: "Contributor ladders" }, homeView(linksOf(c, all), given));
}

async function repository(c: Context, all: Site): Promise<Response> {
  const sight = sightOf(c, all);
  const found = await visibleRepository(sight, namedIn(c));
  if (found === null) return await absent(c, all);
  const links = linksOf(c, all);
  const { pulls, requested } = await pullList(all.db, found);
  const visitor = sight.session?.login ?? null;
  const query = pullQueryOf(c.req.query());
  const list = pullsView(links, { repository: found, pulls, requested, query, visitor });
  const view = repositoryView(links, await repositoryFrame(all.db, found), "pulls", list);
  return await show(c, all, { title: TITLES.pulls, repository: found }, view);
}

async function section(c: Context, all: Site, named: Section): Promise<Response> {
  const { db } = all;
  const sight = sightOf(c, all);
  const found = await visibleRepository(sight, namedIn(c));
  const view =
    found &&
    (await sectionView({
      db,
      repository: found,
      section: named,
      query: sectionQueryOf(c.req.query()),
      now: all.now(),
      hiddenFrom: (places) => hiddenFrom(sight, places),
    }));
  if (found?.registry.kind === "broken" && view === null) return toRepository(c, all, found);
  if (found === null || view === null) return await absent(c, all);
  const links = linksOf(c, all);
  const whole = repositoryView(links, await repositoryFrame(db, found), named, view.body(links));
  return await show(c, all, { title: TITLES[named], repository: found }, whole);
}

async function pull(c: Context, all: Site): Promise<Response> {
  const found = await visibleRepository(sightOf(c, all), namedIn(c));
  const page = found && (await pullPage(all.db, found, Number(c.req.param("number"))));
  if (found === null || page === null) return await absent(c, all);
  const place = { title: `${page.pull.shown.title} #${page.pull.number}`, repository: found };
  return await show(c, all, place, pullView(linksOf(c, all), page));
}

async function promotion(c: Context, all: Site): Promise<Response> {
  const found = await visibleRepository(sightOf(c, all), namedIn(c));
  if (found?.registry.kind === "broken") return toRepository(c, all, found);
  if (found === null) return await absent(c, all);
  const number = Number(c.req.param("number"));
  const promotions = await promotionsIn(all.db, found, number);
  if (promotions.length === 0) return await absent(c, all);
  const place = { title: `Promotions in #${number}`, repository: found };
  return await show(c, all, place, promotionView(linksOf(c, all), promotions));
}

/** While its registry has no good version, whoever follows a link that was kept is told that, and not that nothing is there. */
function toRepository(c: Context, all: Site, repository: RepositoryName): Response {
  return c.redirect(linksOf(c, all).to({ kind: "repository", repository, query: EVERY_PULL }), 302);
}

function namedIn(c: Context): RepositoryName {
  return { owner: c.req.param("owner") ?? "", name: c.req.param("name") ?? "" };
}

function linksOf(c: Context, { base, webUrl }: Site): Links {
  return servedLinks(base, new URL(c.req.url).pathname, webUrl);
}

function sightOf(c: Context, all: Site): Sight {
  return { db: all.db, viewers: all.viewers, session: visitorOf(c, all) };
}

function visitorOf(c: Context, all: Site): Session | null {
  return all.signIn === null ? null : sessionOf(c, all);
}

async function absent(c: Context, all: Site): Promise<Response> {
  const canSignIn = all.signIn !== null && visitorOf(c, all) === null;
  return await show(c, all, { title: "Nothing to see" }, absentView(linksOf(c, all), canSignIn), 404);
}

async function failed(c: Context, all: Site, error: Error): Promise<Response> {
  if (error instanceof HTTPException) {
    const why = "This came from another site's form, so nothing was done.";
    return show(c, all, { title: "Refused" }, troubleView("Refused", why), 403);
  }
  if (error instanceof GitHubError) {
    all.log.warn({ err: error }, "GitHub did not tell what a visitor may see");
    const why = "GitHub does not answer just now, so what you may see here is not known. Please try again in a moment.";
    return show(c, all, { title: "Cannot tell yet" }, troubleView("Cannot tell yet", why), 503);
  }
  all.log.error({ err: error }, "a view of the page failed");
  return show(
    c,
    all,
    { title: "Broken" },
    troubleView("Something broke here", "The log says what. Please try again."),
    500,
  );
}

async function show(
  c: Context,
  all: Site,
  place: Place,
  main: Html,
  status: 200 | 400 | 403 | 404 | 500 | 503 = 200,
): Promise<Response> {
  const { base } = all;
  const { pathname, search } = new URL(c.req.url);
  const root = rootFrom(base, pathname);
  const back = `${pathname.slice(base.length)}${search}`;
  const visitor = {
    login: visitorOf(c, all)?.login ?? null,
    signIn: `${root}${signInPaths.begin.slice(1)}?${new URLSearchParams({ back })}`,
    signOut: `${root}${signInPaths.end.slice(1)}`,
  };
  const frame: Frame = { links: linksOf(c, all), visitor: all.signIn === null ? null : visitor, writtenAt: null };
  return c.html(await document(frame, place, main), status);
}
