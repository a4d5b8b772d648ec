/** Starts while the database fails over or restarts: tries again for a while, since that is no reason to give up (R88). */

import { setTimeout as wait } from "node:timers/promises";
import { failureKind } from "../shared/failure-kind.ts";
import type { Log } from "../shared/log.ts";
import { serverWords } from "./server-fault.ts";

const MAX_TRIES = 10;
const PAUSE_MS = 1_500;

/** Rejects with the failure itself where no later try can help, or none helped in time. `open` leaves nothing open when it fails. */
export async function patiently<T>(open: () => Promise<T>, log: Log, pauseMs = PAUSE_MS): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await open();
    } catch (error) {
      if (!isPassing(error) || tries === MAX_TRIES) throw error;
      // One line in words: where it stays so, the end tells it once more.
      if (tries === 1)
        log.warn(
          { why: serverWords(error) },
          "the database cannot be used while Rung starts; it is tried again for a while",
        );
      await wait(pauseMs);
    }
  }
}

/** Only for a server that was there and went away. If nothing answers at the address, this is reported immediately: it may be wrong. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const kind = failureKind(error);
  if (kind === "read-only" || (kind === "connection" && !isOutOfReach(error))) return true;
  return error.cause !== undefined && isPassing(error.cause);
}

function isOutOfReach(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isOutOfReach);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^E(?:CONNREFUSED|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH)$/.test(code);
}
