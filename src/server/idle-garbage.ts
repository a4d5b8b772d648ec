/**
 * Gives memory back while nothing happens. A start, or a flood of events, leaves garbage that V8 keeps for as long as nobody
 * allocates: some 30 MB after a start, hundreds after a flood. Whoever runs Rung sees it as Rung's.
 */
import { performance } from "node:perf_hooks";

export interface MemorySeen {
  /** Share of the last interval in which the process was busy, 0 to 1. */
  readonly busy: number;
  /** Resident bytes. */
  readonly resident: number;
}

/** How busy the process may be for a pause of a tenth of a second to be nobody's. */
const IDLE = 0.05;
/** Less growth than this since the last time is not worth the pause. */
const WORTH_BYTES = 16 * 1024 * 1024;

/** `kept`: resident bytes after memory was last given back; `null`: it never was. */
export function isWorthwhile({ busy, resident }: MemorySeen, kept: number | null): boolean {
  return busy < IDLE && (kept === null || resident - kept > WORTH_BYTES);
}

/** Looks this often; a flood must be over for as long. */
const EVERY_MS = 3_000;

/** Returns what ends it. */
export function collectGarbageWhenIdle(everyMs = EVERY_MS): () => void {
  let kept: number | null = null;
  let before = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const busy = performance.eventLoopUtilization(now, before).utilization;
    before = now;
    if (!isWorthwhile({ busy, resident: process.memoryUsage.rss() }, kept)) return;
    void giveBack().then(() => {
      kept = process.memoryUsage.rss();
      before = performance.eventLoopUtilization();
    });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** The inspector's command is Node's documented way to a full collection without a flag at the start. */
async function giveBack(): Promise<void> {
  const { Session } = await import("node:inspector/promises");
  const session = new Session();
  session.connect();
  try {
    await session.post("HeapProfiler.collectGarbage");
  } finally {
    session.disconnect();
  }
}
