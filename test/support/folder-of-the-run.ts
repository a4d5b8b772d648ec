/**
 * The folder for everything that a run writes, deleted with it. It is in memory if there is room, since the databases that tests make
 * are thousands of files, and a disk takes ten times as much computing for them. What the programs that tests start compile is kept
 * beside it, from run to run.
 */

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MEMORY = "/dev/shm";
/** Some times what a run has there at most. */
const ROOM_BYTES = 3 * 1_024 ** 3;
const NAME = "rung-run-";

let folder = "";

/** Whoever is started after this, workers and programs, writes there. */
export function setup(): void {
  const parent = hasRoom(MEMORY) ? MEMORY : tmpdir();
  removeLeft(parent);
  folder = mkdtempSync(join(parent, `${NAME}${process.pid}-`));
  if (parent === MEMORY && !runsPrograms(folder)) {
    rmSync(folder, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), `${NAME}${process.pid}-`));
  }
  // PostgreSQL is another user where root runs the tests.
  chmodSync(folder, 0o711);
  process.once("exit", teardown);
  process.env.TMPDIR = folder;
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("../../node_modules/.cache/compiled", import.meta.url));
  if (!existsSync(process.env.NODE_COMPILE_CACHE)) compileOnce();
}

/** What nearly all of them load. Else each would compile it for itself in a first run, since Node keeps it only at a process's end. */
function compileOnce(): void {
  const imports = ["run", "sandbox/start"].map((name) => {
    const { href } = new URL(`../../src/${name}.ts`, import.meta.url);
    return `await import(${JSON.stringify(href)});`;
  });
  spawnSync(process.execPath, ["--input-type=module", "--eval", imports.join("\n")]);
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}

function hasRoom(place: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(place);
    return bavail * bsize >= ROOM_BYTES;
  } catch {
    return false;
  }
}

/** Some systems forbid it in memory. */
function runsPrograms(place: string): boolean {
  const program = join(place, "program");
  writeFileSync(program, "#!/bin/sh\n", { mode: 0o700 });
  return spawnSync(program).status === 0;
}

/** Of runs that were killed. */
function removeLeft(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, pid] = /^rung-run-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
