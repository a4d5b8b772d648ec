/** Goes through everything said on a subject: which promotions there are, and whose words belong to them. Pure. */

import type { Command } from "../commands/command.ts";
import { commands } from "../commands/index.ts";
import { callsIn } from "../commands/text/parse-commands.ts";
import { mayUse } from "../gate/permission.ts";
import type { Answer } from "../model/answer.ts";
import { type Call, callPlace } from "../model/call.ts";
import { type ConversationEntry, conversationOf, isDeleted } from "../model/conversation.ts";
import type { Utterance } from "../model/facts.ts";
import type { Note } from "../model/job.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import { shortened } from "../shared/markdown.ts";
import { fullName, type Instant, unreachable } from "../shared/names.ts";
import { samePerson } from "../shared/people.ts";
import { fileName, sourceFor } from "./authority.ts";
import { electorateOf } from "./criteria/vote.ts";
import {
  leavesOf,
  type Nominee,
  type OpenNomination,
  type PromotionCallResult,
  type PromotionContext,
  type StatementContent,
} from "./promotion-context.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import type { Elector, Nomination, Person, PromotionStatement } from "./promotion-types.ts";
import { endOf, nominated } from "./stages.ts";

export interface CollectContext
  extends Pick<PromotionContext, "facts" | "registry" | "index" | "account" | "progress" | "elsewhere"> {
  readonly notes: readonly Note[];
  /** What the status comments remember, as far as they are to be trusted. */
  readonly known: readonly PromotionRecord[];
  /** Who judges a promotion for these areas (R45). */
  judge(areas: readonly string[]): RegistryIndex;
  /** Whether it is known who is in every team: else nobody's vote can be frozen yet. */
  readonly teamsRead: boolean;
  /** Whether the utterance has its answer, by its key: then what it said was decided. */
  isAnswered(key: string): boolean;
}

export interface CollectedPromotion {
  /** With its words, in order of time. */
  readonly record: PromotionRecord;
  readonly words: readonly PromotionStatement[];
  /** Comments whose edited text names a command and whose text when made is not known. */
  readonly edited: readonly Utterance[];
  /** What commands must name to be about it: ` @newt contributor docs`; absent or empty: nothing (R81). */
  readonly address?: string;
}

