/** Ends a build: puts the sandbox page's style sheet and script beside the compiled page, as tsc copies no such files; then stamps it. */
import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { stamp } from "./compiled.mjs";

const from = new URL("../src/sandbox/page/", import.meta.url);
const to = new URL("../dist/sandbox/page/", import.meta.url);
for (const name of readdirSync(from)) {
  if (/\.(?:css|js)$/.test(name)) cpSync(new URL(name, from), new URL(name, to));
}
writeFileSync(new URL(`../${stamp}`, import.meta.url), "");
