import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { dataFolderFault } from "../../src/database/data-folder.ts";
import { openEmbedded } from "../../src/database/embedded.ts";
import { openServer } from "../../src/database/postgres-server.ts";
import { serverWords } from "../../src/database/server-fault.ts";
import { readEnvironment } from "../../src/environment/environment.ts";
import { aTransactionPooler } from "../attacks/a-transaction-pooler.ts";
import { credentials } from "../environment/a-reading.ts";
import { built } from "../support/built.ts";
import { silent } from "../support/each-database.ts";
import { freshDatabase } from "../support/fresh-database.ts";

const unread = () => {
  throw Object.assign(new Error("no such file"), { code: "ENOENT" });
};

let admin: pg.Client;
let url: URL;
const role = `guest_${process.pid}`;
beforeAll(async () => {
  url = new URL(await freshDatabase());
  admin = new pg.Client(url.href);
  await admin.connect();
  await admin.query(`create role ${role} login password 'hunter2'`);
}, 120_000);
afterAll(async () => {
  await admin.end();
});

/** The same server, otherwise reached. */
function at(change: (url: URL) => void, from: URL = url): string {
  const other = new URL(from);
  change(other);
  return other.href;
}

async function refusal(address: string): Promise<string> {
  const opened = await openServer(address, silent).catch((error: unknown) => error);
  if (opened instanceof Error) return opened.message;
  throw new Error("it was opened");
}

/** A database made so; its name. */
async function made(options: string): Promise<string> {
  const name = `rung_${role}_${Math.abs(options.length * 31 + options.charCodeAt(0))}`;
  await admin.query(`create database ${name} ${options}`);
  return name;
}

describe("a database that is of no use is refused before anything is done in it, with what to do", () => {
  it.each([
    ["SQL_ASCII", "encoding SQL_ASCII"],
    ["LATIN1", "encoding LATIN1"],
  ])("one of the encoding %s", async (encoding, words) => {
    const name = await made(`encoding '${encoding}' locale 'C' template template0`);
    const told = await refusal(at((one) => (one.pathname = name)));
    expect(told).toMatch(new RegExp(`${words}.*createdb --encoding=UTF8`));
  });

  it("one without the right to make tables, then without that to make a schema, then with both", async () => {
    const guest = at((one) => (one.username = role));
    const name = url.pathname.slice(1);
    expect(await refusal(guest)).toContain(`grant create on schema public to ${role}`);
    await admin.query(`grant create on schema public to ${role}`);
    expect(await refusal(guest)).toContain(`grant create on database ${name} to ${role}`);
    await admin.query(`grant create on database ${name} to ${role}`);
    await (await openServer(guest, silent)).close();
    // The tables are the guest's now: nobody else is asked for rights to make them, but for those to write to them.
    await admin.query(`create role ${role}_late login`);
    expect(await refusal(at((one) => (one.username = `${role}_late`)))).toContain("may not write to them");
  });

  it("one without any schema, one that is set to be read-only", async () => {
    const bare = new URL(await freshDatabase());
    const inside = new pg.Client(bare.href);
    await inside.connect();
    await inside.query("drop schema public");
    expect(await refusal(bare.href)).toContain("create schema public authorization rung");
    await inside.query(
      `create schema public; alter database ${bare.pathname.slice(1)} set default_transaction_read_only = on`,
    );
    await inside.end();
    expect(await refusal(bare.href)).toMatch(/read-only for rung.*set default_transaction_read_only = off/);
  });

  it("one behind a pooler that lends connections by transaction", async () => {
    const pooler = await aTransactionPooler(await freshDatabase());
    onTestFinished(() => pooler.close());
    expect(await refusal(pooler.url)).toMatch(/lends connections by transaction.*session mode/);
  });
});

