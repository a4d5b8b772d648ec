import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { FolderInUse, lockFolder } from "../../src/database/folder-lock.ts";
import { silent } from "../support/each-database.ts";

/** For a wait that nothing ends: its length is not what a test is about. */
const SHORTLY = 300;

function aFolder(): string {
  return mkdtempSync(join(tmpdir(), "rung-lock-"));
}

function lockOf(folder: string, holder: { pid: number; host?: string; started?: string }, ageSeconds = 0): void {
  const path = join(folder, "rung.lock");
  writeFileSync(path, JSON.stringify({ host: hostname(), started: "", ...holder }));
  const then = new Date(Date.now() - ageSeconds * 1_000);
  utimesSync(path, then, then);
}

/** A process that lives until `end` is called. */
async function aProcess(): Promise<{ pid: number; end: () => Promise<void> }> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  await new Promise((resolve) => child.once("spawn", resolve));
  if (child.pid === undefined) throw new Error("no process");
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const end = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return { pid: child.pid, end };
}

describe("the folder's lock", () => {
  it("a second process is told who has the folder, and what to do", async () => {
    const folder = aFolder();
    const other = await aProcess();
    lockOf(folder, other);
    const refused = lockFolder(folder, silent, SHORTLY);
    await expect(refused).rejects.toThrow(FolderInUse);
    await expect(refused).rejects.toThrow(new RegExp(`process ${other.pid} .* DATA_DIR.* DATABASE_URL`));
    await other.end();
  });

  it("is taken over from a dead process at once, and leaves nothing behind when released", async () => {
    const folder = aFolder();
    const other = await aProcess();
    lockOf(folder, other);
    await other.end();
    const lock = await lockFolder(folder, silent);
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is taken over when its number belongs to another process by now, this one included", async () => {
    const folder = aFolder();
    const other = await aProcess();
    for (const holder of [
      { pid: other.pid, started: "an earlier boot:1" },
      { pid: process.pid, started: "" },
    ]) {
      lockOf(folder, holder, 20);
      const lock = await lockFolder(folder, silent);
      const { pid, started } = JSON.parse(readFileSync(join(folder, "rung.lock"), "utf8"));
      expect(pid).toBe(process.pid);
      expect(started).not.toBe(holder.started);
      await lock.release();
    }
    await other.end();
  });

  it("of another machine holds while it is touched, and no longer", async () => {
    const folder = aFolder();
    lockOf(folder, { pid: 1, host: "another-container" }, 5);
    const holder = setInterval(() => utimesSync(join(folder, "rung.lock"), new Date(), new Date()), 500);
    await expect(lockFolder(folder, silent)).rejects.toThrow(FolderInUse);
    clearInterval(holder);
    lockOf(folder, { pid: 1, host: "another-container" }, 20);
    await (await lockFolder(folder, silent)).release();
  });

  it("is not given twice to one process", async () => {
    const folder = aFolder();
    const lock = await lockFolder(folder, silent);
    await expect(lockFolder(folder, silent)).rejects.toThrow(FolderInUse);
    await lock.release();
  });

  it("R57: of a zombie is free at once, though its parent never asks for it", async () => {
    const folder = aFolder();
    // Stopped, it asks for no child.
    const script = "sleep 0.1 & echo $!; kill -STOP $$";
    const parent = spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore"] });
    const pid = Number(await new Promise((resolve) => parent.stdout.once("data", (text) => resolve(String(text)))));
    await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, "utf8")).toContain(" Z "), { timeout: 60_000 });
    lockOf(folder, { pid });
    await (await lockFolder(folder, silent, 0)).release();
    parent.kill("SIGKILL");
  });

  it("R57: killed and started again at once, a holder that is still ending is waited for", async () => {
    const folder = aFolder();
    const holder = aTaker(folder);
    expect(await holder.answer).toBe("held");
    setTimeout(holder.end, 1_000);
    await (await lockFolder(folder, silent)).release();
  });

  it("R57: of a living process it is refused though host name and number are this one's own", async () => {
    const folder = aFolder();
    const holder = aTaker(folder);
    expect(await holder.answer).toBe("held");
    lockOf(folder, { pid: process.pid }, 60);
    await expect(lockFolder(folder, silent, SHORTLY)).rejects.toThrow(FolderInUse);
    holder.end();
  });

  it("of the dead is had by exactly one of several processes that come at once", async () => {
    const folder = aFolder();
    lockOf(folder, { pid: 1, host: "another-container" }, 20);
    const takers = [1, 2, 3, 4].map(() => aTaker(folder, SHORTLY));
    const answers = await Promise.all(takers.map((taker) => taker.answer));
    expect(answers.toSorted()).toEqual(["held", "refused", "refused", "refused"]);
    expect(readdirSync(folder)).toEqual(["rung.lock", "rung.lock.db"]);
    for (const taker of takers) taker.end();
  });
});

/** A process that tries to take the lock, tells how it went, and then lives on. */
function aTaker(folder: string, waitMs?: number): { answer: Promise<string>; end: () => void } {
  const url = new URL("../../src/database/folder-lock.ts", import.meta.url).href;
  const script = `
    const { lockFolder } = await import(${JSON.stringify(url)});
    const log = { warn() {} };
    process.stdout.write(await lockFolder(${JSON.stringify(folder)}, log, ${waitMs ?? "undefined"}).then(() => "held", () => "refused"));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const answer = new Promise<string>((resolve) => child.stdout.once("data", (text) => resolve(String(text))));
  return { answer, end: () => child.kill("SIGKILL") };
}
