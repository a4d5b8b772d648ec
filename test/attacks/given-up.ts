/** Tells whether Rung has stopped waiting for a reading (R37): a verdict that falls only then fell late. */

import { createLog, type Log } from "../../src/shared/log.ts";

export interface GivenUp {
  /** For the stage. */
  readonly log: Log;
  /** What was logged each time. */
  readonly times: readonly string[];
}

export function givenUp(): GivenUp {
  const times: string[] = [];
  const write = (line: string) => {
    if (line.includes("GitHub's readings do not show what its events told")) times.push(line);
  };
  return { log: createLog("warn", { write }), times };
}
