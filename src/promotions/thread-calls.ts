/**
 * Goes through the commands of a thread about its promotions, or about its decisions ("questions"): each of these is made once, and a
 * statement about one is accepted once, as of when it was said (R81). Pure.
 */

import { mayUse, type Restricted } from "../gate/permission.ts";
import type { Answer } from "../model/answer.ts";
import { type Call, callPlace } from "../model/call.ts";
import { type ConversationEntry, isDeleted, SETTLED_MS, urlOf } from "../model/conversation.ts";
import type { IssueFacts, PullFacts } from "../model/facts.ts";
import type { ReadNote } from "../model/job.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import { shortened } from "../shared/markdown.ts";
import type { Account, Instant } from "../shared/names.ts";
import { onceFor } from "../shared/once.ts";
import type { Written } from "./promotion-types.ts";

export interface ThreadContext<Command extends Restricted> {
  readonly facts: PullFacts | IssueFacts;
  readonly notes: readonly ReadNote[];
  /** All there are. */
  readonly commands: readonly Command[];
  /** Whether a status comment claims to be of that question but no longer holds its record: then it was made once. */
  isLost(id: string): boolean;
  /** Whether the utterance, by its key, has its answer: then its statements were decided. */
  isAnswered(key: string): boolean;
}

/** What promotions and decisions differ in. */
interface QuestionKind<Command extends Restricted, Question> {
  /** Whether the command has a part in such questions. */
  isPart(command: Command, call: Call, at: Instant): boolean;
  /** Whether it is a statement in a question that is open already: only these are accepted without an event. */
  isStatement(call: Call): boolean;
  isOpenAt(question: Question, at: Instant): boolean;
  /** Whether a statement of that moment could be about something of another kind; absent: none could. */
  isOtherOpenAt?(at: Instant): boolean;
  /** Whether somebody could have a part in it: statements of anybody else are accepted from events only. */
  mayHavePart(by: Account, question: Question): boolean;
  /** Every statement until then was accepted or refused. */
  heardUntil(question: Question): Instant;
}

/** A command that has a part in questions, where it was written. */
export interface ThreadCall<Command> {
  readonly key: string;
  readonly command: Command;
  readonly call: Call;
  readonly entry: ConversationEntry;
  readonly written: Written;
  readonly isDeleted: boolean;
  /** An event just told of it, and it still exists. */
  readonly isNew: boolean;
}

export interface CollectedCalls {
  /** By call key; only calls whose answer depends on nothing else. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** Call keys of statements that an event just told of: their answer follows from the state of what they are about. */
  readonly statements: readonly string[];
  /** Call keys of questions made just now. */
  readonly made: readonly string[];
}

/** Fills up call by call: whether one is about a question depends on those before it. */
export class ThreadCalls<Command extends Restricted, Question> implements CollectedCalls {
  readonly answers = new Map<string, Answer>();
  readonly statements: string[] = [];
  readonly made: string[] = [];
  /** By id. */
  readonly questions: Map<string, Question>;
  readonly #context: ThreadContext<Command>;
  readonly #kind: QuestionKind<Command, Question>;
  /** Keys of the statements that were accepted. */
  readonly #decided: Set<string>;
  /** Whether its author can have a part in any of the questions: anybody may write any number of lines (R53). */
  readonly #hasPart: (entry: ConversationEntry) => boolean;

  constructor(
    context: ThreadContext<Command>,
    kind: QuestionKind<Command, Question>,
    known: { readonly questions: Map<string, Question>; readonly decided: readonly string[] },
  ) {
    this.#context = context;
    this.#kind = kind;
    this.questions = known.questions;
    this.#decided = new Set(known.decided);
    this.#hasPart = onceFor(({ by }) => [...this.questions.values()].some((one) => kind.mayHavePart(by, one)));
  }

