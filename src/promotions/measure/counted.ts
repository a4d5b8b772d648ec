/** Turns what searches found into figures: counts with their evidence, and the dates of the first and the last contribution. Pure. */

import { unreachable } from "../../shared/names.ts";
import type { CountedItem, CountFilter, Measured } from "../promotion-types.ts";
import {
  boundsOf,
  closedJudgement,
  countedTraces,
  type Judgement,
  judge,
  type TraceBounds,
  traceJudgement,
} from "./judged.ts";
import { datedFrom } from "./measure-dates.ts";
import { type Found, type Hit, MAX_HITS, type MeasurePlan, type PlannedMeasure } from "./measure-types.ts";
import { searchText } from "./search.ts";

type Gathered = Extract<Found, { kind: "hits" }>;

/** The value of the measure by what was found so far. `found` has the order of the plan's searches. */
export function measuredBy(
  planned: PlannedMeasure,
  plan: MeasurePlan,
  found: ReadonlyMap<number, Found>,
  login: string,
): Measured {
  const gathered = gatheredIn(planned, found);
  const failed = gathered.length < planned.searches.length;
  const notes = notesOf(planned, found);
  const unanswered: Measured = { known: false, why: notes.length === 0 ? UNANSWERED : notes.join("; ") };
  const searches = planned.searches.flatMap((place) => {
    const search = plan.searches[place];
    return search === undefined ? [] : [searchText(search, login)];
  });
  const { what } = planned.measure;
  if (what === "first-contribution" || what === "last-activity")
    return failed ? unanswered : datedFrom(what, { planned, plan, gathered }, searches);
  const tally = tallyOf(planned, plan, gathered);
  const isCut = failed || tally.undecided > 0 || tally.isCut || gathered.some(({ found: one }) => isPartial(one));
  const enough = planned.measure.enough > 0 && tally.count >= planned.measure.enough;
  // What was found stays true, and the rest is named; where nothing can be told, nothing is.
  if (failed && !enough && gathered.length === 0) return unanswered;
  return {
    known: true,
    count: tally.count,
    atLeast: isCut,
    items: tally.items,
    searches,
    date: null,
    privateUncounted: 0,
    undecided: tally.undecided,
    ...(failed ? { notes: notes.length === 0 ? [UNANSWERED] : notes } : {}),
  };
}

export const UNANSWERED = "GitHub did not answer every search";

function notesOf({ searches }: PlannedMeasure, found: ReadonlyMap<number, Found>): readonly string[] {
  const all = searches.flatMap((place) => {
    const one = found.get(place);
    return one?.kind === "failed" && one.why !== undefined ? [one.why] : [];
  });
  return [...new Set(all)];
}

function gatheredIn({ searches }: PlannedMeasure, found: ReadonlyMap<number, Found>) {
  return searches.flatMap((place) => {
    const one = found.get(place);
    return one?.kind === "hits" ? [{ place, found: one }] : [];
  });
}

function isPartial({ hits, total }: Gathered): boolean {
  return hits.length < total;
}

/** Searches whose next page could still change the measure. */
export function openSearches(
  planned: PlannedMeasure,
  plan: MeasurePlan,
  found: ReadonlyMap<number, Found>,
): readonly number[] {
  const { what, enough } = planned.measure;
  const gathered = gatheredIn(planned, found);
  const open = gathered.filter(({ found: one }) => one.next !== null && one.hits.length < MAX_HITS);
  const isDate = what === "first-contribution" || what === "last-activity";
  if (isDate) {
    const dated = datedFrom(what, { planned, plan, gathered }, [], true);
    return dated.known && !dated.atLeast ? [] : open.map(({ place }) => place);
  }
  const isEnough = enough > 0 && tallyOf(planned, plan, gathered).count >= enough;
  return isEnough ? [] : open.map(({ place }) => place);
}

interface Tally {
  readonly items: readonly CountedItem[];
  /** As many as there are items, or, where each comment counts, as there are comments on them. */
  readonly count: number;
  readonly undecided: number;
  /** There may be more on the items than was read. */
  readonly isCut: boolean;
}

