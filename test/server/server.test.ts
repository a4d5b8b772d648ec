import { createHmac, randomUUID } from "node:crypto";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { type Queue, startQueue } from "../../src/queue/queue.ts";
import type { Work } from "../../src/queue/worker.ts";
import { createApp } from "../../src/server/create-app.ts";
import { createMetrics, type Metrics } from "../../src/server/metrics.ts";
import { type RunningServer, startServer } from "../../src/server/server.ts";
import { aDatabase } from "../support/a-database.ts";
import { aPrivateKey } from "../support/a-key.ts";
import { silent } from "../support/each-database.ts";
import { aCommentEvent, aPullEvent, known } from "./webhook/an-event.ts";

const secret = "the present secret";
const previous = "the previous secret";

interface Sending {
  readonly event?: string;
  readonly id?: string;
  readonly signedWith?: string | null;
  readonly headers?: Record<string, string | undefined>;
}

function signature(body: string | Buffer, key: string): string {
  return `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
}

describe("the server", () => {
  let database: Database;
  let queue: Queue;
  let metrics: Metrics;
  let server: RunningServer;
  let runs: Work[] = [];
  const fault: { storing: Error | null } = { storing: null };
  const missing: string[] = [];

  beforeAll(async () => {
    database = await aDatabase();
    queue = await startQueue({
      database,
      log: silent,
      handle: async (work) => {
        runs.push(work);
      },
    });
    metrics = createMetrics(() => queue.stats());
    const app = await createApp({
      appId: known.appId,
      privateKey: aPrivateKey,
      webhookSecret: secret,
      apiUrl: "http://127.0.0.1:1/api/v3",
      database,
      queue: {
        accept: (deliveries) => {
          if (fault.storing !== null) return Promise.reject(fault.storing);
          return queue.accept(deliveries);
        },
        enqueue: (jobs) => queue.enqueue(jobs),
      },
      log: silent,
      known: () => known,
    });
    server = await startServer({
      host: "127.0.0.1",
      port: 0,
      secrets: () => [secret, previous],
      receive: app.receive,
      notReadyReasons: async () => missing,
      metrics,
      log: silent,
      extra: (request, response) => {
        if (request.url !== "/page") return false;
        response.end("a page");
        return true;
      },
    });
  }, 120_000);

  afterAll(async () => {
    await server.close();
    await queue.drain(0);
    await database.close();
  });

  beforeEach(() => {
    runs = [];
    fault.storing = null;
    missing.length = 0;
  });

  async function sendRaw(
    body: string | Buffer,
    sending: Sending = {},
  ): Promise<{ status: number; text: string; headers: Headers }> {
    const { event = "pull_request", id = randomUUID(), signedWith = secret } = sending;
    const headers = Object.entries({
      "content-type": "application/json",
      "x-github-event": event,
      "x-github-delivery": id,
      ...(signedWith !== null && { "x-hub-signature-256": signature(body, signedWith) }),
      ...sending.headers,
    }).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
    const answer = await fetch(server.webhookUrl, { method: "POST", headers, body: new Uint8Array(Buffer.from(body)) });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  }

  function send(payload: unknown, sending: Sending = {}) {
    return sendRaw(JSON.stringify(payload), sending);
  }

  async function handled(): Promise<readonly string[]> {
    await vi.waitFor(async () => expect(await queue.stats()).toMatchObject({ waiting: 0, running: 0 }), {
      timeout: 60_000,
    });
    return runs.flatMap((run) => run.deliveries.map(({ id }) => id));
  }

  it("a signed event is stored, answered with 202, and handled", async () => {
    const id = randomUUID();
    expect(await send(aPullEvent("opened"), { id })).toMatchObject({ status: 202, text: '{"kind":"stored"}\n' });
    expect(await handled()).toEqual([id]);
  });

  it("R22: either secret signs while one is rotated, no other, and none at all does not", async () => {
    expect((await send(aPullEvent("opened"), { signedWith: previous })).status).toBe(202);
    await handled();
    runs = [];
    for (const signedWith of ["another secret", "", null]) {
      expect(await send(aPullEvent("opened"), { signedWith })).toMatchObject({ status: 401 });
    }
    const odd = [
      "sha256=",
      `sha1=${"0".repeat(40)}`,
      signature("{}", secret).toUpperCase(),
      `${signature("other", secret)}`,
    ];
    for (const wrong of odd) {
      const headers = { "x-hub-signature-256": wrong };
      expect((await send(aPullEvent("opened"), { signedWith: null, headers })).status).toBe(401);
    }
    expect(await handled()).toEqual([]);
  });

  it("R22: the signature is over the raw bytes, not over what they mean", async () => {
    const body = `  ${JSON.stringify(aPullEvent("opened"), null, 2)}\n`;
    expect((await sendRaw(body)).status).toBe(202);
    const headers = { "x-hub-signature-256": signature(JSON.stringify(aPullEvent("opened")), secret) };
    expect((await sendRaw(body, { signedWith: null, headers })).status).toBe(401);
  });

  it("R22: more than 25 MB is 413, told beforehand or not", async () => {
    const body = Buffer.alloc(25 * 1024 * 1024 + 1, 0x20);
    expect((await sendRaw(body)).status).toBe(413);
    const streamed = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { "x-hub-signature-256": signature(body, secret), "transfer-encoding": "chunked" };
      const sent = httpRequest(server.webhookUrl, { method: "POST", headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.once("error", reject);
      sent.end(body);
    });
    expect(streamed).toBe(413);
  });

  it("R22: signed, but not JSON, not an object, or not of the event's shape: 400 without the text", async () => {
    for (const body of ["{", "", "17", "null", "[]", '"text"']) expect((await sendRaw(body)).status).toBe(400);
    const wrong = await send({ ...aCommentEvent("created"), comment: { id: "ghs_text" } }, { event: "issue_comment" });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain("comment.id");
    expect(wrong.text).not.toContain("ghs_text");
  });

  it("R22: without the event's name or the delivery's id: 400", async () => {
    for (const name of ["x-github-event", "x-github-delivery"]) {
      expect((await send(aPullEvent("opened"), { headers: { [name]: undefined } })).status).toBe(400);
    }
    expect((await send(aPullEvent("opened"), { event: "Pull Request" })).status).toBe(400);
  });

  it("R22: events that Rung has no use for are 202 and ignored, with the reason", async () => {
    for (const event of ["star", "projects_v2_item", "an_event_of_next_year", "error", "constructor", "__proto__"]) {
      expect(await send({ action: "did_2nd_thing", zen: "x" }, { event })).toMatchObject({
        status: 202,
        text: expect.stringContaining("ignored"),
      });
    }
    const plain = await send(aCommentEvent("created", { comment: { body: "Thanks" } }), { event: "issue_comment" });
    expect(plain).toMatchObject({ status: 202, text: expect.stringContaining("no command in the comment") });
    expect(await handled()).toEqual([]);
  });

  it("R22: a hook that sends forms is understood", async () => {
    const body = new URLSearchParams({ payload: JSON.stringify(aPullEvent("opened")) }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect((await sendRaw(body, { headers })).status).toBe(202);
    expect((await sendRaw("payload=", { headers })).status).toBe(400);
  });

  it("R23: the same delivery again is 202, and is not handled again", async () => {
    const id = randomUUID();
    await send(aPullEvent("opened"), { id });
    await handled();
    expect(await send(aPullEvent("opened"), { id })).toMatchObject({ status: 202, text: '{"kind":"duplicate"}\n' });
    expect((await handled()).filter((one) => one === id)).toEqual([id]);
  });

  it("what could not be stored is 503 with Retry-After, and the reason stays inside", async () => {
    fault.storing = new Error("password authentication failed for hunter2");
    const answer = await send(aPullEvent("opened"));
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("10");
    expect(answer.text).not.toContain("hunter2");
    fault.storing = null;
    expect(await handled()).toEqual([]);
  });

  it("a sender that breaks off leaves nothing behind", async () => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.write(
      `POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\nx-hub-signature-256: x\r\ncontent-length: 100\r\n\r\n{`,
    );
    socket.destroy();
    expect((await send(aPullEvent("opened"))).status).toBe(202);
    expect(await handled()).toHaveLength(1);
  });

  it("a burst of 500 is taken without a refusal", async () => {
    const statuses = await Promise.all(
      Array.from({ length: 500 }, async (_, n) => (await send(aPullEvent("opened", { pull: { number: n } }))).status),
    );
    expect(new Set(statuses)).toEqual(new Set([202]));
    expect(await handled()).toHaveLength(500);
  });

  it("says that it is alive, and whether it is ready, and what is missing", async () => {
    const alive = await fetch(`${server.url}/healthz`);
    expect(alive.status).toBe(200);
    expect(alive.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    missing.push("the database does not answer");
    const notReady = await fetch(`${server.url}/readyz`);
    expect(notReady.status).toBe(503);
    expect(await notReady.json()).toEqual({ status: "not ready", reasons: ["the database does not answer"] });
  });

  it("counts what became of deliveries, and shows the queue", async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    for (const result of ["stored", "duplicate", "ignored", "malformed", "unsigned", "too-large", "failed"]) {
      expect(text).toMatch(new RegExp(`^rung_deliveries_total\\{event="[a-z_]+",result="${result}"\\} [1-9]`, "m"));
    }
    expect(text).toContain('rung_deliveries_total{event="pull_request",result="stored"}');
    expect(text).toMatch(/^rung_queue_waiting 0$/m);
    expect(text).toMatch(/^rung_queue_lag_seconds 0$/m);
    expect(text).toMatch(/^rung_queue_parked 0$/m);
  });

  it("other paths are 404, other methods 405, and a page may be mounted", async () => {
    expect((await fetch(`${server.url}/nothing`)).status).toBe(404);
    const wrong = await fetch(server.webhookUrl);
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await fetch(`${server.url}/healthz`, { method: "POST" })).status).toBe(405);
    expect(await (await fetch(`${server.url}/page`)).text()).toBe("a page");
  });
});
