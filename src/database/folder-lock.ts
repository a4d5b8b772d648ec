/** One process a folder: a lock file that tells who holds it and is taken over from the dead. */
import { readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { Log } from "../log.ts";

export interface FolderLock {
  release(): Promise<void>;
}

/** The folder belongs to a living process; `message` is for people. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

/** How often a holder shows that it lives, and how long without that before another machine may take over. */
const touchMs = 3_000;
const staleMs = 15_000;

const holder = z.object({ pid: z.number(), host: z.string(), started: z.string() });
type Holder = z.infer<typeof holder>;

/** Of this process: its own number in a lock file is otherwise taken for a dead process's. */
const ownFolders = new Set<string>();

/** Throws FolderInUse. A lock whose process is dead on this machine is taken over at once. */
export async function lockFolder(folder: string, log: Log): Promise<FolderLock> {
  const path = resolve(join(folder, "rung.lock"));
  if (ownFolders.has(path)) throw new FolderInUse(`${folder} is in use by this very process.`);
  const own = JSON.stringify({ pid: process.pid, host: hostname(), started: await startOf(process.pid) });
  for (let tries = 0; tries < 5; tries++) {
    try {
      await writeFile(path, own, { flag: "wx" });
      ownFolders.add(path);
      return keep(path, own, log);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
    await takeFromTheDead(folder, path);
  }
  throw new FolderInUse(`${folder} is being taken by several processes at once; start one.`);
}

/** Returns when the lock file is out of the way (or another process was quicker: the next try tells). */
async function takeFromTheDead(folder: string, path: string): Promise<void> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  });
  if (text === null) return;
  const who = parsed(text);
  if (await lives(who, path)) {
    const where = who === null ? "another process" : `process ${who.pid} on ${who.host}`;
    throw new FolderInUse(
      `${folder} is in use by ${where}. The embedded database serves one process: stop that one, ` +
        "give this one another DATA_DIR, or set DATABASE_URL to a PostgreSQL server that several can share.",
    );
  }
  // Renamed, then compared: of two processes that both saw the dead one's file, the slower must not remove the
  // quicker one's new lock.
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if ((await readFile(aside, "utf8")) === text) await rm(aside);
  else await rename(aside, path);
}

async function lives(who: Holder | null, path: string): Promise<boolean> {
  // Not yet written in full, or written on another machine (a container's host name is its own): only its age tells.
  if (who === null || who.host !== hostname()) {
    const age = await stat(path).then(
      (file) => Date.now() - file.mtimeMs,
      () => Number.POSITIVE_INFINITY,
    );
    return age < staleMs;
  }
  // A container's processes get the same numbers at every start: the number alone proves nothing.
  if (who.pid === process.pid) return false;
  try {
    process.kill(who.pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
  const started = await startOf(who.pid);
  return started === "" || who.started === "" || started === who.started;
}

/** When the process started, in the kernel's ticks since boot, with the boot's id; empty where /proc does not tell. */
async function startOf(pid: number): Promise<string> {
  try {
    const stats = await readFile(`/proc/${pid}/stat`, "utf8");
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    // The second field is the program's name in parentheses and may hold spaces; the start time is the 20th after it.
    const ticks = stats.slice(stats.lastIndexOf(")") + 2).split(" ")[19];
    return ticks === undefined ? "" : `${boot.trim()}:${ticks}`;
  } catch {
    // No /proc here (macOS, Windows) or no such process: the caller then goes by the number alone.
    return "";
  }
}

function keep(path: string, own: string, log: Log): FolderLock {
  const timer = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch((error: unknown) => log.warn({ err: error }, "the lock file is gone"));
  }, touchMs);
  timer.unref();
  return {
    release: async () => {
      clearInterval(timer);
      ownFolders.delete(path);
      const text = await readFile(path, "utf8").catch(() => null);
      if (text === own) await rm(path, { force: true });
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
