/** Goes through everything said on a subject: which promotions there are, and whose words belong to them. Pure. */
import { commands } from "../commands/index.ts";
import { mayUse } from "../commands/may-use.ts";
import type { Answer, Call, Command } from "../commands/model.ts";
import { callsIn } from "../commands/parse.ts";
import { samePerson } from "../commands/people.ts";
import { shortened } from "../markdown.ts";
import type { Instant } from "../names.ts";
import type { Note } from "../queue/model.ts";
import { isGone, type Spoken, spokenOn } from "../replies/spoken.ts";
import type { Utterance } from "../snapshot/facts.ts";
import { electorateOf } from "./criteria/vote.ts";
import {
  callPlace,
  type Heard,
  type Hearing,
  leavesOf,
  type Nominee,
  type OpenNomination,
  type Saying,
} from "./hearing.ts";
import type { Elector, Nomination, Person, PromotionWord } from "./model.ts";
import { account } from "./people.ts";
import type { PromotionRecord } from "./record.ts";
import { endOf, nominated } from "./stages.ts";

export interface Listening
  extends Pick<Hearing, "facts" | "registry" | "index" | "account" | "progress" | "elsewhere"> {
  readonly notes: readonly Note[];
  /** What the status comments remember, as far as they are to be trusted. */
  readonly known: readonly PromotionRecord[];
  /** Ids of nominations whose record is lost and must be made anew from what was said. */
  readonly lost: ReadonlySet<string>;
  /** Whether it is known who is in every team: else nobody's vote can be frozen yet. */
  readonly teamsRead: boolean;
}

export interface HeardPromotion {
  /** With the words that are to be remembered. */
  readonly record: PromotionRecord;
  /** All of them, outsiders' included. In order of time. */
  readonly words: readonly PromotionWord[];
  /** Comments whose edited text names a command and whose text when made is not known. */
  readonly edited: readonly Utterance[];
}

export interface HeardAll {
  readonly promotions: readonly HeardPromotion[];
  /** By call key; of those whose answer hangs on nothing else. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** Call keys of new words: the evaluation tells whether they count. */
  readonly words: readonly string[];
  /** Call keys of nominations made just now. */
  readonly made: readonly string[];
  readonly stepDowns: readonly StepDown[];
}

export interface StepDown {
  readonly key: string;
  readonly by: Person;
  readonly role: string | null;
  readonly areas: readonly string[];
  readonly at: Instant;
  readonly url: string;
}

const LONGEST_TEXT = 300;

interface Going {
  readonly record: PromotionRecord;
  readonly words: PromotionWord[];
  closedAt: Instant | null;
}

export function heard(listening: Listening): HeardAll {
  const going = new Map<string, Going>();
  for (const record of listening.known)
    going.set(record.nomination.id, { record, words: [], closedAt: endOf(record.stage) });
  const state: State = { listening, going, answers: new Map(), words: [], made: [], stepDowns: [] };
  const spoken = spokenOn(listening.facts, listening.notes);
  for (const one of spoken) listen(one, state);
  remember(spoken, state);
  const promotions = [...going.values()].map(({ record, words }): HeardPromotion => {
    const ordered = words.toSorted(inOrder);
    const kept = ordered.filter((word) => isKept(word, record.nomination, listening));
    return { record: { ...record, words: kept }, words: ordered, edited: editedOnes(record, listening) };
  });
  return { promotions, answers: state.answers, words: state.words, made: state.made, stepDowns: state.stepDowns };
}

interface State {
  readonly listening: Listening;
  readonly going: Map<string, Going>;
  readonly answers: Map<string, Answer>;
  readonly words: string[];
  readonly made: string[];
  readonly stepDowns: StepDown[];
}

