/**
 * Holds a reading against what GitHub's events have told: its readings may lag some seconds behind its webhooks (R37). What the
 * reading does not show yet makes it late; what can only make the verdict stricter is put upon it meanwhile. Pure.
 */

import { headAt } from "../../gate/record/heads.ts";
import { keepsCommands } from "../../gate/record/made-comments.ts";
import type { IssueFacts, Listed, PullFacts, Review, Utterance } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { PullRecord } from "../../model/pull-record.ts";
import type { Instant } from "../../shared/names.ts";

/** Something that an event told and the reading does not show. */
export interface Unshown {
  /** Equal keys are the same thing. */
  readonly key: string;
  /** For the log, and of heads and bases for people: "the commit abc1234". */
  readonly what: string;
  /** The reading is of another head or base: nothing can be decided by it. */
  readonly otherChange: boolean;
}

/** What can be undone is not demanded for longer, by GitHub's own clock: an event may come long after its time. */
export const DEMANDED_MS = 60_000;

type Of<Kind extends ReadNote["kind"]> = Extract<ReadNote, { kind: Kind }>;

/**
 * What `told` says and `facts` does not show. `record` has the notes folded in; `inline`: the inline comments were read. Events may
 * come late and in any order, so what another event undid is not asked for, nor what an ambiguous second leaves open.
 */
export function unshown(
  facts: PullFacts | IssueFacts,
  told: readonly ReadNote[],
  { record, inline }: { readonly record: PullRecord | null; readonly inline: boolean },
): readonly Unshown[] {
  const words = unshownWords(facts, told, inline);
  const states = unshownState(facts, told);
  if (facts.kind === "issue") return [...words, ...states];
  return [
    ...words,
    ...states,
    ...unshownReviews(facts, told),
    ...unshownLabels(facts, told),
    ...unshownDraft(facts, told),
    ...(record === null ? [] : [...unshownChange(facts, told, record), ...unplacedWords(facts, told, record)]),
  ];
}

/** A subject that GitHub does not show at all, though something that people did to it was told: that reading is late as well. */
export function unshownSubject(told: readonly ReadNote[], kind: "pull" | "issue"): readonly Unshown[] {
  if (!told.some(({ kind: what }) => what === "head" || what === "said")) return [];
  return [{ key: "there", what: kind === "pull" ? "the pull request" : "the issue", otherChange: true }];
}

/** With what people said that the reading does not show: whoever has waited long enough takes it as it was told, and not for deleted. */
export function withAwaited<Facts extends PullFacts | IssueFacts>(facts: Facts, late: readonly Unshown[]): Facts {
  return late.length === 0 ? facts : { ...facts, awaited: late.map(({ key }) => key) };
}

function unshownWords(facts: PullFacts | IssueFacts, told: readonly ReadNote[], inline: boolean): readonly Unshown[] {
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
    const shown = note.how === "deleted" ? found === undefined : found?.edited !== false;
    return shown ? [] : [missing(`${keyOf(note)} ${note.how}`, `that ${note.utterance} ${note.id} was ${note.how}`)];
  });
  return [...words, ...unsure.flatMap((line) => unshownLine(line, facts))];
}

/** First lines of comments that Rung began to make, and of which nobody knows whether GitHub took them. */
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

/** Each review once, as its events leave it: a dismissal is for good, and so is that it was edited. */
function latestReviews(told: readonly ReadNote[]): readonly Of<"reviewed">[] {
  const byId = new Map<number, Of<"reviewed">>();
  for (const note of told) {
    if (note.kind !== "reviewed") continue;
    const before = byId.get(note.id);
    const state = before?.state === "DISMISSED" ? before.state : note.state;
    byId.set(note.id, { ...note, state, edited: note.edited || before?.edited === true });
  }
  return [...byId.values()];
}

/**
 * Approvals by comment of just now whose head nobody knows: the event that opened the pull request, or told of the push, may be on
 * its way, and an answer that asks for a review instead would then stand there for nothing.
 */
