/** The sandbox's web page: server-rendered, its forms work without the script; one stylesheet and one small module beside it. */

import { readFileSync } from "node:fs";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";
import { csrf } from "hono/csrf";
import { html } from "hono/html";
import { secureHeaders } from "hono/secure-headers";
import { streamSSE } from "hono/streaming";
import type { Command } from "../../commands/command.ts";
import type { ActResult, PersonaState, State } from "../control-model.ts";
import { accessActFrom } from "./access-acts.ts";
import { actFrom, openingFrom } from "./acts.ts";
import { type Html, nothing, threadPath } from "./bits.ts";
import { commandChips } from "./chips.ts";
import { clockView, offered } from "./clock-view.ts";
import { absentView, elsewhereView, fileView, homeView, openView } from "./home-view.ts";
import { type Columns, type Frame, icon, page, type Theme } from "./layout.ts";
import type { PagePort, Place, Refusal, Thread } from "./model.ts";
import { story } from "./story.ts";
import { storyView } from "./story-view.ts";
import { teamsView } from "./teams-view.ts";
import { threadMore, threadView } from "./thread-view.ts";
import { approver, outsider, tourPull } from "./tour.ts";
import { tourView } from "./tour-view.ts";

export interface PageOptions {
  readonly port: PagePort;
  /** Offered under the comment box, as far as they make sense there. */
  readonly commands: readonly Command[];
  /** Address of the page of the bot that runs beside; `null`, or absent: none does. */
  readonly status?: () => string | null;
}

/** The page, to be mounted at `/`. It keeps no state: whom the visitor plays and the colours are cookies. */
export function sandboxPage(options: PageOptions): Hono {
  const app = new Hono();
  // Only this page's own forms may act, and nothing is fetched from anywhere else.
  app.use(headers(), csrf(), bodyLimit({ maxSize: 512 * 1024 }));
  assets(app);
  settings(app);
  clock(app, options.port);
  threads(app, options);
  openings(app, options);
  teams(app, options);
  files(app, options.port);
  app.get("/", async (c) => {
    const { port } = options;
    const state = await port.state();
    const chosen = tourPull(state);
    const tour = chosen === null ? null : await port.pull(placeOf(chosen));
    return show(c, state, "Welcome", {
      talk: homeView(state, tour, options.status?.() ?? null),
      rail: await rail(c, port, { state, thread: null }),
      more: nothing,
    });
  });
  events(app, options.port);
  return app;
}

function headers() {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: "same-origin",
    strictTransportSecurity: false,
  });
}

function assets(app: Hono): void {
  const css = readFileSync(new URL("./page.css", import.meta.url), "utf8");
  const script = readFileSync(new URL("./in-browser.js", import.meta.url), "utf8");
  const as = (text: string, type: string) => (c: Context) =>
    c.body(text, 200, { "content-type": type, "cache-control": "no-cache" });
  app.get("/_page/page.css", as(css, "text/css; charset=utf-8"));
  app.get("/_page/in-browser.js", as(script, "text/javascript; charset=utf-8"));
  app.get("/_page/icon.svg", as(icon, "image/svg+xml"));
}

function settings(app: Hono): void {
  app.post("/_page/persona", async (c) => {
    const { as, back } = await c.req.parseBody();
    if (typeof as === "string") setCookie(c, "persona", as.slice(0, 60), lasting);
    return done(c, localPath(back), null);
  });
  app.post("/_page/theme", async (c) => {
    const { theme, back } = await c.req.parseBody();
    setCookie(c, "theme", themeOf(theme), lasting);
    return done(c, localPath(back), null);
  });
}

function clock(app: Hono, port: PagePort): void {
  app.post("/_page/clock", async (c) => {
    const { span, back } = await c.req.parseBody();
    const chosen = offered(span);
    if (chosen === null) return done(c, localPath(back), empty);
    await port.moveClock(chosen.span);
    return done(c, localPath(back), null);
  });
}