function tallyOf(
  planned: PlannedMeasure,
  plan: MeasurePlan,
  gathered: readonly { readonly place: number; readonly found: Gathered }[],
): Tally {
  const items = new Map<string, { readonly item: CountedItem; readonly times: number }>();
  const open = new Set<string>();
  const judged = judge(planned.measure, plan.scope);
  const isOnce = planned.measure.filter.once !== undefined;
  const keyOf = (repository: string, number: number) => `${repository}#${number}`.toLowerCase();
  let isCut = false;
  for (const { place, found } of gathered) {
    for (const hit of found.hits) {
      const verdict = judged(hit);
      for (const one of verdict === "not" ? [] : itemsOf(hit, verdict, planned, plan, place)) {
        const { repository, number } = one.item;
        const original = isOnce && one.item === hit ? hit.copyOf : undefined;
        const key = keyOf(repository, original ?? number);
        // Of a pull request and what takes it over, itself is shown.
        const isShown = original === undefined || !items.has(key);
        if (one.judgement === "counts" && isShown)
          items.set(key, { item: { repository, number, private: one.item.private }, times: one.times ?? 1 });
        if (one.judgement === "undecided") open.add(key);
        isCut ||= one.isCut === true;
      }
    }
  }
  const all = [...items.values()];
  return {
    items: all.map(({ item }) => item),
    count: all.reduce((sum, { times }) => sum + times, 0),
    undecided: [...open].filter((key) => !items.has(key)).length,
    isCut,
  };
}

interface Judged {
  readonly item: CountedItem;
  readonly judgement: Judgement;
  /** How often it counts; absent: once. */
  readonly times?: number;
  /** It may count more often. */
  readonly isCut?: boolean;
}

/** What a hit counts for: itself, or for a pull request that closes issues, those issues. */
function itemsOf(
  hit: Hit,
  verdict: Judgement,
  { measure }: PlannedMeasure,
  plan: MeasurePlan,
  place: number,
): readonly Judged[] {
  const bounds = boundsOf(measure.filter, plan.scope);
  const details = plan.searches[place]?.candidate ?? [];
  const itself = (own: Judgement): readonly Judged[] => [{ item: hit, judgement: both(verdict, own) }];
  switch (measure.what) {
    case "merged-pulls":
    case "opened-pulls":
    case "opened-issues":
      return itself("counts");
    case "reviewed-pulls":
      return itself(traceJudgement(hit.reviews, bounds));
    case "authored-or-reviewed-pulls":
      return itself(details.includes("reviewed-by") ? traceJudgement(hit.reviews, bounds) : "counts");
    case "commented":
      return measure.filter.each === "comment"
        ? eachComment(hit, verdict, bounds)
        : itself(traceJudgement(hit.comments, bounds));
    case "resolved-issues":
      return hit.of === "issue" ? itself(hit.assigned) : closed(hit, verdict, measure.filter, bounds);
    case "first-contribution":
    case "last-activity":
      return [];
    default:
      return unreachable(measure.what);
  }
}

/** Every comment by the candidate; of a long conversation only the newest are read. */
function eachComment(hit: Hit, verdict: Judgement, bounds: TraceBounds): readonly Judged[] {
  const times = countedTraces(hit.comments, bounds);
  const judgement = both(verdict, traceJudgement(hit.comments, bounds));
  return [{ item: hit, judgement, times, isCut: hit.comments.more && judgement !== "not" }];
}

function closed(hit: Hit, verdict: Judgement, filter: CountFilter, bounds: TraceBounds): readonly Judged[] {
  const issues = hit.closes.items.map((item) => ({
    item,
    judgement: both(verdict, closedJudgement(item, filter, { ...bounds, mergedAt: hit.mergedAt })),
  }));
  return hit.closes.more ? [...issues, { item: hit, judgement: "undecided" }] : issues;
}

function both(one: Judgement, other: Judgement): Judgement {
  if (one === "not" || other === "not") return "not";
  return one === "counts" ? other : one;
}
