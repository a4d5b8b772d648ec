/** What happens on a pull request over time, drawn at random, and what GitHub tells of it: events as they come, and how it stands at a moment. */

import fc from "fast-check";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import { noted, observed } from "../../src/gate/record/heads.ts";
import { withHarmlessEdits, withMadeComments } from "../../src/gate/record/made-comments.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { folded } from "../../src/gate/record/update-record.ts";
import type { Verdict } from "../../src/gate/verdict-types.ts";
import type { PullFacts, Review, Utterance } from "../../src/model/facts.ts";
import type { ReadNote } from "../../src/model/job.ts";
import type { RegistryIndex } from "../../src/registry/registry-index.ts";
import { aComment, aReview, listOf, minute } from "../support/a-pull.ts";
import { accountOf, anyScene, headAt, judgedOf, lines, movesIn, possible, pullOf, textOf } from "./drawn-scenes.ts";
import { heldBy, type Line, type Scene, type Word, type WrittenRegistry } from "./oracle.ts";
import { among, registries as anyRegistries } from "./random-registries.ts";

/** What becomes of the text of what somebody said, or of a review's state. */
export interface Change {
  readonly at: number;
  readonly how: "edited" | "reworded" | "deleted" | "dismissed";
  readonly by: string;
  /** What an edited text says; or it says again what it said first. */
  readonly lines: readonly Line[];
  readonly restores: boolean;
}

export interface History {
  readonly scene: Scene;
  /** Of each word of the scene. */
  readonly changes: readonly (readonly Change[])[];
  /** When Rung looks. */
  readonly looks: readonly number[];
  /** Registries that follow the scene's, from their moments on. */
  readonly registries: readonly { readonly at: number; readonly registry: WrittenRegistry }[];
}

const AUTHOR = "";
const HOLD: readonly Line[] = [{ command: "hold", cancel: false, words: [] }];

const EDITS = ["people", "all", "back", "fewer"] as const;

function editedBy(
  how: (typeof EDITS)[number],
  now: WrittenRegistry,
  { first, other }: { readonly first: WrittenRegistry; readonly other: WrittenRegistry },
): WrittenRegistry {
  const names = now.areas.map(({ name }) => name);
  const isKnown = ({ areas }: { readonly areas: readonly string[] }) => areas.every((one) => names.includes(one));
  const people = Object.entries(other.people).map(([role, entries]) => [role, entries.filter(isKnown)]);
  const fewer = Object.entries(now.people).map(([role, entries]) => [role, entries.slice(1)]);
  switch (how) {
    case "all":
      return other;
    case "back":
      return first;
    case "fewer":
      return { ...now, people: Object.fromEntries(fewer) };
    default:
      return { ...now, people: Object.fromEntries(people), group: other.group, emeritus: other.emeritus };
  }
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.integer({ min: 2, max: 60 }),
  how: among("edited", "edited", "reworded", "deleted", "dismissed"),
  by: among(AUTHOR, AUTHOR, "cho"),
  lines: fc.oneof(lines, fc.constant([])),
  restores: fc.boolean(),
});

/** Words with nothing said but by the label, each with what becomes of it. */
export const histories: fc.Arbitrary<History> = anyScene
  .map(possible)
  .chain((scene) =>
    fc.record({
      scene: fc.constant(scene),
      changes: fc.tuple(
        ...scene.words.map(() =>
          fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(change, { maxLength: 2 })),
        ),
      ),
      looks: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 6 }),
      labelled: fc.tuple(...scene.words.map(() => among(false, false, false, false, true))),
      registries: fc.constant([]),
    }),
  )
  .map(({ scene, changes, looks, labelled, registries }) => {
    const words = scene.words.map(
      (word, n): Word =>
        labelled[n] && !word.by.endsWith("[bot]")
          ? { ...word, through: "label", lines: HOLD }
          : { ...word, through: word.through === "DISMISSED" ? "APPROVED" : word.through },
    );
    const scened = { ...scene, words: words.map((word) => ({ ...word, edited: false })) };
    return {
      scene: scened,
      registries,
      looks: [...looks.toSorted((one, other) => one - other), 61].map((at) => at + 0.9),
      changes: scened.words.map((word, n) => possibleFor(word, changes[n] ?? [])),
    };
  });