  /** Those of its commands that are to be considered now; one of which an event tells once more has its answer given again. */
  *callsToTake(entry: ConversationEntry): Generator<ThreadCall<Command>> {
    for (const given of this.#callsOf(entry)) {
      const { key, isNew } = given;
      if (this.questions.has(key)) {
        if (isNew) this.answers.set(key, { kind: "done" });
      } else if (this.#decided.has(key)) {
        if (isNew) this.statements.push(key);
      } else if (isNew || (this.#isMissed(given) && this.#hasPart(entry))) yield given;
    }
  }

  #callsOf(entry: ConversationEntry): readonly ThreadCall<Command>[] {
    const { facts, commands } = this.#context;
    const { by, at, note } = entry;
    const isGone = isDeleted(entry, facts);
    return entry.calls.flatMap((call) => {
      const command = commands.find(({ name }) => name === call.name);
      if (command === undefined || !this.#kind.isPart(command, call, at)) return [];
      const key = `${entry.key}/${callPlace(call)}`;
      const written = { key, by: { login: by.login, id: by.id }, at, url: urlOf(entry, facts) };
      return [{ key, command, call, entry, written, isDeleted: isGone, isNew: note !== null && !isGone }];
    });
  }

  /**
   * Statements in an existing question are accepted if the event was lost, arrived after the comment was gone, or arrived before that of
   * the question; a question is never made that way, since nobody could have seen it since then (R47).
   */
  #isMissed({ call, entry }: ThreadCall<Command>): boolean {
    const { key, note, utterance, at } = entry;
    if (!this.#kind.isStatement(call)) return false;
    if (note !== null) return true;
    if (utterance?.edited !== false) return false;
    // What is older than that is taken although no event told of it.
    if (!this.#context.isAnswered(key)) return at <= this.#context.facts.readAt - SETTLED_MS;
    // It was answered when nothing was known to be open: what is, has just been made of an event that came late.
    const open = [...this.questions].filter(([, question]) => this.#kind.isOpenAt(question, at));
    return open.length > 0 && open.every(([id]) => this.made.includes(id)) && this.#kind.isOtherOpenAt?.(at) !== true;
  }

  openAt(at: Instant): readonly Question[] {
    return [...this.questions.values()].filter((question) => this.#kind.isOpenAt(question, at));
  }

  /** What the registry that judges says against its author's use of the command in general; `null`: nothing. */
  refusalBy(index: RegistryIndex, { command, entry }: ThreadCall<Command>) {
    const { registry } = index;
    if (!Object.hasOwn(registry.commands, command.name)) return null;
    const allowed = mayUse(command, { facts: this.#context.facts, registry, index, speaker: entry.by });
    return allowed.ok ? null : ({ kind: "answer", answer: { kind: "refused", text: allowed.text } } as const);
  }

  addAnswer(answer: Answer, { key, isNew }: ThreadCall<Command>): void {
    if (isNew) this.answers.set(key, answer);
  }

  /** Where its event came once more nothing is made: a command is carried out once (R78), and how that ended nobody knows. */
  addQuestion({ key }: ThreadCall<Command>, make: () => Question): void {
    if (this.#context.isLost(key)) {
      this.answers.set(key, { kind: "done" });
      return;
    }
    this.questions.set(key, make());
    this.made.push(key);
  }

  /**
   * The questions that accept the statement. One that no event told of is accepted only if it cannot have been accepted before, and only
   * from people who can have a part.
   */
  acceptedBy(about: readonly string[], { key, isNew, entry }: ThreadCall<Command>): readonly Question[] {
    if (isNew) this.statements.push(key);
    const accepting = about
      .flatMap((id) => this.questions.get(id) ?? [])
      .filter((question) => {
        if (!this.#kind.mayHavePart(entry.by, question)) return isNew;
        return entry.note !== null || entry.at > this.#kind.heardUntil(question);
      });
    if (accepting.length > 0) this.#decided.add(key);
    return accepting;
  }
}

const MAX_TEXT_LENGTH = 300;

/** What people may have written at any length, shortened. */
export function bounded<Content extends { readonly kind: string }>(content: Content): Content {
  if ("text" in content && typeof content.text === "string")
    return { ...content, text: shortened(content.text, MAX_TEXT_LENGTH) };
  if ("why" in content && typeof content.why === "string")
    return { ...content, why: shortened(content.why, MAX_TEXT_LENGTH) };
  return content;
}
