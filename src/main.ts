/**
 * The entry point: checks the version of Node before anything else is loaded, and lets Node keep its compiled code for the next start.
 * It imports nothing by name that an older Node lacks: that would end the process here with an obscure error.
 */

import * as nodeModule from "node:module";
import { nodeFault } from "./environment/node-version.ts";

const fault = nodeFault(process.versions.node);
if (fault !== null) {
  process.stderr.write(`Rung cannot start.\n- ${fault}\n`);
  process.exit(1);
}
// Halves the time of every start but the first, and saves the memory of the compiler. The build has done it ahead for its own user; whoever may
// not write there has a cache of its own, and where there is no room for one, Node does without.
const { FAILED } = nodeModule.constants.compileCacheStatus;
const isBuilt = import.meta.url.endsWith(".js");
if (!isBuilt || nodeModule.enableCompileCache(`${import.meta.dirname}/compile-cache`).status === FAILED)
  nodeModule.enableCompileCache();

const { run } = await import("./run.ts");
await run();
