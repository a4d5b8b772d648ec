import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { Migrator } from "kysely/migration";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import type { Database } from "../../src/database/database.ts";
import { openEmbedded } from "../../src/database/embedded.ts";
import { lockFolder } from "../../src/database/folder-lock.ts";
import { migrations } from "../../src/database/migrations.ts";
import { openServer } from "../../src/database/postgres-server.ts";
import { startQueue } from "../../src/queue/queue.ts";
import { aDelivery, aJob } from "../queue/a-job.ts";
import { built } from "../support/built.ts";
import { silent } from "../support/each-database.ts";
import { freshDatabase } from "../support/fresh-database.ts";
import { noBot } from "./no-bot.ts";

const folder = mkdtempSync(join(tmpdir(), "rung-move-"));
const original = join(folder, "original");

/** A folder as a killed Rung leaves it: one delivery was claimed, one waits for its next try, three are parked or wait. */
async function anInstallation(dataDir: string): Promise<void> {
  const database = await openEmbedded(dataDir, silent);
  const queue = await startQueue({
    database,
    log: silent,
    handle: async ({ deliveries }) => {
      const parks = deliveries.some(({ id }) => id === "parks");
      throw Object.assign(new Error("no"), parks ? { retryable: false } : { retryAfter: 3_600 });
    },
  });
  await queue.accept([aDelivery(11, "parks"), aDelivery(12, "claimed"), aDelivery(13, "retried")]);
  await vi.waitFor(async () => expect(await queue.stats()).toMatchObject({ parked: 1, running: 0 }), {
    timeout: 60_000,
  });
  await queue.schedule(aJob(14), 3_600_000);
  await queue.drain(100);
  await sql`update pgboss.job set state = 'active', started_on = now(), start_after = now()
    where singleton_key like '%12'`.execute(database.db);
  await sql`update deliveries set retry_at = null where id = 'claimed'`.execute(database.db);
  await sql`insert into away (owner, login, account_id, until, said_at, said_in)
    values ('kusionstack', 'mona', 5, '2027-01-02 03:04:05.678901', 'epoch', 'KusionStack/kusion')`.execute(
    database.db,
  );
  await sql`insert into checks (repository_id, head_sha, name, check_run_id, digest, outcome, written_at)
    values (31, 'abc', 'rung', 9007199254740991, 'd', 'success', '2026-11-24 10:00:00.123456+02')`.execute(database.db);
  await sql`insert into pauses (installation_id, asked_at, seconds, secondary)
    values (77, '-infinity', 0.1::float8 + 0.2::float8, true)`.execute(database.db);
  await sql`insert into registries (key, oid, text, good) values ('k', 'o', ${'ünïcode "quoted" \\ \t\n{},null 😀'}, true)`.execute(
    database.db,
  );
  await sql`insert into audit (repository, repository_id, number, cause, what, detail, why, digest, version, at)
    select 'o/r', 31, null, '{"total": 12345678901234567890.5}', 'verdict', jsonb_build_object('n', n, 'pad', repeat('x', 200)),
      '[]', 'd', '0', now() - n * interval '1.000001 seconds' from generate_series(1, 3000) n`.execute(database.db);
  await database.close();
}

async function move(env: Readonly<Record<string, string>>) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (text: string) => out.push(text),
    err: (text: string) => err.push(text),
    readFile: () => "",
    cwd: folder,
  };
  const code = await rung(["move-data"], io, noBot, env);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

/** Each row as PostgreSQL writes it, so that nothing is lost in the reading. */
async function contents({ db }: Database): Promise<Readonly<Record<string, readonly string[]>>> {
  await sql`set timezone to 'UTC'`.execute(db);
  const names = await sql<{ name: string }>`select relname as name from pg_class where relkind = 'r'
    and relnamespace = 'public'::regnamespace and relname not like 'kysely%' order by 1`.execute(db);
  const found: Record<string, readonly string[]> = {};
  for (const { name } of names.rows) {
    const rows = await sql<{ row: string }>`select t::text as row from ${sql.raw(`"${name}"`)} t order by 1`.execute(
      db,
    );
    found[name] = rows.rows.map(({ row }) => row);
  }
  return found;
}