function threads(app: Hono, { port, commands }: PageOptions): void {
  app.get("/:owner/:repo/:kind{pull|issues}/:number{[0-9]+}", async (c) => {
    const place = at(c.req.param());
    const state = await port.state();
    const thread = await (c.req.param("kind") === "pull" ? port.pull(place) : port.issue(place));
    if (thread === null) {
      c.status(404);
      return show(c, state, "Not found", {
        talk: absentView,
        rail: await rail(c, port, { state, thread: null }),
        more: nothing,
      });
    }
    const scene = { state, thread, as: personaOf(c, state) };
    const columns = {
      talk: threadView(scene, commandChips(commands, thread.kind)),
      rail: await rail(c, port, { state, thread }),
      more: threadMore(scene),
    };
    return show(c, state, `${thread.title} #${thread.number}`, columns);
  });
  app.post("/:owner/:repo/:kind{pull|issues}/:number{[0-9]+}/act", async (c) => {
    const place = at(c.req.param());
    const fields = await c.req.parseBody();
    const act = typeof fields.as === "string" ? actFrom(fields, fields.as, place) : null;
    const path = threadPath({ ...place, kind: c.req.param("kind") === "pull" ? "pull" : "issue" });
    return done(c, path, act === null ? empty : await port.act(act));
  });
}

function openings(app: Hono, { port }: PageOptions): void {
  app.get("/new", async (c) => {
    const state = await port.state();
    const wanted = c.req.query("in") ?? "";
    const repository =
      state.repositories.find((one) => `${one.owner}/${one.name}` === wanted) ??
      state.repositories.find((one) => state.pulls.some((pull) => pull.repo === one.name)) ??
      state.repositories[0];
    if (repository === undefined) return c.notFound();
    const { owner, name: repo, defaultBranch } = repository;
    const paths = await port.files(owner, repo, defaultBranch);
    const branches = [defaultBranch, ...repository.branches.filter((branch) => branch !== defaultBranch)];
    const view = openView(state, personaOf(c, state), { owner, repo, paths, branches });
    return show(c, state, "Open a pull request", {
      talk: view,
      rail: await rail(c, port, { state, thread: null }),
      more: nothing,
    });
  });
  app.post("/new", async (c) => {
    const fields = await c.req.parseBody({ all: true });
    const as = fields.as;
    const act = typeof as === "string" ? await openingFrom(fields, as, (...file) => port.text(...file)) : null;
    const result = act === null ? empty : await port.act(act);
    if (act === null || !result.ok || result.number === null) return done(c, "/new", result);
    return done(c, threadPath({ kind: "pull", owner: act.owner, repo: act.repo, number: result.number }), result);
  });
}

function teams(app: Hono, { port }: PageOptions): void {
  app.get("/teams", async (c) => {
    const [state, access] = await Promise.all([port.state(), port.access()]);
    const view = teamsView({ state, access, as: personaOf(c, state) });
    return show(c, state, "Teams and access", {
      talk: view,
      rail: await rail(c, port, { state, thread: null }),
      more: nothing,
    });
  });
  app.post("/teams/act", async (c) => {
    const fields = await c.req.parseBody();
    const { organization } = await port.state();
    const act = typeof fields.as === "string" ? accessActFrom(fields, { as: fields.as, organization }) : null;
    return done(c, "/teams", act === null ? empty : await port.act(act));
  });
}

/** A file as GitHub's own links name it; and for all other addresses a way back. */
function files(app: Hono, port: PagePort): void {
  app.get("/:owner/:repo/blob/:ref/:path{.+}", async (c) => {
    const { owner, repo, ref, path } = c.req.param();
    const state = await port.state();
    const repository = state.repositories.find((one) => one.owner === owner && one.name === repo);
    const isShown = repository !== undefined && (ref === "HEAD" || ref === repository.defaultBranch);
    const text = isShown ? await port.text(owner, repo, path) : null;
    if (text === null) return await elsewhere(c, port);
    return show(c, state, path, {
      talk: fileView({ owner, repo, path, text }),
      rail: await rail(c, port, { state, thread: null }),
      more: nothing,
    });
  });
  app.notFound((c) => elsewhere(c, port));
}

