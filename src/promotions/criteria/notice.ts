/** A nomination stays open for a time, so that people can see and discuss it. */

import { z } from "zod";
import { moment } from "../../shared/dates.ts";
import { durationText, timeAfter } from "../../shared/duration.ts";
import { criterionResult } from "../counts.ts";
import { type CriterionKind, shownSince } from "../promotion-types.ts";
import { duration } from "../shapes.ts";

const full = z.strictObject({ window: duration.meta({ description: "How long it must have stood open." }) });
const schema = z.union([duration, full], { error: "expected a duration, or a mapping with `window`" });
type Written = z.output<typeof schema>;

function windowOf(written: Written): string {
  return typeof written === "string" ? written : written.window;
}

export const notice: CriterionKind<Written> = {
  name: "notice",
  about: "The nomination has stood open for a time.",
  exactly: "The time since people could see the nomination.",
  examples: ["notice: { window: 7d }", "notice: 7d"],
  schema,
  by: "time",
  wording: (written) => `open for ${durationText(windowOf(written))} at least`,
  measures: () => [],
  result(written, facts) {
    const end = timeAfter(shownSince(facts.nomination), windowOf(written));
    if (end <= facts.now) return criterionResult("met", { figure: `since ${moment(shownSince(facts.nomination))}` });
    return criterionResult("waiting", {
      figure: `until ${moment(end)}`,
      next: `it stays open for people to see until ${moment(end)}`,
      dueAt: end,
      onlyTime: true,
    });
  },
};
