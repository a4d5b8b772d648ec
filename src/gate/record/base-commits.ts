/**
 * Which commit the base was at, as far as readings and events tell: a statement is about the diff against the base's commit of its own
 * time (R35).
 */

import type { PullFacts, Utterance } from "../../model/facts.ts";
import type { Note } from "../../model/job.ts";
import type { BaseCommitSpan, PullRecord } from "../../model/pull-record.ts";
import type { Account, Instant } from "../../shared/names.ts";
import { once } from "../../shared/once.ts";
import { change, joined, MAX_SPANS, type Span, sighting, standingAt } from "./spans.ts";

/** Statements may become known this much later than a reading that did not show them. */
const LATE_MS = 10 * 60_000;

/** GitHub's clock tells no less. */
const SECOND_MS = 1000;

type Commits = Pick<PullRecord, "baseCommits" | "baseCommitsCut">;

/**
 * The commits at which the base may have been then, oldest first. One where it is known. Where the base moved at about that time, those
 * before and after: a statement then has to hold for each. Empty: it cannot be known.
 */
export function baseCommitsAt(record: Commits, at: Instant, facts: PullFacts): readonly string[] {
  return baseCommitsOver(record, facts)(at);
}

/** `baseCommitsAt` for many moments: the history is worked out once. */
export function baseCommitsOver(record: Commits, facts: PullFacts): (at: Instant) => readonly string[] {
  const known = once(() => joined(spansOf(record), sighting(facts.base.sha, facts.readAt)).filter(isTold));
  return (at) => {
    const spans = known();
    const there = standingAt(spans, at);
    if (there !== null) return [there];
    const before = spans.findLast((span) => span.until <= at);
    const after = spans.find((span) => span.from >= at);
    if (before === undefined && record.baseCommitsCut) return [];
    // What GitHub noted with the last push is the oldest that a short memory has to go by.
    const first = before?.value ?? facts.base.noted;
    return [...new Set([first, ...(after === undefined ? [] : [after.value])])];
  };
}

function isTold({ value }: Span): boolean {
  return value !== "";
}

/**
 * After a reading: the base was at that commit when it was read. Spans that no statement needs are dropped, so that a busy base does not
 * fill the record.
 */
export function observedBase(record: PullRecord, facts: PullFacts, asked: BaseAsked): Commits {
  const known = joined(spansOf(record), atPush(record, facts, asked.reviewedAt));
  const spans = joined(known, sighting(facts.base.sha, facts.readAt));
  return commitsOf(
    needed(spans, momentsOf(facts, asked.mayMatter), facts.readAt - LATE_MS),
    record.baseCommitsCut === true || spans.length >= MAX_SPANS,
  );
}

export interface BaseAsked {
  readonly mayMatter: MayMatter;
  /** When the present head was first reviewed; `null`: never. */
  readonly reviewedAt: Instant | null;
}

/**
 * A memory from before the present head was pushed knows only where the base stood earlier, and what the head was put on since would look like a
 * part of the change. GitHub noted the base with that push; whoever reviewed the head came after it.
 */
function atPush(record: PullRecord, { head, base }: PullFacts, reviewedAt: Instant | null): readonly Span[] {
  const isOfOlderHead = record.heads.length > 0 && record.heads.every(({ sha }) => sha !== head.sha);
  if (reviewedAt === null || !isOfOlderHead || record.bases.at(-1)?.ref !== base.ref) return [];
  const at = reviewedAt - SECOND_MS;
  return spansOf(record).every(({ until }) => until < at) ? sighting(base.noted, at) : [];
}

export function notedBase(record: PullRecord, note: Extract<Note, { kind: "base" }>): Commits {
  const { sha, shaBefore, at } = note;
  if (sha === undefined) return {};
  const told = shaBefore === undefined ? sighting(sha, at) : change(sha, shaBefore, at);
  const spans = joined(spansOf(record), told);
  return commitsOf(spans, record.baseCommitsCut === true || spans.length >= MAX_SPANS);
}

export function mergedBaseCommits(newer: PullRecord, older: PullRecord): Commits {
  if (newer.baseCommits === undefined && older.baseCommits === undefined) return {};
  const spans = joined(spansOf(newer), spansOf(older));
  return commitsOf(spans, newer.baseCommitsCut === true || older.baseCommitsCut === true || spans.length >= MAX_SPANS);
}

/** Whether an author's statements may count; others' may count once they have a role (R9b). */
export type MayMatter = (author: Account | null) => boolean;

/** How many statements of people without a role are remembered like those of others: they must not fill the memory (R42). */
const MAX_STRANGERS = 5;

/** The moments at which something was said that may be an approval. */
function momentsOf({ reviews, comments, reviewComments }: PullFacts, mayMatter: MayMatter): readonly Instant[] {
  const approvals = [...comments.items, ...reviewComments.items].filter(approves);
  const given = [...approvals, ...reviews.items.filter((review) => review.state === "APPROVED" || approves(review))];
  const strangers = given.filter(({ author }) => !mayMatter(author)).toSorted((one, other) => one.at - other.at);
  const kept = [...given.filter(({ author }) => mayMatter(author)), ...strangers.slice(-MAX_STRANGERS)];
  return kept.flatMap(({ at, draftedAt = at }) => [...new Set([draftedAt, at])]);
}

function approves({ calls }: Utterance): boolean {
  return calls.some(({ name }) => name === "approve" || name === "lgtm");
}

/** The spans around each of the moments, and late ones; and one between two stretches of one value, which must not become one. */
function needed(spans: readonly Span[], moments: readonly Instant[], late: Instant): readonly Span[] {
  const wanted = new Set<Span>([...spans.slice(-1), ...spans.filter(({ until }) => until >= late)]);
  for (const at of moments) {
    const before = spans.findLast((span) => span.from <= at && span.value !== "");
    const after = spans.find((span) => span.until >= at && span.value !== "");
    for (const span of [before, after]) if (span !== undefined) wanted.add(span);
  }
  const kept: Span[] = [];
  let dropped: Span | null = null;
  for (const span of spans) {
    if (!wanted.has(span) && span.value !== "") {
      if (span.value !== kept.at(-1)?.value) dropped = span;
      continue;
    }
    if (dropped !== null && span.value === kept.at(-1)?.value) kept.push(dropped);
    kept.push(span);
    dropped = null;
  }
  return kept;
}

function spansOf({ baseCommits = [] }: Commits): readonly Span[] {
  return baseCommits.map(({ commit, ...rest }) => ({ value: commit, ...rest }));
}

function commitsOf(spans: readonly Span[], cut: boolean): Commits {
  const baseCommits = spans.map(({ value, ...rest }): BaseCommitSpan => ({ commit: value, ...rest }));
  return { baseCommits, ...(cut && { baseCommitsCut: true }) };
}
