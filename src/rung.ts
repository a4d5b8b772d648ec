#!/usr/bin/env node
/** The entry of the command line `rung`: says which Node it needs before anything else is loaded. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { nodeFault } from "./environment/node-version.ts";

const fault = nodeFault(process.versions.node);
if (fault !== null) {
  process.stderr.write(`rung cannot run.\n- ${fault}\n`);
  process.exit(1);
}
// `rung who … | head` closes the pipe early; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") process.stderr.write(`rung: its output cannot be written (${error.code}).\n`);
  process.exit(error.code === "EPIPE" ? 0 : 1);
});
process.stderr.on("error", () => {});

const { rung } = await import("./cli/rung.ts");
const cwd = process.cwd();
const io = {
  out: (text: string) => process.stdout.write(`${text}\n`),
  err: (text: string) => process.stderr.write(`${text}\n`),
  readFile: (path: string) => readFileSync(resolve(cwd, path), "utf8"),
  cwd,
};
process.exitCode = await rung(process.argv.slice(2), io, async () => (await import("./run.ts")).run());
