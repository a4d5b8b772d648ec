/** Where the log goes: standard output, as long as there is room and somebody reads; a line that cannot be written is dropped (R88). */

import { writeSync } from "node:fs";

const STDOUT = 1;
/** How many tries a reader that is slower than the log is given; waiting for it would stop everything else. */
const TRIES = 100;

export const standardOutput = {
  write(line: string): void {
    const bytes = Buffer.from(line);
    let from = 0;
    for (let tries = 0; from < bytes.length && tries < TRIES; tries += 1) {
      try {
        from += writeSync(STDOUT, bytes, from);
      } catch (error) {
        // A full disk may have room again for the next line; a closed pipe takes none any more. Nobody is left to be told.
        if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return;
      }
    }
  },
};
