/** Whether the candidate was active lately: any activity, or a number of contributions, within a period before the measurement. */

import { z } from "zod";
import { day } from "../../shared/dates.ts";
import { durationText, milliseconds } from "../../shared/duration.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { withArticle } from "../../shared/people.ts";
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
import type { CriterionKind, CriterionResult, PromotionFacts, Scope } from "../promotion-types.ts";
import { attest, attestationsBeside, count, countedReferences, datedPulls, datedSorts, duration } from "../shapes.ts";
import { contributions } from "./contributions.ts";

const full = z.strictObject({
  ...datedPulls,
  of: datedSorts,
  within: duration.meta({ description: "How far to look back." }),
  min: count("At least so many contributions in that time; without the key: any one.", 1).optional(),
  attest: attest.optional(),
});
const schema = z.union([duration, full], { error: "expected a duration, or a mapping with `within`" });
type Full = z.output<typeof full>;
type Written = z.output<typeof schema>;

function asked(written: Written): Full {
  return typeof written === "string" ? { within: written } : written;
}

function lastActivity(written: Full, scope: Scope) {
  return measureOf("last-activity", datedFilter(written, scope), 0);
}

function counted({ attest: _, ...written }: Full) {
  return written;
}

export const active: CriterionKind<Written> = {
  name: "active",
  about: "Activity within a span before the nomination.",
  exactly:
    "Whether the candidate's last contribution lies within the span before the nomination; with a `min` above 1, whether so many do, as `contributions` counts them.",
  examples: ["active: { within: 90d, of: [reviewed-pulls, comments] }", "active: 90d"],
  schema,
  by: "machine",
  references: (written) => countedReferences(asked(written)),
  beside: (written) => attestationsBeside(asked(written).attest),
  wording(written, scope) {
    const full = asked(written);
    if ((full.min ?? 1) > 1) return contributions.wording(counted(full), scope);
    const what = full.of === undefined ? "" : `: ${withArticle(datedNoun(full, "contribution"))}`;
    return `active in the last ${durationText(full.within)}${what}${filterText({ ...full, within: undefined }, scope)}`;
  },
  measures(written, scope) {
    const full = asked(written);
    return (full.min ?? 1) > 1 ? contributions.measures(counted(full), scope) : [lastActivity(full, scope)];
  },
  result(written, facts, self) {
    const full = asked(written);
    return (full.min ?? 1) > 1 ? contributions.result(counted(full), facts, self) : lastActivityResult(full, facts);
  },
};

function lastActivityResult(written: Full, facts: PromotionFacts): CriterionResult {
  const measured = facts.measured.get(lastActivity(written, scopeOf(facts)).key);
  if (measured === undefined) return unknown("not measured yet");
  if (!measured.known) return unknown(measured.why);
  const evidence = evidenceOf(measured);
  if (measured.date === null) return criterionResult("short", { figure: "no activity found", evidence });
  const recent = measured.date >= Math.min(facts.measuredAt, facts.nomination.at) - milliseconds(written.within);
  const state = recent ? "met" : measured.atLeast ? "unknown" : "short";
  return criterionResult(state, {
    figure: escapeMarkdown(`last active on ${day(measured.date)}${state === "unknown" ? " at the earliest" : ""}`),
    evidence,
  });
}