export interface CollectedPromotions {
  readonly promotions: readonly CollectedPromotion[];
  /** By call key; of those whose answer hangs on nothing else. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** Call keys of new words: the evaluation tells whether they count. */
  readonly words: readonly string[];
  /** Keys of the words that were taken just now, whether or not an event told of them. */
  readonly fresh: ReadonlySet<string>;
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

const MAX_TEXT_LENGTH = 300;
/** An event takes no longer than this to arrive, in milliseconds: what is older and was never told is heard all the same. */
const SETTLED = 5 * 60_000;

interface Going {
  readonly record: PromotionRecord;
  readonly words: PromotionStatement[];
  closedAt: Instant | null;
}

export function collectPromotions(listening: CollectContext): CollectedPromotions {
  const going = new Map<string, Going>();
  for (const record of listening.known)
    going.set(record.nomination.id, { record, words: [], closedAt: endOf(record.stage) });
  remember({ listening, going });
  const state: State = { listening, going, answers: new Map(), words: [], fresh: new Set(), made: [], stepDowns: [] };
  for (const one of conversationOf(listening.facts, listening.notes)) listen(one, state);
  const promotions = [...going.values()].map(({ record, words }): CollectedPromotion => {
    const ordered = words.toSorted(inOrder);
    const heardUntil = Math.max(record.heardUntil ?? record.nomination.at, listening.facts.readAt - SETTLED);
    const edited = editedOnes(record, listening);
    return { record: { ...record, words: ordered, heardUntil }, words: ordered, edited };
  });
  const { answers, words, fresh, made, stepDowns } = state;
  return { promotions, answers, words, fresh, made, stepDowns };
}

interface State {
  readonly listening: CollectContext;
  readonly going: Map<string, Going>;
  readonly answers: Map<string, Answer>;
  readonly words: string[];
  readonly fresh: Set<string>;
  readonly made: string[];
  readonly stepDowns: StepDown[];
}

function listen(spoken: ConversationEntry, state: State): void {
  const gone = isDeleted(spoken, state.listening.facts);
  for (const call of spoken.calls) {
    const command: Command | undefined = commands.find(({ name }) => name === call.name);
    if (command?.forPromotion === undefined) continue;
    const key = `${spoken.key}/${callPlace(call)}`;
    const isNew = spoken.note !== null && !gone;
    if (isDecided(key, state)) {
      if (isNew) decided(key, state);
      continue;
    }
    if (isNew || isToBeHeard(command, spoken, state))
      take(hear(command, call, spoken, state), { key, spoken, gone, isNew }, state);
  }
}

/** A nomination is made once, and a word is decided once: when it was said (R81). */
function isDecided(key: string, { going }: State): boolean {
  return going.has(key) || [...going.values()].some(({ record }) => record.words.some((word) => word.key === key));
}

/** Told once more: what became of it is answered again. */
function decided(key: string, { going, answers, words }: State): void {
  if (going.has(key)) answers.set(key, { kind: "done" });
  else words.push(key);
}

/**
 * Without an event, a nomination is never made: nobody could see it since then (R47). Parts in one are heard where the event was
 * lost, or came when the words were gone.
 */
function isToBeHeard(
  { name }: Command,
  { key, note, utterance, at }: ConversationEntry,
  { listening }: State,
): boolean {
  if (!PARTS.includes(name)) return false;
  if (note !== null) return true;
  return utterance?.edited === false && at <= listening.facts.readAt - SETTLED && !listening.isAnswered(key);
}

function hear(
  command: Command,
  call: Call,
  spoken: ConversationEntry,
  { listening, going }: State,
): PromotionCallResult {
  const speaker = spoken.by;
  const open = [...going.values()].flatMap(({ record, closedAt }): readonly OpenNomination[] => {
    const isOpen = record.nomination.at <= spoken.at && (closedAt === null || spoken.at < closedAt);
    return isOpen ? [{ nomination: record.nomination, url: record.url }] : [];
  });
  const found = command.forPromotion?.(call, { ...listening, speaker, open }) ?? {
    kind: "answer",
    answer: { kind: "quiet" },
  };
  const asking = { facts: listening.facts, speaker };
  switch (found.kind) {
    case "answer":
      return found;
    case "nomination":
      return permitted(command, found, { ...asking, index: listening.judge(found.nominee.areas) });
    case "step-down":
      return permitted(command, found, { ...asking, index: listening.judge([]) });
    case "word": {
      const those = found.about.map((id) => {
        const areas = going.get(id)?.record.nomination.areas ?? [];
        return { id, answer: permitted(command, found, { ...asking, index: listening.judge(areas) }) };
      });
      const about = those.flatMap(({ id, answer }) => (answer === found ? [id] : []));
      return about.length > 0 ? { ...found, about } : (those[0]?.answer ?? found);
    }
    default:
      return unreachable(found);
  }
}

/** The rule says who may, unless the registry that judges it says it for the command as such. */
function permitted(
  command: Command,
  found: PromotionCallResult,
  { facts, index, speaker }: Pick<PromotionContext, "facts" | "index" | "speaker">,
): PromotionCallResult {
  if (!Object.hasOwn(index.registry.commands, command.name)) return found;
  const allowed = mayUse(command, { facts, registry: index.registry, index, speaker });
  return allowed.ok ? found : { kind: "answer", answer: { kind: "refused", text: allowed.text } };
}

interface SaidHere {
  readonly key: string;
  readonly spoken: ConversationEntry;
  readonly gone: boolean;
  readonly isNew: boolean;
}

function take(found: PromotionCallResult, said: SaidHere, state: State): void {
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
        if (promotion === undefined || !isHeard(said, promotion, state)) continue;
        promotion.words.push(said.gone ? deleted(word) : word);
        state.fresh.add(key);
        if (word.kind === "withdraw") promotion.closedAt ??= word.at;
      }
      if (isNew) state.words.push(key);
    }
  }
}

/** What was not told by an event counts where it cannot have been heard before. */
function isHeard({ isNew, spoken }: SaidHere, { record }: Going, { listening }: State): boolean {
  if (!isKept(spoken, record.nomination, listening)) return isNew;
  return spoken.note !== null || spoken.at > (record.heardUntil ?? record.nomination.at);
}

function personOf({ by }: ConversationEntry): Person {
  return { login: by.login, id: by.id };
}

function urlOf({ utterance, note }: ConversationEntry, { listening: { facts } }: State): string {
  if (utterance !== null && utterance.url !== "") return utterance.url;
  return note?.utterance === "comment" ? `${facts.description.url}#issuecomment-${note.id}` : facts.description.url;
}

