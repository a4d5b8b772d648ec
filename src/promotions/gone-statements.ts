/**
 * What remains of statements whose comments, or whose authors, are gone. A vote is taken back by a statement of its own with its own
 * time, since what happens after a vote's end leaves its result as it was. Pure.
 */

import { authorNow, renamed } from "../model/conversation.ts";
import type { IssueFacts, PullFacts } from "../model/facts.ts";
import type { ReadNote } from "../model/job.ts";
import type { Instant } from "../shared/names.ts";
import { samePerson } from "../shared/people.ts";
import { inOrder } from "./promotion-statements.ts";
import type { Person } from "./promotion-types.ts";

/** A vote as it was said, on a promotion or a decision. */
export interface SaidVote {
  readonly key: string;
  readonly by: Person;
  readonly at: Instant;
  readonly kind: "vote";
  readonly choice: "yes" | "no" | "abstain" | "cancel";
}

export interface GoneContext {
  readonly notes: readonly ReadNote[];
  readonly readAt: Instant;
  /** Everything until then was considered. */
  readonly lookedAt: Instant;
}

/**
 * The statement that takes the vote back; `null`: it was taken back, or replaced by a later one, already. GitHub does not tell when
 * something was deleted: if its event has just arrived, now; otherwise at some time since the last look, of which the earliest is the
 * strictest.
 */
export function takenBack<Word extends SaidVote>(
  vote: Word,
  votes: readonly SaidVote[],
  { notes, readAt, lookedAt }: GoneContext,
): (Word & { readonly choice: "cancel" }) | null {
  const place = vote.key.replace(/^[a-z-]+/, "");
  const key = `deleted${place}`;
  const isTold = notes.some(
    (note) => note.kind === "unsaid" && note.how === "deleted" && vote.key.startsWith(`${note.utterance}:${note.id}/`),
  );
  const at = Math.max(isTold ? readAt : lookedAt, vote.at);
  const isOver = votes.some(
    (other) =>
      other.key === key ||
      // Times are whole seconds: said twice in one, the second replaces the first.
      (samePerson(other.by, vote.by) && inOrder(other, vote) > 0 && other.at <= at),
  );
  return isOver ? null : { ...vote, key, at, choice: "cancel" };
}

/** "comment:12" of "comment:12/3". */
export function utteranceKey({ key }: { readonly key: string }): string {
  return key.replace(/\/[\d.]+$/, "");
}

interface Remembered {
  readonly facts: PullFacts | IssueFacts;
  readonly notes: readonly ReadNote[];
  /** Keys of the utterances that count. */
  readonly present: ReadonlySet<string>;
  readonly lookedAt: Instant;
}

/**
 * The statements under the present names of their authors; of those whose comments or accounts are gone, what remains. `gone`: those of
 * which something else remains because the account is gone, as they were said.
 */
export function keptStatements<Statement extends { readonly key: string; readonly by: Person }>(
  statements: readonly Statement[],
  { facts, notes, present, lookedAt }: Remembered,
  remains: (statement: Statement, context: GoneContext) => readonly Statement[],
): { readonly words: readonly Statement[]; readonly gone: readonly Statement[] } {
  const context = { notes, readAt: facts.readAt, lookedAt };
  const gone: Statement[] = [];
  const words = statements.flatMap((statement) => {
    const key = utteranceKey(statement);
    const now = authorNow(key, facts);
    // A comment that was not read may still be there.
    const isDeleted = !present.has(key) && now !== "unread" && key.startsWith("comment:");
    const after = now === "gone" || isDeleted ? remains(statement, context) : [statement];
    if (now === "gone" && after.some((one) => one !== statement)) gone.push(statement);
    return after.map((one) => ({ ...one, by: renamed(one.by, now) }));
  });
  return { words, gone };
}
