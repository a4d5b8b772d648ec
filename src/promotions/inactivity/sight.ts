/** What was seen of somebody, compared with the rule of one of their entries. Unknown stays unknown (R70). Pure. */

import { timeAfter } from "../../shared/duration.ts";
import type { Instant } from "../../shared/names.ts";
import { together } from "../criteria/contributions.ts";
import type { CountedItem, Measured } from "../promotion-types.ts";
import { holdingMeasures, narrows, type WatchedHolding } from "./watched-people.ts";

/** The last activity of somebody that a delivery showed. */
interface Delivered {
  readonly at: Instant;
  /** Its address. */
  readonly url: string | null;
}

/** All that is known of when somebody was there. */
export interface PersonSight {
  /** `null`: no delivery showed any activity. */
  readonly delivered: Delivered | null;
  /** By measure key; a missing measure was not asked for. */
  readonly measured: ReadonlyMap<string, Measured>;
}

export interface LastSeen {
  readonly at: Instant;
  readonly url: string | null;
  /** What the search found. */
  readonly item: CountedItem | null;
}

export type Sight = {
  /** `null`: nothing was found. */
  readonly last: LastSeen | null;
  /** Texts of the searches that were made. */
  readonly searches: readonly string[];
} & (
  | { readonly kind: "seen" }
  /** `few`: "1 of 3", where there was something, and too little. */
  | { readonly kind: "quiet"; readonly few: string | null }
  /** `why`: a clause for people. */
  | { readonly kind: "unknown"; readonly why: string }
);

interface Looking {
  readonly owner: string;
  readonly now: Instant;
}

export function sightOf(holding: WatchedHolding, sight: PersonSight, { owner, now }: Looking): Sight {
  const measures = holdingMeasures(holding, owner);
  const found = sight.measured.get(measures.last.key);
  const delivered = narrows(holding) ? null : sight.delivered;
  const last = later(delivered, found);
  const searches = found?.known === true ? found.searches : [];
  const known = { last, searches };
  const isRecent = last !== null && isWithin(last.at, holding, now);
  if (!isRecent) {
    if (found === undefined) return { ...known, kind: "unknown", why: "GitHub was not searched yet" };
    if (!found.known) return { ...known, kind: "unknown", why: found.why };
    // A later date may stand among what GitHub did not list.
    if (found.atLeast) return { ...known, kind: "unknown", why: "GitHub lists only a part of what they did" };
    return { ...known, kind: "quiet", few: null };
  }
  if (measures.count.length === 0) return { ...known, kind: "seen" };
  const counted = measures.count.map(({ key }) => sight.measured.get(key));
  const { state, figure } = together(counted, holding.rule.min);
  if (state === "met") return { ...known, kind: "seen" };
  if (state === "short") return { ...known, kind: "quiet", few: figure };
  const why = counted.find((one) => one?.known === false);
  return {
    ...known,
    kind: "unknown",
    why: why?.known === false ? why.why : "GitHub lists only a part of what they did",
  };
}

/** Whether something at that time is within the rule's span, by the calendar. */
function isWithin(at: Instant, { rule }: Pick<WatchedHolding, "rule">, now: Instant): boolean {
  return timeAfter(at, rule.after) > now;
}

function later(delivered: Delivered | null, found: Measured | undefined): LastSeen | null {
  const searched: LastSeen | null =
    found?.known === true && found.date !== null ? { at: found.date, url: null, item: found.items[0] ?? null } : null;
  if (delivered === null || (searched !== null && searched.at > delivered.at)) return searched;
  return { at: delivered.at, url: delivered.url, item: null };
}