function wordOf(saying: StatementContent, { key, spoken }: SaidHere, state: State): PromotionStatement {
  const said = { key, by: personOf(spoken), at: spoken.at, url: urlOf(spoken, state) };
  if (saying.kind === "attest") return { ...said, ...saying, text: shortened(saying.text, MAX_TEXT_LENGTH) };
  if (saying.kind === "object" || saying.kind === "waive")
    return { ...said, ...saying, why: shortened(saying.why, MAX_TEXT_LENGTH) };
  return { ...said, ...saying };
}

function recordOf(nominee: Nominee, { key, spoken }: SaidHere, state: State): PromotionRecord {
  const { listening } = state;
  const { readAt, repository, number } = listening.facts;
  const index = listening.judge(nominee.areas);
  const source = sourceFor(index.registry, nominee.areas);
  const registry = fileName(index.registry, nominee.areas);
  const nomination: Nomination = {
    ...{ id: key, candidate: nominee.candidate, nominator: personOf(spoken), at: spoken.at },
    ...{ role: nominee.role, areas: nominee.areas, rule: nominee.rule, electorate: {} },
    registryOid: source?.oid ?? "",
    ...(registry === null ? {} : { registry }),
    // Nobody could see it before it was read, however long ago it was said.
    ...(readAt > spoken.at ? { shownAt: readAt } : {}),
  };
  return {
    nomination: listening.teamsRead ? withElectorate(nomination, { index }) : nomination,
    ...{ url: urlOf(spoken, state), words: [], stage: nominated(), measured: [], measuredAt: 0 },
    ...{ reminded: false, trouble: null, rebuilt: false },
    place: { repositoryId: repository.id, repository: fullName(repository), number },
  };
}

/** Freezes who may vote, where that is not done yet. */
export function withElectorate(nomination: Nomination, { index }: { readonly index: RegistryIndex }): Nomination {
  const votes = leavesOf(nomination.rule, "vote");
  if (votes.every(({ number }) => nomination.electorate[`${number}`] !== undefined)) return nomination;
  const electorate: Record<string, readonly Elector[]> = {};
  for (const { params, number } of votes)
    electorate[`${number}`] = nomination.electorate[`${number}`] ?? electorateOf(params, index, nomination);
  return { ...nomination, electorate };
}

/** Words stand as they are remembered, but for those that GitHub does not tell of any more. */
function remember({ listening, going }: Pick<State, "listening" | "going">): void {
  const { facts, notes } = listening;
  const there = new Set(conversationOf(facts, notes).map(({ key }) => key));
  const all = new Set(commentKeys(facts));
  for (const promotion of going.values()) {
    for (const word of promotion.record.words) {
      const key = word.key.replace(/\/[\d.]+$/, "");
      const isDeleted = !there.has(key) && key.startsWith("comment:") && (all.has(key) || facts.comments.complete);
      promotion.words.push(isDeleted ? deleted(word) : word);
    }
  }
}

function commentKeys({ comments }: CollectContext["facts"]): readonly string[] {
  return comments.items.map(({ id }) => `comment:${id}`);
}

/**
 * What stays of a word whose comment was deleted, or whose author is gone from GitHub: an objection, a no and what ended something
 * stand, since others than their author can delete them; support is taken back, and does not let an earlier word of the same person stand up again.
 */
function deleted(word: PromotionStatement): PromotionStatement {
  switch (word.kind) {
    case "object":
    case "withdraw":
      return word;
    case "vote":
      return word.choice === "no" ? word : { ...word, choice: "cancel" };
    default:
      return { ...word, cancel: true };
  }
}

/** By time, then by utterance and line, as people read them. */
function inOrder(one: PromotionStatement, other: PromotionStatement): number {
  const [a, b] = [placeOf(one), placeOf(other)];
  return one.at - other.at || a.id - b.id || a.line - b.line;
}

function placeOf({ key }: PromotionStatement): { readonly id: number; readonly line: number } {
  const [, id, line] = /:(\d+)\/([\d.]+)$/.exec(key) ?? [];
  return { id: Number(id ?? 0), line: Number(line ?? 0) };
}

/** Anybody may fill a thread with words; heard without an event are those of people who can have a part in it. */
function isKept(
  { by }: ConversationEntry,
  { candidate, nominator, areas }: Nomination,
  { judge }: CollectContext,
): boolean {
  return samePerson(by, candidate) || samePerson(by, nominator) || judge(areas).holdsAnyRole(by);
}

function editedOnes(record: PromotionRecord, { facts, notes }: CollectContext): readonly Utterance[] {
  const known = new Set(record.words.map(({ key }) => key.replace(/\/[\d.]+$/, "")));
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
