/** What each condition of a registry would have done to the pull requests of a replay, as they stood when they were merged. Pure. */

import { endText } from "../../gate/conditions/conditions-text.ts";
import type { AskedMore, RaiseReason } from "../../gate/verdict-types.ts";
import { askedText } from "../../registry/conditions/condition.ts";
import { counted } from "../../shared/counted.ts";
import { oneLine } from "../../shared/markdown.ts";
import { unreachable } from "../../shared/names.ts";
import type { Replayed } from "./outcome.ts";

const MAX_NUMBERS = 8;
const MAX_ENDED = 10;

/** A line of the report for each line of `approval.when` that was of any effect, in the order of their first pull request. */
export function conditionLines(pulls: readonly Replayed[]): readonly string[] {
  const raised = pulls.flatMap((one) => (one.conditions.more ?? []).map((more) => ({ one, line: lineText(more) })));
  const lines = [...Map.groupBy(raised, ({ line }) => line)].map(([line, all]) => {
    const waited = all.filter(({ one }) => one.outcome.kind === "waited").length;
    return `  ${line} would have asked for more: ${numbers(all.map(({ one }) => one))}; ${waited} of them would have waited`;
  });
  return [...lines, ...loweringLines(pulls), ...employerLines(pulls)];
}

/** As the file would write it. */
function lineText(more: AskedMore): string {
  return `{ ${[...more.why.map(reasonText), askedText(more)].join(", ")} }`;
}

function reasonText(why: RaiseReason): string {
  switch (why.kind) {
    case "lines":
      return `lines: ${why.from}`;
    case "newcomer":
      return "author: newcomers";
    case "bots":
      return `author: ${why.of}`;
    case "label":
      return `label: ${oneLine(why.label)}`;
    default:
      return unreachable(why);
  }
}

function loweringLines(pulls: readonly Replayed[]): readonly string[] {
  const all = pulls.flatMap((one) =>
    one.conditions.lowered === undefined ? [] : [{ one, ...one.conditions.lowered }],
  );
  return [...Map.groupBy(all, ({ of, min }) => `{ author: ${of}, min: ${min} }`)].flatMap(([line, of]) => {
    const held = of.filter(({ holds }) => holds);
    const ended = of.flatMap((lowered) => (lowered.holds ? [] : [{ number: numberOf(lowered.one), why: lowered.why }]));
    const more = ended.length - MAX_ENDED;
    return [
      `  ${line} would have asked for fewer: ${held.length === 0 ? "none" : numbers(held.map(({ one }) => one))}${ended.length === 0 ? "" : `; not for ${counted(ended.length, "pull request")}`}`,
      ...ended.slice(0, MAX_ENDED).map(({ number, why }) => `      #${number}: ${oneLine(endText(why))}`),
      ...(more > 0 ? [`      and ${more} more`] : []),
    ];
  });
}

function employerLines(pulls: readonly Replayed[]): readonly string[] {
  const short = pulls.filter(({ conditions }) => (conditions.employers?.missing ?? 0) > 0);
  const [asked] = short.map(({ conditions }) => conditions.employers?.asked);
  return asked === undefined ? [] : [`  employers: ${asked} would have missed one: ${numbers(short)}`];
}

function numbers(pulls: readonly Replayed[]): string {
  const shown = pulls.slice(0, MAX_NUMBERS).map((one) => `#${numberOf(one)}`);
  const more = pulls.length - shown.length;
  return `${counted(pulls.length, "pull request")} (${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""})`;
}

function numberOf({ past }: Replayed): number {
  return past.facts.number;
}
