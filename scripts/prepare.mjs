/**
 * What `npm ci` runs at its end: compiles, where the compiler is installed, so that `npm start` need not strip types at every
 * start. Whatever keeps it from that, Rung runs from its sources all the same.
 */

import "./node-version.mjs";
import { spawnSync } from "node:child_process";
import { hasCompiler, isCompiled } from "./compiled.mjs";

if (hasCompiler() && !isCompiled()) {
  const root = new URL("../", import.meta.url);
  const { status } = spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.stderr.write("Rung could not be compiled; it runs from its sources.\n");
}
