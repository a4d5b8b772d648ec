/** What a new embedded database begins with, and what it takes of a small machine. */

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, it, onTestFinished } from "vitest";
import { openEmbedded } from "../../src/database/embedded.ts";
import { makeFiles } from "../../src/database/initial-files.ts";
import { findValue, saveValue } from "../../src/database/key-values.ts";
import { silent } from "../support/each-database.ts";

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rung-initial-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const shape = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => !/^(?:pg_wal|base\/\d+|global)\/[\dA-F]/.test(path))
    .toSorted();

it("without a build, initdb in a process of its own makes the same files, closed to others", async () => {
  const folder = aFolder();
  await makeFiles(join(folder, "packed"));
  await makeFiles(join(folder, "made"), join(folder, "no build"));
  expect(shape(join(folder, "made"))).toEqual(shape(join(folder, "packed")));
  const wide = readdirSync(join(folder, "packed"), { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, "packed", path))
    .filter((path) => (lstatSync(path).mode & 0o077) !== 0);
  expect(wide).toEqual([]);
  expect(readdirSync(folder).toSorted()).toEqual(["made", "packed"]);
});

it("R30: a first start that was killed while it made the files leaves nothing in the way of the next", async () => {
  const folder = aFolder();
  mkdirSync(join(folder, "pgdata.new-half"), { recursive: true });
  writeFileSync(join(folder, "pgdata.new-half", "PG_VERSION"), "18\n");
  const database = await openEmbedded(folder, silent);
  await database.close();
  expect(readdirSync(folder).filter((name) => name.startsWith("pgdata"))).toEqual(["pgdata"]);
});

it("files that cannot be made are said and leave nothing behind", async () => {
  const folder = aFolder();
  writeFileSync(join(folder, "broken"), "this is no archive");
  await expect(makeFiles(join(folder, "pgdata"), join(folder, "broken"))).rejects.toThrow("incorrect header check");
  expect(readdirSync(folder)).toEqual(["broken"]);
});

it("R30: what is stored is there after the process was killed: files copied while it runs are opened with their rows", async () => {
  const folder = aFolder();
  const database = await openEmbedded(join(folder, "running"), silent);
  for (let n = 0; n < 300; n += 1) await saveValue(database.db, `value ${n}`, { n, text: "x".repeat(2_000) });
  mkdirSync(join(folder, "killed"));
  cpSync(join(folder, "running", "pgdata"), join(folder, "killed", "pgdata"), { recursive: true });
  await database.close();
  const again = await openEmbedded(join(folder, "killed"), silent);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from key_values where key like 'value %'`.execute(
    again.db,
  );
  expect(rows).toEqual([{ n: 300 }]);
  expect(await findValue(again.db, "value 299")).toMatchObject({ n: 299 });
  await again.close();
});

// Without /proc nothing tells how much it was.
if (existsSync("/proc/self/status")) {
  it("a new embedded database at work takes no more than a small machine has", () => {
    const program = `
      import { readFileSync } from "node:fs";
      import { openEmbedded } from "${new URL("../../src/database/embedded.ts", import.meta.url)}";
      import { createLog } from "${new URL("../../src/shared/log.ts", import.meta.url)}";
      const database = await openEmbedded(process.argv[1], createLog("silent"));
      const statement = "select count(*) from pg_class c join pg_attribute a on a.attrelid = c.oid where c.oid = $1";
      for (let n = 0; n < 2_000; n += 1) await database.prepared(statement, [1259]);
      await database.close();
      process.stdout.write(/^VmHWM:\\s+(\\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))[1]);`;
    const flags = ["--input-type=module", "--eval", program, aFolder()];
    const { stdout, stderr } = spawnSync(process.execPath, flags, { encoding: "utf8" });
    expect(stderr).toBe("");
    const mib = Number(stdout) / 1_024;
    expect(mib).toBeGreaterThan(50);
    // 200 to 250; with V8's second compiler 700 and more.
    expect(mib).toBeLessThan(400);
  });
}
