/**
 * One process a folder: a kernel lock between the processes of one machine, and a lock file that names its holder and is taken over from
 * a dead one.
 */

import { randomUUID } from "node:crypto";
import { readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { Log } from "../shared/log.ts";
import { type KernelLock, kernelLock } from "./kernel-lock.ts";
import { giveToFoldersOwner } from "./private-files.ts";

export interface FolderLock {
  release(): Promise<void>;
}

/** The folder belongs to a living process; `message` is for people. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

/** How often a holder shows that it lives, and how long without that before another machine may take over. */
const TOUCH_MS = 3_000;
const STALE_MS = 15_000;

/** A process that is ending may need this long to be gone; one that lives on is not waited for any longer. */
const DYING_MS = 5_000;
const LOOK_MS = 100;

/** `kernel`: it held the kernel's lock as well. `started`: the boot's id and the process's start. */
const holder = z.object({ pid: z.number(), host: z.string(), started: z.string(), kernel: z.boolean().optional() });
type Holder = z.infer<typeof holder>;

/** Folders of this process: otherwise its own number in a lock file would be taken for a dead process's. */
const ownFolders = new Set<string>();

/**
 * Throws FolderInUse. Waits `waitMs` for a holder that is ending, and for one on another machine until it is known whether it lives. The
 * lock of a dead process is taken over immediately.
 */
export async function lockFolder(folder: string, log: Log, waitMs = DYING_MS): Promise<FolderLock> {
  const path = resolve(join(folder, "rung.lock"));
  if (ownFolders.has(path)) throw new FolderInUse(`${folder} is in use by this very process.`);
  ownFolders.add(path);
  try {
    return await taken({ folder, path, log, until: performance.now() + waitMs, staleAt: performance.now() + STALE_MS });
  } catch (error) {
    ownFolders.delete(path);
    throw error;
  }
}

interface Taking {
  readonly folder: string;
  readonly path: string;
  readonly log: Log;
  /** Milliseconds, monotonic. */
  readonly until: number;
  readonly staleAt: number;
}

async function taken(taking: Taking): Promise<FolderLock> {
  const { folder, path, until } = taking;
  const kernelPath = `${path}.db`;
  let kernel = kernelLock(kernelPath);
  while (kernel.kind === "busy") {
    if (performance.now() >= until) throw inUse(folder, await holderOf(path));
    await wait(LOOK_MS);
    kernel = kernelLock(kernelPath);
  }
  try {
    return await written(taking, kernel);
  } catch (error) {
    if (kernel.kind === "held") kernel.release();
    throw error;
  }
}

/** The file for other machines, and for people. */
async function written(taking: Taking, kernel: KernelLock): Promise<FolderLock> {
  const { folder, path, log } = taking;
  const started = await startOf(process.pid);
  const own = JSON.stringify({ pid: process.pid, host: hostname(), started, kernel: kernel.kind === "held" });
  for (let tries = 0; tries < 5; tries++) {
    try {
      await writeFile(path, own, { flag: "wx", mode: 0o600 });
      giveToFoldersOwner(path);
      return keep(path, own, kernel, log);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
    await takeFromTheDead(taking, kernel);
  }
  throw new FolderInUse(`${folder} is being taken by several processes at once; start one.`);
}

/** Returns when the lock file is out of the way (if another process was quicker, the next try finds out). */
async function takeFromTheDead({ folder, path, until, staleAt }: Taking, kernel: KernelLock): Promise<void> {
  const text = await textOf(path);
  if (text === null) return;
  const who = parsed(text);
  const touchedAt = await touched(path);
  for (;;) {
    const life = await lifeOf(who, touchedAt, kernel);
    if (life === "dead") break;
    // One that is only known by its touch is waited for until it was still for long enough; a touch shows that it lives.
    const isTouched = (await touched(path)) !== touchedAt;
    if (life === "alive" ? performance.now() >= until : isTouched) throw inUse(folder, who);
    if (life === "unknown" && performance.now() >= staleAt) break;
    await wait(LOOK_MS);
    if ((await textOf(path)) !== text) return;
  }
  // Renamed, then compared: of two processes that both saw the dead one's file, the slower must not remove the
  // quicker one's new lock.
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if ((await readFile(aside, "utf8")) === text) await rm(aside);
  else await rename(aside, path);
}

function inUse(folder: string, who: Holder | null): FolderInUse {
  const where = who === null ? "another process" : `process ${who.pid} on ${who.host}`;
  return new FolderInUse(
    `${folder} is in use by ${where}. The embedded database serves one process: stop that one, ` +
      "give this one another DATA_DIR, or set DATABASE_URL to a PostgreSQL server that several can share.",
  );
}

async function lifeOf(
  who: Holder | null,
  touchedAt: number,
  kernel: KernelLock,
): Promise<"alive" | "dead" | "unknown"> {
  const byTouch = Date.now() - touchedAt >= STALE_MS ? "dead" : "unknown";
  // Not yet written in full.
  if (who === null) return byTouch;
  const here = bootOf(await startOf(process.pid));
  const there = bootOf(who.started);
  // The kernel gave its lock away: whoever had it here is dead, however its number and host read.
  if (kernel.kind === "held" && who.kernel === true && here !== "" && there === here) return "dead";
  // Of another machine, though it may bear this one's name; or of a container of that name, where the same numbers are given at
  // every start.
  const isElsewhere = who.host !== hostname() || (here !== "" && there !== "" && here !== there);
  if (isElsewhere || who.pid === process.pid) return byTouch;
  try {
    process.kill(who.pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM" ? "alive" : "dead";
  }
  const started = await startOf(who.pid);
  if (started === ENDED) return "dead";
  return started === "" || who.started === "" || started === who.started ? "alive" : "dead";
}

async function holderOf(path: string): Promise<Holder | null> {
  return parsed((await textOf(path)) ?? "");
}

async function textOf(path: string): Promise<string | null> {
  return await readFile(path, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  });
}

/** Milliseconds since the epoch; 0: it is gone. */
async function touched(path: string): Promise<number> {
  return await stat(path).then(
    (file) => file.mtimeMs,
    () => 0,
  );
}

const ENDED = "ended";

function bootOf(started: string): string {
  return started.split(":", 1)[0] ?? "";
}

/** When the process started, in the kernel's ticks since boot, with the boot's id; ENDED: it is dead; empty if /proc does not tell. */
async function startOf(pid: number): Promise<string> {
  try {
    const stats = await readFile(`/proc/${pid}/stat`, "utf8");
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    // The second field is the program's name in parentheses and may hold spaces; the start time is the 20th after it.
    const [state, ...fields] = stats.slice(stats.lastIndexOf(")") + 2).split(" ");
    // A zombie is dead; only its parent has not asked for it yet.
    if (state === "Z" || state === "X") return ENDED;
    const ticks = fields[18];
    return ticks === undefined ? "" : `${boot.trim()}:${ticks}`;
  } catch {
    // No /proc here (macOS, Windows) or no such process: the caller then goes by the number alone.
    return "";
  }
}

function keep(path: string, own: string, kernel: KernelLock, log: Log): FolderLock {
  const timer = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch((error: unknown) => log.warn({ err: error }, "the lock file is gone"));
  }, TOUCH_MS);
  timer.unref();
  return {
    release: async () => {
      clearInterval(timer);
      const text = await readFile(path, "utf8").catch(() => null);
      if (text === own) await rm(path, { force: true });
      if (kernel.kind === "held") kernel.release();
      ownFolders.delete(path);
    },
  };
}

function parsed(text: string): Holder | null {
  try {
    return holder.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error ? String(error.code) : null;
}
