/** What a rule still lacks, as a tree: alternatives count as one thing. Pure. */

import type { LeafResult } from "./leaf-result.ts";
import type { Criterion } from "./promotion-types.ts";

/** A rule with the results of its criteria. */
export interface Standings {
  isMet(criterion: Criterion): boolean;
  /** By its number in the table. */
  readonly results: ReadonlyMap<number, LeafResult>;
}

/** A text for each thing that still has to happen. `text`: for a criterion that is not met; `null`: it is left out. */
export function pendingTexts(
  criterion: Criterion,
  standings: Standings,
  text: (result: LeafResult) => string | null,
  or = "; or ",
): readonly string[] {
  if (standings.isMet(criterion)) return [];
  if (criterion.combine === "leaf") {
    const result = standings.results.get(criterion.number);
    return result === undefined ? [] : [text(result) ?? []].flat();
  }
  const each = criterion.of.map((one) => pendingTexts(one, standings, text, or));
  if (criterion.combine === "all") return each.flat();
  const ways = each.filter((way) => way.length > 0).map((way) => way.join(" and "));
  if (ways.length === 0) return [];
  const min = criterion.combine === "some" ? criterion.min : 1;
  const missing = min - criterion.of.filter((one) => standings.isMet(one)).length;
  return [missing <= 1 ? ways.join(or) : `${missing} of these: ${ways.join(or)}`];
}

/** The parts that must all be met and are not: alternatives, and criteria that have none. */
export function pendingParts(criterion: Criterion, standings: Standings): readonly Criterion[] {
  if (standings.isMet(criterion)) return [];
  return criterion.combine === "all" ? criterion.of.flatMap((one) => pendingParts(one, standings)) : [criterion];
}

/** The criteria of a part that are not met and whose being met would still change something. */
export function pendingLeaves(criterion: Criterion, standings: Standings): readonly LeafResult[] {
  if (standings.isMet(criterion)) return [];
  if (criterion.combine !== "leaf") return criterion.of.flatMap((each) => pendingLeaves(each, standings));
  const result = standings.results.get(criterion.number);
  return result === undefined ? [] : [result];
}

/** Whether people can do nothing at the moment: something else has to happen first. */
export function isBlocked(criterion: Criterion, standings: Standings): boolean {
  if (standings.isMet(criterion)) return false;
  if (criterion.combine === "leaf") return standings.results.get(criterion.number)?.standing.blocks === true;
  const blocked = criterion.of.filter((each) => isBlocked(each, standings)).length;
  if (criterion.combine === "all") return blocked > 0;
  return criterion.of.length - blocked < (criterion.combine === "some" ? criterion.min : 1);
}
