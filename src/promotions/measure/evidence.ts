/**
 * Whether evidence is older than the nomination (R48): labels and the like count as they were when the issue or pull request was merged
 * or closed, and at the nomination at the latest; labels and assignments only if others than the candidate made them. Pure.
 */

import { type Instant, loginKey, sameName } from "../../shared/names.ts";

/** The history of an issue or pull request, as far as it was read: oldest first. */
export interface History {
  readonly events: readonly HistoryEvent[];
  /** False: there was more before. */
  readonly isComplete: boolean;
}

export type HistoryEvent = {
  readonly at: Instant;
  /** `null`: an account that is gone. */
  readonly by: { readonly login: string; readonly isBot: boolean } | null;
} & (
  | { readonly kind: "labelled"; readonly label: string }
  | { readonly kind: "assigned"; readonly assignee: string }
  | { readonly kind: "renamed"; readonly before: string | null }
);

interface EvidenceContext {
  /** The candidate. */
  readonly login: string;
  /** The last moment at which something could be put there. */
  readonly until: Instant;
}

/** The labels at that time; `doubtful`: GitHub told too little to say. */
interface TimelyLabels {
  readonly items: readonly string[];
  readonly doubtful: readonly string[];
}

/** The labels that were put on in time and not by the candidate. `names`: the present labels. */
export function labelsBy(names: readonly string[], { events }: History, context: EvidenceContext): TimelyLabels {
  const items: string[] = [];
  const doubtful: string[] = [];
  for (const name of names) {
    const put = events.findLast((event) => event.kind === "labelled" && sameName(event.label, name));
    if (put === undefined) doubtful.push(name);
    else if (isInTime(put, context) && !isOwn(put, context)) items.push(name);
  }
  return { items, doubtful };
}

/** Whether somebody else had assigned the candidate by then. An app's assignment may have been requested by anybody. */
export function assignedBy({ events, isComplete }: History, context: EvidenceContext): "counts" | "not" | "undecided" {
  const own = loginKey(context.login);
  const put = events.filter((event) => event.kind === "assigned" && loginKey(event.assignee) === own);
  const timely = put.filter((event) => isInTime(event, context) && !isOwn(event, context));
  if (timely.some(({ by }) => by?.isBot !== true)) return "counts";
  return timely.length > 0 || put.length === 0 || !isComplete ? "undecided" : "not";
}

/** The title at that time: a later one is no evidence. */
export function titleBy(title: string, { events }: History, { until }: EvidenceContext): string {
  const later = events.find((event) => event.kind === "renamed" && event.at > until);
  return (later?.kind === "renamed" ? later.before : null) ?? title;
}

function isInTime({ at }: HistoryEvent, { until }: EvidenceContext): boolean {
  return at <= until;
}

/** A deleted account is nobody's, and certainly not the candidate's. */
function isOwn({ by }: HistoryEvent, { login }: EvidenceContext): boolean {
  return by !== null && loginKey(by.login) === loginKey(login);
}
