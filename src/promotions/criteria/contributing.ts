/** How long the candidate has been contributing: the time since the first contribution. */

import { z } from "zod";
import { day } from "../../shared/dates.ts";
import { durationText, timeAfter } from "../../shared/duration.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import type { Instant } from "../../shared/names.ts";
import { share, shareText } from "../../shared/share.ts";
import {
  criterionResult,
  datedFilter,
  datedNoun,
  evidenceOf,
  filterText,
  measureOf,
  scopeOf,
  unknown,
} from "../counts.ts";
import type { CriterionKind, Scope } from "../promotion-types.ts";
import {
  attest,
  attestationsBeside,
  countedReferences,
  date,
  datedPulls,
  datedSorts,
  duration,
  shareShape,
} from "../shapes.ts";

const full = z
  .strictObject({
    min: duration.meta({ description: "At least this long since the first contribution." }),
    "or-share": shareShape.optional().meta({ description: "Or this share of the project's lifetime." }),
    "project-since": date.optional().meta({ description: "The day the project began, for or-share." }),
    of: datedSorts,
    ...datedPulls,
    attest: attest.optional(),
  })
  .refine((asked) => asked["or-share"] === undefined || asked["project-since"] !== undefined, {
    path: ["or-share"],
    message: "a share of the project's lifetime needs the day it began; add project-since: YYYY-MM-DD",
  });
const schema = z.union([duration, full], { error: "expected a duration, or a mapping with `min`" });
type Full = z.output<typeof full>;
type Written = z.output<typeof schema>;

function asked(written: Written): Full {
  return typeof written === "string" ? { min: written } : written;
}

function measure(written: Written, scope: Scope) {
  return measureOf("first-contribution", datedFilter(asked(written), scope), 0);
}

/** When the time is full. */
function due(written: Full, first: Instant): Instant {
  const due = timeAfter(first, written.min);
  const began = written["project-since"];
  const part = written["or-share"];
  if (began === undefined || part === undefined) return due;
  const { over, under } = share(part);
  // A share p of the lifetime is reached once now - first >= p (now - began).
  const start = Date.parse(`${began}T00:00:00Z`);
  if (over === under) return first <= start ? first : due;
  return Math.min(due, Math.max(first, Math.ceil((first * under - start * over) / (under - over))));
}

export const contributing: CriterionKind<Written> = {
  name: "contributing",
  about: "Time since the candidate's first contribution.",
  exactly:
    "The time from the candidate's first contribution to now: opening what was merged, reviewing, opening an issue or commenting, whichever came first. Where `kind`, `paths`, `area` or `base` is written, only pull requests are looked at, unless `of` names others.",
  examples: ["contributing: { min: 1mo, of: reviewed-pulls }", "contributing: 3mo"],
  schema,
  by: "machine",
  references: (written) => countedReferences(asked(written)),
  beside: (written) => attestationsBeside(asked(written).attest),
  wording(written, scope) {
    const { min, "or-share": part, ...filter } = asked(written);
    const or = part === undefined ? "" : `, or ${escapeMarkdown(shareText(part))} of the project's lifetime,`;
    return `${durationText(min)}${or} since the first ${datedNoun(filter, "contribution")}${filterText(filter, scope)}`;
  },
  measures: (written, scope) => [measure(written, scope)],
  result(written, facts) {
    const measured = facts.measured.get(measure(written, scopeOf(facts)).key);
    if (measured === undefined) return unknown("not measured yet");
    if (!measured.known) return unknown(measured.why);
    if (measured.date === null)
      return criterionResult("short", { figure: "no contribution found", evidence: evidenceOf(measured) });
    const full = due(asked(written), measured.date);
    const figure = `since ${day(measured.date)}`;
    const evidence = evidenceOf(measured);
    if (full <= facts.now) return criterionResult("met", { figure, evidence });
    // An earlier one may be among what GitHub told too little about.
    if (measured.atLeast)
      return criterionResult("unknown", { figure: `${figure} at the latest`, evidence, dueAt: full });
    return criterionResult("short", { figure: `${figure}; full on ${day(full)}`, evidence, dueAt: full });
  },
};
