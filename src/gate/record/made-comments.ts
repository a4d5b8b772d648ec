/**
 * Remembers the approving commands of comments, reviews and descriptions as they were first written: an edit by their author that leaves
 * the commands unchanged has no effect. Any other edit withdraws the approval for good, whatever the text becomes later (R7, R9b).
 */

import { createHash } from "node:crypto";
import type { Call } from "../../model/call.ts";
import type { PullFacts, Utterance } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { MadeComment, PullRecord } from "../../model/pull-record.ts";
import type { Account } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";

/** The latest of each person; older ones count for nothing once they are edited (R42). */
const MAX_EACH = 12;
const MAX_ALL = 200;
const DIGEST_LENGTH = 16;

/** What is kept of a comment whose commands were changed, or that somebody else edited. */
const WITHDRAWN = "";

type Unsaid = Extract<ReadNote, { kind: "unsaid" }>;

const GATE_COMMANDS: ReadonlySet<string> = new Set(["approve", "lgtm", "hold"]);

/**
 * Equal for texts that give the same commands. Words behind `/lgtm` are for the reader. Commands that are carried out once are
 * identified by their lines, so where there are any, the lines must be equal too.
 */
export function commandsDigest(calls: readonly Call[]): string {
  const isPlaced = calls.some(({ name }) => !GATE_COMMANDS.has(name));
  const said = calls.map(({ name, cancel, words, line, part }) => [
    name,
    cancel,
    name === "lgtm" ? "" : words,
    isPlaced ? [line, part ?? 0] : 0,
  ]);
  return createHash("sha256").update(JSON.stringify(said)).digest("base64url").slice(0, DIGEST_LENGTH);
}

/** Whether an edit was made by the comment's author and left its commands as they were just before. */
export function keepsCommands({ edit, calls }: Unsaid, author: Account | null): boolean {
  if (edit === undefined || calls === undefined || calls.before === null || !samePerson(edit.by, author)) return false;
  return commandsDigest(calls.before) === commandsDigest(calls.now);
}

/** `isKept`: whose comments are remembered, so that strangers' do not displace those that count. */
export function withMadeComments(
  record: PullRecord,
  facts: PullFacts,
  notes: readonly ReadNote[],
  isKept: IsKept,
): PullRecord {
  const told = [...madeIn(facts, isKept), ...notes.flatMap((note) => madeInNote(note, isKept))];
  const known = new Map(told.map((one) => [one.key, one]));
  // What is remembered stands: a note may be told again after an edit.
  for (const one of record.made ?? []) known.set(one.key, one);
  const edits = Map.groupBy(notes.filter(isUnsaid), ({ utterance, id }) => `${utterance}:${id}`);
  const shown = new Map(utterancesOf(facts).map((comment) => [keyOf(comment), comment]));
  const made = [...known.values()]
    .filter(({ by }) => isKept({ login: by.login, id: by.id, type: "User" }))
    .map((one) =>
      isWithdrawn(one, shown.get(one.key), edits.get(one.key) ?? []) ? { ...one, commands: WITHDRAWN } : one,
    );
  const { made: _, ...others } = record;
  const kept = bounded(made);
  return kept.length === 0 ? others : { ...others, made: kept };
}

/** The knowledge of two records together: what either knows to be changed is changed. */
export function madeTogether(one: PullRecord, other: PullRecord): Pick<PullRecord, "made"> {
  const all = [...(one.made ?? []), ...(other.made ?? [])];
  if (all.length === 0) return {};
  const together = [...Map.groupBy(all, ({ key }) => key).values()].flatMap(([first, second]) => {
    if (first === undefined || second === undefined) return first ?? [];
    return first.commands === second.commands ? first : { ...first, commands: WITHDRAWN };
  });
  return { made: bounded(together) };
}

/** The facts in which comments whose commands are unchanged since they were made appear as if nobody had edited them. */
export function withHarmlessEdits(facts: PullFacts, { made = [] }: PullRecord): PullFacts {
  if (made.length === 0) return facts;
  const known = new Map(made.map((one) => [one.key, one]));
  const read = <Kind extends Utterance>(comment: Kind): Kind => {
    const one = comment.edited ? known.get(keyOf(comment)) : undefined;
    return one !== undefined && says(comment, one) ? { ...comment, edited: false } : comment;
  };
  return {
    ...facts,
    description: read(facts.description),
    comments: { ...facts.comments, items: facts.comments.items.map(read) },
    reviews: { ...facts.reviews, items: facts.reviews.items.map(read) },
    reviewComments: { ...facts.reviewComments, items: facts.reviewComments.items.map(read) },
  };
}

function says({ author, editor, calls }: Utterance, { by, commands }: MadeComment): boolean {
  // GitHub tells the last editor alone; whoever came before changed nothing that is there now.
  if (editor === undefined || !samePerson(editor, author) || !samePerson(author, by)) return false;
  return commands === commandsDigest(calls);
}

function isWithdrawn(one: MadeComment, shown: Utterance | undefined, edits: readonly Unsaid[]): boolean {
  if (one.commands === WITHDRAWN) return true;
  const changed = edits.some((edit) => !isSame(edit, one));
  return changed || (shown?.edited === true && shown.editor !== undefined && !says(shown, one));
}

function isSame({ edit, calls }: Unsaid, one: MadeComment): boolean {
  if (edit === undefined || calls === undefined) return false;
  return samePerson(edit.by, one.by) && commandsDigest(calls.now) === one.commands;
}

type IsKept = (account: Account) => boolean;

function madeIn(facts: PullFacts, isKept: IsKept): readonly MadeComment[] {
  return utterancesOf(facts).flatMap((comment) =>
    comment.edited || comment.author === null || !isKept(comment.author)
      ? []
      : madeOf(keyOf(comment), comment.author, comment.at, comment.calls),
  );
}

function madeInNote(note: ReadNote, isKept: IsKept): readonly MadeComment[] {
  if (note.kind !== "said" || !isKept(note.by)) return [];
  return madeOf(keyOf({ kind: note.utterance, id: note.id }), note.by, note.at, note.calls);
}

function madeOf(key: string, by: Account, at: number, calls: readonly Call[]): readonly MadeComment[] {
  if (by.type !== "User" || !calls.some(({ name }) => name === "approve" || name === "lgtm")) return [];
  return [{ key, by: { login: by.login, id: by.id }, at, commands: commandsDigest(calls) }];
}

/** The latest of each person, and a limited number in all: the oldest are dropped first. */
function bounded(made: readonly MadeComment[]): readonly MadeComment[] {
  const ordered = made.toSorted((one, other) => one.at - other.at || (one.key < other.key ? -1 : 1));
  const people = Map.groupBy(ordered, ({ by }) => `${by.id ?? by.login.toLowerCase()}`);
  const latest = new Set([...people.values()].flatMap((theirs) => theirs.slice(-MAX_EACH)));
  return ordered.filter((one) => latest.has(one)).slice(-MAX_ALL);
}

/** Whatever commands are taken from. */
function utterancesOf({ description, comments, reviews, reviewComments }: PullFacts): readonly Utterance[] {
  return [description, ...comments.items, ...reviews.items, ...reviewComments.items];
}

function keyOf({ kind, id }: Pick<Utterance, "kind" | "id">): string {
  return `${kind}:${id}`;
}

function isUnsaid(note: ReadNote): note is Unsaid {
  return note.kind === "unsaid";
}