function unplacedWords(facts: PullFacts, told: readonly ReadNote[], record: PullRecord): readonly Unshown[] {
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

/** The newest event of each label that the reading does not show. */
function lateLabels(facts: PullFacts, told: readonly ReadNote[]): readonly Of<"labelled">[] {
  if (!facts.labels.complete) return [];
  const there = new Set(facts.labels.items.map((name) => name.toLowerCase()));
  const notes = told.filter((note): note is Of<"labelled"> => note.kind === "labelled");
  return [...Map.groupBy(notes, ({ label }) => label.toLowerCase())].flatMap(([name, all]) => {
    const note = latest(all, ({ on }) => on);
    if (note === null || !isRecent(note.at, facts) || there.has(name) === note.on) return [];
    // What Rung did to it since was no event for it to be told of.
    return ownLabels(told).some((own) => own.name === name && own.at >= note.at) ? [] : [note];
  });
}

/** With those of the labels that an event put on and the reading does not show yet: for labels that only make stricter (R37, R74). */
export function withLabelsTold(facts: PullFacts, told: readonly ReadNote[], labels: readonly string[]): PullFacts {
  const wanted = new Set(labels.map((label) => label.toLowerCase()));
  const added = lateLabels(facts, told).filter(({ label, on }) => on && wanted.has(label.toLowerCase()));
  if (added.length === 0) return facts;
  const items = [...facts.labels.items, ...added.map(({ label }) => label)];
  return { ...facts, labels: { ...facts.labels, items } };
}

interface OwnLabel {
  /** In lower case. */
  readonly name: string;
  readonly label: string;
  readonly on: boolean;
  readonly at: Instant;
}

/** What Rung itself last did to each label. */
function ownLabels(told: readonly ReadNote[]): readonly OwnLabel[] {
  const byName = new Map<string, OwnLabel>();
  for (const note of told) {
    if (note.kind !== "labelling") continue;
    const { at } = note;
    for (const label of note.on) byName.set(label.toLowerCase(), { name: label.toLowerCase(), label, on: true, at });
    for (const label of note.off) byName.set(label.toLowerCase(), { name: label.toLowerCase(), label, on: false, at });
  }
  return [...byName.values()];
}

/** Labels with what Rung did to them lately: a reading from before would look as if somebody had undone it. */
function withOwnLabels(facts: PullFacts, told: readonly ReadNote[]): Pick<PullFacts, "labels" | "labelIds"> {
  const human = told.filter((note): note is Of<"labelled"> => note.kind === "labelled");
  const { updatedAt } = facts;
  // A reading of a later change has what was done before it, and what it lacks a person took off.
  if (updatedAt === undefined) return facts;
  const own = ownLabels(told).filter(
    ({ name, at }) => updatedAt <= at && !human.some((note) => note.label.toLowerCase() === name && note.at >= at),
  );
  const off = new Set(own.flatMap(({ name, on }) => (on ? [] : [name])));
  const there = new Set(facts.labels.items.map((name) => name.toLowerCase()));
  const added = own.filter(({ name, on }) => on && !there.has(name)).map(({ label }) => label);
  if (added.length === 0 && ![...off].some((name) => there.has(name))) return facts;
  const items = [...facts.labels.items.filter((name) => !off.has(name.toLowerCase())), ...added];
  // Their ids are not known; they can be taken off by name.
  const labelIds = new Map([...facts.labelIds, ...added.map((name) => [name, ""] as const)]);
  return { labels: { ...facts.labels, items }, labelIds };
}

function unshownDraft(facts: PullFacts, told: readonly ReadNote[]): readonly Unshown[] {
  const drafted = latest(
    told.filter((note): note is Of<"drafted"> => note.kind === "drafted"),
    ({ draft }) => draft,
  );
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

function latestState(told: readonly ReadNote[]): Of<"closed"> | Of<"reopened"> | null {
  const states = told.filter((note): note is Of<"closed"> | Of<"reopened"> => isState(note));
  return latest(states, ({ kind }) => kind);
}

function isState(note: ReadNote): note is Of<"closed"> | Of<"reopened"> {
  return note.kind === "closed" || note.kind === "reopened";
}

/** The last by GitHub's clock; `null` where there is none, or where two of that second say different things. */
function latest<T extends { readonly at: Instant }>(notes: readonly T[], saying: (note: T) => unknown): T | null {
  const at = Math.max(...notes.map((note) => note.at));
  const last = notes.filter((note) => note.at === at);
  return new Set(last.map(saying)).size === 1 ? (last[0] ?? null) : null;
}

interface EventState {
  readonly value: string;
  readonly until: Instant;
  readonly closed?: true;
}

function unshownChange(facts: PullFacts, told: readonly ReadNote[], record: PullRecord): readonly Unshown[] {
  const heads = record.heads.map(({ sha, ...rest }) => ({ value: sha, ...rest }));
  const bases = record.bases.map(({ ref, ...rest }) => ({ value: ref, ...rest }));
  const pushed = told.some((note) => note.kind === "head" && isRecent(note.at, facts));
  const retargeted = told.some((note) => note.kind === "base" && isRecent(note.at, facts));
  const head = newer(heads, facts.head.sha, facts, pushed);
  const base = newer(bases, facts.base.ref, facts, retargeted);
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
 * What stands by the last that is known, where the reading shows something else that is older, or may be: what it shows stood
 * before, or an event of just now tells of another (`isTold`). `null`: what it shows is that, or is newer than all that is known.
 */
function newer(spans: readonly EventState[], shown: string, facts: PullFacts, isTold: boolean): string | null {
  const known = spans.filter(({ value }) => value !== "");
  const last = Math.max(...known.map(({ until }) => until));
  const standing = known.filter(({ until, closed }) => until === last && closed !== true).map(({ value }) => value);
  const [only] = standing;
  if (only === undefined || standing.includes(shown) || !isRecent(last, facts)) return null;
  return isTold || known.some(({ value }) => value === shown) ? only : null;
}

function isRecent(at: Instant, { readAt }: PullFacts | IssueFacts): boolean {
  return readAt - at <= DEMANDED_MS;
}

function missing(key: string, what: string): Unshown {
  return { key, what, otherChange: false };
}

/**
 * The facts with what events told and the reading does not show, as far as that can only make the verdict stricter. What would
 * loosen it waits for the reading.
 */
export function withStricter(facts: PullFacts, told: readonly ReadNote[]): PullFacts {
  const drafted = latest(
    told.filter((note): note is Of<"drafted"> => note.kind === "drafted"),
    ({ draft }) => draft,
  );
  const state = latestState(told);
  const isClosed = state?.kind === "closed" && isRecent(state.at, facts) && facts.state === "open";
  const isDraft = drafted?.draft === true && isRecent(drafted.at, facts);
  const unsaid = told.filter((note): note is Of<"unsaid"> => note.kind === "unsaid");
  return {
    ...facts,
    ...withOwnLabels(facts, told),
    state: isClosed ? "closed" : facts.state,
    draft: facts.draft || isDraft,
    description: withoutUnsaid([facts.description], "description", unsaid)[0] ?? facts.description,
    comments: { ...facts.comments, items: withoutUnsaid(facts.comments.items, "comment", unsaid) },
    reviewComments: {
      ...facts.reviewComments,
      items: withoutUnsaid(facts.reviewComments.items, "review-comment", unsaid),
    },
    reviews: { ...facts.reviews, items: withReviews(facts.reviews.items, latestReviews(told)) },
  };
}

/** As if edited: then its words do not count, and it is still there for whoever looks whether it was answered. */
function withoutUnsaid(
  items: readonly Utterance[],
  utterance: Utterance["kind"],
  unsaid: readonly Of<"unsaid">[],
): readonly Utterance[] {
  const edits = Map.groupBy(
    unsaid.filter((note) => note.utterance === utterance),
    ({ id }) => id,
  );
  return items.map((item) => {
    const matters = edits.get(item.id)?.some((note) => !keepsCommands(note, item.author)) ?? false;
    return matters && !item.edited ? { ...item, edited: true } : item;
  });
}

function withReviews(items: readonly Review[], notes: readonly Of<"reviewed">[]): readonly Review[] {
  const byId = new Map(notes.map((note) => [note.id, note]));
  const known = items.map((item) => {
    const note = byId.get(item.id);
    if (note === undefined) return item;
    // A request for changes that was dismissed blocks until the reading shows it.
    const state = note.state === "DISMISSED" && item.state !== "CHANGES_REQUESTED" ? note.state : item.state;
    return { ...item, state, edited: item.edited || note.edited };
  });
  const there = new Set(items.map(({ id }) => id));
  return [
    ...known,
    ...notes.flatMap((note) => (!there.has(note.id) && isBlocking(note, items) ? [reviewOf(note)] : [])),
  ];
}

/** One that asks for changes; or one that was dismissed, which ends what its author said before, unless that blocks. */
function isBlocking(note: Of<"reviewed">, items: readonly Review[]): boolean {
  if (note.state === "CHANGES_REQUESTED") return true;
  const isTheirs = ({ author }: Review) => author !== null && author.id === note.by?.id;
  return note.state === "DISMISSED" && !items.some((item) => isTheirs(item) && item.state === "CHANGES_REQUESTED");
}

function reviewOf({ id, nodeId, by, body, calls, at, edited, url, state, commit }: Of<"reviewed">): Review {
  return { kind: "review", id, nodeId, author: by, body, calls, at, edited, url, state, commit };
}
