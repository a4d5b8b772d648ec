import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { aReceiver, type Receiver } from "../support/a-receiver.ts";
import { aPullEvent } from "./webhook/an-event.ts";

let receiver: Receiver;
const handled: string[] = [];

beforeAll(async () => {
  receiver = await aReceiver(() => async (work) => {
    handled.push(...work.deliveries.map(({ id }) => id));
  });
}, 120_000);
afterAll(() => receiver.close());

const sent = (id: string) => receiver.sent("pull_request", id, JSON.stringify(aPullEvent("opened")));

/** As after a crash of the server: every connection breaks, and none is taken until it is back. */
async function databaseIs(there: boolean): Promise<void> {
  const admin = new pg.Client(new URL("/postgres", receiver.url).href);
  await admin.connect();
  const name = receiver.url.pathname.slice(1);
  await admin.query(`alter database ${name} allow_connections ${there}`);
  if (!there) await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  await admin.end();
}

it("R22: with the database gone each delivery is 503 with a reason, and none is half stored; back, all are taken", async () => {
  expect(await sent("before")).toMatchObject({ status: 202 });
  await vi.waitFor(() => expect(handled).toEqual(["before"]), { timeout: 60_000 });
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
  const rows = await receiver.database.db.selectFrom("deliveries").select("id").execute();
  expect(rows.map(({ id }) => id)).toEqual(["before"]);
  const again = await Promise.all(ids.map(sent));
  expect(new Set(again.map(({ text }) => text))).toEqual(new Set(['{"kind":"stored"}\n']));
  const all = new Set(["before", ...ids]);
  await vi.waitFor(() => expect(new Set(handled)).toEqual(all), { timeout: 60_000 });
  expect(handled).toHaveLength(all.size);
}, 180_000);
