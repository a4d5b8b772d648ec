/**
 * Stands in front of the sandbox's API when gates are compared: counts a gate's requests, and sees when a check run or a commit status
 * of a commit reports. Statuses, which the sandbox does not implement, are handled here, with the same delay as the rest.
 */

import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";

/** Passing or not: what a branch protection asks of a context. */
export interface Said {
  readonly sha: string;
  readonly context: string;
  readonly passes: boolean;
}

export interface Front {
  /** Host and port, as GHE_HOST takes them. */
  readonly host: string;
  /** Requests so far, those for tokens left out. */
  readonly requests: () => number;
  /** Requests that are not answered yet. */
  readonly underWay: () => number;
  /** Milliseconds that a status waits for its answer; the sandbox's own latency is for all else. */
  setLatency(ms: number): void;
  /** Resolves with `true` once the context says so of each commit, as of the answers; with `false` when that is not so within `within` ms. */
  said(context: string, shas: readonly string[], passes: boolean, within: number): Promise<boolean>;
  /** Whether the context passes on that commit, as it said last; `null`: it never said anything. */
  last(context: string, sha: string): boolean | null;
  close(): Promise<void>;
}

const STATUS = /^(?:\/api\/v3)?\/repos\/[^/]+\/[^/]+\/statuses\/([0-9a-f]{40})$/;
const CHECK = /\/check-runs(?:\/\d+)?$/;

const status = z.object({
  state: z.enum(["error", "failure", "pending", "success"]),
  context: z.string().default("default"),
});
const run = z.object({ name: z.string(), head_sha: z.string(), conclusion: z.string().nullable() });

export async function startFront(sandboxUrl: string): Promise<Front> {
  const sandbox = new URL(sandboxUrl);
  const saying = new Map<string, boolean>();
  const listeners = new Set<() => void>();
  let [asked, underWay, latency] = [0, 0, 0];

  const note = ({ sha, context, passes }: Said) => {
    saying.set(`${context} ${sha}`, passes);
    for (const listener of listeners) listener();
  };

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await textOf(incoming);
    const path = (incoming.url ?? "/").split("?", 1)[0] ?? "/";
    const isToken = path.endsWith("/access_tokens");
    if (!isToken) asked += 1;
    const [, sha] = (incoming.method === "POST" && STATUS.exec(path)) || [];
    if (sha !== undefined) {
      const given = status.parse(JSON.parse(body));
      await wait(latency);
      const headers = { "content-type": "application/json; charset=utf-8" };
      outgoing.writeHead(201, headers).end(JSON.stringify({ id: asked, ...given, url: incoming.url }));
      note({ sha, context: given.context, passes: given.state === "success" });
      return;
    }
    const { code, headers, text } = await forwarded(sandbox, incoming, body);
    // Links to further pages lead through here, too.
    const here = (one: string) => one.replaceAll(sandbox.host, incoming.headers.host ?? sandbox.host);
    const { link, "content-length": _, "transfer-encoding": _encoding, ...others } = headers;
    outgoing.writeHead(code, { ...others, ...(typeof link === "string" && { link: here(link) }) }).end(here(text));
    if (incoming.method === "GET" || code > 299 || !CHECK.test(path)) return;
    const { name, head_sha, conclusion } = run.parse(JSON.parse(text));
    note({ sha: head_sha, context: name, passes: conclusion === "success" });
  }

  const server = createServer((incoming, outgoing) => {
    underWay += 1;
    answer(incoming, outgoing)
      .catch((error: unknown) => {
        if (!outgoing.headersSent) outgoing.writeHead(502);
        outgoing.end(String(error));
      })
      .finally(() => {
        underWay -= 1;
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    host: `127.0.0.1:${port}`,
    requests: () => asked,
    underWay: () => underWay,
    setLatency: (ms) => {
      latency = ms;
    },
    said: (context, shas, passes, within) =>
      new Promise((resolve) => {
        const done = (isSo: boolean) => {
          clearTimeout(late);
          listeners.delete(look);
          resolve(isSo);
        };
        const open = new Set(shas);
        const look = () => {
          for (const sha of open) if (saying.get(`${context} ${sha}`) === passes) open.delete(sha);
          if (open.size === 0) done(true);
        };
        const late = setTimeout(() => done(false), within);
        listeners.add(look);
        look();
      }),
    last: (context, sha) => saying.get(`${context} ${sha}`) ?? null,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function forwarded(sandbox: URL, incoming: IncomingMessage, body: string) {
  const { "accept-encoding": _, ...given } = incoming.headers;
  const headers = { ...given, host: sandbox.host, "content-length": Buffer.byteLength(body) };
  return new Promise<{ code: number; headers: IncomingMessage["headers"]; text: string }>((resolve, reject) => {
    const options = {
      host: sandbox.hostname,
      port: sandbox.port,
      path: incoming.url,
      method: incoming.method,
      headers,
    };
    const sent = request(options, (response) => {
      textOf(response).then(
        (text) => resolve({ code: response.statusCode ?? 0, headers: response.headers, text }),
        reject,
      );
    });
    sent.once("error", reject);
    sent.end(body);
  });
}
