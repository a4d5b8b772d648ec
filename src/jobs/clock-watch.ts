/**
 * Notices when GitHub's clock jumps against this machine's: a server that was set right, or one made for trying things out. What
 * waits for a time by the one is kept by the other.
 */
import type { Instant } from "../shared/names.ts";

/** Answers take a while, and clocks drift; neither is a jump. */
const JUMP_MS = 60_000;

/** `jumped` is called once for each jump. `now`: this machine's clock. */
export function clockWatch(jumped: () => Promise<void>, now: () => number = Date.now) {
  let ahead: number | null = null;
  return async (at: Instant): Promise<void> => {
    const before = ahead;
    ahead = at - now();
    if (before !== null && Math.abs(ahead - before) > JUMP_MS) await jumped();
  };
}
