import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { governs, judgedPull, kusion, secret } from "../server/page/a-site.ts";
import { silent } from "../support/each-database.ts";
import { noBot } from "./no-bot.ts";

function anIo(cwd: string) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { cwd, readFile: () => "", out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  return { io, out, err };
}

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rung-report-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it("rung report writes the public part of what the bot's database holds, and says where to begin", async () => {
  const folder = aFolder();
  const env = { DATA_DIR: join(folder, "data"), GHE_HOST: "github.test" };
  const database = await openDatabase({ databaseUrl: null, dataDir: env.DATA_DIR }, silent);
  await governs(database, kusion);
  await governs(database, secret);
  await judgedPull(database, kusion);

  const busy = anIo(folder);
  expect(await rung(["report"], busy.io, noBot, env)).toBe(1);
  expect(busy.err.join()).toContain("the report could not be written: ");
  await database.close();

  const { io, out, err } = anIo(folder);
  expect(await rung(["report", "--output", "site"], io, noBot, env)).toBe(0);
  expect([out, err]).toEqual([["11 files written; open site/index.html"], []]);
  const home = readFileSync(join(folder, "site/index.html"), "utf8");
  expect(home).toContain('href="KusionStack/kusion/index.html"');
  expect(home).not.toContain("secret");
  const pull = readFileSync(join(folder, "site/KusionStack/kusion/pull/7/index.html"), "utf8");
  expect(pull).toContain('href="https://github.test/KusionStack/kusion/pull/7"');
});

it("rung report used wrongly says how it is used", async () => {
  const { io, err } = anIo("/");
  expect(await rung(["report", "--out", "x"], io, noBot, {})).toBe(2);
  expect(err.join()).toContain("Usage: rung report [--output DIR] [--with-private]");
});

it("rung report is one of the commands", async () => {
  const { io, out } = anIo("/");
  expect(await rung(["--help"], io, noBot)).toBe(0);
  expect(out.join()).toMatch(/^ {2}rung report {2,}The bot's page/m);
});
