/**
 * The app's way to GitHub: one client an installation, its token cached, its requests bounded and counted. Probot's own client
 * is not used for jobs: all installations would share one limiter there, and reads would count as writes.
 */
import { z } from "zod";
import { errorOf, type GraphAnswer, graphAnswer, json, resetWait } from "./answers.ts";
import { appTokens } from "./app-token.ts";
import { Forbidden, RateLimited } from "./errors.ts";
import { type Limiter, limiter } from "./limiter.ts";
import { httpTransport, type Incoming, type Transport } from "./transport.ts";

export interface GitHubOptions {
  /** REST base, e.g. `https://api.github.com` or `http://127.0.0.1:4000/api/v3`; no slash at the end. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly appId: number;
  readonly privateKey: string;
  /** Epoch ms by this machine; used for token expiry and waits alone, never for a decision. */
  readonly now?: () => number;
  readonly transport?: Transport;
  /** Called after every request, for metrics and benchmarks. `route` has no ids of people in it. */
  readonly onRequest?: (request: RequestSeen) => void;
}

export interface RequestSeen {
  readonly method: string;
  /** Path below the API's base, or `graphql <name>`. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly installationId: number | null;
  /** What GitHub said is left of the limit this counted against; `null`: it did not say. */
  readonly limit: { readonly resource: string; readonly remaining: number } | null;
}

/** A REST answer; `data` is unparsed JSON for Zod, `null` when there is none (204, 304). */
export interface RestAnswer {
  readonly status: number;
  readonly data: unknown;
  readonly etag: string | null;
  /** GitHub's clock when it answered, epoch ms; `null` where a server sends no Date. */
  readonly at: number | null;
}

export interface RestOptions {
  readonly body?: unknown;
  /** Makes the read conditional: 304 costs nothing. */
  readonly etag?: string | null;
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
  installation(id: number): Client;
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
  const transport = options.transport ?? httpTransport();
  const now = options.now ?? Date.now;
  const sign = appTokens(options.appId, options.privateKey);
  let skew = 0;
  const appToken: TokenSource = async ({ clock }) => {
    // GitHub refused a token of ours: if this machine's clock is off, that is why.
    if (clock !== null) skew = clock - now();
    return sign(now() + skew);
  };
  const common = { ...options, transport, now };
  const app = client({ ...common, installationId: null, token: appToken, limits: limiter(IN_FLIGHT) });
  const installations = new Map<number, Client>();
  let identity: Promise<AppIdentity> | null = null;
  return {
    app,
    installation(id) {
      const known = installations.get(id);
      if (known) return known;
      const token = installationToken(app, id, now);
      const made = client({ ...common, installationId: id, token, limits: limiter(IN_FLIGHT) });
      installations.set(id, made);
      return made;
    },
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

/** A client with a fixed token (a person's, for the command line). */
export function tokenClient(options: Omit<GitHubOptions, "appId" | "privateKey"> & { readonly token: string }): Client {
  const transport = options.transport ?? httpTransport();
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
type TokenSource = (options: { readonly fresh: boolean; readonly clock: number | null }) => Promise<string>;

/** One exchange at a time; everyone who asks meanwhile waits for the same token. */
function installationToken(app: Client, id: number, now: () => number): TokenSource {
  let current: { token: string; until: number } | null = null;
  let pending: Promise<string> | null = null;
  const exchange = async () => {
    const { data } = await app.rest("POST", `/app/installations/${id}/access_tokens`);
    const view = tokenView.parse(data);
    current = { token: view.token, until: Date.parse(view.expires_at) - TOKEN_MARGIN_MS };
    return view.token;
  };
  return ({ fresh }) => {
    if (!fresh && current && now() < current.until) return Promise.resolve(current.token);
    pending ??= exchange().finally(() => {
      pending = null;
    });
    return pending;
  };
}

interface ClientParts {
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly transport: Transport;
  readonly now: () => number;
  readonly onRequest?: (request: RequestSeen) => void;
  readonly installationId: number | null;
  readonly token: TokenSource;
  readonly limits: Limiter;
}

function client(parts: ClientParts): Client {
  return {
    installationId: parts.installationId,
    async rest(method, path, options = {}) {
      const body = options.body === undefined ? null : JSON.stringify(options.body);
      const headers = options.etag ? { "if-none-match": options.etag } : {};
      const url = new URL(parts.apiUrl + path);
      const answer = await authorised(parts, { method, url, headers, body }, url.pathname);
      const data = answer.text === "" || answer.status === 304 ? null : json(answer.text, `${method} ${path}`);
      return { status: answer.status, data, etag: answer.headers.etag ?? null, at: dateOf(answer) };
    },
    async graph(query, variables) {
      const body = JSON.stringify({ query: query.text, operationName: query.name, variables });
      const sent = { method: "POST", url: new URL(parts.graphqlUrl), headers: {}, body };
      const answer = await authorised(parts, sent, `graphql ${query.name}`);
      const allowed = { optional: query.optional ?? [], unreliable: query.unreliable ?? [] };
      return { ...graphAnswer(answer, query.name, allowed, parts.now()), at: dateOf(answer) };
    },
  };
}

interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Sends with the token of the moment; a refused token is exchanged once, since GitHub may revoke one early. */
async function authorised(parts: ClientParts, sent: Sent, route: string): Promise<Incoming> {
  return parts.limits.run(async () => {
    let clock: number | null = null;
    for (const fresh of [false, true]) {
      const answer = await counted(parts, sent, await parts.token({ fresh, clock }), route);
      clock = dateOf(answer);
      if (answer.status === 401 && !fresh) continue;
      const error = errorOf(answer, `${sent.method} ${sent.url.pathname}`, parts.now());
      if (error instanceof RateLimited) parts.limits.pause(error.retryAfter);
      if (error) throw error;
      // The last request of the hour went through; the next would be refused and counted against us.
      const reset = resetWait(answer, parts.now());
      if (reset !== null) parts.limits.pause(reset);
      return answer;
    }
    throw new Forbidden(`${sent.method} ${sent.url.pathname}: GitHub refuses the token`, "credentials");
  });
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
  try {
    const answer = await parts.transport.send({ ...sent, headers });
    status = answer.status;
    limit = limitTold(answer);
    return answer;
  } finally {
    const milliseconds = performance.now() - began;
    const { installationId } = parts;
    parts.onRequest?.({ method: sent.method, route, status, milliseconds, installationId, limit });
  }
}

/** GitHub's resources are few (core, graphql, search); a name of another shape is not taken for one. */
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
