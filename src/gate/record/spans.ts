/**
 * Folds what is known about "this stood at that moment" into spans, whatever the order in which it becomes known (R9a).
 *
 * The same knowledge gives the same spans, or leaves more unknown; it never makes a span out of a stretch in which something
 * else is known to have stood. Two sightings of the same value with nothing between them are taken for one span.
 */

import { MAX_LAG_MS } from "../../model/facts.ts";
import type { Ends } from "../../model/pull-record.ts";
import type { Instant } from "../../shared/names.ts";

export interface Span extends Ends {
  /** Empty: a stretch about which two sources disagreed; nothing is known of its inside. */
  readonly value: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** Room for every force-push a person can make during a review; beyond it the oldest are forgotten and statements about them lapse. */
export const MAX_SPANS = 40;

/** It held at that moment; since when and until when is unknown. */
export function sighting(value: string, at: Instant): readonly Span[] {
  return [{ value, from: at, until: at }];
}

/** At that moment `value` took the place of `before`. */
export function change(value: string, before: string, at: Instant): readonly Span[] {
  if (value === before) return sighting(value, at);
  return [
    { value: before, from: at, until: at, closed: true },
    { value, from: at, until: at, opened: true },
  ];
}

/** The union of two bodies of knowledge, oldest first, at most {@link MAX_SPANS}. */
export function joined(known: readonly Span[], more: readonly Span[]): readonly Span[] {
  const given = [...known, ...more];
  const all = given.flatMap((span) => withoutLag(span, given));
  const isWhole = !all.some((span) => contradicted(span, all));
  const whole = isWhole ? all : all.flatMap((span) => (contradicted(span, all) ? broken(span) : [span]));
  return connected(touching(whole)).slice(-MAX_SPANS);
}

/**
 * The value at that moment. In a second shared by two, the older one: that is stricter, since a statement then belongs to what was seen
 * before the change. `null` where nothing is known, or too much.
 */
export function standingAt(spans: readonly Span[], at: Instant): string | null {
  const there = spans.filter((span) => span.value !== "" && span.from <= at && at <= span.until);
  const values = new Set(there.map((span) => span.value));
  if (values.size < 2) return there[0]?.value ?? null;
  const before = new Set(there.filter((span) => span.from < at).map((span) => span.value));
  if (before.size === 1) return [...before][0] ?? null;
  const ended = new Set(there.filter((span) => span.closed && !span.opened).map((span) => span.value));
  return ended.size === 1 && values.size === 2 ? ([...ended][0] ?? null) : null;
}

/**
 * What was read may have lagged behind a change that is told of later: of a value that is known to have ended just before, and not to have
 * come back, such a reading says nothing.
 */
function withoutLag(span: Span, all: readonly Span[]): readonly Span[] {
  const { value, from, until } = span;
  if (value === "" || span.closed) return [span];
  const same = all.filter((other) => other.value === value);
  const ends = same.flatMap((other) => (other.closed && other.until < until ? other.until : []));
  const last = Math.max(...ends);
  const isBack = same.some((other) => other.opened && last <= other.from && other.from <= until);
  if (ends.length === 0 || isBack || until - last > MAX_LAG_MS) return [span];
  return from > last ? [] : [{ ...span, until: last, closed: true }];
}

function contradicted(span: Span, all: readonly Span[]): boolean {
  if (span.value === "" || span.from === span.until) return false;
  return all.some((other) => other !== span && other.value !== "" && excludes(other, span, all));
}

/** Whether `other` proves that `span` was interrupted. */
function excludes(other: Span, span: Span, all: readonly Span[]): boolean {
  const { from, until, value } = other;
  if (value !== span.value) {
    if (until > span.from && from < span.until) return true;
    // What ended in a second stood before it, unless it began in it too; what began in one stood after, unless it ended in it.
    const before = other.closed && !beginsAt(other, until, all);
    const after = other.opened && !endsAt(other, from, all);
    return (
      (before === true && span.from < until && until <= span.until) ||
      (after === true && span.from <= from && from < span.until)
    );
  }
  // Away and back within one second looks like back and away: then nothing is concluded.
  const ended = other.closed && span.from <= until && until < span.until;
  const began = other.opened && span.from < from && from <= span.until;
  return ended === true || began === true;
}

/** Only the ends remain; nothing may be concluded about the time between them. */
function broken(span: Span): readonly Span[] {
  const { value, from, until } = span;
  return [
    { value, from, until: from, ...(span.opened && { opened: true }) },
    { value: "", from, until },
    { value, from: until, until, ...(span.closed && { closed: true }) },
  ];
}

/** Oldest first; of those that began together, the one that ended first. */
function chronological(one: Span, other: Span): number {
  return (
    one.from - other.from ||
    one.until - other.until ||
    Number(other.closed ?? false) - Number(one.closed ?? false) ||
    Number(one.opened ?? false) - Number(other.opened ?? false) ||
    (one.value < other.value ? -1 : Number(one.value !== other.value))
  );
}

/** Most come in their order: to see that costs a tenth of sorting them. */
function ordered(spans: readonly Span[]): readonly Span[] {
  const isOrdered = spans.every((span, at) => {
    const before = spans[at - 1];
    return before === undefined || chronological(before, span) <= 0;
  });
  return isOrdered ? spans : spans.toSorted(chronological);
}

/** Spans of one value that share a moment become one, unless the value was away within that very second. */
function touching(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of ordered(spans)) {
    const index = merged.findLastIndex((earlier) => earlier.value === span.value && shares(earlier, span));
    const earlier = merged[index];
    if (earlier === undefined) merged.push(span);
    else merged[index] = union(earlier, span);
  }
  return ordered(merged);
}

