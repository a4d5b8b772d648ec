/**
 * Ends Rung together with `npm start`: npm starts it through a shell, and a signal to npm alone would leave it without a parent, holding
 * the port and the folder.
 */

import { readFileSync } from "node:fs";

/** The parent of a process; `null`: it is gone, or this system does not tell. */
function parentOf(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may hold spaces.
    const parent = Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]);
    return Number.isSafeInteger(parent) ? parent : null;
  } catch {
    return null;
  }
}

const LOOK_MS = 250;

/** Calls `gone` once when npm, or the shell in between, no longer exists. Only if npm started this process. */
export function watchNpm(gone: () => void, env: Readonly<Record<string, string | undefined>> = process.env): void {
  if (env.npm_lifecycle_event !== "start") return;
  const shell = process.ppid;
  const npm = parentOf(shell);
  const timer = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(timer);
    gone();
  }, LOOK_MS);
  timer.unref();
}
