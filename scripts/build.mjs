/** What `npm run build` runs: compiles src/ to dist/, puts the pages' files beside it, and stamps it. */
import "./node-version.mjs";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hasCompiler, isCompiled, stamp } from "./compiled.mjs";

const root = new URL("../", import.meta.url);

function end(sentence, status) {
  process.stderr.write(`${sentence}\n`);
  process.exit(status);
}

if (!hasCompiler()) {
  if (isCompiled()) end("dist/ is up to date. (The compiler is not installed; `npm ci` brings it.)", 0);
  end(
    "Rung cannot be compiled: the compiler is not installed, which `npm prune --omit=dev` takes away. Run `npm ci` first.",
    1,
  );
}
// Until it is complete, the sources are what starts.
rmSync(new URL(stamp, root), { force: true });
// The types are `npm run check`'s: without them it takes a third of the time, and the sources run without their types as well.
const compiler = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--noCheck"];
const { status } = spawnSync(process.execPath, compiler, { cwd: root, stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
// tsc copies no such files.
for (const folder of ["sandbox/page", "server/page"]) {
  const from = new URL(`src/${folder}/`, root);
  const to = new URL(`dist/${folder}/`, root);
  for (const name of readdirSync(from)) {
    if (/\.(?:css|js)$/.test(name)) cpSync(new URL(name, from), new URL(name, to));
  }
}
await packInitialFiles();
writeFileSync(new URL(stamp, root), "");

/** What a first start of the embedded database unpacks; without it that start takes some seconds, and is all the same. */
async function packInitialFiles() {
  const { PACKED_FILES, packFiles } = await import("../dist/database/initial-files.js");
  if (existsSync(PACKED_FILES)) return;
  await packFiles().catch((error) =>
    process.stderr.write(`The embedded database's files are not packed: ${error.message}\n`),
  );
}
