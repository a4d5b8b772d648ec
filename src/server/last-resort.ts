/**
 * The last resort for failures that nothing else caught: those from outside end nothing, any other ends the process with the cause in
 * words (R88).
 */

import type { Log } from "../shared/log.ts";
import { isFromOutside } from "../shared/shown-error.ts";

/** For the whole process, before anything else is begun. */
export function endInWords(log: Log): void {
  const caught = (error: unknown) => {
    if (isFromOutside(error)) {
      log.error({ err: error }, "something outside failed where nothing waited for it; Rung goes on");
      return;
    }
    log.fatal({ err: error }, "Rung has a fault and ends; what was under way is done again after the next start");
    process.exit(1);
  };
  process.on("uncaughtException", caught);
  process.on("unhandledRejection", caught);
  // The log does without whoever read it; so does everything else that is said there.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}