/** In their order, each at a moment of its own; GitHub lets nobody delete a review, and dismisses those alone that approve or ask for changes. */
function possibleFor(word: Word, changes: readonly Change[]): readonly Change[] {
  const isReview = word.through !== "comment";
  const isStated = word.through === "APPROVED" || word.through === "CHANGES_REQUESTED";
  const later = changes
    .map((one) => ({
      ...one,
      at: word.at + one.at / 100,
      by: one.by || word.by,
      lines: one.restores ? word.lines : one.lines,
    }))
    .filter(({ how }) => word.through !== "label" && (how === "deleted" ? !isReview : how !== "dismissed" || isStated))
    .toSorted((one, other) => one.at - other.at);
  const last = later.findIndex(({ how }) => how === "deleted");
  return last === -1 ? later : later.slice(0, last + 1);
}

/** What was said until then, as the rules take it: originals stand, and what was approved goes with the text. */
export function wordsAt(history: History, now: number): Scene {
  const { scene, changes } = history;
  const words = scene.words.flatMap((word, n): readonly Word[] => {
    const done = (changes[n] ?? []).filter(({ at }) => at <= now);
    if (word.at > now) return [];
    if (done.some(({ how }) => how === "dismissed")) return [{ ...word, through: "DISMISSED" }];
    const isGone = done.some(
      ({ how, by, lines: said }) =>
        how === "deleted" || by !== word.by || (how === "edited" && !isSame(said, word.lines)),
    );
    if (!isGone || word.through === "APPROVED" || word.through === "CHANGES_REQUESTED") return [word];
    // It takes back what it took back, and holds or releases what it did.
    return [{ ...word, lines: word.lines.filter(({ command, cancel }) => cancel || command === "hold") }];
  });
  const lookAfter = (at: number) => history.looks.find((look) => look >= at) ?? now;
  const foldedBy = (at: number) => registryAt(history, lookAfter(at));
  return movedBy({ ...scene, words, foldedBy, registry: registryAt(history, now) }, now);
}

/** As it stands at that moment. */
export function registryAt({ scene, registries }: History, now: number): WrittenRegistry {
  return registries.findLast(({ at }) => at <= now)?.registry ?? scene.registry;
}

/** With the heads and bases that there have been by then. */
function movedBy(scene: Scene, now: number): Scene {
  const [heads, bases] = [scene.heads.filter(({ at }) => at <= now), scene.bases.filter(({ at }) => at <= now)];
  return { ...scene, heads, bases, base: bases.at(-1)?.ref ?? scene.base };
}

const isSame = (one: readonly Line[], other: readonly Line[]) => JSON.stringify(one) === JSON.stringify(other);

/** As GitHub shows it at a moment. */
function factsAt({ scene, changes }: History, now: number): PullFacts {
  const utterances = scene.words.flatMap((word, n): readonly (Utterance | Review)[] => {
    const done = (changes[n] ?? []).filter(({ at }) => at <= now);
    if (word.at > now || word.through === "label" || done.some(({ how }) => how === "deleted")) return [];
    const edits = done.filter(({ how }) => how === "edited" || how === "reworded");
    const last = edits.at(-1);
    const more = {
      at: minute(word.at),
      id: n + 1,
      edited: last !== undefined,
      ...(last !== undefined && { editor: accountOf(last.by) }),
    };
    const body = bodyAfter(word, edits);
    if (word.through === "comment") return [aComment(accountOf(word.by), body, more)];
    const state = done.some(({ how }) => how === "dismissed") ? "DISMISSED" : word.through;
    return [aReview(accountOf(word.by), state, { ...more, body, commit: headAt(scene, word.at) })];
  });
  const isLabelled = scene.words.some(({ through, at }) => through === "label" && at <= now);
  const labels = [...scene.labels, ...(isLabelled ? [LABEL] : [])];
  return {
    ...pullOf(movedBy({ ...scene, labels }, now)),
    readAt: minute(now),
    comments: listOf(utterances.filter(({ kind }) => kind === "comment")),
    reviews: listOf(utterances.filter((one): one is Review => one.kind === "review")),
  };
}

const LABEL = "do-not-merge/hold";

function bodyAfter(word: Word, edits: readonly Change[]): string {
  const lastSaid = edits.findLast(({ how }) => how === "edited")?.lines ?? word.lines;
  const remark = edits.length === 0 ? "" : `\nedit ${edits.length}\n> /hold\n> /approve cancel\n`;
  return `${textOf(word.aside ?? "", lastSaid)}${remark}`;
}

