/** The command line as the shell calls it: arguments, streams, the current folder. */

import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Env } from "../environment/variables.ts";
import { rung } from "./rung.ts";

/** No registry is as large, nor a list of paths: more would only fill the memory. */
const MAX_BYTES = 256 * 1024 * 1024;

/** `startBot`: what `rung start` does. Sets the exit code. */
export async function commandLine(args: readonly string[], startBot: () => Promise<void>): Promise<void> {
  // `rung who … | head` closes the pipe early; that is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") process.stderr.write(`rung: its output cannot be written (${error.code}).\n`);
    process.exit(error.code === "EPIPE" ? 0 : 1);
  });
  process.stderr.on("error", () => {});
  const home = process.cwd();
  const cwd = standsIn(home, process.env);
  const io = {
    out: (text: string) => process.stdout.write(`${text}\n`),
    err: (text: string) => process.stderr.write(`${text}\n`),
    readFile: reader(cwd),
    cwd,
  };
  process.exitCode = await rung(args, io, startBot, process.env, home);
}

/** Where the person stands: `npm run rung` changes into Rung's own folder first, and says where it came from. */
export function standsIn(home: string, env: Env): string {
  const own = fileURLToPath(new URL("../../", import.meta.url));
  const isByNpm = env.npm_lifecycle_event === "rung" && resolve(home) === resolve(own);
  return isByNpm && env.INIT_CWD ? env.INIT_CWD : home;
}

function reader(cwd: string): (path: string) => string {
  let isRead = false;
  return (path) => {
    if (path !== "-") return bounded(resolve(cwd, path));
    if (isRead) throw Object.assign(new Error("the standard input was read"), { code: "EALREADY" });
    isRead = true;
    return toItsEnd(0);
  };
}

function bounded(path: string): string {
  const found = statSync(path);
  if (found.size > MAX_BYTES) throw tooLarge();
  if (found.isFile() || found.isDirectory()) return readFileSync(path, "utf8");
  const stream = openSync(path, "r");
  try {
    return toItsEnd(stream);
  } finally {
    closeSync(stream);
  }
}

function tooLarge(): Error {
  return Object.assign(new Error("too large"), { code: "EFBIG" });
}

/** A stream, whose size nobody knows before: also where another process has told it not to wait. */
function toItsEnd(stream: number): string {
  const chunks: Buffer[] = [];
  for (let total = 0; ; ) {
    const chunk = Buffer.alloc(64 * 1024);
    try {
      const length = readSync(stream, chunk);
      if (length === 0) return Buffer.concat(chunks).toString("utf8");
      total += length;
      if (total > MAX_BYTES) throw tooLarge();
      chunks.push(chunk.subarray(0, length));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
