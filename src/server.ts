/** The bot's own port: GitHub's webhooks, and what those who run it look at. Nothing of an error reaches the sender. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Outcome, VerifiedEvent } from "./app.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { type BodyReader, bodyReader } from "./webhook/read-body.ts";
import { isSigned } from "./webhook/signature.ts";

export const webhookPath = "/api/github/webhooks";

/** Answers a request that is not the bot's own, or says with `false` that it does not know it. */
export type ExtraHandler = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

export interface ServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Asked for each webhook: the secrets that may have signed it. */
  readonly secrets: () => readonly string[];
  /** Rejects when the event could not be stored. */
  readonly receive: (event: VerifiedEvent) => Promise<Outcome>;
  /** What is missing until webhooks are taken; empty: ready. */
  readonly missing: () => Promise<readonly string[]>;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly extra?: ExtraHandler;
}

export interface RunningServer {
  /** `http://127.0.0.1:3000`; a wildcard address is given as loopback. */
  readonly url: string;
  readonly webhookUrl: string;
  /** Takes nothing new; resolves when what was under way is answered. */
  close(): Promise<void>;
}

/** GitHub caps a payload at 25 MB. */
const bodyLimit = 25 * 1024 * 1024;
const bodyRoom = 8 * bodyLimit;

/** The events' names and ids as GitHub makes them; anything else is no webhook of GitHub's. */
const eventName = /^[a-z_]{1,80}$/;
const deliveryId = /^[\x21-\x7e]{1,200}$/;

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const bodies = bodyReader(bodyLimit, bodyRoom);
  const server = createServer((request, response) => {
    answer(options, bodies, request, response).catch((error: unknown) => {
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
  bodies: BodyReader,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? "/").split("?", 1)[0];
  switch (path) {
    case webhookPath:
      return send(response, await only(request, ["POST"], () => webhook(options, bodies, request)));
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

async function readiness({ missing }: ServerOptions): Promise<Answer> {
  const reasons = await missing();
  if (reasons.length === 0) return { status: 200, body: { status: "ready" } };
  return { status: 503, body: { status: "not ready", reasons }, headers: { "retry-after": "5" } };
}

async function metricsText({ metrics }: ServerOptions): Promise<Answer> {
  return { status: 200, body: await metrics.text(), headers: { "content-type": metrics.contentType } };
}

/** R22: 401 for whoever cannot sign, then what is wrong with what was signed; never 5xx for bad input. */
async function webhook(options: ServerOptions, bodies: BodyReader, request: IncomingMessage): Promise<Answer> {
  const result = await webhookResult(options, bodies, request);
  options.metrics.delivered(result.result);
  return result;
}

async function webhookResult(
  options: ServerOptions,
  bodies: BodyReader,
  request: IncomingMessage,
): Promise<Answer & { readonly result: string }> {
  const signature = header(request, "x-hub-signature-256");
  if (signature === undefined) {
    request.resume();
    return unsigned;
  }
  const reading = await bodies.read(request);
  switch (reading.kind) {
    case "too-large":
      return { result: "too-large", status: 413, body: { error: "the body is larger than 25 MB" } };
    case "no-room":
      return notStored;
    case "broken-off":
      return { result: "broken-off", status: 400, body: { error: "the body ended early" } };
    case "read":
      break;
  }
  if (!isSigned(reading.body, signature, options.secrets())) return unsigned;
  const event = eventOf(request, reading.body);
  if (typeof event === "string") return { result: "malformed", status: 400, body: { error: event } };
  return await received(options, event);
}

async function received(options: ServerOptions, event: VerifiedEvent): Promise<Answer & { readonly result: string }> {
  try {
    const outcome = await options.receive(event);
    const result = outcome.kind;
    if (outcome.kind !== "malformed") return { result, status: 202, body: outcome };
    return { result, status: 400, body: { error: `not of the shape of ${event.name}: ${outcome.why}` } };
  } catch (error) {
    options.log.error({ err: error, delivery: event.id, event: event.name }, "a delivery could not be stored");
    return notStored;
  }
}

const unsigned = {
  result: "unsigned",
  status: 401,
  body: { error: "the signature is missing or wrong" },
} as const;

/** GitHub shows it as failed; the delivery log brings it back (R31). */
const notStored = {
  result: "failed",
  status: 503,
  body: { error: "the delivery could not be stored; send it again" },
  headers: { "retry-after": "10" },
} as const;

/** A sentence where the request is no webhook of GitHub's. */
function eventOf(request: IncomingMessage, body: Buffer): VerifiedEvent | string {
  const name = header(request, "x-github-event") ?? "";
  const id = header(request, "x-github-delivery") ?? "";
  if (!eventName.test(name)) return "X-GitHub-Event is missing or no event's name";
  if (!deliveryId.test(id)) return "X-GitHub-Delivery is missing or no delivery's id";
  const payload = payloadOf(header(request, "content-type") ?? "", body);
  return payload === null ? "the body is not a JSON object" : { id, name, payload };
}

/** A hook may be set to send forms: the JSON is then the field `payload`. */
function payloadOf(contentType: string, body: Buffer): Readonly<Record<string, unknown>> | null {
  const text = body.toString("utf8");
  const isForm = contentType.toLowerCase().startsWith("application/x-www-form-urlencoded");
  try {
    const payload: unknown = JSON.parse(isForm ? (new URLSearchParams(text).get("payload") ?? "") : text);
    if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return null;
    return { ...payload };
  } catch {
    return null;
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
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