function shares(earlier: Span, later: Span): boolean {
  if (later.from > earlier.until) return false;
  const gone = earlier.closed === true && later.opened === true && earlier.until === later.from;
  return !gone || (earlier.from === later.from && earlier.until === later.until && sameEnds(earlier, later));
}

function sameEnds(one: Span, other: Span): boolean {
  return one.opened === other.opened && one.closed === other.closed;
}

function union(earlier: Span, later: Span): Span {
  const opened = earlier.opened || (later.from === earlier.from && later.opened);
  const last = later.until > earlier.until ? later : earlier;
  const closed = last.closed || (later.until === earlier.until && (later.closed || earlier.closed));
  return {
    value: earlier.value,
    from: earlier.from,
    until: last.until,
    ...(opened && { opened: true }),
    ...(closed && { closed: true }),
  };
}

/** Joins the spans of one value that have nothing between them. */
function connected(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const index = result.findLastIndex((earlier) => earlier.value === span.value);
    const earlier = result[index];
    if (span.value === "" || earlier === undefined || !mayConnect(earlier, span, spans)) result.push(span);
    else result[index] = union(earlier, span);
  }
  return ordered(result);
}

function mayConnect(earlier: Span, later: Span, all: readonly Span[]): boolean {
  if (earlier.closed || later.opened) return false;
  const [start, end] = [earlier.until, later.from];
  return all.every((other) => {
    if (other.until < start || other.from > end) return true;
    if (other.value === earlier.value) return true;
    if (other.value === "") return other.until <= start || other.from >= end;
    // A neighbour may share the very second, when it is known on which side of the change it stood.
    return (other.until === start && endsAt(other, start, all)) || (other.from === end && beginsAt(other, end, all));
  });
}

/** Known to have ended in that second, even if another note than the one about its beginning says so. */
function endsAt(span: Span, at: Instant, all: readonly Span[]): boolean {
  return all.some((other) => other.value === span.value && other.until === at && other.closed === true);
}

function beginsAt(span: Span, at: Instant, all: readonly Span[]): boolean {
  return all.some((other) => other.value === span.value && other.from === at && other.opened === true);
}
