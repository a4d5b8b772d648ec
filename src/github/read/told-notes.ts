/** How events leave a subject: the last of each kind, in whatever order they arrived. Pure. */

import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { Instant } from "../../shared/names.ts";

/** How long a reading has to show something that can be undone, by GitHub's own clock: an event may arrive long after its time. */
export const DEMANDED_MS = 60_000;

/** The notes of that kind. */
export type Of<Kind extends ReadNote["kind"]> = Extract<ReadNote, { kind: Kind }>;

/** The last one by GitHub's clock; `null` if there is none, or if two of that second say different things. */
function latest<T extends { readonly at: Instant }>(notes: readonly T[], saying: (note: T) => unknown): T | null {
  const at = Math.max(...notes.map((note) => note.at));
  const last = notes.filter((note) => note.at === at);
  return new Set(last.map(saying)).size === 1 ? (last[0] ?? null) : null;
}

/** Whether two of the last second say different things: which of them came last nobody knows. */
function isAmbiguous<T extends { readonly at: Instant }>(notes: readonly T[], saying: (note: T) => unknown): boolean {
  return notes.length > 0 && latest(notes, saying) === null;
}

/** Whether it is left open what state, or whether a draft, the last events of the subject leave behind. */
export function leavesOpen(told: readonly ReadNote[]): boolean {
  const drafts = told.filter((note): note is Of<"drafted"> => note.kind === "drafted");
  const states = told.filter((note): note is Of<"closed"> | Of<"reopened"> => isState(note));
  return isAmbiguous(drafts, ({ draft }) => draft) || isAmbiguous(states, ({ kind }) => kind);
}

export function isRecent(at: Instant, { readAt }: PullFacts | IssueFacts): boolean {
  return readAt - at <= DEMANDED_MS;
}

/** Each review once, as its events leave it: a dismissal is permanent, and so is the fact that it was edited. */
export function latestReviews(told: readonly ReadNote[]): readonly Of<"reviewed">[] {
  const byId = new Map<number, Of<"reviewed">>();
  for (const note of told) {
    if (note.kind !== "reviewed") continue;
    const before = byId.get(note.id);
    const state = before?.state === "DISMISSED" ? before.state : note.state;
    byId.set(note.id, { ...note, state, edited: note.edited || before?.edited === true });
  }
  return [...byId.values()];
}

function isState(note: ReadNote): note is Of<"closed"> | Of<"reopened"> {
  return note.kind === "closed" || note.kind === "reopened";
}

export function latestState(told: readonly ReadNote[]): Of<"closed"> | Of<"reopened"> | null {
  const states = told.filter((note): note is Of<"closed"> | Of<"reopened"> => isState(note));
  return latest(states, ({ kind }) => kind);
}

interface OwnLabel {
  /** In lower case. */
  readonly name: string;
  readonly label: string;
  readonly on: boolean;
  readonly at: Instant;
}

/** What Rung itself last did to each label. */
export function ownLabels(told: readonly ReadNote[]): readonly OwnLabel[] {
  const byName = new Map<string, OwnLabel>();
  for (const note of told) {
    if (note.kind !== "labelling") continue;
    const { at } = note;
    for (const label of note.on) byName.set(label.toLowerCase(), { name: label.toLowerCase(), label, on: true, at });
    for (const label of note.off) byName.set(label.toLowerCase(), { name: label.toLowerCase(), label, on: false, at });
  }
  return [...byName.values()];
}

/** The newest event of each label that the reading does not show. */
export function lateLabels(facts: PullFacts, told: readonly ReadNote[]): readonly Of<"labelled">[] {
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

export function latestDraft(told: readonly ReadNote[]): Of<"drafted"> | null {
  const drafts = told.filter((note): note is Of<"drafted"> => note.kind === "drafted");
  return latest(drafts, ({ draft }) => draft);
}
