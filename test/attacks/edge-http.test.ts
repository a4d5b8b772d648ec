/** What strangers send to the port: it is refused, and takes no room, time or answer away from GitHub's deliveries. */

import { createHmac } from "node:crypto";
import { connect, createServer, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createMetrics } from "../../src/server/metrics.ts";
import { type RunningServer, startServer, webhookPath } from "../../src/server/server.ts";
import { toJob } from "../../src/server/webhook/to-job.ts";
import { aPullEvent, known } from "../server/webhook/an-event.ts";
import { silent } from "../support/each-database.ts";

const secret = "the secret of this test";
let server: RunningServer;
let port = 0;
const sockets: Socket[] = [];

beforeAll(async () => {
  server = await startServer({
    ...{ host: "127.0.0.1", port: 0, secrets: () => [secret], notReadyReasons: async () => [] },
    ...{ metrics: createMetrics(async () => null), log: silent },
    receive: async ({ name, payload }) => {
      const routed = toJob(name, payload, known);
      return routed.kind === "job" ? { kind: "stored" } : routed;
    },
  });
  port = Number(new URL(server.url).port);
});
afterAll(() => server.close());
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

function signed(body: string | Buffer): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

const forged = `sha256=${"0".repeat(64)}`;

async function aGoodOne(): Promise<number> {
  const body = JSON.stringify(aPullEvent("opened"));
  const headers = { "x-github-event": "pull_request", "x-github-delivery": "1", "x-hub-signature-256": signed(body) };
  return (await fetch(server.webhookUrl, { method: "POST", headers, body })).status;
}

/** Everything that comes back for these bytes, until the connection ends or `enough` has come. */
function answered(bytes: string | Buffer, enough: RegExp = /$^/): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    sockets.push(socket);
    let text = "";
    socket.on("data", (part) => {
      text += part.toString("latin1");
      if (enough.test(text)) resolve(text);
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(text));
  });
}

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}

function head(lines: readonly string[], first = `POST ${webhookPath} HTTP/1.1`): string {
  return `${[first, "Host: a", ...lines].join("\r\n")}\r\n\r\n`;
}

const signedHead = [`X-Hub-Signature-256: ${forged}`, "X-GitHub-Event: push", "X-GitHub-Delivery: 1"];

