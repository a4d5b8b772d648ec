/**
 * The build makes the files that new embedded databases begin with; if there was no build, they are made once here, and kept in the
 * build's place.
 */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PACKED_FILES } from "../../src/database/initial-files.ts";

const MAKER = new URL("../../src/database/initial-files.ts", import.meta.url);

/** In a process of its own, where the library's name means the library itself. */
export function setup(): void {
  if (existsSync(PACKED_FILES)) return;
  const program = `const { packFiles } = await import(${JSON.stringify(MAKER.href)}); await packFiles();`;
  execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: fileURLToPath(new URL(".", MAKER)),
  });
}
