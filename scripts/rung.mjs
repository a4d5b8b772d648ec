#!/usr/bin/env node
/** The command `rung`. */

import "./node-version.mjs";

// Compiled code where it is there and up to date; else the sources, whose types Node strips.
const { isCompiled } = await import("./compiled.mjs");
const compiled = isCompiled();
const { commandLine } = await import(compiled ? "../dist/cli/main.js" : "../src/cli/main.ts");
await commandLine(process.argv.slice(2), async () => {
  const { run } = await import(compiled ? "../dist/run.js" : "../src/run.ts");
  await run();
});