describe("R53: bodies that nobody signed", () => {
  it("take no room from signed ones, when eight of 25 MiB stop short of their last byte", async () => {
    const size = 25 * 1024 * 1024;
    const most = Buffer.alloc(size - 1, 32);
    let sent = 0;
    for (let at = 0; at < 9; at += 1) {
      const socket = connect(port, "127.0.0.1", () => {
        socket.write(head([...signedHead, `Content-Length: ${size}`]));
        socket.write(most, () => {
          sent += 1;
        });
      });
      socket.on("error", () => {}).resume();
      sockets.push(socket);
    }
    await vi.waitFor(() => expect(sent).toBeGreaterThan(7), { timeout: 60_000, interval: 10 });
    for (let at = 0; at < 20; at += 1) expect(await aGoodOne()).toBe(202);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it("are not read at all without a signature's shape in the head", async () => {
    for (const lines of [[], ["X-Hub-Signature-256: sha256=0"], ["X-Hub-Signature: sha1=0"]]) {
      const answer = await answered(head([...lines, "Content-Length: 26214400"]));
      expect(statusOf(answer)).toBe(401);
      expect(answer).toContain("connection: close");
    }
  });

  it("are ended with 408 when they stand still", async () => {
    expect(statusOf(await answered(`${head([...signedHead, "Content-Length: 100"])}{`))).toBe(408);
  });

  it("make room by who stands still, not by who comes last, through a crowd of connections", async () => {
    const crowd = Array.from({ length: 1_200 }, () => {
      const socket = connect(port, "127.0.0.1", () => socket.write("POST / HTTP/1.1\r\nHost: a\r\nX-"));
      socket.on("error", () => {}).resume();
      sockets.push(socket);
      return socket;
    });
    // The oldest made room for the newest.
    const untold = () => crowd.filter(({ closed, bytesRead }) => closed && bytesRead === 0);
    await vi.waitFor(() => expect(untold().length).toBeGreaterThanOrEqual(200), { timeout: 60_000 });
    expect(untold().some((socket) => crowd.indexOf(socket) > 1_000)).toBe(false);
    for (let at = 0; at < 10; at += 1) expect(await aGoodOne()).toBe(202);
  });
});

it("R57: a port that an ending process still has is waited for", async () => {
  const before = createServer();
  await new Promise<void>((resolve) => before.listen(0, "127.0.0.1", resolve));
  const address = before.address();
  const taken = typeof address === "object" && address !== null ? address.port : 0;
  const starting = startServer({
    ...{ host: "127.0.0.1", port: taken, secrets: () => [secret], notReadyReasons: async () => [], log: silent },
    ...{ metrics: createMetrics(async () => null), receive: async () => ({ kind: "duplicate" }) },
  });
  setTimeout(() => before.close(), 500);
  const started = await starting;
  expect(new URL(started.url).port).toBe(`${taken}`);
  await started.close();
});

const good = JSON.stringify(aPullEvent("opened"));
const goodHead = [`X-Hub-Signature-256: ${signed(good)}`, "X-GitHub-Event: pull_request", "X-GitHub-Delivery: 1"];
const chunked = `${good.length.toString(16)}\r\n${good}\r\n0\r\n\r\n`;
const length = `Content-Length: ${Buffer.byteLength(good)}`;
const get = (path: string) => head([], `GET ${path} HTTP/1.1`);

/** Each with the statuses that it may be answered with; 0: the connection is ended. */
const doors: readonly (readonly [name: string, sent: string | Buffer, statuses: readonly number[]])[] = [
  ["a length and chunks", `${head([...goodHead, length, "Transfer-Encoding: chunked"])}${chunked}`, [400]],
  ["two lengths", `${head([...goodHead, length, "Content-Length: 3"])}${good}`, [400]],
  ["a length that is none", `${head([...goodHead, "Content-Length: 1e3"])}${good}`, [400]],
  ["a negative length", `${head([...goodHead, "Content-Length: -1"])}${good}`, [400]],
  ["a length beyond all numbers", head([...goodHead, `Content-Length: ${"9".repeat(30)}`]), [400, 413]],
  ["a length beyond the bound", head([...goodHead, "Content-Length: 26214401"]), [413]],
  ["a body shorter than it says", `${head([...goodHead, "Content-Length: 99999"])}${good}`, [408]],
  ["chunks", `${head([...goodHead, "Transfer-Encoding: chunked"])}${chunked}`, [202]],
  ["a chunk's size that is none", `${head([...goodHead, "Transfer-Encoding: chunked"])}zz\r\n`, [400]],
  ["an unknown transfer encoding", `${head([...goodHead, "Transfer-Encoding: gzip"])}${good}`, [400, 501]],
  ["a folded transfer encoding", `${head([...goodHead, "Transfer-Encoding:\r\n chunked"])}${chunked}`, [400, 202]],
  ["a body said to be gzip", `${head([...goodHead, length, "Content-Encoding: gzip"])}${good}`, [202]],
  ["no host", `POST ${webhookPath} HTTP/1.1\r\n\r\n`, [400]],
  ["two hosts", head(["Host: b"], "GET /healthz HTTP/1.1"), [200, 400]],
  ["HTTP/0.9", "GET /healthz\r\n\r\n", [200, 400, 0]],
  ["HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400, 505, 0]],
  ["TLS", Buffer.from("16030100a5010000a10303", "hex"), [400, 0]],
  ["bare line feeds", "GET /healthz HTTP/1.1\nHost: a\n\n", [200, 400, 0]],
  ["a NUL in a header", "GET /healthz HTTP/1.1\r\nHost: a\r\nX-A: a\0b\r\n\r\n", [400]],
  ["a head of 100 kB", head([`X-A: ${"a".repeat(100_000)}`], "GET /healthz HTTP/1.1"), [431]],
  [
    "ten thousand headers",
    head(
      Array.from({ length: 10_000 }, (_, at) => `X-${at}: a`),
      "GET / HTTP/1.1",
    ),
    [431],
  ],
  ["a method that is none", head([], "BREW /healthz HTTP/1.1"), [400]],
  ["CONNECT", head([], "CONNECT a:443 HTTP/1.1"), [400, 405, 0]],
  ["TRACE", head([], "TRACE / HTTP/1.1"), [404, 405]],
  ["an upgrade", head(["Connection: Upgrade", "Upgrade: websocket"], "GET /healthz HTTP/1.1"), [200]],
  ["an asterisk", head([], "OPTIONS * HTTP/1.1"), [400]],
  ["somebody else's address", get("http://b/healthz"), [404, 400]],
  ["a NUL in the path", get("/a/%00"), [400]],
  ["a NUL in the query", get("/healthz?a=%00"), [400]],
  ["half an escape", get("/a/%e0%a4"), [400]],
  ["half a surrogate pair", get("/a/%ed%a0%80"), [400]],
  ["a percent sign alone", get("/%"), [400]],
  ["a line feed in the path", get("/a%0ab/c"), [400]],
  ["steps upwards", get("/../../etc/passwd"), [404]],
  ["a path of 8 kB", get(`/${"a".repeat(8_000)}`), [404]],
  ["a signature twice", head([...goodHead, `X-Hub-Signature-256: ${forged}`, "Content-Length: 0"]), [401]],
  ["an expectation", head([...goodHead, "Expect: the-unexpected", length]), [417]],
];

describe("R53, R55: doors of HTTP", () => {
  it.each(doors)(
    "%s",
    async (_, sent, statuses) => {
      const answer = await answered(sent, /^HTTP\/1\.1 (?!100)\d{3}[\s\S]*?\r\n\r\n/);
      expect(statuses).toContain(statusOf(answer));
      expect(answer).not.toMatch(/at .*\.[jt]s:\d+/);
    },
    30_000,
  );

  it("whoever asks before sending is told at once, and goes on where the head could be GitHub's", async () => {
    const refused = await answered(head(["Expect: 100-continue", "Content-Length: 9"]), /^HTTP\/1\.1 \d{3}/);
    expect(statusOf(refused)).toBe(401);
    const told = await answered(head([...goodHead, length, "Expect: 100-continue"]), /^HTTP\/1\.1 100/);
    expect(statusOf(told)).toBe(100);
  });

  it("requests in one breath are answered in their order", async () => {
    const three = `${head([...goodHead, length])}${good}${get("/healthz")}${get("/none")}`;
    const answer = await answered(three, /HTTP\/1\.1 404/);
    expect([...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)).toEqual(["202", "200", "404"]);
  });
});
