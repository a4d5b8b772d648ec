/** Several kinds of contribution counted together; whatever is of two kinds counts once. */

import { z } from "zod";
import { joinList } from "../../shared/people.ts";
import {
  besideCount,
  countReferences,
  countText,
  criterionResult,
  enoughOf,
  evidenceOf,
  filterOf,
  least,
  mapping,
  measureOf,
  SORT_WORDS,
  scopeOf,
  unknown,
  type WrittenCount,
} from "../counts.ts";
import type { CountedItem, CriterionKind, CriterionResult, Measure, Measured, Scope } from "../promotion-types.ts";
import { attest, count, list, minText, oneOrMore, pullFilter, spanned } from "../shapes.ts";

const SORTS = [
  "merged-pulls",
  "opened-pulls",
  "reviewed-pulls",
  "opened-issues",
  "resolved-issues",
  "comments",
] as const;
type Sort = (typeof SORTS)[number];

const USUAL: readonly Sort[] = ["merged-pulls", "reviewed-pulls", "opened-issues", "resolved-issues"];
const ISSUES: readonly Sort[] = ["opened-issues", "resolved-issues", "comments"];
const schema = z.union(
  [
    count("So many contributions of any sort.", 1),
    spanned(
      z.strictObject({
        ...pullFilter,
        "min-text": minText,
        of: oneOrMore(z.enum(SORTS), `one of ${SORTS.join(", ")}`)
          .optional()
          .meta({ description: `The sorts that count; without the key: ${USUAL.join(", ")}.` }),
        min: count("At least so many together.", 1).optional(),
        attest: attest.optional(),
      }),
    ),
  ],
  { error: "expected a number, or a mapping with `of` and `min`" },
);
type Written = WrittenCount & (number | { readonly of?: Sort | readonly Sort[] | undefined });

/** Opened pull requests include the merged ones. */
function sortsOf(written: Written): readonly Sort[] {
  const named = typeof written === "number" ? [] : list<Sort>(written.of);
  const sorts = named.length === 0 ? USUAL : [...new Set(named)];
  return sorts.includes("opened-pulls") ? sorts.filter((sort) => sort !== "merged-pulls") : sorts;
}

function measuresOf(written: Written, scope: Scope): readonly Measure[] {
  const asked = mapping(written);
  const whole = filterOf(asked, scope);
  // Issues have no paths, no branch and are neither code nor documentation; the wording says so.
  const ofIssues = { ...whole, kind: null, paths: [], base: null };
  return sortsOf(written).map((sort) =>
    measureOf(
      sort === "comments" ? "commented" : sort,
      ISSUES.includes(sort) ? ofIssues : whole,
      enoughOf({ min: least(asked) }),
    ),
  );
}

export const contributions: CriterionKind<Written> = {
  name: "contributions",
  about: "Contributions of several sorts taken together; whatever is of two sorts counts once.",
  exactly:
    "What the criteria of these names count, together; what is of two sorts counts once. `kind`, `paths` and `base` narrow pull requests alone.",
  examples: ["contributions: { min: 10, of: [merged-pulls, opened-issues], area: true }", "contributions: 10"],
  schema,
  by: "machine",
  references: countReferences,
  beside: besideCount,
  wording(written, scope) {
    const sorts = joinList(
      sortsOf(written).map((sort) => SORT_WORDS[sort]),
      "or",
      6,
    );
    return `${countText(mapping(written), () => NOUN, scope)} (${sorts}${narrowing(written)})`;
  },
  measures: measuresOf,
  result(written, facts) {
    const all = measuresOf(written, scopeOf(facts)).map(({ key }) => facts.measured.get(key));
    return together(all, least(mapping(written)));
  },
};

/** Filters that only apply to pull requests do not narrow issues. */
function narrowing(written: Written): string {
  const { kind, paths, base } = mapping(written);
  const ofKind = kind === undefined ? "" : `; pull requests of ${kind === "docs" ? "documentation" : "code"} only`;
  const isNarrowed = kind !== undefined || paths !== undefined || base !== undefined;
  const hasIssues = sortsOf(written).some((sort) => ISSUES.includes(sort));
  return `${ofKind}${isNarrowed && hasIssues ? "; issues whatever they are about" : ""}`;
}

const NOUN = { one: "contribution", many: "contributions" };

/** Between the number that must be distinct and the number there can be at most, the truth is unknown. */
export function together(all: readonly (Measured | undefined)[], min: number): CriterionResult {
  const known = all.flatMap((each) => (each?.known === true ? [each] : []));
  const blank = all.find((each) => each?.known !== true);
  const items = new Map<string, CountedItem>();
  for (const each of known) for (const item of each.items) items.set(`${item.repository}#${item.number}`, item);
  const certain = Math.max(items.size, ...known.map((each) => each.count));
  const unlisted = known.reduce((sum, each) => sum + Math.max(0, each.count - each.items.length), 0);
  const open = known.some((each) => each.atLeast) || blank !== undefined;
  const shown = {
    figure: `${open || unlisted > 0 ? "at least " : ""}${certain} of ${min}`,
    evidence: [
      ...(items.size === 0 ? [] : [{ kind: "pulls" as const, items: [...items.values()] }]),
      ...known.flatMap((each) => evidenceOf({ ...each, items: [] })),
    ],
  };
  if (certain >= min) return criterionResult("met", shown);
  if (blank !== undefined) return unknown(blank.known ? "" : blank.why);
  return criterionResult(open || items.size + unlisted >= min ? "unknown" : "short", shown);
}
