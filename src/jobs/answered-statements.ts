/**
 * Leaves out statements that were already answered in an earlier life of the database (R78): they were carried out then, and people may
 * have undone it since. Rung's own answer on GitHub tells, a reply with its marker or a thumb; nothing is asked about statements that
 * the database is certain to know.
 */

import type { Kysely } from "kysely";
import { keptAnswers } from "../database/command-actions.ts";
import type { Schema } from "../database/schema.ts";
import type { Client } from "../github/client/client.ts";
import { ownThumbs } from "../github/read/reactions.ts";
import type { SaidNote } from "../model/conversation.ts";
import type { IssueFacts, PullFacts } from "../model/facts.ts";
import { type ReadNote, threadPlace } from "../model/job.ts";
import { type Bot, isOwn, replyMarker } from "../model/own-comment.ts";
import type { Instant } from "../shared/names.ts";

interface AnsweredContext {
  readonly client: Client;
  readonly db: Kysely<Schema>;
  readonly bot: Bot;
  readonly facts: PullFacts | IssueFacts;
  /** Whatever was said then or before may be unknown to the database. */
  readonly since: Instant;
}

/** The notes, without those of kind "said" that were answered in an earlier life of the database. */
export async function unanswered(notes: readonly ReadNote[], context: AnsweredContext): Promise<readonly ReadNote[]> {
  const { client, db, bot, facts, since } = context;
  const old = notes.filter((note): note is SaidNote => note.kind === "said" && note.at <= since);
  if (old.length === 0) return notes;
  const inAll = (note: SaidNote) => `${threadPlace(facts)}/${keyOf(note)}`;
  const known = await keptAnswers(db, old.map(inAll));
  const unknown = old.filter((note) => !known.has(inAll(note)));
  const hasReply = (note: SaidNote) =>
    facts.comments.items.some((comment) => isOwn(comment, replyMarker(keyOf(note)), bot));
  const open = unknown.filter((note) => !hasReply(note));
  const thumbs = await ownThumbs(client, [...new Set(open.filter(takesThumbs).map(({ nodeId }) => nodeId))]);
  // A review gets no thumb where it simply worked; what it said of something that is closed by now is over in any case.
  const isOver = ({ utterance }: SaidNote) => utterance === "review" && facts.state !== "open";
  const isAnswered = (note: SaidNote) => hasReply(note) || thumbs.has(note.nodeId) || isOver(note);
  const answered = new Set<ReadNote>(unknown.filter(isAnswered));
  return notes.filter((note) => !answered.has(note));
}

/** GitHub takes no reaction to a review by the way Rung gives them. */
function takesThumbs({ utterance, nodeId }: SaidNote): boolean {
  return utterance !== "review" && nodeId !== "";
}

function keyOf({ utterance, id }: SaidNote): string {
  return `${utterance}:${id}`;
}
