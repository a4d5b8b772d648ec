/** The files that Rung leaves on disk: private to their owner, and readable for the service whoever ran a command beside it. */

import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import { openEmbedded } from "../../src/database/embedded.ts";
import { saveValue } from "../../src/database/key-values.ts";
import { noBot } from "../cli/no-bot.ts";
import { aPrivateKey } from "../support/a-key.ts";
import { built } from "../support/built.ts";
import { silent } from "../support/each-database.ts";
import { freshDatabase } from "../support/fresh-database.ts";

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rung-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function all(folder: string): readonly string[] {
  return [folder, ...readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name))];
}

/** A closed database of one's own, since to make one takes seconds. */
let made = "";
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), "rung-made-"));
  await (await openEmbedded(made, silent)).close();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

const wide = (path: string) => (lstatSync(path).mode & 0o077) !== 0;

function anIo(cwd: string) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { cwd, readFile: () => "", out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  return { io, out, err };
}

it("R89: the embedded database is its owner's alone, also where it was made for everybody to read", async () => {
  const folder = join(aFolder(), "data");
  const before = process.umask(0o022);
  onTestFinished(() => void process.umask(before));
  const database = await openEmbedded(folder, silent);
  await saveValue(database.db, "a", {});
  expect(all(folder).filter(wide)).toEqual([]);
  await database.close();
  for (const path of all(folder)) chmodSync(path, lstatSync(path).isDirectory() ? 0o755 : 0o644);
  const again = await openEmbedded(folder, silent);
  expect(all(folder).filter(wide)).toEqual([]);
  await again.close();
});

it("R89: a folder that holds other things too is left as it is, and what is in the database is closed to others", async () => {
  const folder = aFolder();
  writeFileSync(join(folder, "somebody's.txt"), "");
  cpSync(made, folder, { recursive: true });
  for (const path of all(folder)) chmodSync(path, lstatSync(path).isDirectory() ? 0o755 : 0o644);
  await (await openEmbedded(folder, silent)).close();
  expect(lstatSync(folder).mode & 0o777).toBe(0o755);
  expect(wide(join(folder, "pgdata"))).toBe(false);
});

const nobody = 65_534;

// Only root can run something as another user.
if (process.geteuid?.() === 0) {
  it("R89: what root runs beside the service leaves nothing that the service cannot read", async () => {
    const folder = aFolder();
    const data = join(folder, "data");
    cpSync(made, data, { recursive: true });
    for (const path of all(data)) chownSync(path, nobody, nobody);
    const before = all(data);
    const env = { DATA_DIR: data };
    for (const command of ["audit", "parked", "report"]) {
      const { io, err } = anIo(folder);
      expect([await rung([command], io, noBot, env), err]).toEqual([0, []]);
    }
    expect(all(data)).toEqual(before);
    expect(all(data).filter((path) => lstatSync(path).uid !== nobody)).toEqual([]);
    expect(all(join(folder, "report")).filter(wide)).toEqual([]);
    const { io, err } = anIo(folder);
    expect(await rung(["parked", "--retry", "x"], io, noBot, env)).toBe(1);
    expect(err.join()).toContain(`belongs to user ${nobody}`);
    await expect(openEmbedded(data, silent)).rejects.toThrow(`chown -R 0 ${data}`);
  });
}

it("R57: `npm start` whose npm is gone ends by itself", async () => {
  const { root, cache } = await built();
  const app = {
    APP_ID: "1",
    PRIVATE_KEY: aPrivateKey,
    WEBHOOK_SECRET: "a secret of this test",
    GHE_HOST: "127.0.0.1:1",
  };
  const env = {
    ...app,
    PATH: process.env.PATH,
    ...cache,
    DATABASE_URL: await freshDatabase(),
    PORT: "0",
    LOG_LEVEL: "silent" as const,
    npm_lifecycle_event: "start",
  };
  const command = `"${process.execPath}" scripts/start.mjs & wait`;
  const npm = spawn("sh", ["-c", command], { cwd: root, env, stdio: ["ignore", "pipe", "ignore"] });
  const lines: string[] = [];
  const started = new Promise<void>((resolve) => {
    npm.stdout.on("data", (text) => {
      lines.push(String(text));
      if (lines.join("").includes("Rung listens at")) resolve();
    });
  });
  await started;
  npm.kill("SIGKILL");
  // Closed by the last who holds it, which is Rung.
  await new Promise((resolve) => npm.stdout.once("close", resolve));
});

it("R88: a log that nobody reads, or that has no room, ends nothing", () => {
  const url = new URL("../../src/shared/log.ts", import.meta.url).href;
  const script = `const { createLog } = await import(${JSON.stringify(url)});
    const log = createLog("info");
    for (let at = 0; at < 200; at += 1) log.info({ at }, "x".repeat(1_000));
    process.stderr.write("alive");`;
  const file = join(aFolder(), "log.mjs");
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, script);
  for (const to of ["> /dev/full", "| head -c 10 > /dev/null", ">&-"]) {
    const ended = spawnSync("sh", ["-c", `"${process.execPath}" "${file}" ${to}`], {
      encoding: "utf8",
      timeout: 60_000,
    });
    expect([ended.status, ended.stderr]).toEqual([0, "alive"]);
  }
});
