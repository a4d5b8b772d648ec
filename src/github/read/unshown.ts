/**
 * What GitHub's events have told and a reading does not show yet: readings may lag some seconds behind webhooks (R37), and such a
 * reading is late. Pure.
 */

import { headAt, spansOfBases, spansOfHeads } from "../../gate/record/heads.ts";
import type { Span } from "../../gate/record/spans.ts";
import type { IssueFacts, Listed, PullFacts, Utterance } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { PullRecord } from "../../model/pull-record.ts";
import { samePerson } from "../../shared/people.ts";
import { isRecent, lateLabels, latestDraft, latestReviews, latestState, leavesOpen, type Of } from "./told-notes.ts";

/** Something that an event told and the reading does not show. */
export interface Unshown {
  /** Equal keys mean the same thing. */
  readonly key: string;
  /** For the log, and of heads and bases for people: "the commit abc1234". */
  readonly what: string;
  /** The reading is of another head or base: nothing can be decided by it. */
  readonly otherChange: boolean;
  /** Nothing of it is shown: if GitHub never shows it, it was deleted. */
  readonly absent?: true;
}

/**
 * What `told` says and `facts` does not show. `record` has the notes folded in; `inline`: the inline comments were read. Events may
 * arrive late and in any order, so what another event undid is not expected, nor what an ambiguous second leaves open.
 */
export function unshown(
  facts: PullFacts | IssueFacts,
  told: readonly ReadNote[],
  { record, inline }: { readonly record: PullRecord | null; readonly inline: boolean },
): readonly Unshown[] {
  const words = unshownStatements(facts, told, inline);
  const states = unshownState(facts, told);
  if (facts.kind === "issue") return [...words, ...states];
  return [
    ...words,
    ...states,
    ...unshownReviews(facts, told),
    ...unshownLabels(facts, told),
    ...unshownDraft(facts, told),
    ...(record === null ? [] : [...unshownChange(facts, told, record), ...unplacedStatements(facts, told, record)]),
  ];
}

/** A subject that GitHub does not show at all, although something that people did to it was told: that reading is late as well. */
export function unshownSubject(told: readonly ReadNote[], kind: "pull" | "issue"): readonly Unshown[] {
  if (!told.some(({ kind: what }) => what === "head" || what === "said")) return [];
  return [{ key: "there", what: kind === "pull" ? "the pull request" : "the issue", otherChange: true, absent: true }];
}

/** Adds what people said and the reading does not show: after enough waiting it is taken as it was told, and not for deleted. */
export function withAwaited<Facts extends PullFacts | IssueFacts>(facts: Facts, late: readonly Unshown[]): Facts {
  return late.length === 0 ? facts : { ...facts, awaited: late.map(({ key }) => key) };
}

function unshownStatements(
  facts: PullFacts | IssueFacts,
  told: readonly ReadNote[],
  inline: boolean,
): readonly Unshown[] {
  const lists = utteranceLists(facts, inline);
  const unsure = linesUnsure(told);
  const gone = new Set(told.flatMap((note) => (isDeletion(note) ? [keyOf(note)] : [])));
  const words = told.flatMap((note): readonly Unshown[] => {
    if (note.kind === "commented") return unshownOwn(note, facts, gone);
    if (note.kind !== "said" && note.kind !== "unsaid") return [];
    const list = lists[note.utterance];
    if (list === undefined) return [];
    const found = list.items.find(({ id }) => id === note.id);
    if (note.kind === "said") {
      const asked = list.complete && !gone.has(keyOf(note)) && isRecent(note.at, facts);
      return asked && found === undefined ? [missing(keyOf(note), `${note.utterance} ${note.id}`)] : [];
    }
    const shown = note.how === "deleted" ? found === undefined : showsEdit(note, found);
    return shown ? [] : [missing(`${keyOf(note)} ${note.how}`, `that ${note.utterance} ${note.id} was ${note.how}`)];
  });
  return [...words, ...unsure.flatMap((line) => unshownLine(line, facts))];
}

