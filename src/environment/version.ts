/** Which version of Rung this is, as its package says: for the audit, and to notice an upgrade. */

import { readFileSync } from "node:fs";
import { z } from "zod";

const packageView = z.looseObject({ version: z.string() });

/** `1.2.3`. The compiled code is as deep in the tree as the source, so that both find the same file. */
export const version = packageView.parse(
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")),
).version;
