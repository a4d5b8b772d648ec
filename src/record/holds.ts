/**
 * Which holds stand. Words are folded into the record once each, so that editing or deleting a comment lifts nothing, and a
 * hold label put on by hand holds until somebody releases it in words (R15b).
 */
import { mayUse } from "../commands/may-use.ts";
import { samePerson } from "../commands/people.ts";
import { holdWords, type Word } from "../gate/words.ts";
import type { Account, Instant } from "../names.ts";
import type { Note } from "../queue/model.ts";
import type { RegistryIndex } from "../roles/registry.ts";
import type { PullFacts } from "../snapshot/facts.ts";
import type { PullRecord, StandingHold } from "./model.ts";

const MOST_HOLDS = 20;
/** Words remembered one by one; beyond them, older words than these are taken as folded. */
const MOST_SEEN = 60;
const LONGEST_WHY = 200;

export interface Holds {
  readonly holds: readonly StandingHold[];
  /** With the words folded in; store it. */
  readonly record: PullRecord;
}

/**
 * Folds the hold words that the record has not seen yet, in their order, and the hold label. `notes` bring texts as they were
 * when made, and who put a label on. Folding again changes nothing.
 */
export function standingHolds(
  record: PullRecord,
  words: readonly Word[],
  facts: PullFacts,
  index: RegistryIndex,
  notes: readonly Note[] = [],
): Holds {
  const seen = new Set(record.holdsSeen);
  const said = holdWords(words, notes);
  const steps = [
    ...said
      .filter((word) => word.at > record.holdsThrough && !seen.has(word.key))
      .map((word) => ({ key: word.key, at: word.at, after: spoken(word, said, facts, index) })),
    ...labellings(record, facts, index, notes),
  ].toSorted((one, other) => one.at - other.at);
  const holds = steps.reduce<readonly StandingHold[]>((standing, step) => step.after(standing), record.holds);
  const folded = { ...remembered(record, steps, words), labelSeen: labelSeen(record, steps, facts, index) };
  // The oldest stay: whoever wanted to push a hold out would only have to hold more often.
  return { holds: holds.slice(0, MOST_HOLDS), record: { ...folded, holds: holds.slice(0, MOST_HOLDS) } };
}

interface Step {
  readonly key: string;
  readonly at: Instant;
  readonly after: (standing: readonly StandingHold[]) => readonly StandingHold[];
}

type Fold = Step["after"];

/** Events come out of order: a release ends only what was held before it, and a hold heard of late may have ended already. */
function spoken(word: Word, said: readonly Word[], facts: PullFacts, index: RegistryIndex): Fold {
  const { by, at, meaning } = word;
  if (by === null || by.type === "Bot") return unchanged;
  if (meaning.kind === "release")
    return (standing) => standing.filter((hold) => hold.at > at || !mayRelease(by, hold, index));
  if (meaning.kind !== "hold") return unchanged;
  const asking = { facts, registry: index.registry, index, speaker: by };
  if (!mayUse({ name: "hold", may: "author-or-any-role" }, asking).ok) return unchanged;
  const hold: StandingHold = {
    by: { login: by.login, id: by.id },
    at,
    why: meaning.why.slice(0, LONGEST_WHY).toWellFormed(),
    source: "comment",
  };
  const later = said.slice(said.indexOf(word) + 1);
  if (later.some((one) => one.meaning.kind === "release" && one.by !== null && mayRelease(one.by, hold, index)))
    return unchanged;
  // A second word of the same person gives a new reason; it is one hold all the same.
  const isSame = (other: StandingHold) => other.source === "comment" && samePerson(other.by, by);
  return (standing) => {
    if (standing.some((other) => isSame(other) && other.at > at)) return standing;
    return [...standing.filter((other) => !isSame(other)), hold].toSorted((one, other) => one.at - other.at);
  };
}

function unchanged(standing: readonly StandingHold[]): readonly StandingHold[] {
  return standing;
}

/** The one who held, and approvers or above of whatever area (R15b). */
function mayRelease(person: Account, hold: StandingHold, index: RegistryIndex): boolean {
  if (samePerson(person, hold.by)) return true;
  return index.rolesOf(person).some((holding) => index.atLeast(holding.role, index.registry.approval.from));
}

/** The hold label put on by hand: known by a note with who did it, or only by its being there. */
function labellings(
  record: PullRecord,
  facts: PullFacts,
  index: RegistryIndex,
  notes: readonly Note[],
): readonly Step[] {
  const label = index.registry.labels.hold;
  if (label === null) return [];
  const told = notes.flatMap((note) =>
    note.kind === "labelled" && isLabel(note.label, label) && note.on ? [note] : [],
  );
  const fresh = told.filter((note) => note.at > record.holdsThrough && !record.holdsSeen.includes(labelKey(note.at)));
  if (fresh.length > 0) {
    return fresh.map(({ by, at }) => ({ key: labelKey(at), at, after: labelled({ login: by.login, id: by.id }, at) }));
  }
  const there = hasLabel(facts, label);
  if (!there || record.labelSeen || record.ownHoldLabel) return [];
  return [{ key: labelKey(facts.readAt), at: facts.readAt, after: labelled(null, facts.readAt) }];
}

function labelled(by: StandingHold["by"], at: Instant): Fold {
  const hold: StandingHold = { by, at, why: "", source: "label" };
  return (standing) =>
    [...standing.filter(({ source }) => source !== "label"), hold].toSorted((one, other) => one.at - other.at);
}

/** Whether the registry's hold label is on the pull request; GitHub compares label names without case. */
export function hasLabel(facts: PullFacts, label: string): boolean {
  return facts.labels.items.some((name) => isLabel(name, label));
}

function isLabel(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

const LABEL = "label:";

function labelKey(at: Instant): string {
  return `${LABEL}${at}`;
}

/** Keys fall out of the list oldest first; `holdsThrough` then stands in for them. */
function remembered(record: PullRecord, steps: readonly Step[], words: readonly Word[]): PullRecord {
  const seen = [...record.holdsSeen, ...new Set(steps.map((step) => step.key))];
  const dropped = new Set(seen.slice(0, Math.max(0, seen.length - MOST_SEEN)));
  const times = [...words, ...steps].filter(({ key }) => dropped.has(key)).map(({ at }) => at);
  return { ...record, holdsSeen: seen.slice(dropped.size), holdsThrough: Math.max(record.holdsThrough, ...times) };
}

/** Once seen, the label holds no second time; once seen gone, it may be put on anew. */
function labelSeen(record: PullRecord, steps: readonly Step[], facts: PullFacts, index: RegistryIndex): boolean {
  const label = index.registry.labels.hold;
  if (label === null || (facts.labels.complete && !hasLabel(facts, label))) return false;
  return record.labelSeen || steps.some((step) => step.key.startsWith(LABEL));
}
