/** What new embedded databases begin with is the build's to make; where there was none, it is made once, and kept as the build keeps it. */
import { existsSync } from "node:fs";
import { PACKED_FILES, packFiles } from "../../src/database/initial-files.ts";

export async function setup(): Promise<void> {
  if (!existsSync(PACKED_FILES)) await packFiles();
}
