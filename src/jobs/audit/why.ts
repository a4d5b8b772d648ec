/** A verdict's reasons in a few short sentences, for the audit. Pure. */

import { title } from "../../gate/check-titles.ts";
import type { AreaVerdict, Uncounted, Verdict } from "../../gate/verdict-types.ts";

const MAX_AREAS = 10;
const MAX_UNCOUNTED = 10;

/** The title first, then what each area has, then what did not count. */
export function whyOf(verdict: Verdict): readonly string[] {
  const areas = verdict.areas.slice(0, MAX_AREAS).map(areaLine);
  const uncounted = verdict.uncounted.slice(0, MAX_UNCOUNTED).map(uncountedLine);
  const left = verdict.areas.length - areas.length + verdict.uncounted.length - uncounted.length;
  return [title(verdict), ...areas, ...uncounted, ...(left > 0 ? [`and ${left} more`] : [])];
}

function areaLine({ area, approved, needed, state }: AreaVerdict): string {
  const by = approved.map((one) => `${one.login} (${one.by} of ${one.commit.slice(0, 7)})`);
  return `${area}: ${state}, ${approved.length} of ${needed}${by.length === 0 ? "" : ` by ${by.join(", ")}`}`;
}

function uncountedLine({ login, said, areas, reason }: Uncounted): string {
  return `not counted: ${login}, ${said}${areas.length === 0 ? "" : ` of ${areas.join(", ")}`}: ${reason.kind}`;
}
