/**
 * Votes whose comments, or whose authors, are gone: each is taken back by a statement of its own with its own time, since what happens
 * after a vote's end leaves its result as it was. Pure.
 */
import type { ReadNote } from "../model/job.ts";
import type { Instant } from "../shared/names.ts";
import { samePerson } from "../shared/people.ts";
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
      (other.key !== vote.key && samePerson(other.by, vote.by) && other.at > vote.at && other.at <= at),
  );
  return isOver ? null : { ...vote, key, at, choice: "cancel" };
}
