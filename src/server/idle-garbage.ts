/**
 * Gives memory back while nothing happens. A start, or a flood of events, leaves garbage that V8 keeps for as long as nobody allocates
 * (some 30 MB after a start, hundreds after a flood), and optimised code. To whoever runs Rung it looks like Rung's own need. Code is
 * dropped where it is of no further use: after the start, and after a long rest. A pause between two events is not a rest.
 */

import { performance } from "node:perf_hooks";
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { z } from "zod";

interface MemorySeen {
  /** Share of the last interval in which the process was busy, 0 to 1. */
  readonly busy: number;
  /** Resident bytes. */
  readonly resident: number;
  /** Milliseconds for which nothing was handled. */
  readonly idleMs: number;
}

/** How busy the process may be for a pause of a tenth of a second to disturb nobody. */
const IDLE = 0.05;
/** Less growth than this since the last time is no flood's, and not worth two collections: single events come at this pace. */
const WORTH_BYTES = 48 * 1024 * 1024;
/** After so long less is worth it. */
const LONG_MS = 60_000;
const WORTH_BYTES_LATER = 4 * 1024 * 1024;
/**
 * After this long, it is unlikely that somebody comes in the next moment and has to wait for code to be compiled again: twice an event's
 * time and computing.
 */
const CODE_MS = 600_000;

/** Resident bytes after memory was last given back. */
interface Kept {
  readonly last: number;
  /** When what was compiled went as well. */
  readonly withoutCode: number;
}

/** What to give back: only garbage, or compiled code as well. `kept` `null`: nothing was given back yet, and the start's code goes. */
export function givenUp({ busy, resident, idleMs }: MemorySeen, kept: Kept | null): "nothing" | "garbage" | "code" {
  if (busy >= IDLE) return "nothing";
  if (kept === null) return "code";
  if (idleMs >= CODE_MS && resident - kept.withoutCode > WORTH_BYTES_LATER) return "code";
  const worth = idleMs < LONG_MS ? WORTH_BYTES : WORTH_BYTES_LATER;
  return resident - kept.last > worth ? "garbage" : "nothing";
}

/** Looks this often; a flood must be over for as long. */
const EVERY_MS = 3_000;

/** An event a second keeps no process busy, and is no rest: each would find what is compiled gone. */
export function restMs(now: number, began: number, lastRunAt: number | null): number {
  return now - (lastRunAt ?? began);
}

/** `lastRunAt`: when anything was last handled, by `performance.now()`; `null`: nothing was yet. Returns what ends it. */
export function collectGarbageWhenIdle(lastRunAt: () => number | null, everyMs = EVERY_MS): () => void {
  const collect = collector();
  const began = performance.now();
  let kept: Kept | null = null;
  let before = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const busy = performance.eventLoopUtilization(now, before).utilization;
    before = now;
    const idleMs = restMs(performance.now(), began, lastRunAt());
    const what = givenUp({ busy, resident: process.memoryUsage.rss(), idleMs }, kept);
    if (what === "nothing") return;
    void giveBack(collect, what).then(() => {
      const last = process.memoryUsage.rss();
      kept = { last, withoutCode: what === "code" ? last : (kept?.withoutCode ?? last) };
      before = performance.eventLoopUtilization();
    });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

type Collect = (options?: { readonly type: "major"; readonly flavor: "last-resort" }) => void;

/** A new context has what a flag at the start would put into the first one. The inspector's command costs two megabytes of its own. */
function collector(): Collect {
  setFlagsFromString("--expose-gc");
  const collect = z.custom<Collect>((value) => typeof value === "function").parse(runInNewContext("gc"));
  setFlagsFromString("--no-expose-gc");
  return collect;
}

/**
 * V8 drops the code of functions that did not run for six collections, but never what its fast compiler produced: with these flags one
 * is enough, and both go. What runs again is compiled again, within some ten milliseconds.
 */
const DROPPING = ["--bytecode-old-age=1", "--flush-baseline-code"];
const KEEPING = ["--bytecode-old-age=6", "--no-flush-baseline-code"];

/** In pauses of some ten milliseconds each. */
async function giveBack(collect: Collect, what: "garbage" | "code"): Promise<void> {
  // Each collection makes code a sixth older, until V8 drops it.
  if (what === "garbage") return collect();
  for (const flag of DROPPING) setFlagsFromString(flag);
  try {
    collect();
    await turn();
    collect();
    await turn();
    collect({ type: "major", flavor: "last-resort" });
  } finally {
    for (const flag of KEEPING) setFlagsFromString(flag);
  }
}
