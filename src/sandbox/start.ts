/** Starts the sandbox: a small GitHub on loopback with the app `rung` installed, for `npm start` without credentials and for tests. */

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Control } from "./control.ts";
import type { DeliverySettings } from "./deliveries.ts";
import { answerGraphql, operationName } from "./graphql.ts";
import { Api, type Exchange } from "./http/api.ts";
import { Doorkeeper } from "./http/auth.ts";
import { Faults } from "./http/faults.ts";
import { Journal } from "./http/journal.ts";
import { Router } from "./http/router.ts";
import { kusionStack } from "./kusionstack.ts";
import type { PlayedWorld } from "./played-world.ts";
import { allRoutes } from "./routes/index.ts";
import { Registrations } from "./routes/manifests.ts";
import { Webhooks } from "./webhooks.ts";
import type { App, Installation } from "./world/model.ts";
import { Past } from "./world/past.ts";

export interface SandboxOptions {
  /** 0 (the default): any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Where webhooks go; without it none are sent. A function is asked each time. */
  readonly webhookUrl?: string | (() => string);
  /** Default: KusionStack with its pull requests, by the machine's clock. */
  readonly world?: PlayedWorld;
  /** Milliseconds every API answer waits. */
  readonly latency?: number;
  readonly webhookSecret?: string;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `127.0.0.1:PORT`, for GHE_HOST (with GHE_PROTOCOL=http). */
  readonly host: string;
  readonly appId: number;
  /** PEM of the app, made for this process. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly installationId: number;
  /** `rung[bot]` */
  readonly botLogin: string;
  readonly world: PlayedWorld;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly control: Control;
  readonly webhooks: Webhooks;
  readonly routes: Router;
  setWebhookUrl(url: string | (() => string) | null): void;
  setLatency(milliseconds: number): void;
  /**
   * From now on readings, by GraphQL and by REST, show subjects and branches as they were so many milliseconds ago (a function is
   * asked for each reading); webhooks and writes do not lag. 0 ends it.
   */
  setLag(milliseconds: number | (() => number)): void;
  deliver(settings: Partial<DeliverySettings>): void;
  /** Resolves once no webhook is waiting or in flight. Work the bot goes on with afterwards is its own. */
  settled(): Promise<void>;
  /** A token of a person, as for GITHUB_TOKEN. */
  personalToken(login: string): string;
  /** Told of every API request with its answer; tests hold them against GitHub's description. */
  onExchange(listener: (exchange: Exchange) => void): void;
  /** Told when somebody moved the world's clock by the control API. */
  onClock(listener: () => void): void;
  /** Serves everything that is not the API: the page. Takes the place of the built-in one. */
  usePage(page: PageHandler): void;
  close(): Promise<void>;
}

type PageHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => void | Promise<void>;

/** A key costs some 100 ms; one for the process is enough. */
let keys: { publicKey: string; privateKey: string } | undefined;
function keyPair(): { publicKey: string; privateKey: string } {
  keys ??= generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  return keys;
}

function installed(world: PlayedWorld): { app: App; installation: Installation } {
  const app = world.apps[0];
  const installation = world.installations.find((one) => one.app === app);
  if (app === undefined || installation === undefined) throw new Error("the world has no installed app");
  return { app, installation };
}

/** Rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = options.world ?? kusionStack();
  const { app, installation } = installed(world);
  const { publicKey, privateKey } = keyPair();
  const webhookSecret = options.webhookSecret ?? randomBytes(24).toString("hex");
  const door = new Doorkeeper(world);
  door.trust(app, publicKey);
  const hooks = new Webhooks(world, app, webhookSecret);
  hooks.url = options.webhookUrl ?? null;
  const journal = new Journal();
  const faults = new Faults();
  const past = new Past(world);
  const latency = { ms: options.latency ?? 0 };
  const registrations = new Registrations(world, door);
  const router = new Router(allRoutes(hooks, registrations));
  const listeners = new Set<(exchange: Exchange) => void>();
  const api = new Api({
    world,
    door,
    router,
    journal,
    faults,
    latency: () => latency.ms,
    past,
    graphql: (caller, body) => answerGraphql(world, caller, body, past),
    graphqlName: operationName,
    exchanged: (exchange) => {
      for (const listener of listeners) listener(exchange);
    },
  });
  const clockListeners = new Set<() => void>();
  const clockMoved = () => {
    for (const listener of clockListeners) listener();
  };
  const control = new Control({ world, app, hooks, journal, faults, latency, clockMoved });
  let page: PageHandler = noPage;
  const server = createServer((incoming, outgoing) => {
    void answer({ api, control, registrations, page }, incoming, outgoing);
  });
  const host = options.host ?? "127.0.0.1";
  const port = await listening(server, options.port ?? 0, host);
  const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  world.links = { api: `http://${address}/api/v3`, html: `http://${address}` };
  return {
    url: `http://${address}`,
    host: address,
    appId: app.id,
    privateKey,
    webhookSecret,
    installationId: installation.id,
    botLogin: app.bot.login,
    world,
    journal,
    faults,
    control,
    webhooks: hooks,
    routes: router,
    setWebhookUrl: (url) => {
      hooks.url = url;
    },
    setLatency: (milliseconds) => {
      latency.ms = milliseconds;
    },
    setLag: (milliseconds) => past.set(milliseconds),
    deliver: (settings) => hooks.set(settings),
    settled: () => hooks.settled(),
    personalToken: (login) => door.personal(login),
    onExchange: (listener) => {
      listeners.add(listener);
    },
    onClock: (listener) => {
      clockListeners.add(listener);
    },
    usePage: (handler) => {
      page = handler;
    },
    close: () => closed(server, hooks),
  };
}

function listening(server: Server, port: number, host: string): Promise<number> {
  // tests hold connections open between requests for longer than node's five seconds
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function closed(server: Server, hooks: Webhooks): Promise<void> {
  hooks.close();
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

const API = /^\/api\/v3(?=\/|$)/;
/** First segments of REST paths where the bare host is the API too; anything else there is the page, GitHub's `/search` for people among it. */
const BARE = /^\/(?:(?:repos|app|orgs|users|user|installation|rate_limit)(?:\/|$)|search\/)/;

/** Where GitHub takes the manifest of a new app from a browser. */
const REGISTER = /^\/(?:organizations\/[^/]+\/)?settings\/apps\/new$/;

async function answer(
  parts: { api: Api; control: Control; registrations: Registrations; page: PageHandler },
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const url = new URL(incoming.url ?? "/", "http://sandbox");
    const { pathname } = url;
    if (pathname === "/graphql" || pathname === "/api/graphql")
      await parts.api.handle(incoming, outgoing, url, "/graphql");
    else if (API.test(pathname)) await parts.api.handle(incoming, outgoing, url, pathname.replace(API, "") || "/");
    else if (pathname.startsWith("/_sandbox/"))
      await parts.control.handle(incoming, outgoing, url, pathname.slice("/_sandbox".length));
    else if (REGISTER.test(pathname)) await parts.registrations.handle(incoming, outgoing, url);
    else if (BARE.test(pathname)) await parts.api.handle(incoming, outgoing, url, pathname);
    else await parts.page(incoming, outgoing);
  } catch (error) {
    broken(outgoing, error);
  }
}

/** A fault of the sandbox itself: said loudly, since a test would else hunt for it in the bot. */
function broken(outgoing: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : "unknown fault";
  process.stderr.write(`sandbox: ${message}\n`);
  if (outgoing.headersSent || outgoing.destroyed) return;
  outgoing.writeHead(500, { "content-type": "application/json" });
  outgoing.end(JSON.stringify({ message: "The sandbox itself failed; see its log." }));
}

function noPage(_incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.writeHead(404, { "content-type": "text/plain" });
  outgoing.end("This is Rung's sandbox, not GitHub. Its API is at /api/v3 and /api/graphql.\n");
}