/** Of what was edited before, the text tells, and who edited it last: of Rung's own comments nothing else does (R51). */
function showsEdit({ edit }: Of<"unsaid">, found: Utterance | undefined): boolean {
  if (found === undefined || edit === undefined) return found?.edited !== false;
  const isOther = found.editor !== undefined && !samePerson(found.editor, edit.by);
  return found.edited && !(isOther && found.body === edit.before);
}

/** First lines of comments that Rung began to make, where nobody knows whether GitHub accepted them. */
function linesUnsure(told: readonly ReadNote[]): readonly string[] {
  const ends = new Map<string, boolean>();
  for (const note of told) {
    if (note.kind === "commenting") ends.set(note.line, note.refused === true);
    if (note.kind === "commented" && note.line !== undefined) ends.set(note.line, true);
  }
  return [...ends].flatMap(([line, isKnown]) => (isKnown ? [] : [line]));
}

function unshownLine(line: string, { comments }: PullFacts | IssueFacts): readonly Unshown[] {
  const isThere = comments.items.some(({ author, body }) => author?.type === "Bot" && body.startsWith(line));
  return isThere || !comments.complete ? [] : [missing(`line ${line}`, "a comment that Rung may have made")];
}

function unshownOwn({ id, at }: Of<"commented">, facts: PullFacts | IssueFacts, gone: ReadonlySet<string>) {
  const { items, complete } = facts.comments;
  const key = `comment:${id}`;
  if (!complete || gone.has(key) || !isRecent(at, facts) || items.some((item) => item.id === id)) return [];
  return [missing(key, `Rung's own comment ${id}`)];
}

function utteranceLists(
  facts: PullFacts | IssueFacts,
  inline: boolean,
): Partial<Record<Utterance["kind"], Listed<Utterance>>> {
  const description = { items: [facts.description], complete: true, total: 1 };
  if (facts.kind === "issue") return { description, comment: facts.comments };
  const shared = { description, comment: facts.comments, review: facts.reviews };
  return inline ? { ...shared, "review-comment": facts.reviewComments } : shared;
}

function isDeletion(note: ReadNote): note is Of<"unsaid"> {
  return note.kind === "unsaid" && note.how === "deleted";
}

function keyOf({ utterance, id }: Of<"said"> | Of<"unsaid">): string {
  return `${utterance}:${id}`;
}

function unshownReviews(facts: PullFacts, told: readonly ReadNote[]): readonly Unshown[] {
  return latestReviews(told).flatMap((note) => {
    const found = facts.reviews.items.find(({ id }) => id === note.id);
    if (found === undefined && !facts.reviews.complete) return [];
    // A dismissal that another event will tell of is newer than this one.
    const state = found?.state === note.state || found?.state === "DISMISSED";
    if (state && (found.edited || !note.edited)) return [];
    return [
      missing(`review:${note.id} ${note.state}${note.edited ? " edited" : ""}`, `review ${note.id}, ${note.state}`),
    ];
  });
}

/**
 * Recent approvals by comment whose head nobody knows: the event that opened the pull request, or told of the push, may be on its way,
 * and an answer that asks for a review instead would be pointless.
 */
function unplacedStatements(facts: PullFacts, told: readonly ReadNote[], record: PullRecord): readonly Unshown[] {
  return told.flatMap((note) => {
    if (note.kind !== "said" || note.utterance !== "comment" || !isRecent(note.at, facts)) return [];
    const isApproval = note.calls.some(({ name }) => name === "approve" || name === "lgtm");
    if (!isApproval || headAt(record, note.at, facts) !== null) return [];
    return [missing(`head of comment:${note.id}`, `the head that stood when comment ${note.id} was made`)];
  });
}

function unshownLabels(facts: PullFacts, told: readonly ReadNote[]): readonly Unshown[] {
  return lateLabels(facts, told).map(({ label, on, at }) =>
    missing(`label:${label.toLowerCase()} ${at}`, `the label ${label}, ${on ? "put on" : "taken off"}`),
  );
}

