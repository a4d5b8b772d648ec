/** What `npm run build` runs: bundles src/ into dist/, makes ahead what every start would make anew, and stamps it. */

import "./node-version.mjs";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";
import { compileAhead } from "./compile-ahead.mjs";
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
// The types are `npm run check`'s. What an earlier build made for the embedded database takes longest, and holds.
await bundle(fileURLToPath(new URL("dist/", root)), ["initdb-"]);
await packInitialFiles();
await compileAhead().catch((error) =>
  process.stderr.write(`Nothing is compiled ahead, so that a first start takes longer: ${error.message}\n`),
);
writeFileSync(new URL(stamp, root), "");

/** What a first start of the embedded database unpacks; without it that start takes some seconds, and is all the same. */
async function packInitialFiles() {
  const { PACKED_FILES, packFiles } = await import("../dist/database/initial-files.js");
  if (existsSync(PACKED_FILES)) return;
  await packFiles().catch((error) =>
    process.stderr.write(`The embedded database's files are not packed: ${error.message}\n`),
  );
}
