/** One HTTP exchange with GitHub over kept-alive connections, within ten seconds (a write: twenty), or a Transient error. */

import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { type Proxies, proxyFor } from "../../environment/proxy-environment.ts";
import { codeOf, systemFault } from "../../environment/system-fault.ts";
import { Transient } from "./errors.ts";

export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** GitHub ends what takes longer than ten seconds: a write is waited for until it has surely been done or ended (R30). */
  readonly write?: boolean;
  /** A write that may be sent twice. */
  readonly idempotent?: boolean;
}

export interface Incoming {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Transport {
  /** Throws Transient only; every answer of any status is a value. */
  send(outgoing: Outgoing): Promise<Incoming>;
  close(): void;
}

/** More than any answer that Rung asks for; a longer one does not come from GitHub. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/**
 * node:http rather than fetch: measured at half the processor time a call (0.3 against 0.6 to 0.9 ms), which is most of what an
 * event costs.
 */
export function httpTransport(proxies: Proxies | null = null, timeoutMs = 10_000): Transport {
  const direct = agents({});
  const proxied = agents({ HTTPS_PROXY: proxies?.https ?? undefined, HTTP_PROXY: proxies?.http ?? undefined });
  return {
    send: async (outgoing) => {
      if (proxies?.fault) throw new Transient(proxies.fault, { mayHaveHappened: false });
      const isProxied = proxies !== null && proxyFor(proxies, outgoing.url) !== null;
      const ownTimeoutMs = outgoing.write === true ? 2 * timeoutMs : timeoutMs;
      return await exchangeAfresh(outgoing, {
        agents: isProxied ? proxied : direct,
        isProxied,
        timeoutMs: ownTimeoutMs,
      });
    },
    close: () => {
      for (const agent of [direct.http, direct.https, proxied.http, proxied.https]) agent.destroy();
    },
  };
}

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** `proxyEnv`: Node's own rules for NO_PROXY know neither domains nor ranges, so it is not among these. */
function agents(proxyEnv: { HTTPS_PROXY?: string | undefined; HTTP_PROXY?: string | undefined }): Agents {
  const options = { keepAlive: true, maxSockets: 128, maxFreeSockets: 64, scheduling: "lifo", proxyEnv } as const;
  return { http: new HttpAgent(options), https: new HttpsAgent(options) };
}

interface Way {
  readonly agents: Agents;
  readonly isProxied: boolean;
  readonly timeoutMs: number;
}

/** A connection that was kept alive, and that the server had closed before it saw the request. */
class ClosedMeanwhile extends Transient {
  override name = "Transient";
}

/**
 * Servers close what is idle when they like, and say so only to whoever sends next: what does no harm twice is sent again then. The
 * connection used last is taken first, so those that are left have been idle for longer and are closed, too.
 */
async function exchangeAfresh(outgoing: Outgoing, way: Way): Promise<Incoming> {
  try {
    return await exchange(outgoing, way);
  } catch (error) {
    if (!(error instanceof ClosedMeanwhile)) throw error;
    for (const { freeSockets } of [way.agents.http, way.agents.https])
      for (const sockets of Object.values(freeSockets)) for (const socket of sockets ?? []) socket.destroy();
    return await exchange(outgoing, way);
  }
}

function exchange(outgoing: Outgoing, { agents, isProxied, timeoutMs }: Way): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    let tooMuch: "surely" | "perhaps" | null = null;
    let isAnswered = false;
    const fail = (why: string, cause?: unknown) => {
      clearTimeout(timer);
      const what = `${outgoing.method} ${outgoing.url.pathname}: ${why}`;
      const isIdempotent = outgoing.write !== true || outgoing.idempotent === true;
      const isClosed = isIdempotent && request.reusedSocket && !isAnswered && isClosing(cause);
      const Failure = isClosed ? ClosedMeanwhile : Transient;
      reject(new Failure(what, { mayHaveHappened: outgoing.method !== "GET", tooMuch, cause }));
    };
    const options = {
      method: outgoing.method,
      headers: { ...outgoing.headers, ...lengthOf(outgoing.body) },
      // Else a proxy that never answers would keep a connection for good.
      ...(isProxied && { timeout: timeoutMs }),
    };
    const request =
      outgoing.url.protocol === "https:"
        ? httpsRequest(outgoing.url, { ...options, agent: agents.https })
        : httpRequest(outgoing.url, { ...options, agent: agents.http });
    const timer = setTimeout(() => {
      tooMuch = "perhaps";
      request.destroy(new Error(`no answer within ${timeoutMs} ms`));
    }, timeoutMs);
    request.on("error", (error) => fail(unreached(error, outgoing.url, isProxied), error));
    request.on("response", (response) => {
      isAnswered = true;
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size <= MAX_ANSWER_BYTES) return;
        tooMuch = "surely";
        request.destroy(new Error(`an answer of more than ${MAX_ANSWER_BYTES} bytes`));
      });
      response.on("error", (error) => fail(error.message, error));
      response.on("aborted", () => fail("the answer broke off"));
      response.on("end", () => {
        if (isProxied && response.statusCode === 407) return fail("the proxy asks for a user and a password (407)");
        clearTimeout(timer);
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.end(outgoing.body ?? undefined);
  });
}

function isClosing(cause: unknown): boolean {
  return cause instanceof Error && ["ECONNRESET", "EPIPE"].includes(codeOf(cause));
}

/** "api.github.com: no host of that name is known (ENOTFOUND)"; any other error in its own words. */
function unreached(error: Error, { host }: URL, isProxied: boolean): string {
  const told = systemFault(error, "connect", "");
  return told === null ? error.message : `${isProxied ? "the proxy" : host}: ${told.cause} (${codeOf(error)})`;
}

function lengthOf(body: string | null): Record<string, string> {
  if (body === null) return {};
  return { "content-type": "application/json; charset=utf-8", "content-length": String(Buffer.byteLength(body)) };
}
