/** Ends a build: puts the pages' style sheets and script beside the compiled pages, as tsc copies no such files; then stamps it. */
import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { stamp } from "./compiled.mjs";

for (const folder of ["sandbox/page", "server/page"]) {
  const from = new URL(`../src/${folder}/`, import.meta.url);
  const to = new URL(`../dist/${folder}/`, import.meta.url);
  for (const name of readdirSync(from)) {
    if (/\.(?:css|js)$/.test(name)) cpSync(new URL(name, from), new URL(name, to));
  }
}
writeFileSync(new URL(`../${stamp}`, import.meta.url), "");
