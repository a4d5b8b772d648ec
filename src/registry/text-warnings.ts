/**
 * Texts that are read differently from how they look, wherever a file has them: durations, patterns, names of branches and labels,
 * sayings.
 */

import { durationFault, plainMinutes } from "../shared/duration.ts";
import type { Complaint } from "./complaints.ts";
import { doubtfulLabel } from "./label-warnings.ts";
import { branchWarning, impossiblePath, oneBranchWarning, patternWarning } from "./pattern-warnings.ts";
import type { Fixed, FixedShape } from "./registry-schema.ts";
import { type MeantText, meantTexts } from "./schema-tree.ts";
import { printable } from "./yaml-faults.ts";
import type { YamlTree } from "./yaml-tree.ts";

/** One warning a text. */
export function textWarnings(shape: FixedShape, fixed: Fixed, tree: YamlTree): readonly Complaint[] {
  return meantTexts(shape, fixed).flatMap((found) => {
    const message = messageOf(found) ?? (found.on === "value" ? cutOff(found, tree) : null);
    return message === null ? [] : [{ path: found.path, on: found.on, message }];
  });
}

function messageOf({ meaning, text, path }: MeantText): string | null {
  switch (meaning) {
    case "duration":
      return minutesWarning(text);
    case "branches":
      return branchWarning(text);
    case "branch":
      return oneBranchWarning(text);
    case "paths":
      // What tells documentation, or counts, may well be one file at the top; an area rarely is.
      return GOVERNING.has(String(path[0])) ? patternWarning(text) : impossiblePath(text);
    case "label":
      return doubtfulLabel(text, typeof path.at(-1) === "number" ? "item" : "value");
    case "saying":
      return answerWarning(text, path.at(-1) === "acceptance");
    case "title":
      return null;
  }
}

/** The sections whose patterns say who approves. */
const GOVERNING = new Set(["areas", "generated"]);

function minutesWarning(duration: string): string | null {
  // Some keys take a word besides.
  const plain = durationFault(duration) === null ? plainMinutes(duration) : null;
  if (plain === null) return null;
  const months = durationFault(plain.months) === null ? `for months write ${plain.months}` : "months are written mo";
  const minutes = durationFault(plain.minutes) === null ? `; for minutes ${plain.minutes} leaves no doubt` : "";
  return `${duration} is minutes, as m always is; ${months}${minutes}`;
}

/** A yes or no where a text belongs that people are to read. */
function answerWarning(text: string, mayBeTrue: boolean): string | null {
  const is = `${printable(text)} is taken as the text itself, word for word`;
  if (/^(?:no|n|off|false|none|null|never|n\/a)$/i.test(text)) return `${is}; leave the key out`;
  if (!/^(?:yes|y|on|true|required)$/i.test(text)) return null;
  return mayBeTrue ? `${is}; write true` : `${is}; write a sentence, or leave the key out`;
}

/** A text that a # in it cuts off. People who mean a comment leave a space after the #. */
function cutOff({ meaning, text, path }: MeantText, tree: YamlTree): string | null {
  if (meaning !== "label" && meaning !== "saying" && meaning !== "title") return null;
  const comment = tree.commentAt(path);
  if (comment === null || !/^#[^\s#]/.test(comment)) return null;
  const whole = JSON.stringify(`${text} ${comment}`);
  return `the text ends before ${printable(comment)}, where a comment begins; to have it in the text put all in quotes: ${whole}; else put a space behind the #`;
}
