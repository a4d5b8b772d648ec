/** Which head and which base branch the pull request had at a moment: folded into the record from notes and readings (R9a, R16). */

import type { PullFacts, Review } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { BaseSpan, HeadSpan, PullRecord } from "../../model/pull-record.ts";
import type { Instant } from "../../shared/names.ts";
import { once } from "../../shared/once.ts";
import { baseCommitsAt, type MayMatter, notedBase, observedBase } from "./base-commits.ts";
import { withHeads, withPush } from "./pushes.ts";
import { restrictionsIn, restrictionsOfFacts, withRestrictions, withUnlimited } from "./restrictions.ts";
import { change, joined, type Span, sighting, standingAt } from "./spans.ts";

/** The record after a reading of the pull request: its head and base were as read at that time. Reading twice changes nothing. */
export function observed(record: PullRecord, facts: PullFacts): PullRecord {
  return observedBy(record, facts, () => true);
}

/** The same, given whose statements may matter: those of others are not kept in memory (R42). */
export function observedBy(record: PullRecord, facts: PullFacts, mayMatter: MayMatter): PullRecord {
  const seen = withRestrictions(
    {
      ...withHeads(record, headsOf(joined(spansOfHeads(record.heads), sighting(facts.head.sha, facts.readAt)))),
      bases: basesOf(joined(spansOfBases(record.bases), sighting(facts.base.ref, facts.readAt))),
      ...observedBase(record, facts, { mayMatter, reviewedAt: headReviewedAt(record, facts) }),
    },
    restrictionsOfFacts(facts),
  );
  return withUnlimited(seen, facts.reviews.items);
}

/** When somebody first reviewed the present head; `null`: nobody is known to have. */
function headReviewedAt(record: PullRecord, facts: PullFacts): Instant | null {
  const times = facts.reviews.items.flatMap((review) =>
    review.commit === facts.head.sha && reviewedHeads(record, review, facts)[0] === facts.head.sha ? [review.at] : [],
  );
  return times.length === 0 ? null : Math.min(...times);
}

/** The record after one note. Notes may come late, doubled or out of order (R30). */
export function noted(record: PullRecord, note: ReadNote): PullRecord {
  switch (note.kind) {
    case "head":
      return withHeadNote(record, note);
    case "base":
      return {
        ...record,
        bases: basesOf(joined(spansOfBases(record.bases), spansOf(note.ref, note.before, note.at))),
        ...notedBase(record, note),
      };
    case "said":
      return withRestrictions(
        { ...record, inline: record.inline || (note.utterance === "review-comment" && note.calls.length > 0) },
        restrictionsIn(note),
      );
    case "reviewed":
      return withReviewed(record, note);
    default:
      return record;
  }
}

/** More reviews than anybody reads on one pull request; for older ones, what GitHub says is checked against the heads. */
const MAX_REVIEWED = 100;

/** Only the submission tells the commit: when a review is edited or dismissed later, GitHub may have moved it. */
function withReviewed(before: PullRecord, note: Extract<ReadNote, { kind: "reviewed" }>): PullRecord {
  const { id, commit, edited, state } = note;
  const record = withUnlimited(before, [note]);
  const known = record.reviewed ?? [];
  const isSubmission = !edited && (state === "APPROVED" || state === "CHANGES_REQUESTED");
  if (commit === null || !isSubmission || known.some((one) => one.id === id)) return record;
  return { ...record, reviewed: [...known, { id, commit }].slice(-MAX_REVIEWED) };
}

function withHeadNote(record: PullRecord, note: Extract<ReadNote, { kind: "head" }>): PullRecord {
  const { sha, before, at, by } = note;
  const stood = withHeads(record, headsOf(joined(spansOfHeads(record.heads), spansOf(sha, before, at))));
  return by === undefined ? stood : withPush(stood, { sha, before, by });
}

/** The head at that moment; the present one counts up to the reading. `null`: it cannot be known (R9a). */
export function headAt(record: Heads, at: Instant, facts: PullFacts): string | null {
  return headsOver(record, facts)(at);
}

type Heads = Pick<PullRecord, "heads">;
type Bases = Pick<PullRecord, "bases">;

/** `headAt` for many moments: the history is worked out once. */
export function headsOver({ heads }: Heads, facts: PullFacts): (at: Instant) => string | null {
  const spans = once(() => joined(spansOfHeads(heads), sighting(facts.head.sha, facts.readAt)));
  return (at) => standingAt(spans(), at);
}

/**
 * Whether no force push has made it the head since: by GitHub's own list, or where that is not told, because the record does not reach
 * further back.
 */
