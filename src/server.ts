/** The bot's own port: GitHub's webhooks, and what those who run it look at. Nothing of an error reaches the sender. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metrics } from "./metrics.ts";
import { type EndpointOptions, type WebhookAnswer, webhookEndpoint } from "./webhook/endpoint.ts";

export const webhookPath = "/api/github/webhooks";

/** Answers a request that is not the bot's own, or says with `false` that it does not know it. */
export type ExtraHandler = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

export interface ServerOptions extends EndpointOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** What is missing until webhooks are taken; empty: ready. */
  readonly missing: () => Promise<readonly string[]>;
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
  const server = createServer((request, response) => {
    answer(options, webhook, request, response).catch((error: unknown) => {
      options.log.error({ err: error }, "a request failed");
      send(response, { status: 500, body: { error: "something broke here; the log says what" } });
    });
  });
  // Slow senders are cut off; node looks for them this often.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 65_000;
  const address = await listening(server, options);
  const host = address.family === "IPv6" ? `[${shownHost(address.address)}]` : shownHost(address.address);
  const url = `http://${host}:${address.port}`;
  return { url, webhookUrl: `${url}${webhookPath}`, close: () => closed(server) };
}

function listening(server: Server, { host, port }: ServerOptions): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the server has no address"));
      else resolve(address);
    });
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
  const path = (request.url ?? "/").split("?", 1)[0];
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

async function readiness({ missing }: ServerOptions): Promise<Answer> {
  const reasons = await missing();
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
  });
  response.end(text);
}
