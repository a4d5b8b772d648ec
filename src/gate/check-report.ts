/** A verdict as the check run shows it (voice.md): first the answer, then why, then what to do next. */

import { answer, stale } from "./check-answer.ts";
import { details } from "./check-details.ts";
import { next, vouchStep } from "./check-next.ts";
import { table } from "./check-table.ts";
import { title } from "./check-titles.ts";
import { conditionsText } from "./conditions/conditions-text.ts";
import { decisionList, decisionSteps, undecidedAnswer } from "./gating-decisions.ts";
import type { Verdict } from "./verdict-types.ts";

export interface Report {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

/** GitHub refuses longer ones. */
const MAX_FIELD_LENGTH = 65_535;

/** Never longer than GitHub accepts; the same verdict always gives the same text (R21). */
export function report(verdict: Verdict): Report {
  const { decisions } = verdict;
  const summary = [
    answer(verdict),
    undecidedAnswer(decisions),
    stale(verdict),
    table(verdict),
    conditionsText(verdict),
    decisionList(decisions),
    next(verdict),
    vouchStep(verdict),
    decisionSteps(decisions),
  ];
  return { title: title(verdict), summary: fitting(summary), text: fitting(details(verdict)) };
}

/** Whole paragraphs only: if one does not fit it is left out, and the text says so. */
export function fitting(paragraphs: readonly string[]): string {
  const said = paragraphs.filter((paragraph) => paragraph !== "");
  let text = "";
  for (const paragraph of said) {
    const longer = text === "" ? paragraph : `${text}\n\n${paragraph}`;
    if (longer.length > MAX_FIELD_LENGTH - 100) return `${text}\n\nThe rest is too long to show here.`.trim();
    text = longer;
  }
  return text;
}