function wasNotMoved(record: Heads, named: string, at: Instant, { forced }: PullFacts): boolean {
  if (forced === null) return record.heads.every(({ from }) => from > at);
  const later = forced.pushes.filter((push) => push.at > at);
  const reachesBack = forced.complete || later.length < forced.pushes.length;
  return reachesBack && later.every(({ to }) => to !== named && to !== null);
}

/**
 * The heads that a review may have been about: the one at the time it was given, and the one that it names, each only if it can have
 * been a head by then. GitHub names another commit after a force push, and a later head cannot have been reviewed (R34). Where the
 * record does not reach back, the commit it names is believed. The event of its submission overrides all of this, since a push and a
 * review may share a second. The first one is what people are told it is about; none: not known.
 */
export function reviewedHeads(
  record: Heads & Pick<PullRecord, "reviewed">,
  review: Review,
  facts: PullFacts,
  stoodAt = headsOver(record, facts),
): readonly string[] {
  const known = record.reviewed?.findLast(({ id }) => id === review.id);
  if (known !== undefined) return [known.commit];
  const stood = stoodAt(review.at);
  const named = review.commit;
  const heads = record.heads.filter(({ sha }) => sha !== "");
  if (named === null) return [];
  const spans = heads.filter(({ sha }) => sha === named);
  const wasHead = spans.some(({ from }) => from <= review.at);
  const cameLater = !wasHead && spans.some(({ opened }) => opened === true);
  const believed = wasHead || (!cameLater && wasNotMoved(record, named, review.at, facts));
  if (stood !== null && (!believed || stood === named)) return [stood];
  if (!believed) return [];
  return stood === null ? [named] : [named, stood];
}

/**
 * The base branch of that moment; `null`: it cannot be known. A record that knows of no other branch than the present one is
 * taken to mean that there was no other (R16).
 */
export function baseAt(record: Bases, at: Instant, facts: PullFacts): string | null {
  return basesOver(record, facts)(at);
}

/** `baseAt` for many moments. */
export function basesOver({ bases }: Bases, facts: PullFacts): (at: Instant) => string | null {
  const { ref } = facts.base;
  if (bases.every((span) => span.ref === ref)) return () => ref;
  const spans = once(() => joined(spansOfBases(bases), sighting(ref, facts.readAt)));
  return (at) => standingAt(spans(), at);
}

/** The first head known to have followed, after `at`, the head `sha`; `null`: none is known. */
export function headAfter(record: PullRecord, sha: string, at: Instant): string | null {
  const heads = record.heads.filter((span) => span.sha !== "");
  const stood = heads.findLastIndex((span) => span.sha === sha && span.from <= at);
  const later = heads.slice(stood + 1).find((span) => span.sha !== sha && span.until >= at);
  return stood === -1 ? null : (later?.sha ?? null);
}

/** A head with the base's commit of its time. */
interface HeadThen {
  readonly base: string;
  readonly head: string;
}

/** The heads known to have followed the head `sha` after `at`, each once, with the base of its time; the present diff comes last. */
export function headsAfter(record: PullRecord, sha: string, at: Instant, facts: PullFacts): readonly HeadThen[] {
  const heads = record.heads.filter((span) => span.sha !== "");
  const stood = heads.findLastIndex((span) => span.sha === sha && span.from <= at);
  const later = heads.slice(stood + 1).filter((span) => span.sha !== sha && span.until >= at);
  const steps = later.map(({ sha: head, from }) => ({
    base: baseCommitsAt(record, from, facts).at(-1) ?? facts.base.sha,
    head,
  }));
  const before = [...new Map(steps.map((step) => [step.head, step])).values()].filter(
    ({ head }) => head !== facts.head.sha,
  );
  return [...before, { base: facts.base.sha, head: facts.head.sha }];
}

export function spansOfHeads(heads: readonly HeadSpan[]): readonly Span[] {
  return heads.map(({ sha, ...rest }) => ({ value: sha, ...rest }));
}

export function headsOf(spans: readonly Span[]): readonly HeadSpan[] {
  return spans.map(({ value, ...rest }) => ({ sha: value, ...rest }));
}

export function spansOfBases(bases: readonly BaseSpan[]): readonly Span[] {
  return bases.map(({ ref, ...rest }) => ({ value: ref, ...rest }));
}

export function basesOf(spans: readonly Span[]): readonly BaseSpan[] {
  return spans.map(({ value, ...rest }) => ({ ref: value, ...rest }));
}

function spansOf(value: string, before: string | null, at: Instant): readonly Span[] {
  return before === null ? sighting(value, at) : change(value, before, at);
}
