/** Adds to a late reading what events have told in the meantime, as far as that can only make the verdict stricter (R37). Pure. */

import { keepsCommands } from "../../gate/record/made-comments.ts";
import type { PullFacts, Review, Utterance } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import { isRecent, lateLabels, latestDraft, latestReviews, latestState, type Of, ownLabels } from "./told-notes.ts";

/** With those of the labels that an event put on and the reading does not show yet: for labels that only make stricter (R37, R74). */
export function withLabelsTold(facts: PullFacts, told: readonly ReadNote[], labels: readonly string[]): PullFacts {
  const wanted = new Set(labels.map((label) => label.toLowerCase()));
  const added = lateLabels(facts, told).filter(({ label, on }) => on && wanted.has(label.toLowerCase()));
  if (added.length === 0) return facts;
  const items = [...facts.labels.items, ...added.map(({ label }) => label)];
  return { ...facts, labels: { ...facts.labels, items } };
}

/** Labels with what Rung did to them lately: a reading from before would look as if somebody had undone it. */
function withOwnLabels(facts: PullFacts, told: readonly ReadNote[]): Partial<Pick<PullFacts, "labels" | "labelIds">> {
  const human = told.filter((note): note is Of<"labelled"> => note.kind === "labelled");
  const { updatedAt } = facts;
  // A reading of a later change has what was done before it, and what it lacks a person took off.
  if (updatedAt === undefined) return {};
  const own = ownLabels(told).filter(
    ({ name, at }) => updatedAt <= at && !human.some((note) => note.label.toLowerCase() === name && note.at >= at),
  );
  const off = new Set(own.flatMap(({ name, on }) => (on ? [] : [name])));
  const there = new Set(facts.labels.items.map((name) => name.toLowerCase()));
  const added = own.filter(({ name, on }) => on && !there.has(name)).map(({ label }) => label);
  if (added.length === 0 && ![...off].some((name) => there.has(name))) return {};
  const items = [...facts.labels.items.filter((name) => !off.has(name.toLowerCase())), ...added];
  // Their ids are not known; they can be taken off by name.
  const labelIds = new Map([...facts.labelIds, ...added.map((name) => [name, ""] as const)]);
  return { labels: { ...facts.labels, items }, labelIds };
}

/**
 * The facts with what events told and the reading does not show, as far as that can only make the verdict stricter. Whatever would
 * loosen it waits for the reading. The same facts if the reading shows everything.
 */
export function withStricter(facts: PullFacts, told: readonly ReadNote[]): PullFacts {
  const drafted = latestDraft(told);
  const state = latestState(told);
  const isClosed = state?.kind === "closed" && isRecent(state.at, facts) && facts.state === "open";
  const isDraft = drafted?.draft === true && isRecent(drafted.at, facts);
  const unsaid = told.filter((note): note is Of<"unsaid"> => note.kind === "unsaid");
  const { comments, reviewComments, reviews } = facts;
  const [description = facts.description] = withoutUnsaid([facts.description], "description", unsaid);
  const commented = withoutUnsaid(comments.items, "comment", unsaid);
  const inline = withoutUnsaid(reviewComments.items, "review-comment", unsaid);
  const reviewed = withReviews(reviews.items, latestReviews(told));
  const stricter: Partial<PullFacts> = {
    ...withOwnLabels(facts, told),
    ...(isClosed && { state: "closed" }),
    ...(isDraft && !facts.draft && { draft: true }),
    ...(description !== facts.description && { description }),
    ...(commented !== comments.items && { comments: { ...comments, items: commented } }),
    ...(inline !== reviewComments.items && { reviewComments: { ...reviewComments, items: inline } }),
    ...(reviewed !== reviews.items && { reviews: { ...reviews, items: reviewed } }),
  };
  return Object.keys(stricter).length === 0 ? facts : { ...facts, ...stricter };
}

/** The same list if nothing in it changes: results computed for the facts stay valid. */
function changed<Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  const after = items.map(change);
  return after.some((item, at) => item !== items[at]) ? after : items;
}

/** As if it had been edited: then its statements do not count, but it is still there when somebody checks whether it was answered. */
function withoutUnsaid(
  items: readonly Utterance[],
  utterance: Utterance["kind"],
  unsaid: readonly Of<"unsaid">[],
): readonly Utterance[] {
  const edits = Map.groupBy(
    unsaid.filter((note) => note.utterance === utterance),
    ({ id }) => id,
  );
  return changed(items, (item) => {
    const matters = edits.get(item.id)?.some((note) => !keepsCommands(note, item.author)) ?? false;
    return matters && !item.edited ? { ...item, edited: true } : item;
  });
}

function withReviews(items: readonly Review[], notes: readonly Of<"reviewed">[]): readonly Review[] {
  const byId = new Map(notes.map((note) => [note.id, note]));
  const known = changed(items, (item) => {
    const note = byId.get(item.id);
    if (note === undefined) return item;
    // A request for changes that was dismissed blocks until the reading shows it.
    const state = note.state === "DISMISSED" && item.state !== "CHANGES_REQUESTED" ? note.state : item.state;
    const edited = item.edited || note.edited;
    return state === item.state && edited === item.edited ? item : { ...item, state, edited };
  });
  const there = new Set(items.map(({ id }) => id));
  const more = notes.flatMap((note) => (!there.has(note.id) && isBlocking(note, items) ? [reviewOf(note)] : []));
  return more.length === 0 ? known : [...known, ...more];
}

/** A review that asks for changes; or a dismissed one, which ends what its author said before, unless that blocks. */
function isBlocking(note: Of<"reviewed">, items: readonly Review[]): boolean {
  if (note.state === "CHANGES_REQUESTED") return true;
  const isTheirs = ({ author }: Review) => author !== null && author.id === note.by?.id;
  return note.state === "DISMISSED" && !items.some((item) => isTheirs(item) && item.state === "CHANGES_REQUESTED");
}

function reviewOf({ id, nodeId, by, body, calls, at, edited, url, state, commit }: Of<"reviewed">): Review {
  return { kind: "review", id, nodeId, author: by, body, calls, at, edited, url, state, commit };
}
