/** Set-up as a small site on loopback: guarded by a link that works once, it leads through GitHub's app-manifest flow and stores the key. */

import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type AppCredentials, writeCredentials } from "../../environment/credentials-file.ts";
import type { Proxies } from "../../environment/proxy-environment.ts";
import { codeOf, messageOf, systemFault } from "../../environment/system-fault.ts";
import { sameSecret } from "../../shared/constant-time.ts";
import type { Finding } from "../doctor/finding.ts";
import { type AppNeeds, manifestFor } from "./app-manifest.ts";
import { type Asked, choicesFrom } from "./choices.ts";
import { convertCode } from "./conversion.ts";
import { type OneTime, oneTime } from "./one-time.ts";
import { askPage, confirmPage, donePage, refusedPage } from "./setup-pages.ts";

interface SetupOptions {
  /** Web address of GitHub, without a slash at its end. */
  readonly github: string;
  readonly apiUrl: string;
  readonly proxies: Proxies | null;
  readonly needs: AppNeeds;
  /** Those are with `members: write`. */
  readonly grants: boolean;
  /** Where the credentials go; nothing may be there. */
  readonly path: string;
  readonly asked: Asked;
  /** Looks at the new app; only after its credentials are stored. */
  readonly check: (credentials: AppCredentials) => Promise<readonly Finding[]>;
  /** Why the credentials could not be stored now; `null`: they could. */
  readonly unwritable: () => string | null;
}

interface Registered {
  readonly slug: string;
  readonly htmlUrl: string;
  readonly findings: readonly Finding[];
}

export interface SetupSite {
  /** With the token that opens it, once: `/setup?token=…`. */
  readonly link: string;
  /** Answers `/setup…`; `false`: a request for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Resolves once an app is registered and its credentials are stored. */
  readonly registered: Promise<Registered>;
}

/** What one visitor, whoever opened the link, has got so far. */
interface Visit {
  readonly session: string;
  state: OneTime | null;
}

interface Reply {
  readonly status: number;
  readonly page: (nonce: string) => string;
  readonly headers?: Readonly<Record<string, string>>;
}

const COOKIE = "rung_setup";
const MAX_BODY = 10_000;

export function setupSite(options: SetupOptions): SetupSite {
  return new LoopbackSite(options);
}

class LoopbackSite implements SetupSite {
  readonly link: string;
  readonly registered: Promise<Registered>;
  readonly #options: SetupOptions;
  readonly #token = oneTime();
  readonly #resolve: (registered: Registered) => void;
  #visit: Visit | null = null;

  constructor(options: SetupOptions) {
    this.#options = options;
    this.link = `/setup?token=${this.#token.value}`;
    const { promise, resolve } = Promise.withResolvers<Registered>();
    this.registered = promise;
    this.#resolve = resolve;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const url = new URL(request.url ?? "/", "http://setup");
    if (url.pathname !== "/setup" && !url.pathname.startsWith("/setup/")) return false;
    send(response, await this.#reply(request, url), this.#options.github);
    return true;
  }

  async #reply(request: IncomingMessage, url: URL): Promise<Reply> {
    if (!isOwnHost(request))
      return refused(421, "This page answers on this machine only: open it as http://127.0.0.1.");
    const given = url.searchParams.get("token");
    if (url.pathname === "/setup" && given !== null) return this.#opened(given);
    const visit = this.#visit;
    if (visit === null || !sameSecret(cookieOf(request), visit.session))
      return refused(403, "Set-up is open only to whoever opened its link, in the same browser.");
    if (url.pathname === "/setup/done") return await this.#done(url, visit);
    if (url.pathname !== "/setup") return refused(404, "There is nothing here.");
    return request.method === "POST" ? await this.#chosen(request, visit) : this.#form(this.#options.asked, []);
  }