function reviewedNotes(scene: Scene, n: number): readonly (readonly [number, ReadNote])[] {
  const word = scene.words[n];
  if (word?.through !== "APPROVED" && word?.through !== "CHANGES_REQUESTED") return [];
  const body = bodyAfter(word, []);
  const given = {
    id: n + 1,
    nodeId: `N_${n}`,
    by: accountOf(word.by),
    commit: headAt(scene, word.at),
    at: minute(word.at),
  };
  return [
    [word.at, { kind: "reviewed", ...given, state: word.through, body, calls: callsIn(body), url: "", edited: false }],
  ];
}

/** What events told from one look to the next, in their order. */
function notesBetween({ scene, changes }: History, before: number, now: number): readonly ReadNote[] {
  const told = scene.words.flatMap((word, n): readonly (readonly [number, ReadNote])[] => {
    const utterance = word.through === "comment" ? ("comment" as const) : ("review" as const);
    const by = accountOf(word.by);
    const body = bodyAfter(word, []);
    const place = { utterance, id: n + 1, nodeId: `N_${n}` };
    if (by.type === "Bot") return [];
    if (word.through === "label")
      return [[word.at, { kind: "labelled", label: LABEL, on: true, by, at: minute(word.at) }]];
    const said: ReadNote = { kind: "said", ...place, by, text: body, calls: callsIn(body), at: minute(word.at) };
    const later = (changes[n] ?? []).map((one, at): readonly [number, ReadNote] => {
      const [earlier, then] = [at, at + 1].map((many) => bodyAfter(word, (changes[n] ?? []).slice(0, many)));
      const edit = { by: accountOf(one.by), before: earlier ?? "", now: then ?? "" };
      const calls = { before: callsIn(edit.before), now: callsIn(edit.now) };
      return [
        one.at,
        {
          kind: "unsaid",
          utterance,
          id: n + 1,
          how: one.how === "deleted" ? "deleted" : "edited",
          ...(one.how !== "deleted" && { edit, calls }),
        },
      ];
    });
    return [
      [word.at, said],
      ...reviewedNotes(scene, n),
      ...later.filter((_, at) => changes[n]?.[at]?.how !== "dismissed"),
    ];
  });
  return [...movesIn(scene), ...told]
    .filter(([at]) => at > before && at <= now)
    .toSorted(([one], [other]) => one - other)
    .map(([, note]) => note);
}

/** As a job does (src/jobs/evaluate-pull.ts). */
export function looksAt(
  history: History,
  indexOf: (registry: WrittenRegistry) => RegistryIndex,
): readonly { readonly at: number; readonly verdict: Verdict }[] {
  let record = emptyRecord();
  return history.looks.map((at, n) => {
    const notes = notesBetween(history, history.looks[n - 1] ?? -1, at);
    const facts = factsAt(history, at);
    const index = indexOf(registryAt(history, at));
    const told = observed(notes.reduce(noted, record), facts);
    const made = withMadeComments(told, facts, notes, (account) => index.holdsAnyRole(account));
    const read = withHarmlessEdits(facts, made);
    record = folded(made, read, { index, notes, teamsUnread: false });
    return {
      at,
      verdict: judgedOf(movedBy(history.scene, at), index, read, record),
    };
  });
}

/**
 * People change the registry meanwhile. Of whoever has no role at some time it is remembered only that they took something back (R42): they
 * take back nothing, hold nothing, and their words stand as they are.
 */
export const governedHistories: fc.Arbitrary<History> = fc
  .record({
    history: histories,
    later: fc.array(fc.tuple(fc.integer({ min: 1, max: 59 }), among(...EDITS), anyRegistries), {
      minLength: 1,
      maxLength: 2,
    }),
  })
  .map(({ history, later }) => {
    const sorted = later.toSorted(([one], [other]) => one - other);
    const first = history.scene.registry;
    let now = first;
    const registries = sorted.map(([at, how, other], n) => {
      now = editedBy(how, now, { first, other });
      return { at: at + 0.5 + n / 100, registry: now };
    });
    const all = [first, ...registries.map(({ registry }) => registry)];
    const isKnown = (who: string) => all.every((registry) => heldBy(who, registry).length > 0);
    const { scene, changes } = history;
    const isHeard = ({ by, through }: Word, { command, cancel }: Line) =>
      isKnown(by) || (command === "hold" ? by === scene.author || through === "label" : !cancel);
    const words = scene.words.map((word) => ({ ...word, lines: word.lines.filter((line) => isHeard(word, line)) }));
    return {
      ...history,
      registries,
      scene: { ...scene, words },
      changes: changes.map((own, n) => (isKnown(words[n]?.by ?? "") ? own : [])),
    };
  });
