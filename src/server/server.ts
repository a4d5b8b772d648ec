/** The bot's own port: GitHub's webhooks, and what its operators look at. Details of an error never reach the sender. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { boundConnections } from "./connections.ts";
import type { Metrics } from "./metrics.ts";
import { type EndpointOptions, signatureOf, type WebhookAnswer, webhookEndpoint } from "./webhook/endpoint.ts";
import { maySign } from "./webhook/signature.ts";

/** GitHub and a proxy keep a few dozen. */
const MAX_CONNECTIONS = 1_000;
const LINGER_MS = 2_000;

export const webhookPath = "/api/github/webhooks";

/** Answers a request that is not the bot's own; `false`: it does not know it. */
export type ExtraHandler = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

interface ServerOptions extends EndpointOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** What is missing before webhooks can be accepted; empty: ready. */
  readonly notReadyReasons: () => Promise<readonly string[]>;
  readonly metrics: Metrics;
  readonly extra?: ExtraHandler;
}

export interface RunningServer {
  /** `http://127.0.0.1:3000`; a wildcard address is given as loopback. */
  readonly url: string;
  readonly webhookUrl: string;
  /** Takes nothing new; resolves when what was under way is answered. */
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const webhook = webhookEndpoint(options);
  // Slow senders are cut off; Node looks for them each second.
  const times = { headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 65_000 };
  const server = createServer({ ...times, connectionsCheckingInterval: 1_000 });
  boundConnections(server, MAX_CONNECTIONS);
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    answer(options, webhook, request, response).catch((error: unknown) => {
      options.log.error({ err: error }, "a request failed");
      send(response, { status: 500, body: { error: "something broke here; the log says what" } });
    });
  };
  server.on("request", handle);
  // Whoever asks first is told before the body is sent, where it would be refused anyway.
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    if (pathOf(request) !== webhookPath || maySign(signatureOf(request))) response.writeContinue();
    handle(request, response);
  });
  const address = await listening(server, options);
  const host = address.family === "IPv6" ? `[${shownHost(address.address)}]` : shownHost(address.address);
  const url = `http://${host}:${address.port}`;
  return { url, webhookUrl: `${url}${webhookPath}`, close: () => closed(server) };
}

/** A process that is just ending releases its port first; it is waited for. */
const PORT_MS = 5_000;
const PORT_AGAIN_MS = 200;

async function listening(server: Server, options: ServerOptions): Promise<AddressInfo> {
  const until = performance.now() + PORT_MS;
  for (;;) {
    try {
      const address = await listeningNow(server, options);
      // Out of file handles, say: Node goes on accepting as they come free.
      server.on("error", (error) => options.log.warn({ err: error }, "the server could not take a connection"));
      return address;
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!isTaken || performance.now() >= until) throw error;
      await wait(PORT_AGAIN_MS);
    }
  }
}

function listeningNow(server: Server, { host, port }: ServerOptions): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const listens = () => {
      server.off("error", fails);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the server has no address"));
      else resolve(address);
    };
    const fails = (error: Error) => {
      // The next try has its own; of many that are left Node warns as of a leak.
      server.off("listening", listens);
      reject(error);
    };
    server.once("error", fails);
    server.once("listening", listens);
    server.listen({ host, port });
  });
}

function shownHost(address: string): string {
  if (address === "0.0.0.0") return "127.0.0.1";
  return address === "::" ? "::1" : address;
}

/** Connections that were busy are closed as they fall idle; after a while all are, whatever they wait for. */
function closed(server: Server): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const all = setTimeout(() => server.closeAllConnections(), 5_000);
  return new Promise((resolve) => {
    server.close(() => {
      clearInterval(idle);
      clearTimeout(all);
      resolve();
    });
    server.closeIdleConnections();
  });
}

async function answer(
  options: ServerOptions,
  webhook: ReturnType<typeof webhookEndpoint>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = pathOf(request);
  if (!isAddress(request.url ?? "/"))
    return send(response, { status: 400, body: { error: "the address is malformed" } });
  switch (path) {
    case webhookPath:
      return send(response, await only(request, ["POST"], () => counted(options, request, webhook(request))));
    case "/healthz":
      return send(
        response,
        await only(request, ["GET", "HEAD"], async () => ({ status: 200, body: { status: "alive" } })),
      );
    case "/readyz":
      return send(response, await only(request, ["GET", "HEAD"], () => readiness(options)));
    case "/metrics":
      return send(response, await only(request, ["GET", "HEAD"], () => metricsText(options)));
    default:
      if ((await options.extra?.(request, response)) === true) return;
      return send(response, { status: 404, body: { error: "there is nothing here" } });
  }
}

function pathOf({ url = "/" }: IncomingMessage): string {
  return url.split("?", 1)[0] ?? "";
}

/** A path that decodes, to characters that people and databases can read (R52). */
function isAddress(url: string): boolean {
  const path = url.split("?", 1)[0] ?? "";
  if (url.includes("%00") || !/^\/|^https?:\/\//.test(path)) return false;
  try {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
    return !/[\u0000-\u001f\u007f]/.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}

async function only(
  request: IncomingMessage,
  methods: readonly string[],
  then: () => Promise<Answer>,
): Promise<Answer> {
  if (methods.includes(request.method ?? "")) return await then();
  return { status: 405, body: { error: `use ${methods[0]}` }, headers: { allow: methods.join(", ") } };
}

async function counted(
  { metrics }: ServerOptions,
  request: IncomingMessage,
  answered: Promise<WebhookAnswer>,
): Promise<Answer> {
  const answer = await answered;
  const event = request.headers["x-github-event"];
  metrics.delivered(typeof event === "string" ? event : "", answer.result);
  return answer;
}

async function readiness({ notReadyReasons }: ServerOptions): Promise<Answer> {
  const reasons = await notReadyReasons();
  if (reasons.length === 0) return { status: 200, body: { status: "ready" } };
  return { status: 503, body: { status: "not ready", reasons }, headers: { "retry-after": "5" } };
}

async function metricsText({ metrics }: ServerOptions): Promise<Answer> {
  return { status: 200, body: await metrics.text(), headers: { "content-type": metrics.contentType } };
}

const everyAnswer = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  const text = typeof body === "string" ? body : `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    ...everyAnswer,
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    ...headers,
    ...(!response.req.complete && { connection: "close" }),
  });
  response.end(text);
  if (!response.req.complete) endSoon(response.req);
}

/** The rest of the body is read and dropped for a moment, so that its sender gets the answer instead of a reset connection. */
function endSoon(request: IncomingMessage): void {
  request.resume();
  const { socket } = request;
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  timer.unref();
  request.once("end", () => clearTimeout(timer));
}
