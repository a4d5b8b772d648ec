/** The dates of a candidate's first contribution and last activity. Pure. */

import type { Instant } from "../../shared/names.ts";
import type { CountedItem, Measured } from "../promotion-types.ts";
import { type Judgement, judge } from "./judged.ts";
import type { Found, Hit, MeasurePlan, MeasureScope, PlannedMeasure, Search } from "./measure-types.ts";

interface Gathering {
  readonly planned: PlannedMeasure;
  readonly plan: MeasurePlan;
  readonly gathered: readonly { readonly place: number; readonly found: Extract<Found, { kind: "hits" }> }[];
}

/** A date that is known to exist, and the best that what was not read could hold. */
interface Dated {
  readonly at: Instant | null;
  readonly item: CountedItem | null;
  /** `null`: nothing was left unread. */
  readonly unread: Instant | null;
}

/**
 * `atLeast`: what was not read may contain an earlier (first) or later (last) date. Since a candidate can only be older or more active
 * than the date says, a requirement that the date meets is met; one that it misses is undecided.
 */
export function datedFrom(
  which: "first-contribution" | "last-activity",
  { planned, plan, gathered }: Gathering,
  searches: readonly string[],
  /** What cannot be judged is left out: further pages would not help. */
  isForReading = false,
): Measured {
  const isFirst = which === "first-contribution";
  const better = (a: Instant, b: Instant) => (isFirst ? a < b : a > b);
  const judged = judge(planned.measure, plan.scope);
  const all = gathered.flatMap(({ place, found }) => {
    const search = plan.searches[place];
    return search === undefined
      ? []
      : datesIn(found, { search, isFirst, scope: plan.scope }, isForReading ? (hit) => decided(judged(hit)) : judged);
  });
  let best: Dated | null = null;
  for (const one of all) if (one.at !== null && (best?.at == null || better(one.at, best.at))) best = one;
  const at = best?.at ?? null;
  const open = all.some(({ unread }) => unread !== null && (at === null || better(unread, at)));
  if (open && at === null)
    return { known: false, why: "there is more activity around the candidate than GitHub lists at once" };
  return {
    known: true,
    count: at === null ? 0 : 1,
    atLeast: open,
    items: best?.item ? [best.item] : [],
    searches,
    date: at,
    privateUncounted: 0,
  };
}

function decided(judgement: Judgement): Judgement {
  return judgement === "undecided" ? "not" : judgement;
}

interface Sought {
  readonly search: Search;
  readonly isFirst: boolean;
  readonly scope: MeasureScope;
}

function datesIn(
  found: Extract<Found, { kind: "hits" }>,
  sought: Sought,
  judged: (hit: Hit) => Judgement,
): readonly Dated[] {
  const { isFirst, scope } = sought;
  const dates = found.hits.flatMap((hit): readonly Dated[] => {
    const verdict = judged(hit);
    if (verdict === "not" || hit.createdAt > untilOf(scope)) return [];
    const dated = datesOf(hit, sought);
    if (verdict === "counts") return [dated];
    // It may be a contribution, and may be none: what it says is as good as unread.
    return [{ at: null, item: null, unread: dated.unread ?? dated.at }];
  });
  const last = found.hits.at(-1);
  if (found.next === null && found.hits.length >= found.total) return dates;
  // Sorted by creation, or by the last change: nothing unread happened before that, or after it.
  const unread =
    last === undefined ? (isFirst ? 0 : Number.MAX_SAFE_INTEGER) : isFirst ? last.createdAt : last.updatedAt;
  return [...dates, { at: null, item: null, unread }];
}

function untilOf({ until = Number.POSITIVE_INFINITY }: Pick<MeasureScope, "until">): Instant {
  return until;
}

function datesOf(hit: Hit, { search: { candidate }, isFirst, scope }: Sought): Dated {
  const until = untilOf(scope);
  const item = { repository: hit.repository, number: hit.number, private: hit.private };
  if (candidate.includes("author")) {
    const merged = hit.mergedAt !== null && hit.mergedAt <= until ? hit.mergedAt : hit.createdAt;
    return { at: isFirst ? hit.createdAt : Math.max(hit.createdAt, merged), item, unread: null };
  }
  const isReview = candidate.includes("reviewed-by");
  const traces = isReview ? hit.reviews : hit.comments;
  const times = traces.items
    .filter((trace) => (!trace.onlyCommands || scope.anything === true) && trace.at <= until)
    .map(({ at }) => at);
  const at = times.length === 0 ? null : isFirst ? Math.min(...times) : Math.max(...times);
  // The newest are read first: what is unread is older, so it matters for a first date, or where nothing was found.
  const oldest = isReview ? hit.updatedAt : (hit.comments.readFrom ?? hit.updatedAt);
  const unread = traces.more && (isFirst || at === null) ? (isFirst ? hit.createdAt : oldest) : null;
  return { at, item: at === null ? null : item, unread };
}
