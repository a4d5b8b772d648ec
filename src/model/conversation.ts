/** Everything that was said on a subject and the commands in it, ordered by GitHub's clock. */

import type { Account, Instant } from "../shared/names.ts";
import { type Call, MAX_CALLS } from "./call.ts";
import type { IssueFacts, PullFacts, Utterance } from "./facts.ts";
import type { ReadNote } from "./job.ts";

/** GitHub's readings may take this long to show what an event told, and events as long to arrive; anything older is complete. */
export const SETTLED_MS = 5 * 60_000;

/** Whether an app cannot comment there, or could not until just now: what was to be said may never have been. */
export function isUnshown({ locked }: Pick<PullFacts, "locked">, notes: readonly Pick<ReadNote, "kind">[]): boolean {
  return locked === true || notes.some(({ kind }) => kind === "unlocked");
}

export type SaidNote = Extract<ReadNote, { kind: "said" }>;

export interface ConversationEntry {
  /** "comment:12". */
  readonly key: string;
  readonly by: Account;
  readonly at: Instant;
  /** Only the first of them, where there are more than anyone means. */
  readonly calls: readonly Call[];
  /** `null`: known only from the note, since GitHub does not return it (any more). */
  readonly utterance: Utterance | null;
  /** The event that brought it, when it is one of those to be answered. */
  readonly note: SaidNote | null;
}

/** Which bots are heard, and for which commands: all others are ignored. */
export interface HeardBots {
  isHeard(bot: Account): boolean;
  readonly commands: readonly string[];
}

/**
 * Oldest first; within one second by number, so that nobody's statements change the order of two others'. An edited utterance counts by
 * its original text, or not at all if that is unknown (R7).
 */
export function conversationOf(
  facts: PullFacts | IssueFacts,
  notes: readonly ReadNote[],
  bots: HeardBots | null = null,
): readonly ConversationEntry[] {
  const heard = (by: Account, calls: readonly Call[]): readonly Call[] | null => {
    if (by.type === "User") return calls.length > MAX_CALLS ? calls.slice(0, MAX_CALLS) : calls;
    // A mannequin may bear the login of somebody with a role, and is nobody (R3).
    if (by.type === "Other" || bots?.isHeard(by) !== true) return null;
    return calls.filter(({ name, cancel }) => !cancel && bots.commands.includes(name));
  };
  const said = new Map<string, SaidNote>();
  for (const note of notes) if (note.kind === "said") said.set(`${note.utterance}:${note.id}`, note);
  const known = utterances(facts).flatMap((utterance): readonly ConversationEntry[] => {
    const key = `${utterance.kind}:${utterance.id}`;
    const note = said.get(key) ?? null;
    said.delete(key);
    const by = note?.by ?? utterance.author;
    const calls = by && heard(by, note?.calls ?? (utterance.edited ? [] : utterance.calls));
    if (by === null || calls === null) return [];
    return [{ key, by, at: note?.at ?? utterance.at, calls, utterance, note }];
  });
  const others = [...said].flatMap(([key, note]): readonly ConversationEntry[] => {
    const { by, at } = note;
    const calls = heard(by, note.calls);
    return calls === null ? [] : [{ key, by, at, calls, utterance: null, note }];
  });
  return [...known, ...others].toSorted(
    (one, other) => one.at - other.at || idOf(one) - idOf(other) || (one.key < other.key ? -1 : 1),
  );
}

export function utterances(facts: PullFacts | IssueFacts): readonly Utterance[] {
  const shared = [facts.description, ...facts.comments.items];
  return facts.kind === "issue" ? shared : [...shared, ...facts.reviews.items, ...facts.reviewComments.items];
}

/**
 * The present author of an utterance: an account, none any more ("gone"), nobody since it was deleted ("deleted"), or not known
 * ("unread").
 */
type AuthorNow = Account | "gone" | "deleted" | "unread";

/** `key`: "comment:12". */
export function authorNow(key: string, facts: PullFacts | IssueFacts): AuthorNow {
  const found = utterances(facts).find(({ kind, id }) => `${kind}:${id}` === key);
  if (found !== undefined) return found.author ?? "gone";
  return key.startsWith("comment:") && facts.comments.complete ? "deleted" : "unread";
}

/** The same person by the account's present name. */
export function renamed<Who extends Pick<Account, "login" | "id">>(who: Who, now: AuthorNow): Who {
  if (typeof now === "string" || now.id === null || now.id !== who.id || now.login === who.login) return who;
  return { ...who, login: now.login };
}

function idOf(spoken: ConversationEntry): number {
  return spoken.note?.id ?? spoken.utterance?.id ?? 0;
}

/**
 * Whether GitHub no longer returns it although it returns everything there is: then it was deleted, and nobody waits for an answer.
 * Something that it does not return yet exists (R37).
 */
export function isDeleted({ key, utterance, note }: ConversationEntry, facts: PullFacts | IssueFacts): boolean {
  if (utterance !== null || note === null || facts.awaited?.includes(key) === true) return false;
  switch (note.utterance) {
    case "comment":
      return facts.comments.complete;
    case "review":
      return facts.kind === "pull" && facts.reviews.complete;
    // These are not always read, so their absence proves nothing.
    case "review-comment":
    case "description":
      return false;
  }
}

/** Where the entry can be read: its own address, or the subject's. */
export function urlOf({ utterance, note }: ConversationEntry, { description }: PullFacts | IssueFacts): string {
  if (utterance !== null && utterance.url !== "") return utterance.url;
  return note?.utterance === "comment" ? `${description.url}#issuecomment-${note.id}` : description.url;
}
