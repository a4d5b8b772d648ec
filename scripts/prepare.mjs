/**
 * What `npm ci` runs at its end: compiles, where the compiler is installed, so that `npm start` need not strip types at every
 * start. Whatever keeps it from that, Rung runs from its sources all the same.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { isCompiled } from "./compiled.mjs";

const compiler = new URL("../node_modules/typescript/package.json", import.meta.url);
if (existsSync(compiler) && !isCompiled()) {
  const { scripts } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const { status } = spawnSync(scripts.build, { cwd: new URL("../", import.meta.url), shell: true, stdio: "inherit" });
  if (status !== 0) process.stderr.write("Rung could not be compiled; it runs from its sources.\n");
}
