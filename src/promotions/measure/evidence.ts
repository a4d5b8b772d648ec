/**
 * Whether evidence is older than the question (R48): what was put on a thing counts as it stood when the thing was merged or closed,
 * and at the nomination at the latest; labels and assignments by others than the candidate. Pure.
 */
import type { z } from "zod";
import { accountOf } from "../../github/read/accounts.ts";
import { type Instant, instant, loginKey } from "../../shared/names.ts";
import type { timeline } from "./search-views.ts";

type Timeline = z.output<typeof timeline>;
type Event = NonNullable<NonNullable<Timeline>["nodes"][number]>;

export interface EvidenceContext {
  /** The candidate. */
  readonly login: string;
  /** The last moment at which something could be put there. */
  readonly until: Instant;
}

/** What stood there by then; `doubtful`: GitHub told too little to say. */
export interface MeasuredCandidate {
  readonly items: readonly string[];
  readonly doubtful: readonly string[];
}

/** The labels that were put on in time and not by the candidate. `names`: those that are on now. */
export function labelsBy(
  names: readonly string[],
  events: Timeline | undefined,
  context: EvidenceContext,
): MeasuredCandidate {
  const items: string[] = [];
  const doubtful: string[] = [];
  for (const name of names) {
    const put = eventsOf(events).findLast(
      (event) => event.__typename === "LabeledEvent" && event.label?.name.toLowerCase() === name.toLowerCase(),
    );
    if (put === undefined) doubtful.push(name);
    else if (isInTime(put, context) && !isOwn(put, context)) items.push(name);
  }
  return { items, doubtful };
}

/** Whether somebody else had assigned the candidate by then. An app's assignment may have been asked for by anybody. */
export function assignedBy(events: Timeline | undefined, context: EvidenceContext): "counts" | "not" | "undecided" {
  const own = loginKey(context.login);
  const put = eventsOf(events).filter(
    (event) => event.__typename === "AssignedEvent" && loginKey(event.assignee?.login ?? "") === own,
  );
  const timely = put.filter((event) => isInTime(event, context) && !isOwn(event, context));
  if (timely.some((event) => !isBot(event))) return "counts";
  if (timely.length > 0 || put.length === 0 || events?.pageInfo.hasPreviousPage !== false) return "undecided";
  return "not";
}

/** The title as it was by then: a later one is no evidence. */
export function titleBy(title: string, events: Timeline | undefined, { until }: EvidenceContext): string {
  const later = eventsOf(events).find(
    (event) => event.__typename === "RenamedTitleEvent" && instant(event.createdAt) > until,
  );
  return later?.previousTitle ?? title;
}

function eventsOf(events: Timeline | undefined): readonly Event[] {
  return (events?.nodes ?? []).flatMap((event) => event ?? []);
}

function isInTime({ createdAt }: Event, { until }: EvidenceContext): boolean {
  return instant(createdAt) <= until;
}

/** A deleted account is nobody's, least of all the candidate's. */
function isOwn({ actor }: Event, { login }: EvidenceContext): boolean {
  return actor !== null && actor !== undefined && loginKey(actor.login) === loginKey(login);
}

function isBot({ actor }: Event): boolean {
  return actor !== null && actor !== undefined && accountOf(actor)?.type === "Bot";
}
