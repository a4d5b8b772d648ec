/** The documentation's table of criteria, derived from the kinds so that it cannot lag behind. */

import { KINDS } from "../../src/promotions/criteria/index.ts";
import { between } from "./between.ts";

const BY = { machine: "counted", people: "people", time: "time" } as const;

export function criteriaReference(): string {
  const rows = KINDS.map(
    ({ name, about, by, waivable }) => `| \`${name}\` | ${about} | ${BY[by]} | ${waivable ? "yes" : "no"} |`,
  );
  return ["| Criterion | What it asks for | Met by | Can be waived |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** docs/promotions.md with the present table; unchanged if its markers are missing. */
export function withCriteriaReference(text: string): string {
  return between(text, "criteria", criteriaReference());
}