async function elsewhere(c: Context, port: PagePort) {
  const state = await port.state();
  c.status(404);
  return show(c, state, "Not in the sandbox", {
    talk: elsewhereView,
    rail: await rail(c, port, { state, thread: null }),
    more: nothing,
  });
}

/** One line for every change; the script then asks for the page again. */
function events(app: Hono, port: PagePort): void {
  app.get("/_page/events", (c) =>
    streamSSE(c, async (stream) => {
      const ended = Promise.withResolvers<void>();
      const stop = port.watch(() => {
        stream.writeSSE({ data: "changed" }).catch(ended.resolve);
      });
      stream.onAbort(ended.resolve);
      await stream.writeSSE({ data: "watching" });
      await ended.promise;
      stop();
    }),
  );
}

const lasting = { path: "/", sameSite: "Strict", httpOnly: true, maxAge: 30 * 24 * 3600 } as const;

const empty: Refusal = { ok: false, message: "A field is empty that this needs. Fill it in and try again." };

/** A form's answer: for the script as JSON, else a way back with the refusal as a notice. */
function done(c: Context, path: string, result: ActResult | Refusal | null) {
  const message = result === null || result.ok ? "" : result.message;
  if (c.req.header("accept") === "application/json") return c.json({ path, message }, message === "" ? 200 : 422);
  if (message !== "") setCookie(c, "notice", message.slice(0, 600), { ...lasting, maxAge: 30 });
  return c.redirect(path, 303);
}

function show(c: Context, state: State, title: string, columns: Columns) {
  const notice = getCookie(c, "notice") ?? "";
  if (notice !== "") setCookie(c, "notice", "", { ...lasting, maxAge: 0 });
  const frame: Frame = {
    state,
    as: personaOf(c, state),
    theme: themeOf(getCookie(c, "theme")),
    here: hereOf(c),
    notice,
  };
  return c.html(page(frame, title, columns));
}

interface Beside {
  readonly state: State;
  /** `null`: the page is of no issue or pull request. */
  readonly thread: Thread | null;
}

async function rail(c: Context, port: PagePort, { state, thread }: Beside): Promise<Html> {
  const [deliveries, journal, moves] = await Promise.all([port.deliveries(), port.journal(), port.clockMoves()]);
  const chapters = story(deliveries, journal, { bot: state.botLogin, moves });
  const told = thread === null ? chapters : chapters.filter((chapter) => concerns(chapter, thread));
  const tour = thread?.kind === "pull" && samePlace(tourPull(state), thread) ? tourView(thread, true) : nothing;
  return html`${tour}${clockView(state, hereOf(c))}${storyView(told, thread?.kind === "pull" ? thread.checksInFull : [])}`;
}

function concerns(
  chapter: { readonly repository: string | null; readonly number: number | null },
  thread: Thread,
): boolean {
  return (
    chapter.number === null ||
    (chapter.number === thread.number && chapter.repository === `${thread.owner}/${thread.repo}`)
  );
}

function samePlace(one: Place | null, other: Place): boolean {
  return one !== null && one.owner === other.owner && one.repo === other.repo && one.number === other.number;
}

/** Path and query. */
function hereOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return `${pathname}${search}`;
}

function personaOf(c: Context, state: State): PersonaState {
  const wanted = getCookie(c, "persona") ?? outsider;
  const found =
    state.personas.find((one) => one.login === wanted) ??
    state.personas.find((one) => one.login === approver) ??
    state.personas[0];
  return found ?? { login: "nobody", name: "nobody", type: "User", role: null, areas: [], affiliation: null };
}

function themeOf(text: unknown): Theme {
  return text === "light" || text === "dark" ? text : "system";
}

/** Only a path of this page: never another host's address. */
function localPath(text: unknown): string {
  return typeof text === "string" && /^\/(?![/\\])[^\r\n\\]*$/.test(text) ? text : "/";
}

function at(params: { readonly owner: string; readonly repo: string; readonly number: string }): Place {
  return { owner: params.owner, repo: params.repo, number: Number(params.number) };
}

function placeOf({ owner, repo, number }: Place): Place {
  return { owner, repo, number };
}
