/** Why somebody was chosen, and why others were not, in the words of the status comment. Markdown; people's text is inert. */

import { wayOut } from "../../gate/way-out.ts";
import type { Remark } from "../../model/pull-record.ts";
import type { Holder } from "../../registry/registry-types.ts";
import { counted } from "../../shared/counted.ts";
import { code, escapeMarkdown } from "../../shared/markdown.ts";
import { accountOf, joinList, samePerson, singularRole } from "../../shared/people.ts";
import type { Person } from "../../shared/person-sets.ts";
import { unavailable, whyNot } from "./availability.ts";
import type { CandidatePool, ChoiceContext } from "./choosing.ts";
import { knowledgeText } from "./knowledge.ts";
import type { Demand } from "./reviewer-candidates.ts";
import type { Unavailable } from "./reviewer-facts.ts";

type Chosen = ChoiceContext & Pick<CandidatePool, "demands" | "skilled">;

const MAX_NAMED = 4;
/** How many absences the record keeps with a sentence: beyond that, it does not show when one of these people is back. */
const MAX_ABSENCES = 10;

/** "approver of kusion; reviewed `pkg/cmd` 6 times, 1 open review". */
export function reasonFor(holder: Holder, { demands, skilled, known }: Chosen): string {
  const areas = [
    ...new Set(demands.filter((demand) => demand.mayApprove(accountOf(holder))).flatMap(({ rows }) => rows)),
  ];
  const role = singularRole(holder.role);
  const of = areas.length === 0 ? role : `${role} of ${joinList(areas.map(escapeMarkdown), "and", MAX_NAMED)}`;
  const knows = knowledgeText(skilled.of(holder));
  const open = known.loads.get(holder) ?? 0;
  const load = open > 0 ? [counted(open, "open review")] : knows.length === 0 ? ["no open reviews"] : [];
  return `${of}; ${[...knows, ...load].join(", ")}`;
}

/** "SparkYuan knows this code best but is away until 2 December 2026." */
export function betterButUnavailable(
  chosen: readonly Person[],
  choosing: ChoiceContext & CandidatePool,
): readonly Remark[] {
  const { all, skilled, known } = choosing;
  const best = Math.max(0, ...chosen.map((one) => skilled.of(one).touches));
  const others = all
    .filter((one) => skilled.of(one).touches > best && !chosen.some((other) => samePerson(one, other)))
    .filter((one) => !known.requested.some((asked) => samePerson(asked, one)))
    .flatMap((one) => {
      const why = unavailable(one, choosing);
      return why === null ? [] : [{ one, why }];
    })
    .toSorted((a, b) => skilled.of(b.one).touches - skilled.of(a.one).touches);
  const [first] = others;
  return first === undefined
    ? []
    : [remark(`${escapeMarkdown(first.one.login)} knows this code best but ${whyNot(first.why)}.`, [first.why])];
}

/** Nobody who could approve it can be asked: gives the reason for each, and what to do next. */
export function nobodyFor(demand: Demand, choosing: ChoiceContext): Remark {
  const names = joinList(demand.rows.map(code), "and", MAX_NAMED);
  if (demand.holders.length > 0 && demand.holders.every((one) => samePerson(one, choosing.facts.author)))
    return `Nobody besides the author may approve ${names}. ${wayOut(demand.rows, true)}`;
  const unavailables: Unavailable[] = [];
  const reasons = demand.holders.flatMap((one) => {
    if (samePerson(one, choosing.facts.author)) return [`${escapeMarkdown(one.login)} is the author`];
    if (!demand.isAble(one)) return [`${escapeMarkdown(one.login)} wrote or pushed part of it`];
    const why = unavailable(one, choosing);
    if (why === null) return [];
    unavailables.push(why);
    return [`${escapeMarkdown(one.login)} ${whyNot(why)}`];
  });
  const why = reasons.length === 0 ? "" : `: ${joinList(reasons, "and", MAX_NAMED)}`;
  const isNobodyThere =
    unavailables.length === demand.holders.length && unavailables.every(({ kind }) => kind === "absent");
  const next = isNobodyThere ? wayOut(demand.rows, false) : "A person can still ask somebody by hand.";
  return remark(`Nobody who may approve ${names} can be asked${why}. ${next}`, unavailables);
}

const NO_CANDIDATE = "nobody but the author holds a role that can review this";
const NO_OTHER = "everyone who can review this was asked, has reviewed it, or was taken off by hand";

/** Fewer could be asked than are wanted. `null` if nobody is unavailable: in a small community that is no news. */
export function nobodyElse(found: number, choosing: ChoiceContext & CandidatePool): Remark | null {
  const { more = 0, known, all } = choosing;
  const asked = known.requested.length + found;
  const aside = all.flatMap((one) => {
    const why = choosing.isOut(one) ? null : unavailable(one, choosing);
    return why === null ? [] : [{ text: `${escapeMarkdown(one.login)} ${whyNot(why)}`, why }];
  });
  if (aside.length === 0 && asked > 0 && more === 0) return null;
  const done = more === 0 ? "" : `: ${all.length === 0 ? NO_CANDIDATE : NO_OTHER}`;
  const why =
    aside.length === 0
      ? done
      : `: ${joinList(
          aside.map(({ text }) => text),
          "and",
          MAX_NAMED,
        )}`;
  return remark(
    `There is nobody ${asked === 0 ? "" : "else "}to ask${why}.`,
    aside.map((one) => one.why),
  );
}

/** Absences are shown as long as they last; other reasons explain the choice that was made then. */
function remark(text: string, reasons: readonly Unavailable[]): Remark {
  const away = reasons.flatMap((why) => (why.kind === "away" ? [why.absence] : [])).slice(0, MAX_ABSENCES);
  return away.length === 0 ? text : { text, away };
}
