/**
 * Which holds are in force. Statements are folded into the record once each, so that editing or deleting a comment releases nothing, and
 * a hold label put on by hand holds until somebody releases it in words (R15b).
 */

import type { PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { ActiveHold, PullRecord } from "../../model/pull-record.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { type Account, type Instant, sameName } from "../../shared/names.ts";
import { once } from "../../shared/once.ts";
import { samePerson } from "../../shared/people.ts";
import { mayUse } from "../permission.ts";
import { holdStatements, isSurelyBefore, type Statement, wayOf } from "../statements.ts";
import { folded, isHeldBefore, type KnownHold, type State, type Step, withHold } from "./hold-fold.ts";
import { type Ranks, releasedBy } from "./releasing.ts";

const MAX_HOLDS = 50;
/** How many statements are remembered one by one; none takes the place of another person's. */
const MAX_SEEN = 200;
const MAX_RELEASED = 20;
const MAX_WHY_LENGTH = 200;

interface Holds {
  readonly holds: readonly ActiveHold[];
  /** The record with the statements folded in; to be stored. */
  readonly record: PullRecord;
}

/**
 * Folds the hold statements that the record has not seen yet, in their order, and the hold label. `notes` bring texts as they were first
 * written, and who put a label on. Folding again changes nothing.
 */
export function standingHolds(
  record: PullRecord,
  words: readonly Statement[],
  facts: PullFacts,
  index: RegistryIndex,
  notes: readonly ReadNote[] = [],
): Holds {
  const said = holdStatements(words, notes);
  const heard = said.filter(({ by }) => mayUseHold(by, facts, index));
  const news = new Set(heard.filter((word) => isNew(word, record, notes)));
  const earlier = heard.filter((word) => word.meaning.kind === "release" && !news.has(word));
  const given = { said: heard, earlier, seen: record.holdsSeen, facts, index, registry: index.registry };
  const context: HoldContext = { ...given, inTheEnd: once(() => replayed(given)) };
  const steps = [...[...news].map((word) => stepOf(word, context)), ...labellings(record, context, notes)];
  const before: State = {
    holds: named(byPresentNames(record.holds, words), heard, record),
    released: record.released ?? [],
  };
  const { holds, released } = folded(steps, before);
  const standing = collapsed(holds.map(({ key: _, ...hold }) => hold));
  const after = {
    ...remembered(record, steps, said, heard),
    labelSeen: labelSeen(record, steps, facts, index),
    ...(released.length > 0 && { released: released.slice(-MAX_RELEASED) }),
  };
  return { holds: standing, record: { ...after, holds: standing } };
}

interface Heard extends Ranks {
  /** Every hold statement of people who may hold, oldest first. */
  readonly said: readonly Statement[];
  /** The releases among them that were folded before: they may have ended a hold that is found only now. */
  readonly earlier: readonly Statement[];
  /** Keys of the statements that were folded before. */
  readonly seen: readonly string[];
  readonly facts: PullFacts;
  readonly index: RegistryIndex;
}

interface HoldContext extends Heard {
  /**
   * The result of folding all statements at the same time. Asked for each hold that is found late, of which anybody may make thousands
   * (R53).
   */
  readonly inTheEnd: () => State;
}

/** The statements of others change nothing, and are not kept in memory. */
function mayUseHold(by: Account | null, facts: PullFacts, index: RegistryIndex): by is Account {
  if (by === null || by.type !== "User") return false;
  return samePerson(by, facts.author) || index.holdsAnyRole(by);
}

/**
 * A release from before its author had a role, or that is not remembered, does not count. A hold counts whenever it is found; one that
 * was released since is not found anew.
 */
function isNew(
  { key, at, meaning }: Statement,
  { holdsSeen, holdsThrough }: PullRecord,
  notes: readonly ReadNote[],
): boolean {
  if (holdsSeen.includes(key)) return false;
  return meaning.kind === "hold" || at > holdsThrough || notes.some((note) => isNoteOf(note, key));
}

function isNoteOf(note: ReadNote, key: string): boolean {
  return note.kind === "said" && `${note.utterance}:${note.id}` === key;
}

/** The holders as they are called in what was just read: a release names people as they are now (R4). */
function byPresentNames(holds: readonly ActiveHold[], words: readonly Statement[]): readonly ActiveHold[] {
  if (holds.length === 0) return holds;
  const names = new Map(words.flatMap(({ by }) => (by === null || by.id === null ? [] : [[by.id, by.login]])));
  return holds.map((hold) => {
    const login = hold.by === null || hold.by.id === null ? undefined : names.get(hold.by.id);
    return login === undefined || hold.by === null ? hold : { ...hold, by: { ...hold.by, login } };
  });
}

/**
 * The holds of the record, each with the statement that began it, where that is there and no statement made in another way may have
 * begun it: within a second, a release ends only what is known to have been said before it.
 */
function named(
  holds: readonly ActiveHold[],
  heard: readonly Statement[],
  { holdsSeen }: PullRecord,
): readonly KnownHold[] {
  return holds.map((hold) => {
    const began = heard.filter(
      ({ key, by, at, meaning }) =>
        meaning.kind === "hold" && at === hold.at && samePerson(by, hold.by) && holdsSeen.includes(key),
    );
    const ways = new Set(began.map(({ key }) => wayOf(key)));
    const last = began.at(-1);
    return hold.source === "label" || last === undefined || ways.size > 1 ? hold : { ...hold, key: last.key };
  });
}

/** Events come out of order: a release ends only what was held before it, and a hold heard of late may have ended already. */
function stepOf(word: Statement, context: HoldContext): Step {
  const { key, at, meaning } = word;
  if (meaning.kind === "release") return { key, at, after: (state) => afterRelease(state, word, meaning.of, context) };
  const hold = holdOf(word, context);
  const isOver = hold !== null && context.earlier.some((release) => release.at >= at) && !standsInTheEnd(hold, context);
  if (hold === null || isOver) return { key, at, after: (state) => state };
  return { key, at, after: (state) => ({ ...state, holds: withHold(state.holds, hold) }) };
}

function afterRelease(state: State, word: Statement, names: readonly string[], context: Heard): State {
  const { key, by, at } = word;
  if (by === null) return state;
  const then = state.holds.filter((hold) => isHeldBefore(hold, word));
  const ended = hadOwn(word, names, context)
    ? then.filter((hold) => samePerson(hold.by, by))
    : releasedBy(by, names, then, context).ended;
  const others = ended.filter((hold) => !samePerson(hold.by, by));
  const news = others.map((hold) => ({ key, by: { login: by.login, id: by.id }, at, of: hold.by }));
  return {
    holds: state.holds.filter((hold) => !ended.some((one) => one === hold)),
    released: [...state.released, ...news],
  };
}

/**
 * Whether a `/hold cancel` without names is about a hold of one's own that is no longer seen, since another statement of the same second
 * was folded before this one. Then it releases nobody else's hold, just as if both had been folded at the same time.
 */
function hadOwn(word: Statement, names: readonly string[], context: Heard): boolean {
  const { key, by, at } = word;
  const isOther = (one: Statement) => one.at === at && one.key !== key;
  if (names.length > 0 || !context.said.some((one) => isOther(one) && context.seen.includes(one.key))) return false;
  const then = replayed(context, (one) => isSurelyBefore(one, word));
  return then.holds.some((hold) => samePerson(hold.by, by));
}

function holdOf({ key, by, at, meaning }: Statement, { facts, index, registry }: Heard): KnownHold | null {
  if (by === null || meaning.kind !== "hold") return null;
  if (!mayUse({ name: "hold", may: "author-or-any-role" }, { facts, registry, index, speaker: by }).ok) return null;
  const why = meaning.why.slice(0, MAX_WHY_LENGTH).toWellFormed();
  return { by: { login: by.login, id: by.id }, at, why, source: "comment", key };
}

/** Whether the hold would be in force if every statement had been heard in order. */
function standsInTheEnd(hold: ActiveHold, { inTheEnd }: HoldContext): boolean {
  return inTheEnd().holds.some((other) => samePerson(other.by, hold.by) && other.at === hold.at);
}

/** The result of these statements alone, folded at the same time. */
function replayed(given: Heard, isMeant: (word: Statement) => boolean = () => true): State {
  const context = { ...given, seen: [] };
  const steps = context.said.filter(isMeant).map((word): Step => {
    const { key, at, meaning } = word;
    const held = holdOf(word, context);
    if (meaning.kind === "release")
      return { key, at, after: (state) => afterRelease(state, word, meaning.of, context) };
    return { key, at, after: (state) => (held === null ? state : { ...state, holds: withHold(state.holds, held) }) };
  });
  return folded(steps, { holds: [], released: [] });
}

/** With more people than are remembered by name, one hold without a name stands for the rest. */
function collapsed(holds: readonly ActiveHold[]): readonly ActiveHold[] {
  const rest = holds.slice(MAX_HOLDS - 1);
  const [first] = rest;
  if (first === undefined || rest.length === 1) return holds;
  const why = "more people hold it than are remembered by name";
  return [...holds.slice(0, MAX_HOLDS - 1), { by: null, at: first.at, why, source: "comment" }];
}

/** The hold label put on by hand: known by a note with who did it, or only by its being there. */
function labellings(record: PullRecord, context: HoldContext, notes: readonly ReadNote[]): readonly Step[] {
  const { facts, index } = context;
  const label = index.registry.labels.hold ?? null;
  if (label === null) return [];
  const putOn = notes.flatMap((note) =>
    note.kind === "labelled" && sameName(note.label, label) && note.on ? [note] : [],
  );
  const fresh = putOn.filter((note) => !record.holdsSeen.includes(labelKey(note.at)));
  if (fresh.length > 0) {
    return fresh.map(({ by, at }) => ({ key: labelKey(at), at, after: labelledBy(by, at, context) }));
  }
  const there = hasLabel(facts, label);
  if (!there || record.labelSeen || record.ownHoldLabel) return [];
  return [{ key: labelKey(facts.readAt), at: facts.readAt, after: labelled(null, facts.readAt) }];
}

/** As with statements: a label event that arrives late may have been released already. The label was perhaps seen without a name before. */
function labelledBy({ login, id }: Account, at: Instant, context: HoldContext): Step["after"] {
  const hold: KnownHold = { by: { login, id }, at, why: "", source: "label" };
  const alone: State = { holds: [hold], released: [] };
  const end = context.earlier.reduce<State>(
    (state, word) => (word.meaning.kind === "release" ? afterRelease(state, word, word.meaning.of, context) : state),
    alone,
  );
  if (end.holds.length > 0) return labelled(hold.by, at);
  return ({ holds, released }) => ({
    holds: holds.filter((other) => other.source !== "label" || other.by !== null),
    released,
  });
}

function labelled(by: ActiveHold["by"], at: Instant): Step["after"] {
  const hold: ActiveHold = { by, at, why: "", source: "label" };
  return ({ holds, released }) => ({
    holds: [...holds.filter((other) => !isSameLabelling(other, hold)), hold].toSorted(
      (one, other) => one.at - other.at,
    ),
    released,
  });
}

/**
 * Whether the later hold replaces the other: the same person put the label on again, or it becomes known who put on the one that was
 * seen. Somebody who takes the label off and puts it on again does not take over anybody else's hold (R79).
 */
function isSameLabelling({ by, at, source }: ActiveHold, later: ActiveHold): boolean {
  if (source !== "label") return false;
  return by === null ? later.by === null || later.at <= at : samePerson(by, later.by);
}

/** Whether the registry's hold label is on the pull request; GitHub compares label names without case. */
function hasLabel(facts: PullFacts, label: string): boolean {
  return facts.labels.items.some((name) => sameName(name, label));
}

const LABEL = "label:";

function labelKey(at: Instant): string {
  return `${LABEL}${at}`;
}

/**
 * Where there are too many keys, some are forgotten, first those of the people with the most. A forgotten hold is in force again while
 * its statement is there and no statement there released it; a forgotten release releases nothing more.
 */
function remembered(
  record: PullRecord,
  steps: readonly Step[],
  said: readonly Statement[],
  heard: readonly Statement[],
): PullRecord {
  const speakers = new Map(said.map((word) => [word.key, word]));
  const times = new Map([...said, ...steps].map(({ key, at }) => [key, at]));
  const all = [...new Set([...record.holdsSeen, ...steps.map((step) => step.key)])].toSorted(
    (one, other) => (times.get(one) ?? 0) - (times.get(other) ?? 0),
  );
  const kept = fairly(all, (key) => {
    const by = speakers.get(key)?.by;
    return by ? `${by.id ?? by.login}` : key.replace(/:.*/, "");
  });
  const unheard = said.filter((word) => !heard.includes(word));
  const dropped = said.filter(({ key }) => all.includes(key) && !kept.includes(key));
  const ignored = [...unheard, ...dropped].filter(({ meaning }) => meaning.kind === "release").map(({ at }) => at);
  return { ...record, holdsSeen: kept, holdsThrough: Math.max(record.holdsThrough, ...ignored) };
}

/** As many keys as there is room for, in their order; the oldest of those with the most are dropped first. */
function fairly(keys: readonly string[], whose: (key: string) => string): readonly string[] {
  if (keys.length <= MAX_SEEN) return keys;
  const groups = [...Map.groupBy(keys, whose).values()].map((group) => [...group]);
  let left = keys.length;
  while (left > MAX_SEEN) {
    const most = groups.reduce((one, other) => (other.length > one.length ? other : one));
    most.shift();
    left -= 1;
  }
  const kept = new Set(groups.flat());
  return keys.filter((key) => kept.has(key));
}

/** A label that was seen does not hold a second time; once it was seen to be gone, it may be put on again. */
function labelSeen(record: PullRecord, steps: readonly Step[], facts: PullFacts, index: RegistryIndex): boolean {
  const label = index.registry.labels.hold ?? null;
  if (label === null || (facts.labels.complete && !hasLabel(facts, label))) return false;
  return record.labelSeen || steps.some((step) => step.key.startsWith(LABEL));
}
