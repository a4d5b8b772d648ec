/** Texts that are read otherwise than they look, wherever a file has them: durations, patterns of files and of branches. */
import { durationFault, plainMinutes } from "../shared/duration.ts";
import type { Complaint } from "./complaints.ts";
import { branchWarning, impossiblePath, patternWarning } from "./pattern-warnings.ts";
import type { Fixed, FixedShape } from "./registry-schema.ts";
import { type MeantText, meantTexts } from "./schema-tree.ts";

/** One warning a text. */
export function textWarnings(shape: FixedShape, fixed: Fixed): readonly Complaint[] {
  return meantTexts(shape, fixed).flatMap((found) => {
    const message = messageOf(found);
    return message === null ? [] : [{ path: found.path, on: found.on, message }];
  });
}

function messageOf({ meaning, text, path }: MeantText): string | null {
  switch (meaning) {
    case "duration":
      return minutesWarning(text);
    case "branches":
      return branchWarning(text);
    case "paths":
      // What tells documentation, or counts, may well be one file at the top; an area rarely is.
      return GOVERNING.has(String(path[0])) ? patternWarning(text) : impossiblePath(text);
  }
}

/** The sections whose patterns say who approves. */
const GOVERNING = new Set(["areas", "generated"]);

function minutesWarning(duration: string): string | null {
  const plain = plainMinutes(duration);
  if (plain === null) return null;
  const months = durationFault(plain.months) === null ? `for months write ${plain.months}` : "months are written mo";
  const minutes = durationFault(plain.minutes) === null ? `; for minutes ${plain.minutes} leaves no doubt` : "";
  return `${duration} is minutes, as m always is; ${months}${minutes}`;
}