describe("a server that refuses, or is none, is told by its cause and what to do; a password never", () => {
  it.each<readonly [string, (one: URL) => void, RegExp]>([
    ["no such database", (one) => (one.pathname = "none"), /no database of that name \(3D000\).*createdb/],
    ["no such user", (one) => (one.username = "nobody_knows"), /no such user \(28000\).*createuser/],
    ["no encryption", (one) => one.searchParams.set("sslmode", "require"), /offers no encryption.*sslmode/],
    ["nobody listens", (one) => (one.port = "1"), /nobody listens there \(ECONNREFUSED\).*Start it/],
    ["no such host", (one) => (one.hostname = "rung.invalid"), /(?:ENOTFOUND|EAI_AGAIN)\)/],
    ["no such certificate", (one) => one.searchParams.set("sslrootcert", "/none.pem"), /ENOENT/],
  ])("%s", async (_, change, words) => {
    const told = await refusal(at(change));
    expect(told).toMatch(words);
    expect(told).toContain("DATABASE_URL");
  });

  it("something that is no PostgreSQL", async () => {
    const other = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    const told = await refusal(at((one) => Object.assign(one, { port, password: "hunter2" })));
    expect(told).toMatch(/cannot be used: [a-z].*\. [A-Z]/);
    expect(told).not.toContain("hunter2");
  });

  const failure = (code: string, message: string) => Object.assign(new Error(message), code === "" ? {} : { code });
  it.each([
    ["28P01", 'password authentication failed for user "rung"', /password.*DATABASE_PASSWORD_PATH/],
    [
      "28000",
      'no pg_hba.conf entry for host "10.0.0.1", user "rung", database "rung", no encryption',
      /sslmode=require/,
    ],
    [
      "28000",
      'pg_hba.conf rejects connection for host "10.0.0.1", user "rung", database "rung", no encryption',
      /sslmode=require/,
    ],
    [
      "28000",
      'no pg_hba.conf entry for host "10.0.0.1", user "rung", database "rung", SSL encryption',
      /pg_hba\.conf admit/,
    ],
    ["53300", "sorry, too many clients already", /no connection left.*max_connections/],
    ["53100", "could not extend file", /disk is full/],
    ["25006", "cannot execute CREATE TABLE in a read-only transaction", /read-only, or a standby.*primary/],
    ["42501", "permission denied for schema public", /lacks a right.*owner/],
    ["57P03", "the database system is starting up", /starting/],
    ["", "SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string", /none is given/],
    ["", "timeout expired", /does not answer/],
    ["", "Connection terminated unexpectedly", /broke the connection off/],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate", /sslrootcert=FILE.*sslmode=no-verify/],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "Hostname/IP does not match", /another host.*Name in DATABASE_URL the host/],
    ["EPIPE", "write EPIPE", /broke the connection off/],
  ])("%s %s", (code, message, words) => {
    const wrapped = new Error("the database's tables could not be brought up to date", {
      cause: failure(code, message),
    });
    for (const error of [failure(code, message), wrapped, new AggregateError([failure(code, message)])])
      expect(serverWords(error)).toMatch(words);
  });
});

it("a server that takes connections and says nothing, as one that stands still, does not answer: it broke nothing off", async () => {
  const mute = createServer();
  const held: Socket[] = [];
  mute.on("connection", (socket) => held.push(socket));
  await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of held) socket.destroy();
    mute.close();
  });
  const address = mute.address();
  const port = typeof address === "object" ? address?.port : 0;
  const pool = new pg.Pool({
    connectionString: `postgres://rung@127.0.0.1:${port}/rung`,
    connectionTimeoutMillis: 200,
  });
  onTestFinished(() => pool.end());
  const refused = await pool.query("select 1").catch((error: unknown) => error);
  expect(serverWords(refused)).toMatch(/^it does not answer\. See that the network/);
});

describe("DATA_DIR that cannot hold a database names the setting, the cause, and what to do", () => {
  it("a file in its place, or above it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rung-fitness-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "file");
    writeFileSync(file, "");
    for (const path of [file, join(file, "below")])
      await expect(openEmbedded(path, silent)).rejects.toThrow(/^DATA_DIR is \S+: .*\((?:EEXIST|ENOTDIR)\)\. [A-Z]/);
  });

  it("is looked at before the port is bound; an occupied port, then, is told in one sentence", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rung-fitness-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const occupied = createServer();
    await new Promise<void>((resolve) => occupied.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void occupied.close());
    const address = occupied.address();
    const PORT = typeof address === "object" && address !== null ? String(address.port) : "";
    writeFileSync(join(folder, "file"), "");
    const { root, cache } = await built();
    const env = { ...credentials, PATH: process.env.PATH, ...cache, DATA_DIR: join(folder, "file", "data"), PORT };
    const { status, stderr } = spawnSync(process.execPath, ["scripts/start.mjs"], { env, cwd: root, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Rung cannot start\.\n- DATA_DIR .*ENOTDIR.*\n$/);
    const sandbox = { PATH: process.env.PATH, ...cache, DATA_DIR: join(folder, "data"), PORT };
    const waited = spawnSync(process.execPath, ["scripts/start.mjs"], { env: sandbox, cwd: root, encoding: "utf8" });
    const taken = `PORT is ${PORT} (at 127.0.0.1): another process listens there (EADDRINUSE). End what listens there, or set PORT to another.`;
    expect(waited.stderr).toBe(`Rung cannot start.\n- ${taken}\n`);
    const told = (dataDir: string) => {
      const read = readEnvironment({ ...credentials, DATA_DIR: dataDir, PORT: "x" }, unread, dataFolderFault);
      return read.kind === "faulty" ? read.faults : [];
    };
    expect(told("/proc/rung")).toEqual([
      expect.stringMatching(/^PORT/),
      expect.stringMatching(/^DATA_DIR is \/proc\/rung: /),
    ]);
    expect(told(join(folder, "new"))).toHaveLength(1);
    expect(readdirSync(join(folder, "new"))).toEqual([]);
    writeFileSync(join(folder, "pgdata"), "");
    expect(told(folder)).toEqual([expect.stringMatching(/^PORT/), expect.stringMatching(/^DATA_DIR is .*ENOTDIR/)]);
  });

  it("no system's folder takes one", async () => {
    await expect(openEmbedded("/proc/rung", silent)).rejects.toThrow(
      /^DATA_DIR is \/proc\/rung: .*\(E[A-Z]+\)\. [A-Z]/,
    );
  });
});
