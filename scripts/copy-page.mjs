/** Puts the sandbox page's style sheet and script beside the compiled page: tsc copies no such files. */
import { cpSync, readdirSync } from "node:fs";

const from = new URL("../src/sandbox/page/", import.meta.url);
const to = new URL("../dist/sandbox/page/", import.meta.url);
for (const name of readdirSync(from)) {
  if (/\.(?:css|js)$/.test(name)) cpSync(new URL(name, from), new URL(name, to));
}
