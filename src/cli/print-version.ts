/** `rung version`, also as `rung --version` and `rung -v`. */

import { version } from "../environment/version.ts";
import type { Io } from "./command.ts";

export function run(_: object, io: Io): 0 {
  io.out(version);
  return 0;
}
