/** What `npm start` runs. */

import "./node-version.mjs";
import { fileURLToPath } from "node:url";

// Compiled code where it is there and up to date; else the sources, whose types Node strips.
const { isCompiled } = await import("./compiled.mjs");
const main = new URL(isCompiled() ? "../dist/main.js" : "../src/main.ts", import.meta.url);
// glibc keeps what each thread once took, four megabytes in all, unless it is told otherwise before it begins: the same process begins again.
const { MALLOC_ARENA_MAX: told } = process.env;
if (process.platform === "linux" && told === undefined && typeof process.execve === "function") {
  const args = [process.execPath, ...process.execArgv, fileURLToPath(main), ...process.argv.slice(2)];
  process.execve(process.execPath, args, { ...process.env, MALLOC_ARENA_MAX: "1" });
}
await import(main.href);
