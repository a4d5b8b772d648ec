/**
 * A lock that the kernel holds, and releases when its holder ends, however that happens and in whichever container it runs: SQLite's
 * lock on an empty file. Process ids and host names play no part.
 */

import { existsSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { giveToFoldersOwner } from "./private-files.ts";

export type KernelLock =
  | { readonly kind: "held"; release(): void }
  | { readonly kind: "busy" }
  /** The file system keeps no locks. */
  | { readonly kind: "none" };

const SQLITE_BUSY = 5;

/** Never waits. No other code of this process may open the file in the meantime: closing it would release the lock. */
export function kernelLock(path: string): KernelLock {
  for (let tries = 0; tries < 10; tries += 1) {
    if (!existsSync(path)) {
      writeFileSync(path, "", { flag: "a", mode: 0o600 });
      giveToFoldersOwner(path);
    }
    const before = inode(path);
    const lock = locked(path);
    if (!(lock instanceof DatabaseSync)) return lock;
    // Whoever held it takes the file along: then this is the lock of a file that is no longer there.
    if (before !== null && before === inode(path)) {
      return {
        kind: "held",
        release: () => {
          unlinkSync(path);
          lock.close();
        },
      };
    }
    lock.close();
  }
  return { kind: "busy" };
}

function locked(path: string): DatabaseSync | Exclude<KernelLock, { kind: "held" }> {
  const file = new DatabaseSync(path);
  try {
    file.exec("pragma busy_timeout = 0; pragma journal_mode = memory; begin exclusive");
    return file;
  } catch (error) {
    file.close();
    const isBusy = error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
    return { kind: isBusy ? "busy" : "none" };
  }
}

function inode(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null;
}
