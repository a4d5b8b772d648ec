#!/usr/bin/env node
/** The entry of the command line `rung`. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { rung } from "./rung.ts";

// `rung who … | head` closes the pipe early; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

const cwd = process.cwd();
process.exitCode = await rung(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  readFile: (path) => readFileSync(resolve(cwd, path), "utf8"),
  cwd,
});
