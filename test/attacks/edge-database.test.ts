/** A database that fails under the running bot: nothing is lost, nothing is done twice, the process stays, and `/readyz` reports it. */

import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openServer } from "../../src/database/postgres-server.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { aPullEvent } from "../server/webhook/an-event.ts";
import { aReceiver, type Receiver } from "../support/a-receiver.ts";
import { silent } from "../support/each-database.ts";
import { freshDatabase } from "../support/fresh-database.ts";
import { aTransactionPooler } from "./a-transaction-pooler.ts";

let receiver: Receiver;
let url: URL;
let database: Database;
let server: RunningServer;
let admin: pg.Client;
const handled: string[] = [];

beforeAll(async () => {
  receiver = await aReceiver(({ exclusive }) => async (work) => {
    await exclusive.run("a head", async () => {
      handled.push(...work.deliveries.map(({ id }) => id));
    });
  });
  ({ url, database, server } = receiver);
  admin = new pg.Client(new URL("/postgres", url).href);
  await admin.connect();
}, 120_000);
afterAll(async () => {
  await receiver.close();
  await admin.end();
});

async function sent(id: string, number = 12): Promise<number> {
  const body = JSON.stringify(aPullEvent("opened", { pull: { number } }));
  return (await receiver.sent("pull_request", id, body)).status;
}

async function ready(): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(`${server.url}/readyz`);
  return { status: answer.status, text: await answer.text() };
}

async function inDatabase(statement: string): Promise<void> {
  const client = new pg.Client(url.href);
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function cut(): Promise<void> {
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [
    url.pathname.slice(1),
  ]);
}

const soon = { timeout: 60_000, interval: 200 };

describe("R88: connections that end", () => {
  it("fifty times under load cost no delivery, double none, and leave the process alone", async () => {
    const ids: string[] = [];
    const first: Promise<number>[] = [];
    for (let round = 0; round < 50; round += 1) {
      const some = Array.from({ length: 4 }, () => randomUUID());
      ids.push(...some);
      first.push(...some.map((id, at) => sent(id, 1 + ((round * 4 + at) % 90))));
      await cut();
    }
    const statuses = await Promise.all(first);
    // Whoever could not be served while GitHub waits for its answer is told so, and sends again: few, as Rung tries again itself.
    expect(statuses.filter((status) => status === 202).length).toBeGreaterThan(ids.length / 2);
    for (const [at, id] of ids.entries()) {
      if (statuses[at] === 202) continue;
      expect(statuses[at]).toBe(503);
      expect(await sent(id)).toBe(202);
    }
    await vi.waitFor(() => expect(new Set(handled)).toEqual(new Set(ids)), { timeout: 90_000, interval: 200 });
    const rows = await database.db.selectFrom("deliveries").select("id").execute();
    expect(rows).toHaveLength(ids.length);
  }, 180_000);
});

describe("R85: ready means that a delivery would be stored now", () => {
  it("while all is well it is ready, and trying leaves nothing behind", async () => {
    await vi.waitFor(async () => expect((await ready()).status).toBe(200), soon);
    const tried = await database.db.selectFrom("deliveries").select("id").where("id", "like", "tried-%").execute();
    expect(tried).toEqual([]);
  });

  it("a failover to a server that takes no writes is told, and over when writes are taken again", async () => {
    const name = url.pathname.slice(1);
    await admin.query(`alter database ${name} set default_transaction_read_only = on`);
    await cut();
    await vi.waitFor(async () => expect((await ready()).text).toContain("it is read-only"), soon);
    expect(await sent(randomUUID())).toBe(503);
    expect((await ready()).status).toBe(503);
    await admin.query(`alter database ${name} set default_transaction_read_only = off`);
    await vi.waitFor(async () => expect((await ready()).status).toBe(200), soon);
    const all = await Promise.all(Array.from({ length: 20 }, (_, at) => sent(randomUUID(), at + 1)));
    expect(new Set(all)).toEqual(new Set([202]));
  }, 120_000);

  it.each([
    ["disk_full", "its disk is full"],
    ["insufficient_privilege", "may not write"],
  ])(
    "%s is told, and over when it is mended",
    async (condition, said) => {
      await inDatabase(`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'no' using errcode = '${condition}'; end $$;
      create trigger refuse before insert on deliveries for each row execute function refuse()`);
      await vi.waitFor(async () => expect((await ready()).text).toContain(said), soon);
      expect(await sent(randomUUID())).toBe(503);
      expect((await ready()).status).toBe(503);
      await inDatabase("drop trigger refuse on deliveries; drop function refuse()");
      await vi.waitFor(async () => expect((await ready()).status).toBe(200), soon);
      expect(await sent(randomUUID())).toBe(202);
    },
    120_000,
  );

  it("a pooler that lends connections by transaction is told by name", async () => {
    const fresh = await freshDatabase();
    await (await openServer(fresh, silent)).close();
    const pooler = await aTransactionPooler(fresh);
    const behind = await openServer(pooler.url, silent, async () => {});
    await expect(behind.ping()).rejects.toThrow("lends connections by transaction");
    await behind.close();
    pooler.close();
  });
});
