import type { Socket } from "node:net";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Lanes, statementLanes } from "../../src/database/lanes.ts";
import { serverPool } from "../../src/database/pool.ts";
import { silent } from "../support/each-database.ts";
import { freshDatabase } from "../support/fresh-database.ts";

let url = "";
let opened: pg.Client[] = [];
let oldest = 0;
let lanes: Lanes;
beforeEach(async () => {
  url = await freshDatabase();
  opened = [];
  oldest = 0;
  lanes = statementLanes({ isOld: (openedAt) => openedAt < oldest, open: connected });
});
afterEach(() => lanes.end());

async function connected(socket: Socket): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, pipeline: true, stream: () => socket });
  client.on("error", () => {});
  opened.push(client);
  await client.connect();
  return client;
}

const asked = async (n: number) => (await lanes.query({ name: "n", text: "select $1::int as n", values: [n] })).rows;

describe("lanes: statements one behind the other", () => {
  it("each gets its own answer, however many are under way, over two connections", async () => {
    const numbers = Array.from({ length: 200 }, (_, n) => n);
    expect(await Promise.all(numbers.map(asked))).toEqual(numbers.map((n) => [{ n }]));
    expect(opened).toHaveLength(2);
  });

  it("one that fails takes none of those with it that were sent before or after it", async () => {
    await asked(0);
    const failing = lanes.query({ text: "select 1 / $1::int", values: [0] });
    const others = Promise.all([1, 2, 3, 4].map(asked));
    await expect(failing).rejects.toThrow("division by zero");
    expect(await others).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }], [{ n: 4 }]]);
  });

  it("each commits by itself", async () => {
    await lanes.query({ text: "create table said (n int)" });
    const said = (n: string) =>
      lanes.query({ name: "say", text: "insert into said values ($1::text::int)", values: [n] });
    const results = await Promise.allSettled(["1", "no number", "2"].map(said));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await lanes.query({ text: "select n from said order by n" })).rows).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("R88: what is under way over a connection that ends is rejected, and the next statement has another one", async () => {
    await asked(0);
    const waiting = lanes.query({ text: "select pg_sleep(600)" });
    opened[0]?.connection.stream.destroy();
    await expect(waiting).rejects.toThrow("terminated");
    expect(await asked(1)).toEqual([{ n: 1 }]);
  });

  it("R88: one that became old answers what is under way, and takes nothing new", async () => {
    const [mine] = (await lanes.query({ text: "select pg_backend_pid() as pid" })).rows;
    const underWay = asked(1);
    oldest = Number.POSITIVE_INFINITY;
    const [other] = (await lanes.query({ text: "select pg_backend_pid() as pid" })).rows;
    expect(await underWay).toEqual([{ n: 1 }]);
    expect(other.pid).not.toBe(mine.pid);
  });
});

describe("R88: the lanes of a server's pool", () => {
  it("a connection that stood when the server took no writes is used for none of the statements after that", async () => {
    const pool = serverPool(url, silent, 5_000);
    const pidOf = async () => (await pool.queryInLane({ text: "select pg_backend_pid() as pid" })).rows[0].pid;
    const before = await pidOf();
    expect(await pidOf()).toBe(before);
    pool.failed(Object.assign(new Error("read-only"), { code: "25006" }));
    expect(await pidOf()).not.toBe(before);
    await pool.end();
  });

  it("wait for no disk", async () => {
    const pool = serverPool(url, silent, 5_000);
    const { rows } = await pool.queryInLane({ text: "show synchronous_commit" });
    expect(rows).toEqual([{ synchronous_commit: "off" }]);
    await pool.end();
  });
});
