/** How many may hold the role, and how many of them one employer. */

import { z } from "zod";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { joinList } from "../../shared/people.ts";
import { cap, capText, isWithin } from "../../shared/share.ts";
import { criterionResult } from "../counts.ts";
import {
  affiliationOf,
  everyone,
  isCandidate,
  SAME_OR_HIGHER,
  sameEmployer,
  whoOf,
  whoText,
} from "../promotion-people.ts";
import type { CriterionKind, CriterionResult, Elector, PromotionFacts } from "../promotion-types.ts";
import {
  areaReferences,
  areasMeant,
  capShape,
  count,
  exactly,
  flag,
  inArea,
  roleReferences,
  roles,
} from "../shapes.ts";

const full = z
  .strictObject({
    max: count("How many may hold it, this one included.", 1).optional(),
    min: count(
      "How many should hold it: never in the way of a promotion; whoever leaves is told, and rung check when it is fewer.",
      1,
    ).optional(),
    "per-employer": count("How many of them one employer may have.", 1).optional(),
    share: capShape.optional().meta({
      description: "The largest share of them one employer may have; <1/2: less than that.",
    }),
    of: roles.optional().meta({ description: `Who is counted; without the key: ${SAME_OR_HIGHER}.` }),
    exactly: exactly.optional(),
    in: inArea.optional(),
    soft: flag("true: told, but never blocks.").optional(),
  })
  .refine((asked) => asked.max ?? asked.min ?? asked["per-employer"] ?? asked.share, {
    message: "write max, min, per-employer or share",
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    path: ["min"],
    message: "no number is both; write a min that is max or less",
  });
const schema = z.union([count("How many may hold the role.", 1), full], {
  error: "expected a number, or a mapping with `max`, `min`, `per-employer` or `share`",
});
type Full = z.output<typeof full>;
type Written = z.output<typeof schema>;

function asked(written: Written): Full {
  return typeof written === "number" ? { max: written } : written;
}

interface Seats {
  readonly all: number;
  /** How many of the candidate's employer; `null`: the registry does not tell their employer. */
  readonly ofEmployer: number | null;
  /** Of whom the registry does not tell it. */
  readonly blank: readonly Elector[];
}

/** The seats as they would be after the promotion. */
function seatsWith(written: Full, facts: PromotionFacts): Seats {
  const who = whoOf(written.of ?? SAME_OR_HIGHER, written.exactly, facts.nomination.role);
  const place =
    written.in === undefined || written.in === "anywhere"
      ? "anywhere"
      : areasMeant(written.in === "area" ? true : written.in, facts.nomination.areas);
  const others = everyone(facts.index, who, place).filter((person) => !isCandidate(facts.nomination, person));
  const own = affiliationOf(facts.index, facts.nomination.candidate);
  const theirs = others.filter(({ affiliation }) => sameEmployer(affiliation, own)).length;
  const blank = others.filter(({ affiliation }) => affiliation === null);
  return { all: others.length + 1, ofEmployer: own === null ? null : theirs + 1, blank };
}

function judged(written: Full, { all, ofEmployer, blank }: Seats): CriterionResult["state"] {
  const most = written["per-employer"];
  const part = written.share;
  const isKept = (number: number) =>
    (most === undefined || number <= most) && (part === undefined || isWithin(cap(part), number, all));
  if (written.max !== undefined && all > written.max) return "short";
  if (most === undefined && part === undefined) return "met";
  if (ofEmployer === null) return "unknown";
  if (!isKept(ofEmployer)) return "short";
  // Of those whose employer the registry does not tell, all may be colleagues.
  return isKept(ofEmployer + blank.length) ? "met" : "unknown";
}

/** Whose employer would decide it. */
function blankText({ ofEmployer, blank }: Seats, state: CriterionResult["state"]): string {
  if (ofEmployer === null) return "; the candidate's employer is not in the registry";
  return state === "unknown" ? `; of ${blank.length} more the employer is not in the registry` : "";
}

export const seats: CriterionKind<Written> = {
  name: "seats",
  about: "How many may hold the role, in all or of one employer, with the candidate among them.",
  exactly:
    "The holders of the role, or of one above it, with the candidate among them; by `affiliation` where employers are asked for. Where an affiliation that decides is not written, it is unknown.",
  examples: ['seats: { max: 7, share: "<1/2" }', "seats: { min: 3 }", "seats: 7"],
  schema,
  by: "machine",
  references: (written) => {
    const { of, in: place } = asked(written);
    return [
      ...roleReferences(["of"], of),
      ...areaReferences(["in"], place === "area" || place === "anywhere" ? undefined : place),
    ];
  },
  wording(written, scope) {
    const full = asked(written);
    const who = whoText(whoOf(full.of ?? SAME_OR_HIGHER, full.exactly, scope.role));
    const parts = [
      full.max === undefined ? [] : `at most ${full.max} ${who}`,
      full["per-employer"] === undefined ? [] : `at most ${full["per-employer"]} ${who} of one employer`,
      full.share === undefined ? [] : `${escapeMarkdown(capText(full.share))} of ${who} of one employer`,
      full.min === undefined ? [] : `at least ${full.min} ${who} when somebody leaves`,
    ];
    return `${parts.flat().join(", ")}${full.soft === true ? " (preferred)" : ""}`;
  },
  measures: () => [],
  result(written, facts) {
    const full = asked(written);
    const found = seatsWith(full, facts);
    const employer = affiliationOf(facts.index, facts.nomination.candidate);
    const of = found.ofEmployer === null ? "" : `, ${found.ofEmployer} of them of ${escapeMarkdown(employer ?? "")}`;
    const needsEmployer = full["per-employer"] !== undefined || full.share !== undefined;
    const state = judged(full, found);
    const blank = needsEmployer ? blankText(found, state) : "";
    const few = full.min !== undefined && found.all < full.min ? `; at least ${full.min} are wanted` : "";
    const figure = `${found.all} with the candidate${needsEmployer ? of : ""}${blank}${few}`;
    if (full.soft === true)
      return criterionResult("met", { figure: state === "met" ? figure : `${figure}; told, not required` });
    if (state === "met") return criterionResult(state, { figure });
    if (state === "unknown") {
      const unsaid = found.ofEmployer === null ? [facts.nomination.candidate] : found.blank;
      const names = joinList(
        unsaid.map(({ login }) => escapeMarkdown(login)),
        "and",
        6,
      );
      return criterionResult(state, {
        figure,
        next: `the registry must say the employer of ${names} (\`affiliation\`)`,
      });
    }
    const next = "a seat must become free first: somebody who has one comments `/step-down`";
    return criterionResult(state, { figure, next, blocks: true });
  },
};

/** How many must stay: to warn when somebody leaves and too few remain. `null`: the criterion does not say. */
export function seatsKept(params: unknown, role: string) {
  const { min, of, exactly, in: place } = asked(schema.parse(params));
  return min === undefined
    ? null
    : { min, who: whoOf(of ?? SAME_OR_HIGHER, exactly, role), place: place ?? "anywhere" };
}
