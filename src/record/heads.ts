/** Which head, and which base branch, stood at a moment: what notes and readings tell, folded into the record (R9a, R16). */
import { callsIn } from "../commands/parse.ts";
import type { Instant } from "../names.ts";
import type { Note } from "../queue/model.ts";
import type { PullFacts } from "../snapshot/facts.ts";
import type { BaseSpan, HeadSpan, PullRecord } from "./model.ts";
import { withHeads, withPush } from "./pushes.ts";
import { restrictionsIn, restrictionsOfFacts, withRestrictions, withUnlimited } from "./restrictions.ts";
import { change, joined, type Span, sighting, standingAt } from "./spans.ts";

/** The record after a reading of the pull request: its head and base stood when it was read. Reading twice changes nothing. */
export function observed(record: PullRecord, facts: PullFacts): PullRecord {
  const seen = withRestrictions(
    {
      ...withHeads(record, headsOf(joined(spansOfHeads(record.heads), sighting(facts.head.sha, facts.readAt)))),
      bases: basesOf(joined(spansOfBases(record.bases), sighting(facts.base.ref, facts.readAt))),
    },
    restrictionsOfFacts(facts),
  );
  return withUnlimited(seen, facts);
}

/** The record after one note. Notes may come late, doubled or out of order (R30). */
export function noted(record: PullRecord, note: Note): PullRecord {
  switch (note.kind) {
    case "head":
      return withHeadNote(record, note);
    case "base":
      return { ...record, bases: basesOf(joined(spansOfBases(record.bases), spansOf(note.ref, note.before, note.at))) };
    case "said":
      return withRestrictions(
        { ...record, inline: record.inline || (note.utterance === "review-comment" && callsIn(note.text).length > 0) },
        restrictionsIn(note),
      );
    default:
      return record;
  }
}

function withHeadNote(record: PullRecord, note: Extract<Note, { kind: "head" }>): PullRecord {
  const { sha, before, at, by } = note;
  const stood = withHeads(record, headsOf(joined(spansOfHeads(record.heads), spansOf(sha, before, at))));
  return by === undefined ? stood : withPush(stood, { sha, before, by });
}

/** The head that stood at that moment, the present one counting up to the reading; `null`: it cannot be known (R9a). */
export function headAt(record: PullRecord, at: Instant, facts: PullFacts): string | null {
  return standingAt(joined(spansOfHeads(record.heads), sighting(facts.head.sha, facts.readAt)), at);
}

/**
 * The base branch of that moment; `null`: it cannot be known. A record that knows of no other branch than the present one is
 * taken to mean that there was no other (R16).
 */
export function baseAt(record: PullRecord, at: Instant, facts: PullFacts): string | null {
  if (record.bases.every((span) => span.ref === facts.base.ref)) return facts.base.ref;
  return standingAt(joined(spansOfBases(record.bases), sighting(facts.base.ref, facts.readAt)), at);
}

/** The first head known to have followed, after `at`, the head `sha`; `null`: none is known. */
export function headAfter(record: PullRecord, sha: string, at: Instant): string | null {
  const heads = record.heads.filter((span) => span.sha !== "");
  const stood = heads.findLastIndex((span) => span.sha === sha && span.from <= at);
  const later = heads.slice(stood + 1).find((span) => span.sha !== sha && span.until >= at);
  return stood === -1 ? null : (later?.sha ?? null);
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