function unshownDraft(facts: PullFacts, told: readonly ReadNote[]): readonly Unshown[] {
  const drafted = latestDraft(told);
  if (drafted === null || !isRecent(drafted.at, facts) || drafted.draft === facts.draft) return [];
  return [missing(`draft ${drafted.at}`, drafted.draft ? "that it is a draft" : "that it is ready for review")];
}

function unshownState(facts: PullFacts | IssueFacts, told: readonly ReadNote[]): readonly Unshown[] {
  const state = latestState(told);
  // What is merged can be neither.
  if (state === null || facts.state === "merged" || !isRecent(state.at, facts)) return [];
  if ((state.kind === "reopened") === (facts.state === "open")) return [];
  return [missing(`${state.kind} ${state.at}`, `that it was ${state.kind}`)];
}

/**
 * Whether events of the last second told different heads, bases or states, in an order that nobody knows: a reading that shows one of them
 * may be the older one. `record` has the notes folded in, and nothing of the reading.
 */
export function mayBeOlder(facts: PullFacts, told: readonly ReadNote[], record: PullRecord): boolean {
  const recent = told.filter((note) => "at" in note && isRecent(note.at, facts));
  const changes = [spansOfHeads(record.heads), spansOfBases(record.bases)];
  return leavesOpen(recent) || changes.some((spans) => new Set(standingBy(spans, facts)).size > 1);
}

/**
 * Whether the reading shows the head or base that stood before such a second as well: perhaps it lags, so it is no sighting of its time.
 */
export function mayLag(facts: PullFacts, record: PullRecord): boolean {
  const isOlder = (spans: readonly Span[], shown: string) => {
    const standing = new Set(standingBy(spans, facts));
    const last = Math.max(...spans.map(({ until }) => until));
    return standing.size > 1 && spans.some(({ value, from }) => value === shown && from < last);
  };
  return isOlder(spansOfHeads(record.heads), facts.head.sha) || isOlder(spansOfBases(record.bases), facts.base.ref);
}

/** What may stand by the last that is known of just now; none: that was long ago. */
function standingBy(spans: readonly Span[], facts: PullFacts): readonly string[] {
  const known = spans.filter(({ value }) => value !== "");
  const last = Math.max(...known.map(({ until }) => until));
  if (!isRecent(last, facts)) return [];
  return known.filter(({ until, closed }) => until === last && closed !== true).map(({ value }) => value);
}

function unshownChange(facts: PullFacts, told: readonly ReadNote[], record: PullRecord): readonly Unshown[] {
  const pushed = told.some((note) => note.kind === "head" && isRecent(note.at, facts));
  const retargeted = told.some((note) => note.kind === "base" && isRecent(note.at, facts));
  const head = newer(spansOfHeads(record.heads), facts.head.sha, facts, pushed);
  const base = newer(spansOfBases(record.bases), facts.base.ref, facts, retargeted);
  // A base moves on without an event, so a commit that nobody told of is newer; one that is known to have stood before is not.
  const commits = (record.baseCommits ?? []).map(({ commit, ...rest }) => ({ value: commit, ...rest }));
  const commit = newer(commits, facts.base.sha, facts, false);
  return [
    ...(head === null ? [] : [{ ...missing(`head ${head}`, `the commit ${head.slice(0, 7)}`), otherChange: true }]),
    ...(base === null ? [] : [{ ...missing(`base ${base}`, `the base branch ${base}`), otherChange: true }]),
    ...(commit === null
      ? []
      : [{ ...missing(`base at ${commit}`, `the base at ${commit.slice(0, 7)}`), otherChange: true }]),
  ];
}

/**
 * The last known state, if the reading shows another one that is older, or may be: an earlier state, or one that a recent event
 * contradicts (`isTold`). `null`: the reading shows the last known state, or a newer one.
 */
function newer(spans: readonly Span[], shown: string, facts: PullFacts, isTold: boolean): string | null {
  const standing = standingBy(spans, facts);
  const [only] = standing;
  if (only === undefined || standing.includes(shown)) return null;
  return isTold || spans.some(({ value }) => value === shown) ? only : null;
}

function missing(key: string, what: string): Unshown {
  return { key, what, otherChange: false };
}
