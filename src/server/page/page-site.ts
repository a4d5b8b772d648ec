/** The page that the bot serves: server-rendered, one style sheet, no script, nothing from anywhere else. */
import { readFileSync } from "node:fs";
import { type Context, Hono } from "hono";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import type { Kysely } from "kysely";
import {
  findRepository,
  governedRepositories,
  type ListedRepository,
  type StoredRepository,
} from "../../database/repositories.ts";
import type { Schema } from "../../database/schema.ts";
import { repositoryCounts } from "../../database/shown.ts";
import { GitHubError } from "../../github/client/errors.ts";
import type { Transport } from "../../github/client/transport.ts";
import type { Log } from "../../shared/log.ts";
import type { RepositoryName } from "../../shared/names.ts";
import { type Links, servedLinks } from "./links.ts";
import type { Html } from "./markdown-html.ts";
import { asSeen, type Governed, pullPage, repositoryPage } from "./read-page-data.ts";
import type { Cookies, Session } from "./session.ts";
import { type SignInOptions, sessionOf, signInPaths, signInRoutes } from "./sign-in.ts";
import { isPublic, type Viewers, viewers } from "./viewer.ts";
import { homeView } from "./views/home-view.ts";
import { document, type Frame, icon, type Place } from "./views/layout.ts";
import { absentView, troubleView } from "./views/notices.ts";
import { pullView } from "./views/pull-view.ts";
import { repositoryView } from "./views/repository-view.ts";

export interface SiteOptions {
  readonly db: Kysely<Schema>;
  /** Path under which it is served, without a slash at its end; "" for the root. */
  readonly base: string;
  readonly webUrl: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly transport: Transport;
  /** The app's OAuth credentials; `null`: nobody signs in, and only what is public is shown. */
  readonly signIn: { readonly clientId: string; readonly clientSecret: string } | null;
  readonly cookies: Cookies;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface Site extends SiteOptions {
  readonly links: Links;
  readonly viewers: Viewers;
}

/** Each repository that is hidden costs one request of the visitor's own, so the first view asks about so many at most. */
const MAX_ASKED = 100;
const AT_ONCE = 8;

export function site(options: SiteOptions): Hono {
  const links = servedLinks(options.base, options.webUrl);
  const all: Site = { ...options, links, viewers: viewers(options) };
  const app = new Hono({ strict: false });
  app.use(headers(), csrf(), caching);
  const inside = options.base === "" ? app : app.basePath(options.base);
  assets(inside);
  if (options.signIn !== null) {
    const signIn: SignInOptions = { ...options, ...options.signIn, home: links.to({ kind: "home" }) };
    signInRoutes(inside, signIn, (c, why) =>
      show(c, all, { title: "Not signed in" }, troubleView("Not signed in", why), 400),
    );
  }
  inside.get("/", (c) => home(c, all));
  inside.get("/:owner/:name", (c) => repository(c, all));
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

/** What one visitor may see is nobody else's to keep. */
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
  const session = visitorOf(c, all);
  const governed = await governedRepositories(all.db);
  const hidden = governed.filter((one) => !isPublic(one));
  const seen = session === null ? new Set<number>() : await seenBy(all, session, hidden.slice(0, MAX_ASKED));
  const repositories = governed.filter((one) => isPublic(one) || seen.has(one.id));
  // Said to everybody who signs in, so that it tells nothing of how many there are.
  const note =
    session === null ? null : "A repository that is not listed here may still be yours to see: open it by its address.";
  const view = homeView(all.links, { repositories, counts: await repositoryCounts(all.db), note });
  return show(c, all, { title: "Contributor ladders" }, view);
}

async function seenBy(all: Site, session: Session, hidden: readonly ListedRepository[]): Promise<ReadonlySet<number>> {
  const seen = new Set<number>();
  for (let from = 0; from < hidden.length; from += AT_ONCE) {
    const few = hidden.slice(from, from + AT_ONCE);
    const ids = await Promise.all(few.map((one) => all.viewers.idSeenBy(session, one)));
    few.forEach((one, at) => {
      if (ids[at] === one.id) seen.add(one.id);
    });
  }
  return seen;
}

async function repository(c: Context, all: Site): Promise<Response> {
  const found = await visible(c, all);
  if (found === null) return absent(c, all);
  const session = visitorOf(c, all);
  const page = await repositoryPage(all.db, found, all.now(), (places) => hiddenFrom(all, session, places));
  return show(c, all, { title: found.name, repository: found }, repositoryView(all.links, page));
}

async function pull(c: Context, all: Site): Promise<Response> {
  const found = await visible(c, all);
  const page = found && (await pullPage(all.db, found, Number(c.req.param("number"))));
  if (found === null || page === null) return absent(c, all);
  const place = { title: `${page.pull.shown.title} #${page.pull.number}`, repository: found };
  return show(c, all, place, pullView(all.links, page));
}

/** `null`: not there, or not for this visitor, which must look the same; so GitHub is asked about either. */
async function visible(c: Context, all: Site): Promise<Governed | null> {
  const named: RepositoryName = { owner: c.req.param("owner") ?? "", name: c.req.param("name") ?? "" };
  const found = await findRepository(all.db, named);
  const session = visitorOf(c, all);
  if (found === null || !isPublic(found)) {
    const id = session === null ? null : await all.viewers.idSeenBy(session, named);
    if (found === null || found.id !== id) return null;
  }
  const whole = governed(found);
  return whole === null ? null : await asSeen(whole, (sources) => hiddenFrom(all, session, sources));
}

/** What is public is open to all; of the rest GitHub is asked with the visitor's own token. */
async function hiddenFrom(
  all: Site,
  session: Session | null,
  sources: readonly RepositoryName[],
): Promise<readonly RepositoryName[]> {
  const hidden: RepositoryName[] = [];
  for (const source of sources) {
    const known = await findRepository(all.db, source);
    if (known !== null && isPublic(known)) continue;
    if (session === null || (await all.viewers.idSeenBy(session, source)) === null) hidden.push(source);
  }
  return hidden;
}

function governed({ registry, ...repository }: StoredRepository): Governed | null {
  return registry === null ? null : { ...repository, registry };
}

function visitorOf(c: Context, all: Site): Session | null {
  return all.signIn === null ? null : sessionOf(c, all);
}

async function absent(c: Context, all: Site): Promise<Response> {
  const canSignIn = all.signIn !== null && visitorOf(c, all) === null;
  return show(c, all, { title: "Nothing to see" }, absentView(all.links, canSignIn), 404);
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
  const { links, base } = all;
  const here = new URL(c.req.url).pathname;
  const visitor = {
    ...{ login: visitorOf(c, all)?.login ?? null, signOut: `${base}${signInPaths.end}` },
    signIn: `${base}${signInPaths.begin}?${new URLSearchParams({ back: here })}`,
  };
  const frame: Frame = { links, visitor: all.signIn === null ? null : visitor, writtenAt: null };
  return c.html(await document(frame, place, main), status);
}
