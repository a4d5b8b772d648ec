/**
 * The entry: says which Node it needs before anything else is loaded, and lets Node keep what it compiled for the next start. Nothing is
 * imported by name that an older Node does not have: it would end there, and obscurely.
 */
import * as nodeModule from "node:module";
import { nodeFault } from "./environment/node-version.ts";

const fault = nodeFault(process.versions.node);
if (fault !== null) {
  process.stderr.write(`Rung cannot start.\n- ${fault}\n`);
  process.exit(1);
}
// Halves the time of every start but the first, and saves the memory of the compiler. Where there is no room for a cache,
// Node does without.
nodeModule.enableCompileCache();

const { run } = await import("./run.ts");
await run();
