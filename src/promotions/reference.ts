/** The documentation's table of criteria, derived from the kinds so that it cannot lag behind. */
import { KINDS } from "./criteria/index.ts";

/** The lines of docs/promotions.md that enclose the table. */
const REFERENCE_BEGIN = "<!-- criteria:begin -->";
const REFERENCE_END = "<!-- criteria:end -->";

const BY = { machine: "counted", people: "people", time: "time" } as const;

export function criteriaReference(): string {
  const rows = KINDS.map(
    ({ name, about, by, waivable }) => `| \`${name}\` | ${about} | ${BY[by]} | ${waivable ? "yes" : "no"} |`,
  );
  return ["| Criterion | What it asks for | Met by | Can be waived |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** The text with the present table between those lines; unchanged if they are missing. */
export function withCriteriaReference(text: string): string {
  const begin = text.indexOf(REFERENCE_BEGIN);
  const end = text.indexOf(REFERENCE_END, begin);
  if (begin === -1 || end === -1) return text;
  return `${text.slice(0, begin + REFERENCE_BEGIN.length)}\n\n${criteriaReference()}\n\n${text.slice(end)}`;
}
