/** Periods in a rule of promotion that end only after the promotion has expired. */

import { z } from "zod";
import type { Complaint } from "../registry/complaints.ts";
import type { Path } from "../registry/registry-path.ts";
import { milliseconds } from "../shared/duration.ts";
import type { promotionShape } from "./block.ts";
import { type PlacedCriterion, USUAL_EXPIRY } from "./rule.ts";

/** Periods that a rule waits for although the promotion expires before. */
export function endlessTimes(
  block: z.output<typeof promotionShape>,
  criteria: readonly PlacedCriterion[],
  path: Path,
): readonly Complaint[] {
  return [...lateReminder(block, path), ...endlessWindows(criteria, block.expires)];
}

/** A reminder for when there is nothing left to remind of. */
function lateReminder({ remind, expires }: z.output<typeof promotionShape>, path: Path): readonly Complaint[] {
  const end = expires ?? USUAL_EXPIRY;
  if (typeof remind !== "string" || milliseconds(remind) < milliseconds(end)) return [];
  const usual = expires === undefined ? ", which is usual" : "";
  const message = `it expires after ${end}${usual}, so nobody is ever reminded after ${remind}; write \`false\` for no reminder, or less than ${end}`;
  return [{ path: [...path, "remind"], on: "value", message }];
}

/** Times that must pass, and have not when the promotion expires. */
function endlessWindows(criteria: readonly PlacedCriterion[], expires: string | undefined): readonly Complaint[] {
  const end = expires ?? USUAL_EXPIRY;
  const usual = expires === undefined ? ", which is usual" : "";
  const windows = criteria.flatMap(windowOf);
  const endless = windows.filter(({ length }) => length > milliseconds(end));
  if (endless.length > 0)
    return endless.map(({ window, path }) => ({
      path,
      on: "value",
      message: `it expires after ${end}${usual}, so ${window} never pass; write less here, or a longer \`expires\``,
    }));
  const must = windows.filter(({ isMust }) => isMust);
  const [before] = must.filter(({ follows }) => !follows).sort(longestFirst);
  const [after] = must.filter(({ follows }) => follows).sort(longestFirst);
  if (before === undefined || after === undefined) return [];
  if (before.length + after.length <= milliseconds(end)) return [];
  const message = `these ${after.window} begin when the other ${before.window} have passed, and it expires after ${end}${usual}; write less here, \`starts: nominated\`, or a longer \`expires\``;
  return [{ path: after.path, on: "value", message }];
}

interface Window {
  /** As people read it: `7d`, `14d and 3bd`. */
  readonly window: string;
  /** In milliseconds. */
  readonly length: number;
  readonly path: Path;
  /** Begins when everything else is met. */
  readonly follows: boolean;
  /** Nothing may take its place. */
  readonly isMust: boolean;
}

function longestFirst(one: Window, other: Window): number {
  return other.length - one.length;
}

const withWindow = z.object({
  window: z.string().optional(),
  wait: z.string().optional(),
  after: z.string().optional(),
  early: z.boolean().optional(),
  starts: z.string().optional(),
});

function windowOf({ kind, params, path }: PlacedCriterion): readonly Window[] {
  if (!WINDOWED.has(kind)) return [];
  const isMust = !path.slice(3).some((step) => step === "any" || step === "some");
  if (kind === "notice" && typeof params === "string") return [{ ...passing(params), path, follows: false, isMust }];
  const read = withWindow.safeParse(params);
  if (!read.success) return [];
  const { window, wait, after, early, starts } = read.data;
  // A vote that may pass early waits for nothing but its time to open, and the least that it is open.
  const lasting = early === true || window === undefined ? wait : window;
  const times = [after, lasting].filter((time) => time !== undefined);
  if (times.length === 0) return [];
  const key = after !== undefined ? "after" : lasting === window ? "window" : "wait";
  const follows = kind === "objections" && starts !== "nominated";
  return [{ ...passing(...times), path: [...path, key], follows, isMust }];
}

/** One after the other. */
function passing(...times: readonly string[]): Pick<Window, "window" | "length"> {
  return { window: times.join(" and "), length: times.reduce((sum, time) => sum + milliseconds(time), 0) };
}

const WINDOWED: ReadonlySet<string> = new Set(["notice", "objections", "lazy-consensus", "vote"]);