async function opened<Result>(open: Promise<Database>, use: (database: Database) => Promise<Result>): Promise<Result> {
  const database = await open;
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

/** Opened as it is, nothing brought up to date. */
const embedded = (dataDir: string) => openEmbedded(dataDir, silent, async () => {});
const server = (url: string) => openServer(url, silent, async () => {});

/** Without what later steps brought: read from tables that were taken no further. */
async function takenBackTo(step: string, { db }: Database): Promise<void> {
  const upToStep = (older: Database["db"]) =>
    new Migrator({ db: older, provider: { getMigrations: async () => migrations } }).migrateTo(step);
  // On a server, where making it costs a tenth: these names are the same there.
  const old = await opened(
    openServer(await freshDatabase(), silent, async (older) => void (await upToStep(older))),
    async (older) => ({
      columns: await columns(older),
      indexes: await indexes(older),
      functions: await functions(older),
    }),
  );
  for (const { name } of await functions({ db }))
    if (!old.functions.some((known) => known.name === name)) await sql.raw(`drop function ${name}`).execute(db);
  for (const { name } of await indexes({ db }))
    if (!old.indexes.some((known) => known.name === name)) await sql.raw(`drop index "${name}"`).execute(db);
  for (const { table, column } of await columns({ db })) {
    if (old.columns.some((known) => known.table === table && known.column === column)) continue;
    const isKnown = old.columns.some((known) => known.table === table);
    await sql
      .raw(isKnown ? `alter table "${table}" drop column "${column}"` : `drop table if exists "${table}"`)
      .execute(db);
  }
  await sql`delete from kysely_migration where name > ${step}`.execute(db);
}

async function columns({ db }: Pick<Database, "db">) {
  const found = await sql<{ table: string; column: string }>`select relname as "table", attname as "column"
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relkind = 'r' and relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped`.execute(db);
  return found.rows;
}

/** With the types of what they take. */
async function functions({ db }: Pick<Database, "db">) {
  const found = await sql<{ name: string }>`select oid::regprocedure::text as name
    from pg_proc where pronamespace = 'public'::regnamespace`.execute(db);
  return found.rows;
}

/** Those that make nothing unique. */
async function indexes({ db }: Pick<Database, "db">) {
  const found = await sql<{ name: string }>`select indexrelid::regclass::text as name
    from pg_index join pg_class on pg_class.oid = indrelid
    where relnamespace = 'public'::regnamespace and not indisunique`.execute(db);
  return found.rows;
}

/** A folder of its own for each case. */
function aCopy(name: string): string {
  const copy = join(folder, name);
  cpSync(original, copy, { recursive: true });
  return copy;
}

/** Statements against the target that are no Rung's. */
async function ask<Row extends object>(url: string, text: string): Promise<readonly Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

beforeAll(() => anInstallation(original), 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What waits on the target is handled, each delivery once; the parked one stays; a new one comes after all of them. */
async function expectTakenUp(url: string): Promise<void> {
  await opened(openServer(url, silent), async (database) => {
    const handled: string[] = [];
    const queue = await startQueue({
      database,
      log: silent,
      handle: async ({ deliveries }) => {
        handled.push(...deliveries.map(({ id }) => id));
      },
    });
    await queue.accept([aDelivery(15, "new")]);
    await vi.waitFor(() => expect(new Set(handled)).toEqual(new Set(["claimed", "new"])), { timeout: 60_000 });
    const seqs = await sql<{ id: string }>`select id from deliveries order by seq desc limit 1`.execute(database.db);
    expect(seqs.rows).toEqual([{ id: "new" }]);
    await queue.runDueNow();
    await sql`update deliveries set retry_at = now() where id = 'retried'`.execute(database.db);
    await sql`update pgboss.job set start_after = now()`.execute(database.db);
    queue.kick();
    await vi.waitFor(() => expect(handled).toContain("retried"), { timeout: 60_000 });
    expect(await queue.parked()).toMatchObject([{ id: "parks" }]);
    await queue.drain(1_000);
    expect(handled.filter((id) => ["claimed", "new", "retried"].includes(id))).toHaveLength(3);
  });
}

describe("rung move-data", () => {
  it("takes every row along exactly, leaves the source as it was, and Rung takes up there what waits, once", async () => {
    const dataDir = aCopy("whole");
    const url = await freshDatabase();
    const told = await move({ DATA_DIR: dataDir, DATABASE_URL: url });
    expect(told).toMatchObject({ code: 0, err: "" });
    expect(told.out).toMatch(/audit: 3000/);
    expect(told.out).toMatch(/deliveries: 3/);
    expect(told.out).toMatch(/subjects that wait: 2/);
    expect(told.out).toMatch(/Next: set DATABASE_URL/);
    const before = await opened(embedded(dataDir), contents);
    expect(await opened(server(url), contents)).toEqual(before);
    expect(before.audit).toHaveLength(3_000);
    expect(existsSync(join(dataDir, "pgdata.copy"))).toBe(false);
    await expectTakenUp(url);
  }, 180_000);

  it("killed halfway it leaves nothing there, and takes everything when it is started again", async () => {
    const dataDir = aCopy("killed");
    const url = await freshDatabase();
    await opened(openServer(url, silent), async () => {});
    await ask(
      url,
      "create function stop() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(1); return new; end $$",
    );
    await ask(url, "create trigger stop before insert on pauses for each row execute function stop()");
    const holder = new pg.Client(url);
    await holder.connect();
    await holder.query("select pg_advisory_lock(1)");
    const { root, cache } = await built();
    const child = spawn(process.execPath, [join(root, "scripts/rung.mjs"), "move-data"], {
      env: {
        ...{ PATH: process.env.PATH, ...cache },
        ...{ DATA_DIR: dataDir, DATABASE_URL: url },
      },
      stdio: "ignore",
    });
    const stands = "select 1 from pg_locks where locktype = 'advisory' and not granted";
    // By connections that are there: each new one would cost more than the question.
    await vi.waitFor(async () => expect((await holder.query(stands)).rows).toHaveLength(1), { timeout: 60_000 });
    // Audit and deliveries come before; nobody sees them.
    await killed(child);
    expect(existsSync(join(dataDir, "pgdata.copy"))).toBe(true);
    expect(await move({ DATA_DIR: dataDir, DATABASE_URL: url })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/the PostgreSQL database is in use/),
    });
    await holder.query("select pg_advisory_unlock(1)");
    const own = "select 1 from pg_stat_activity where datname = current_database() and application_name = 'rung'";
    await vi.waitFor(async () => expect((await holder.query(own)).rows).toHaveLength(0), { timeout: 60_000 });
    await holder.end();
    expect(await ask(url, "select 1 from audit limit 1")).toHaveLength(0);
    await ask(url, "drop trigger stop on pauses");
    expect(await move({ DATA_DIR: dataDir, DATABASE_URL: url })).toMatchObject({ code: 0, err: "" });
    expect(await opened(server(url), contents)).toEqual(await opened(embedded(dataDir), contents));
    await expectTakenUp(url);
  }, 240_000);

  it("refuses a target with any row of Rung's, and changes nothing there", async () => {
    const dataDir = aCopy("full");
    const url = await freshDatabase();
    await opened(openServer(url, silent), async ({ db }) => {
      await sql`insert into key_values (key, value) values ('k', '{}')`.execute(db);
    });
    expect(await move({ DATA_DIR: dataDir, DATABASE_URL: url })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/holds data of Rung's already \(key_values: 1\).*empty database/),
    });
    expect(await ask(url, "select 1 from audit limit 1")).toHaveLength(0);
  }, 120_000);

  it("refuses a target that a newer Rung has used, or that some process of Rung's is connected to", async () => {
    const dataDir = aCopy("newer");
    const url = await freshDatabase();
    await opened(openServer(url, silent), async ({ db }) => {
      await sql`select 1`.execute(db);
      expect(await move({ DATA_DIR: dataDir, DATABASE_URL: url })).toMatchObject({
        code: 1,
        err: expect.stringMatching(/is in use by Rung or one of its commands/),
      });
    });
    await ask(url, "insert into kysely_migration (name, timestamp) values ('9999-later', 'now')");
    expect(await move({ DATA_DIR: dataDir, DATABASE_URL: url })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/a newer Rung has taken the tables of the PostgreSQL database further \(9999-later\)/),
    });
  }, 120_000);

  it("refuses a target that could not serve Rung, and says why", async () => {
    const url = new URL(await freshDatabase());
    const name = `${url.pathname.slice(1)}_latin`;
    await ask(url.href, `create database ${name} encoding 'LATIN1' locale 'C' template template0`);
    const other = new URL(url);
    other.pathname = name;
    expect(await move({ DATA_DIR: aCopy("unfit"), DATABASE_URL: other.href })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/encoding LATIN1.*createdb --encoding=UTF8.*\nNothing was moved/),
    });
    expect(await ask(other.href, "select 1 from pg_class where relname = 'deliveries'")).toEqual([]);
  }, 120_000);

  it("a source of an older Rung is moved as this one understands it, and one of a newer is refused; neither is changed", async () => {
    const dataDir = aCopy("versions");
    await opened(embedded(dataDir), (database) => takenBackTo("0010-merge-groups", database));
    const url = await freshDatabase();
    expect(await move({ DATA_DIR: dataDir, DATABASE_URL: url })).toMatchObject({ code: 0, err: "" });
    expect(await ask(url, "select login, said_in from away")).toEqual([{ login: "mona", said_in: null }]);
    await opened(embedded(dataDir), async ({ db }) => {
      const column = sql`select 1 from pg_attribute where attrelid = 'away'::regclass and attname = 'said_in'`;
      expect((await column.execute(db)).rows).toEqual([]);
      await sql`insert into kysely_migration (name, timestamp) values ('9999-later', 'now')`.execute(db);
    });
    expect(await move({ DATA_DIR: dataDir, DATABASE_URL: await freshDatabase() })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/a newer Rung has taken the tables of the embedded database further/),
    });
  }, 180_000);

  it("refuses while Rung runs on the folder, and without a source, a target or a server there", async () => {
    const dataDir = aCopy("running");
    const url = await freshDatabase();
    const lock = await lockFolder(dataDir, silent);
    expect(await move({ DATA_DIR: dataDir, DATABASE_URL: url })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/is in use by a running Rung.*Stop Rung, move, and start it with DATABASE_URL/),
    });
    await lock.release();
    expect(await move({ DATA_DIR: dataDir })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^DATABASE_URL says where to/),
    });
    expect(await move({ DATABASE_URL: url })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^there is no database in \.\/data/),
    });
    const gone = await move({ DATA_DIR: dataDir, DATABASE_URL: "postgres://rung:hunter2@127.0.0.1:1/rung" });
    expect(gone).toMatchObject({ code: 1, err: expect.stringMatching(/127\.0\.0\.1:1.*\nNothing was moved/) });
    expect(gone.err).not.toContain("hunter2");
    expect(existsSync(join(dataDir, "pgdata.copy"))).toBe(false);
  }, 120_000);
});

async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}
