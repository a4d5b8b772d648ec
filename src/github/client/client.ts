/**
 * The app's way to GitHub: one client an installation, its token cached, its requests bounded and counted. Probot's own client
 * is not used for jobs: all installations would share one limiter there, and reads would count as writes.
 */

import { z } from "zod";
import type { Proxies } from "../../environment/proxy-environment.ts";
import { appTokens } from "./app-token.ts";
import { Forbidden, RateLimited } from "./errors.ts";
import { errorOf, type GraphAnswer, graphAnswer, isNotAccessible, json, resetWait } from "./graphql-answers.ts";
import { type Limiter, limiter } from "./limiter.ts";
import { httpTransport, type Incoming, type Outgoing, type Transport } from "./transport.ts";

export interface GitHubOptions {
  /** REST base, e.g. `https://api.github.com` or `http://127.0.0.1:4000/api/v3`; no slash at the end. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly appId: number;
  readonly privateKey: string;
  /** Epoch ms by this machine; used for token expiry and waits alone, never for a decision. */
  readonly now?: () => number;
  readonly transport?: Transport;
  /** For the transport, if none is given; absent: GitHub is reached directly. */
  readonly proxies?: Proxies | null | undefined;
  /** Called when GitHub asks for quiet, so that other processes and later ones keep it too. */
  readonly onPause?: (pause: Pause) => void;
  /** Called after every request, for metrics and benchmarks. `route` has no ids of people in it. */
  readonly onRequest?: (request: RequestSeen) => void;
}

/** GitHub asks for quiet. */
export interface Pause {
  /** `null`: the app itself. */
  readonly installationId: number | null;
  readonly seconds: number;
  /** A secondary limit: on how much comes at the same time. */
  readonly secondary: boolean;
}

export interface RequestSeen {
  readonly method: string;
  /** Path below the API's base, or `graphql <name>`. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly installationId: number | null;
  /** What remains of the limit that this counted against, by GitHub's answer; `null`: it did not say. */
  readonly limit: { readonly resource: string; readonly remaining: number } | null;
  /** GitHub's clock when it answered, epoch ms; `null`: no answer came, or it told no time. */
  readonly at: number | null;
}

/** A REST answer; `data` is unparsed JSON for Zod, `null` if there is none (204, 304). */
export interface RestAnswer {
  readonly status: number;
  readonly data: unknown;
  readonly etag: string | null;
  /** GitHub's clock when it answered, epoch ms; `null` where a server sends no Date. */
  readonly at: number | null;
  /** The `Link` header, where there is one: how to get at the next page. */
  readonly link?: string | null;
}

interface RestOptions {
  readonly body?: unknown;
  /** Makes the read conditional: 304 costs nothing. */
  readonly etag?: string | null;
  /** Ids that are too long for a number come as strings. */
  readonly longIds?: boolean;
  /** A write that may be sent twice. */
  readonly idempotent?: boolean;
}

export interface GraphQuery {
  /** The operation's name, for errors and counts. */
  readonly name: string;
  readonly text: string;
  /** Dotted paths that may be NOT_FOUND. */
  readonly optional?: readonly string[];
  /** Dotted paths that some servers cannot answer at all; their failure is `absent`. */
  readonly unreliable?: readonly string[];
}