function listen(spoken: Spoken, state: State): void {
  const gone = isGone(spoken, state.listening.facts);
  for (const call of spoken.calls) {
    const command: Command | undefined = commands.find(({ name }) => name === call.name);
    if (command?.hear === undefined) continue;
    const key = `${spoken.key}/${callPlace(call)}`;
    const isNew = spoken.note !== null && !gone;
    if (command.name === "promote" && !call.cancel && !isToBeMade(key, isNew, state)) {
      if (isNew) state.answers.set(key, { kind: "done" });
      continue;
    }
    take(hear(command, call, spoken, state), { key, spoken, gone, isNew }, state);
  }
}

/** A nomination is made once: when its words are new, or when its record was lost. */
function isToBeMade(key: string, isNew: boolean, { going, listening: { lost } }: State): boolean {
  if (going.has(key)) return false;
  return isNew || lost.has(key);
}

function hear(command: Command, call: Call, spoken: Spoken, { listening, going }: State): Heard {
  const { facts, registry, index } = listening;
  const speaker = spoken.by;
  const open = [...going.values()].flatMap(({ record, closedAt }): readonly OpenNomination[] => {
    const isOpen = record.nomination.at <= spoken.at && (closedAt === null || spoken.at < closedAt);
    return isOpen ? [{ nomination: record.nomination, url: record.url }] : [];
  });
  // The rule says who may, unless the registry says it for the command as such.
  if (Object.hasOwn(registry.commands, command.name)) {
    const allowed = mayUse(command, { facts, registry, index, speaker });
    if (!allowed.ok) return { kind: "answer", answer: { kind: "refused", text: allowed.text } };
  }
  return command.hear?.(call, { ...listening, speaker, open }) ?? { kind: "answer", answer: { kind: "quiet" } };
}

interface SaidHere {
  readonly key: string;
  readonly spoken: Spoken;
  readonly gone: boolean;
  readonly isNew: boolean;
}

function take(found: Heard, said: SaidHere, state: State): void {
  const { key, spoken, isNew } = said;
  switch (found.kind) {
    case "answer":
      if (isNew) state.answers.set(key, found.answer);
      return;
    case "nomination":
      state.going.set(key, { record: recordOf(found.nominee, said, state), words: [], closedAt: null });
      if (isNew) state.made.push(key);
      return;
    case "step-down":
      if (isNew)
        state.stepDowns.push({
          ...{ key, by: personOf(spoken), role: found.role, areas: found.areas },
          ...{ at: spoken.at, url: urlOf(spoken, state) },
        });
      return;
    case "word": {
      const word = wordOf(found.saying, said, state);
      for (const id of found.about) {
        const promotion = state.going.get(id);
        if (promotion === undefined) continue;
        promotion.words.push(said.gone ? deleted(word) : word);
        if (word.kind === "withdraw") promotion.closedAt ??= word.at;
      }
      if (isNew) state.words.push(key);
    }
  }
}

function personOf({ by }: Spoken): Person {
  return { login: by.login, id: by.id };
}

function urlOf({ utterance, note }: Spoken, { listening: { facts } }: State): string {
  if (utterance !== null && utterance.url !== "") return utterance.url;
  return note?.utterance === "comment" ? `${facts.description.url}#issuecomment-${note.id}` : facts.description.url;
}

function wordOf(saying: Saying, { key, spoken }: SaidHere, state: State): PromotionWord {
  const said = { key, by: personOf(spoken), at: spoken.at, url: urlOf(spoken, state) };
  if (saying.kind === "attest") return { ...said, ...saying, text: shortened(saying.text, LONGEST_TEXT) };
  if (saying.kind === "object" || saying.kind === "waive")
    return { ...said, ...saying, why: shortened(saying.why, LONGEST_TEXT) };
  return { ...said, ...saying };
}

function recordOf(nominee: Nominee, { key, spoken, isNew }: SaidHere, state: State): PromotionRecord {
  const { listening } = state;
  const nomination: Nomination = {
    ...{ id: key, candidate: nominee.candidate, nominator: personOf(spoken), at: spoken.at },
    ...{ role: nominee.role, areas: nominee.areas, rule: nominee.rule, electorate: {} },
    registryOid: listening.registry.sources[0]?.oid ?? "",
  };
  return {
    nomination: listening.teamsRead ? withElectorate(nomination, listening) : nomination,
    ...{ url: urlOf(spoken, state), words: [], stage: nominated(), measured: [], measuredAt: 0 },
    ...{ reminded: false, trouble: null, rebuilt: !isNew },
  };
}

