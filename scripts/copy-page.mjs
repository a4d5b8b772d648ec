/** Puts the pages' style sheets and script beside the compiled pages: tsc copies no such files. */
import { cpSync, readdirSync } from "node:fs";

for (const folder of ["sandbox/page", "page"]) {
  const from = new URL(`../src/${folder}/`, import.meta.url);
  const to = new URL(`../dist/${folder}/`, import.meta.url);
  for (const name of readdirSync(from)) {
    if (/\.(?:css|js)$/.test(name)) cpSync(new URL(name, from), new URL(name, to));
  }
}