  #opened(token: string): Reply {
    if (!this.#token.use(token))
      return refused(403, "This link is not right, or was used before. Start set-up again for a new one.");
    const session = randomBytes(32).toString("base64url");
    this.#visit = { session, state: null };
    // Away from the address with the token, so that it stays in no history.
    const cookie = `${COOKIE}=${session}; HttpOnly; SameSite=Lax; Path=/setup`;
    return { status: 303, page: () => "", headers: { location: "/setup", "set-cookie": cookie } };
  }

  #form(values: Asked, faults: readonly string[]): Reply {
    const { grants } = this.#options;
    return { status: faults.length === 0 ? 200 : 422, page: (nonce) => askPage(values, faults, grants, nonce) };
  }

  async #chosen(request: IncomingMessage, visit: Visit): Promise<Reply> {
    const { github, needs, unwritable } = this.#options;
    const { origin, host } = request.headers;
    if (origin !== undefined && origin !== `http://${host}`)
      return refused(403, "This form was sent from another page.");
    const form = new URLSearchParams(await bodyOf(request));
    const value = (name: string) => form.get(name) ?? "";
    const values = { webhookUrl: value("webhook_url"), organization: value("organization"), name: value("name") };
    const read = choicesFrom(values);
    if (read.kind === "faulty") return this.#form(values, read.faults);
    const why = unwritable();
    if (why !== null) return refused(500, `Nothing is registered yet: ${why}`);
    visit.state = oneTime();
    const { organization, ...more } = read.choices;
    const manifest = manifestFor(needs, { ...more, redirectUrl: `http://${host}/setup/done` });
    const owner = organization === "" ? "" : `/organizations/${organization}`;
    const action = `${github}${owner}/settings/apps/new?state=${visit.state.value}`;
    const given = { action, manifest: JSON.stringify(manifest), host: new URL(github).host };
    return { status: 200, page: (nonce) => confirmPage(given, nonce) };
  }

  async #done(url: URL, visit: Visit): Promise<Reply> {
    const { apiUrl, proxies, github, path, check, grants } = this.#options;
    const code = url.searchParams.get("code") ?? "";
    if (visit.state?.use(url.searchParams.get("state") ?? "") !== true || !/^[\w-]{1,200}$/.test(code))
      return refused(403, "GitHub's answer does not belong to this set-up. Begin again at /setup.");
    const conversion = await convertCode({ code, apiUrl, proxies, github });
    if (conversion.kind === "failed")
      return refused(502, `The app's credentials were not had: ${conversion.why}. Begin again at /setup.`);
    const { credentials, htmlUrl } = conversion;
    try {
      writeCredentials(path, credentials);
    } catch (error) {
      const why = systemFault(error, "write", "CREDENTIALS_PATH")?.cause ?? messageOf(error);
      return refused(
        500,
        `The app is registered, but its credentials could not be written to ${path}: ${why} (${codeOf(error)}). Delete it at ${htmlUrl}, make room there, and start set-up again.`,
      );
    }
    const findings = await check(credentials);
    const { slug } = credentials;
    this.#resolve({ slug, htmlUrl, findings });
    return { status: 200, page: (nonce) => donePage({ slug, htmlUrl, path, findings, grants }, nonce) };
  }
}

function refused(status: number, why: string): Reply {
  return { status, page: (nonce) => refusedPage("Not possible", why, nonce) };
}

/** A page of another name that resolves to this machine (DNS rebinding) must not drive this one. */
function isOwnHost(request: IncomingMessage): boolean {
  const port = request.socket.localPort;
  return ["127.0.0.1", "localhost", "[::1]"].some((name) => request.headers.host === `${name}:${port}`);
}

function cookieOf(request: IncomingMessage): string {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim().split("=", 2));
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? "";
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > MAX_BODY) return "";
  }
  return text;
}

function send(response: ServerResponse, { status, page, headers = {} }: Reply, github: string): void {
  const nonce = randomBytes(16).toString("base64");
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self' ${github}; frame-ancestors 'none'; base-uri 'none'`,
    "x-content-type-options": "nosniff",
    // Not "no-referrer": browsers would then send the form without its origin.
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    ...headers,
  });
  response.end(page(nonce));
}
