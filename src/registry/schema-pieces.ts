/** The pieces that the schema of roles.yaml is made of, each with what editors show and what is said when it is wrong. */

import { z } from "zod";
import { DURATION_PATTERN, durationFault } from "../shared/duration.ts";
import { globFault } from "./glob.ts";
import { meantDuration } from "./meant-duration.ts";
import { meaning } from "./schema-tree.ts";
import { roleReferenceFault } from "./spelling.ts";

/** A text that `fault` finds nothing wrong with; it returns the fault as a sentence. */
export function text(fault: (value: string) => string | null, about: string, pattern?: string) {
  return z
    .string()
    .superRefine((value, context) => {
      const message = fault(value);
      if (message !== null) context.addIssue({ code: "custom", message });
    })
    .meta({ description: about, ...(pattern === undefined ? {} : { pattern }) });
}

export const within = (length: number, what: string) => (value: string) =>
  value.trim() === ""
    ? `${what} is empty; write one or leave the key out`
    : value.length > length
      ? `${what} is longer than ${length} characters; shorten it`
      : null;

/** A key may be there without a value; that is as if it were not there. */
export const optional = <T extends z.ZodType>(schema: T) => schema.nullish();
/**
 * For keys that name people, areas, repositories or paths: without a value, something that was commented out or left for later would
 * mean everybody or everything, so that is a fault (R77).
 */
export const naming = <T extends z.ZodType>(schema: T) => schema.optional();

export const count = (most: number, about: string, least = 0) =>
  z.int().min(least).max(most).meta({ description: about });
export const duration = (about: string) => meaning(text(spanFault, about, DURATION_PATTERN), "duration");
export const roleName = text(roleReferenceFault, "A role of the ladder; whoever holds it or one above.");
export const pathPattern = (about: string) => meaning(pattern(about), "paths");
export const branchPattern = (about: string) => meaning(pattern(about), "branches");

export function spanFault(written: string): string | null {
  const fault = durationFault(written);
  const meant = fault === null ? null : meantDuration(written);
  return meant === null ? fault : `${JSON.stringify(written.slice(0, 40))} is no duration; ${meant}`;
}

function pattern(about: string) {
  return text((value) => {
    const fault = globFault(value);
    return fault === null ? null : `the pattern ${JSON.stringify(value.slice(0, 60))} ${fault}`;
  }, about);
}
