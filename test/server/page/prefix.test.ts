import { createServer, request, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { aMemory } from "../../support/a-memory.ts";
import { aLargeSite } from "./a-large-site.ts";
import { aGitHub, aSite, type FakeGitHub, governs, secret } from "./a-site.ts";

const PREFIX = "/tools/rung";

let database: Database;
let github: FakeGitHub;
let front = "";
const servers: Server[] = [];

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

beforeAll(async () => {
  database = await aMemory();
  await aLargeSite(database, { pulls: 25, promotions: 25 });
  await governs(database, secret);
  github = aGitHub({ "KusionStack/secret": 43 });
  const behind = await listening(createServer(getRequestListener(aSite(database, { github }).fetch)));
  // As docs/page.md sets nginx and Caddy up: the prefix is taken off, and everything else is nobody's.
  const proxy = createServer((incoming, outgoing) => {
    const { method, headers, url = "" } = incoming;
    if (url === PREFIX) return void outgoing.writeHead(308, { location: `${PREFIX}/` }).end();
    if (!url.startsWith(`${PREFIX}/`)) return void outgoing.writeHead(421).end("not Rung's");
    const path = url.slice(PREFIX.length);
    const onward = request({ host: "127.0.0.1", port: behind, method, headers, path }, (back) => {
      outgoing.writeHead(back.statusCode ?? 0, back.headers);
      back.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  front = `http://127.0.0.1:${await listening(proxy)}`;
}, 120_000);
afterAll(async () => {
  for (const server of servers) server.close();
  for (const server of servers) server.closeAllConnections();
  await database.close();
});

/** Where the links, forms and files of a view lead. */
function addressesIn(html: string, at: string): readonly URL[] {
  const found = html.matchAll(/\s(?:href|src|action)="([^"]*)"/g);
  return [...found].map(([, href = ""]) => new URL(href.replaceAll("&amp;", "&"), at));
}

/** Views of one kind are alike: three of each are walked. */
function kindOf({ pathname, searchParams }: URL): string {
  return `${pathname.replaceAll(/\d+/g, "N")}?${[...searchParams.keys()].toSorted((a, b) => a.localeCompare(b)).join()}`;
}

describe("the page under a prefix that a proxy takes off", () => {
  it("every link, form and file of every view leads below the prefix, and is there", async () => {
    const seen = new Set<string>();
    const kinds = new Map<string, number>();
    const waiting = [new URL(`${front}${PREFIX}`)];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      at.hash = "";
      const kind = kindOf(at);
      if (seen.has(at.href) || (kinds.get(kind) ?? 0) >= 3) continue;
      seen.add(at.href);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const answer = await fetch(at, { redirect: at.pathname.endsWith("/_page/sign-in") ? "manual" : "follow" });
      expect([200, 302], at.href).toContain(answer.status);
      const isHtml = answer.headers.get("content-type")?.startsWith("text/html") === true;
      if (!isHtml) continue;
      for (const to of addressesIn(await answer.text(), answer.url)) {
        if (to.hostname === "github.test") continue;
        expect(`${to.origin}${to.pathname}`, `on ${answer.url}`).toMatch(new RegExp(`^${front}${PREFIX}/`));
        waiting.push(to);
      }
    }
    for (const one of [
      "pull",
      "promotion",
      "people",
      "decisions",
      "_page/style.css",
      "_page/mark.svg",
      "_page/sign-in",
    ])
      expect(
        [...seen].some((href) => href.includes(`/${one}`)),
        one,
      ).toBe(true);
  }, 120_000);

  it("somebody signs in from a view, comes back to it, and signs out, all below the prefix", async () => {
    const jar = new Map<string, string>();
    const ask = async (to: string | URL, init: RequestInit = {}) => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await fetch(to, { ...init, redirect: "manual", headers: { ...init.headers, cookie } });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        expect(line).toMatch(/; Path=\/;/);
        if (value === "") jar.delete(name);
        else jar.set(name, value);
      }
      return answer;
    };
    const view = `${front}${PREFIX}/KusionStack/secret`;
    const hidden = await ask(view);
    expect(hidden.status).toBe(404);
    const signIn = addressesIn(await hidden.text(), view).find(({ pathname }) => pathname.endsWith("sign-in"));
    const there = new URL((await ask(signIn ?? "")).headers.get("location") ?? "");
    github.challenge = there.searchParams.get("code_challenge") ?? "";
    // GitHub sends to the app's callback URL, which has the prefix.
    const callback = `${front}${PREFIX}/_page/callback?code=the-code&state=${there.searchParams.get("state")}`;
    const back = new URL((await ask(callback)).headers.get("location") ?? "", callback);
    expect(back.href).toBe(view);
    const shown = await ask(back);
    const html = await shown.text();
    expect([shown.status, html.includes("Signed in as <b>ann</b>")]).toEqual([200, true]);
    const signOut = addressesIn(html, view).find(({ pathname }) => pathname.endsWith("sign-out"));
    // A browser behind TLS: what it calls the origin is not what reaches Rung.
    const headers = { origin: "https://example.test", "sec-fetch-site": "same-origin" };
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const out = await ask(signOut ?? "", { method: "POST", headers: { ...headers, ...type } });
    expect([out.status, new URL(out.headers.get("location") ?? "", signOut).href]).toEqual([303, `${front}${PREFIX}/`]);
    expect((await ask(view)).status).toBe(404);
  });
});