/** Throws GitHubError (errors.ts) alone. */
export interface Client {
  readonly installationId: number | null;
  rest(method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE", path: string, options?: RestOptions): Promise<RestAnswer>;
  graph(query: GraphQuery, variables: Readonly<Record<string, unknown>>): Promise<GraphAnswer & { at: number | null }>;
}

export interface AppIdentity {
  readonly slug: string;
  /** `slug[bot]`, as REST and webhooks spell it. */
  readonly botLogin: string;
  readonly appId: number;
}

export interface GitHub {
  /** As the app itself (JWT). */
  readonly app: Client;
  /** "background": can wait while little of the hour's requests is left; then it throws RateLimited. */
  installation(id: number, priority?: "live" | "background"): Client;
  /** Keeps a pause that another process, or an earlier one, was asked for; `left`: seconds still to go, below 0: over since. */
  keepPause(pause: Pause & { readonly left: number }): void;
  /** The installation's permissions changed: its present token keeps those that it was made with. */
  renewToken(installationId: number): void;
  /** Asked once, then remembered. */
  appIdentity(): Promise<AppIdentity>;
  close(): void;
}

/** Requests in flight for one installation; GitHub's documented ceiling is 100 for all that shares it. */
const IN_FLIGHT = 80;
/** A token is renewed this long before GitHub would refuse it. */
const TOKEN_MARGIN_MS = 5 * 60_000;

const tokenView = z.looseObject({ token: z.string(), expires_at: z.string() });
const appView = z.looseObject({ id: z.number(), slug: z.string() });

/** Opens the app's clients; makes no request itself. */
export function openGitHub(options: GitHubOptions): GitHub {
  const transport = options.transport ?? httpTransport(options.proxies);
  const now = options.now ?? Date.now;
  const sign = appTokens(options.appId, options.privateKey);
  let skew = 0;
  const appToken: TokenSource = async ({ clock }) => {
    // GitHub refused a token of ours: if this machine's clock is off, that is why.
    if (clock !== null) skew = clock - now();
    return sign(now() + skew);
  };
  const common = { ...options, transport, now };
  const appLimits = limiter(IN_FLIGHT);
  const app = client({ ...common, installationId: null, token: appToken, limits: appLimits });
  const installations = new Map<number, Installed>();
  const installed = (id: number): Installed => {
    const known = installations.get(id);
    if (known) return known;
    const { token, renew } = installationToken(app, id, now);
    const parts = { ...common, installationId: id, token, limits: limiter(IN_FLIGHT) };
    const made = {
      limits: parts.limits,
      renew,
      live: client(parts),
      background: client({ ...parts, background: true }),
    };
    installations.set(id, made);
    return made;
  };
  let identity: Promise<AppIdentity> | null = null;
  return {
    app,
    installation: (id, priority = "live") => installed(id)[priority],
    keepPause({ installationId, seconds, secondary, left }) {
      const limits = installationId === null ? appLimits : installed(installationId).limits;
      if (left > 0) limits.pause(left);
      if (secondary) limits.space(seconds, -left);
    },
    renewToken: (id) => installations.get(id)?.renew(),
    appIdentity() {
      identity ??= readIdentity(app);
      // A failure is not remembered: the next caller asks again.
      identity.catch(() => {
        identity = null;
      });
      return identity;
    },
    close: () => transport.close(),
  };
}

interface Installed {
  readonly limits: Limiter;
  readonly renew: () => void;
  readonly live: Client;
  readonly background: Client;
}

/** A client with a fixed token (a person's, for the command line). */
export function tokenClient(options: Omit<GitHubOptions, "appId" | "privateKey"> & { readonly token: string }): Client {
  const transport = options.transport ?? httpTransport(options.proxies);
  const now = options.now ?? Date.now;
  const token = async () => options.token;
  return client({ ...options, transport, now, installationId: null, token, limits: limiter(IN_FLIGHT) });
}

async function readIdentity(app: Client): Promise<AppIdentity> {
  const { data } = await app.rest("GET", "/app");
  const view = appView.parse(data);
  return { slug: view.slug, botLogin: `${view.slug}[bot]`, appId: view.id };
}

/** `fresh`: the token just used was refused, by a server whose clock said `clock`. */
interface TokenSource {
  (options: { readonly fresh: boolean; readonly clock: number | null }): Promise<string>;
  /** Whether a new one may be allowed more; absent: it is not. */
  readonly mayBeOutdated?: () => boolean;
}

/** A token keeps the permissions that it was made with: one that is refused for want of them is exchanged, but not each time. */
const PERMISSIONS_KEPT_MS = 60_000;

interface InstallationToken {
  readonly token: TokenSource;
  readonly renew: () => void;
}

/** One exchange at a time; everyone who asks in the meantime waits for the same token. */
function installationToken(app: Client, id: number, now: () => number): InstallationToken {
  let current: { token: string; since: number; until: number } | null = null;
  let pending: Promise<string> | null = null;
  const exchange = async () => {
    const since = now();
    const { data } = await app.rest("POST", `/app/installations/${id}/access_tokens`, { idempotent: true });
    const view = tokenView.parse(data);
    current = { token: view.token, since, until: Date.parse(view.expires_at) - TOKEN_MARGIN_MS };
    return view.token;
  };
  const token = ({ fresh }: Parameters<TokenSource>[0]) => {
    if (!fresh && current && now() < current.until) return Promise.resolve(current.token);
    pending ??= exchange().finally(() => {
      pending = null;
    });
    return pending;
  };
  const mayBeOutdated = () => current !== null && now() - current.since >= PERMISSIONS_KEPT_MS;
  return {
    token: Object.assign(token, { mayBeOutdated }),
    renew: () => {
      current = null;
    },
  };
}

interface ClientParts extends Pick<GitHubOptions, "apiUrl" | "graphqlUrl" | "onRequest" | "onPause"> {
  readonly transport: Transport;
  readonly now: () => number;
  readonly installationId: number | null;
  readonly token: TokenSource;
  readonly limits: Limiter;
  readonly background?: boolean;
}

function client(parts: ClientParts): Client {
  const graphqlUrl = new URL(parts.graphqlUrl);
  return {
    installationId: parts.installationId,
    async rest(method, path, options = {}) {
      const body = options.body === undefined ? null : JSON.stringify(options.body);
      const headers = options.etag ? { "if-none-match": options.etag } : {};
      const url = new URL(parts.apiUrl + path);
      const kind = { write: method !== "GET", ...(options.idempotent === true && { idempotent: true }) };
      const answer = await authorised(parts, { method, url, headers, body, ...kind }, url.pathname);
      const text = options.longIds === true ? withLongIds(answer.text) : answer.text;
      const data = text === "" || answer.status === 304 ? null : json(text, `${method} ${path}`);
      const { etag = null, link } = answer.headers;
      const next = Array.isArray(link) ? link.join(", ") : (link ?? null);
      return { status: answer.status, data, etag, at: dateOf(answer), link: next };
    },
    async graph(query, variables) {
      const body = JSON.stringify({ query: query.text, operationName: query.name, variables });
      const sent = { method: "POST", url: graphqlUrl, headers: {}, body, write: isMutation(query) };
      const answer = await authorised(parts, sent, `graphql ${query.name}`);
      const allowed = { optional: query.optional ?? [], unreliable: query.unreliable ?? [] };
      try {
        return { ...graphAnswer(answer, query.name, allowed, clockOf(parts, answer)), at: dateOf(answer) };
      } catch (error) {
        if (error instanceof RateLimited) pause(parts, error.retryAfter, error.secondary);
        throw error;
      }
    },
  };
}

interface Sent extends Outgoing {
  readonly write: boolean;
}

/** Sends with the token of the moment; a refused token is exchanged once: GitHub may revoke one early, or allow the next one more. */
async function authorised(parts: ClientParts, sent: Sent, route: string): Promise<Incoming> {
  const kind = { write: sent.write, background: parts.background ?? false };
  return parts.limits.run(async () => {
    let clock: number | null = null;
    for (const fresh of [false, true]) {
      const answer = await followed(parts, sent, await parts.token({ fresh, clock }), route);
      clock = dateOf(answer);
      const isRefused = answer.status === 401 || (isNotAccessible(answer) && parts.token.mayBeOutdated?.() === true);
      if (isRefused && !fresh) continue;
      parts.limits.seen(answer.headers, clockOf(parts, answer));
      const error = errorOf(answer, `${sent.method} ${sent.url.pathname}`, clockOf(parts, answer));
      if (error instanceof RateLimited) pause(parts, error.retryAfter, error.secondary);
      if (error) throw error;
      // The last request of the hour went through; the next would be refused and counted against us.
      const reset = resetWait(answer, clockOf(parts, answer));
      if (reset !== null) pause(parts, reset, false);
      return answer;
    }
    throw new Forbidden(`${sent.method} ${sent.url.pathname}: GitHub refuses the token`, "credentials");
  }, kind);
}

function pause({ limits, onPause, installationId }: ClientParts, seconds: number, secondary: boolean): void {
  limits.pause(seconds);
  if (secondary) limits.space(seconds, -seconds);
  onPause?.({ installationId, seconds, secondary });
}

/** Resets are given by GitHub's clock, which may differ from this machine's. */
function clockOf(parts: ClientParts, answer: Incoming): number {
  return dateOf(answer) ?? parts.now();
}

/** A repository that was renamed or transferred answers under its old name with where it is now: with 301 to reads, 307 to writes. */
async function followed(parts: ClientParts, sent: Sent, token: string, route: string): Promise<Incoming> {
  const answer = await counted(parts, sent, token, route);
  const isTold = [307, 308].includes(answer.status) || ([301, 302].includes(answer.status) && sent.method === "GET");
  const { location } = answer.headers;
  const url =
    isTold && location !== undefined && URL.canParse(location, sent.url.href) ? new URL(location, sent.url) : null;
  // The token is for this server alone.
  return url === null || url.origin !== sent.url.origin ? answer : await counted(parts, { ...sent, url }, token, route);
}

async function counted(parts: ClientParts, sent: Sent, token: string, route: string): Promise<Incoming> {
  const began = performance.now();
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "user-agent": "rung",
    "x-github-api-version": "2022-11-28",
    ...sent.headers,
  };
  let status = 0;
  let limit: RequestSeen["limit"] = null;
  let at: RequestSeen["at"] = null;
  try {
    const answer = await parts.transport.send({ ...sent, headers });
    status = answer.status;
    limit = limitTold(answer);
    at = dateOf(answer);
    return answer;
  } finally {
    const milliseconds = performance.now() - began;
    const { installationId } = parts;
    parts.onRequest?.({ method: sent.method, route, status, milliseconds, installationId, limit, at });
  }
}

function withLongIds(text: string): string {
  return text.replace(/("id"\s*:\s*)(\d{16,})(?=\s*[,}])/g, '$1"$2"');
}

/** GitHub has few resources (core, graphql, search); a name in another form is not accepted as one. */
function limitTold({ headers }: Incoming): RequestSeen["limit"] {
  const remaining = Number(headers["x-ratelimit-remaining"] ?? Number.NaN);
  const resource = headers["x-ratelimit-resource"] ?? "core";
  if (!Number.isFinite(remaining) || typeof resource !== "string" || !/^[a-z_]{1,40}$/.test(resource)) return null;
  return { resource, remaining };
}

function dateOf(answer: Incoming): number | null {
  const at = Date.parse(answer.headers.date ?? "");
  return Number.isNaN(at) ? null : at;
}

export function isMutation({ text }: { readonly text: string }): boolean {
  return text.trimStart().startsWith("mutation");
}
