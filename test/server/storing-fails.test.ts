import { createHmac, randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openServer } from "../../src/database/postgres-server.ts";
import { type Queue, startQueue } from "../../src/queue/queue.ts";
import { createApp } from "../../src/server/app.ts";
import { createMetrics } from "../../src/server/metrics.ts";
import { type RunningServer, startServer } from "../../src/server/server.ts";
import { aPrivateKey } from "../support/a-key.ts";
import { aPostgres, type TestPostgres } from "../support/a-postgres.ts";
import { silent } from "../support/each-database.ts";
import { aPullEvent, known } from "./webhook/an-event.ts";

const secret = "the secret of this test";
let postgres: TestPostgres;
let url: URL;
let database: Database;
let queue: Queue;
let server: RunningServer;
const handled: string[] = [];

beforeAll(async () => {
  postgres = await aPostgres();
  url = new URL(await postgres.freshDatabase());
  database = await openServer(url.href, silent);
  queue = await startQueue({
    database,
    log: silent,
    handle: async (work) => {
      handled.push(...work.deliveries.map(({ id }) => id));
    },
  });
  const parts = { appId: known.appId, privateKey: aPrivateKey, webhookSecret: secret };
  const apiUrl = "http://127.0.0.1:1/api/v3";
  const app = await createApp({ ...parts, apiUrl, database, queue, log: silent, known: () => known });
  server = await startServer({
    ...{ host: "127.0.0.1", port: 0, secrets: () => [secret], receive: app.receive, missing: async () => [] },
    ...{ metrics: createMetrics(() => queue.stats()), log: silent },
  });
}, 120_000);
afterAll(async () => {
  await server.close();
  await queue.drain(100);
  await database.close();
  await postgres.stop();
});

async function sent(id: string) {
  const body = JSON.stringify(aPullEvent("opened"));
  const headers = {
    ...{ "content-type": "application/json", "x-github-event": "pull_request", "x-github-delivery": id },
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
  const answer = await fetch(server.webhookUrl, { method: "POST", headers, body });
  return { status: answer.status, retryAfter: answer.headers.get("retry-after"), text: await answer.text() };
}

/** As after a crash of the server: every connection breaks, and none is taken until it is back. */
async function databaseIs(there: boolean): Promise<void> {
  const admin = new pg.Client(new URL("/postgres", url).href);
  await admin.connect();
  const name = url.pathname.slice(1);
  await admin.query(`alter database ${name} allow_connections ${there}`);
  if (!there) await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  await admin.end();
}

it("R22: with the database gone each delivery is 503 with a reason, and none is half stored; back, all are taken", async () => {
  expect(await sent("before")).toMatchObject({ status: 202 });
  await vi.waitFor(() => expect(handled).toEqual(["before"]), { timeout: 30_000 });
  await databaseIs(false);
  const ids = Array.from({ length: 30 }, () => randomUUID());
  const refused = await Promise.all(ids.map(sent));
  for (const answer of refused) {
    expect(answer).toEqual({
      ...{ status: 503, retryAfter: "10" },
      text: '{"error":"the delivery could not be stored; send it again"}\n',
    });
  }
  await databaseIs(true);
  const rows = await database.db.selectFrom("deliveries").select("id").execute();
  expect(rows.map(({ id }) => id)).toEqual(["before"]);
  const again = await Promise.all(ids.map(sent));
  expect(new Set(again.map(({ text }) => text))).toEqual(new Set(['{"kind":"stored"}\n']));
  const all = new Set(["before", ...ids]);
  await vi.waitFor(() => expect(new Set(handled)).toEqual(all), { timeout: 60_000 });
  expect(handled).toHaveLength(all.size);
}, 180_000);