/** Freezes who may vote, where that is not done yet. */
export function withElectorate(nomination: Nomination, { index }: Pick<Listening, "index">): Nomination {
  const votes = leavesOf(nomination.rule, "vote");
  if (votes.every(({ number }) => nomination.electorate[`${number}`] !== undefined)) return nomination;
  const electorate: Record<string, readonly Elector[]> = {};
  for (const { params, number } of votes)
    electorate[`${number}`] = nomination.electorate[`${number}`] ?? electorateOf(params, index, nomination);
  return { ...nomination, electorate };
}

/** Words that GitHub does not tell any more, or not as they were said: they stand as they are remembered. */
function remember(spoken: readonly Spoken[], { listening, going }: State): void {
  const { facts } = listening;
  const told = new Set(
    spoken.filter((one) => one.note !== null || one.utterance?.edited !== true).map(({ key }) => key),
  );
  const there = new Set(spoken.map(({ key }) => key));
  const all = new Set(commentKeys(facts));
  for (const promotion of going.values()) {
    for (const word of promotion.record.words) {
      const key = word.key.replace(/\/\d+$/, "");
      if (told.has(key)) continue;
      const isDeleted = !there.has(key) && key.startsWith("comment:") && (all.has(key) || facts.comments.complete);
      promotion.words.push(isDeleted ? deleted(word) : word);
    }
  }
}

function commentKeys({ comments }: Listening["facts"]): readonly string[] {
  return comments.items.map(({ id }) => `comment:${id}`);
}

/**
 * What stays of a word whose comment was deleted, or whose author is gone from GitHub: an objection and what ended something
 * stand; support is taken back, and does not let an earlier word of the same person stand up again.
 */
function deleted(word: PromotionWord): PromotionWord {
  switch (word.kind) {
    case "object":
    case "withdraw":
      return word;
    case "vote":
      return { ...word, choice: "cancel" };
    default:
      return { ...word, cancel: true };
  }
}

/** By time, then by utterance and line, as people read them. */
function inOrder(one: PromotionWord, other: PromotionWord): number {
  const [a, b] = [placeOf(one), placeOf(other)];
  return one.at - other.at || a.id - b.id || a.line - b.line;
}

function placeOf({ key }: PromotionWord): { readonly id: number; readonly line: number } {
  const [, id, line] = /:(\d+)\/(\d+)$/.exec(key) ?? [];
  return { id: Number(id ?? 0), line: Number(line ?? 0) };
}

/** Anybody may fill a thread with words; remembered are those of people who can have a part in it. */
function isKept({ by }: PromotionWord, { candidate, nominator }: Nomination, { index }: Listening): boolean {
  return samePerson(by, candidate) || samePerson(by, nominator) || index.holdsAnyRole(account(by));
}

function editedOnes(record: PromotionRecord, { facts, notes }: Listening): readonly Utterance[] {
  const known = new Set(record.words.map(({ key }) => key.replace(/\/\d+$/, "")));
  const said = new Set(notes.flatMap((note) => (note.kind === "said" ? [`${note.utterance}:${note.id}`] : [])));
  return facts.comments.items.filter((comment) => {
    const key = `comment:${comment.id}`;
    if (!comment.edited || comment.author?.type === "Bot" || comment.at < record.nomination.at) return false;
    if (known.has(key) || said.has(key)) return false;
    return callsIn(comment.body).some(({ name }) => PARTS.includes(name));
  });
}

/** Commands that are a part in a promotion which is open already. */
const PARTS: readonly string[] = ["sponsor", "object", "vote", "accept", "attest", "waive", "withdraw"];
