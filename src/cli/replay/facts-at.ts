/** A pull request as it stood at a moment: what had been said by then, and the head, base, labels and draft state of that time. Pure. */

import { noted, observed } from "../../gate/record/heads.ts";
import { emptyRecord } from "../../gate/record/record-changes.ts";
import type { Listed, PullFacts, Review } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { PastEvent, PastPull } from "../../model/past.ts";
import type { PullRecord } from "../../model/pull-record.ts";
import { type Instant, sameName } from "../../shared/names.ts";
import type { Heads } from "./past-heads.ts";

export interface Then {
  readonly facts: PullFacts;
  /** What Rung would have remembered by then. */
  readonly record: PullRecord;
  /** Labels that people put on by hand until then. */
  readonly notes: readonly ReadNote[];
}

/** The files are those that were merged: GitHub does not tell which an earlier head changed. */
export function factsAt(past: PastPull, heads: Heads, at: Instant, holdLabel: string | null): Then {
  const { facts, events } = past;
  const head = heads.steps.findLast((step) => step.at <= at)?.sha ?? facts.head.sha;
  const then: PullFacts = {
    ...facts,
    state: "open",
    draft: draftAt(facts, events, at),
    head: { ...facts.head, sha: head },
    base: baseThen(past, baseAt(facts, events, at)),
    labels: { ...facts.labels, items: labelsAt(facts, events, at) },
    comments: until(facts.comments, at),
    reviews: reviewsAt(facts.reviews, events, at),
    readAt: at,
  };
  return { facts: then, record: recordAt(past, heads, then, holdLabel), notes: notesAt(events, at) };
}

/** What stood at a time is what the first change after it put an end to; without one, what stands now. */
function before<Kind extends PastEvent["kind"]>(events: readonly PastEvent[], kind: Kind, at: Instant) {
  return events.find((event): event is Extract<PastEvent, { kind: Kind }> => event.kind === kind && event.at > at);
}

function draftAt(facts: PullFacts, events: readonly PastEvent[], at: Instant): boolean {
  const next = before(events, "draft", at);
  return next === undefined ? facts.draft : !next.to;
}

function baseAt(facts: PullFacts, events: readonly PastEvent[], at: Instant): string {
  return before(events, "base", at)?.from || facts.base.ref;
}

function labelsAt(facts: PullFacts, events: readonly PastEvent[], at: Instant): readonly string[] {
  const later = events.filter((event) => event.kind === "label" && event.at > at);
  const first = new Map<string, boolean>();
  for (const event of later) if (event.kind === "label" && !first.has(event.label)) first.set(event.label, event.on);
  const kept = facts.labels.items.filter((name) => first.get(name) !== true);
  const gone = [...first].filter(([name, on]) => !on && !kept.includes(name)).map(([name]) => name);
  return [...kept, ...gone];
}

function until<T extends { readonly at: Instant }>(list: Listed<T>, at: Instant): Listed<T> {
  return { ...list, items: list.items.filter((item) => item.at <= at) };
}

/** A review that was dismissed later still said then what it had said. */
function reviewsAt(list: Listed<Review>, events: readonly PastEvent[], at: Instant): Listed<Review> {
  const said = until(list, at);
  const items = said.items.map((review): Review => {
    if (review.state !== "DISMISSED") return review;
    const later = events.find((event) => event.kind === "dismissed" && event.review === review.nodeId && event.at > at);
    return later?.kind === "dismissed" ? { ...review, state: later.was } : review;
  });
  return { ...said, items };
}

/** Of the branch it was merged into the commit is told; where another stood at the time is not. */
function baseThen({ facts, onto }: PastPull, ref: string): PullFacts["base"] {
  const sha = ref === facts.base.ref ? (onto ?? facts.base.sha) : `${UNTOLD}${ref}`;
  return { ref, sha, noted: sha };
}

/** Stands before the name of a branch where its commit should. */
const UNTOLD = "untold:";

/** The branch whose commit is not told; `null`: it is a commit. */
export function untoldBranch(commit: string): string | null {
  return commit.startsWith(UNTOLD) ? commit.slice(UNTOLD.length) : null;
}

/** Who pushed in the past GitHub does not tell; taken for the author, beside those whom the commits name. */
function recordAt(past: PastPull, { steps }: Heads, then: PullFacts, holdLabel: string | null): PullRecord {
  const at = then.readAt;
  const { events } = past;
  const by = then.author ?? { login: "ghost", id: null, type: "User" as const };
  const heads = steps
    .filter((step) => step.at <= at)
    .map((step, index): ReadNote => ({ kind: "head", ...step, before: steps[index - 1]?.sha ?? null, by }));
  const bases = events.flatMap((event): readonly ReadNote[] =>
    event.kind === "base" && event.at <= at ? [retargeted(past, event)] : [],
  );
  const record = [...heads, ...bases].reduce(noted, emptyRecord());
  // What the text of a review said before it was edited is not told; taken for one that limited nothing.
  const unlimited = then.reviews.items.filter(({ edited }) => edited).map(({ id }) => id);
  return observed({ ...record, unlimited, ownHoldLabel: isByBot(events, holdLabel, at) }, then);
}

function retargeted(past: PastPull, { at, from, to }: Extract<PastEvent, { kind: "base" }>): ReadNote {
  const commit = (ref: string) => baseThen(past, ref).sha;
  return { kind: "base", ref: to, before: from, at, sha: commit(to), shaBefore: commit(from) };
}

/** A hold label that a bot put on is a sign of something said in words, not a hold of its own. */
function isByBot(events: readonly PastEvent[], holdLabel: string | null, at: Instant): boolean {
  const last = events.findLast(
    (event) => event.kind === "label" && event.on && event.at <= at && isLabel(event.label, holdLabel),
  );
  return last?.kind === "label" && last.by?.type !== "User";
}

function isLabel(one: string, other: string | null): boolean {
  return other !== null && sameName(one, other);
}

function notesAt(events: readonly PastEvent[], at: Instant): readonly ReadNote[] {
  return events.flatMap((event): readonly ReadNote[] =>
    event.kind === "label" && event.at <= at && event.by?.type === "User"
      ? [{ kind: "labelled", label: event.label, on: event.on, by: event.by, at: event.at }]
      : [],
  );
}
