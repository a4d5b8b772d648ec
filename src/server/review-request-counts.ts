/**
 * Keeps the count of open review requests up to date from webhooks, in groups and without delaying the answers: a count that is wrong
 * for a moment costs only fairness, while a sender's wait costs everybody's.
 */

import type { Kysely } from "kysely";
import { addRequests, closeAnswered, closeRequests, dropRequests } from "../database/review-requests.ts";
import type { Schema } from "../database/schema.ts";
import type { Log } from "../shared/log.ts";
import { groupWriter } from "./group-writer.ts";
import { type RequestChange, requestChange } from "./webhook/request-changes.ts";

interface RequestNotes {
  /** Records what the event tells, in the order of the calls. Returns immediately. */
  note(event: string, payload: unknown): void;
  /** Resolves when all of it is written down, or could not be. */
  idle(): Promise<void>;
}

export function requestNotes(db: Kysely<Schema>, log: Log): RequestNotes {
  const changes = groupWriter<RequestChange>(
    (group) => written(db, group),
    (error, group) => log.warn({ err: error, changes: group.length }, "changes of review requests were not noted"),
  );
  return {
    note: (event, payload) => {
      const change = requestChange(event, payload);
      if (change !== null) changes.add(change);
    },
    idle: changes.idle,
  };
}

/** Reviews come in floods and share a statement; anything in between keeps its place. */
async function written(db: Kysely<Schema>, group: readonly RequestChange[]): Promise<void> {
  let reviews: RequestChange[] = [];
  const together = async () => {
    const answered = reviews.flatMap(({ repositoryId, number, closed }) =>
      (closed ?? []).map((who) => ({ repositoryId, number, who })),
    );
    reviews = [];
    await closeAnswered(db, answered);
  };
  for (const change of group) {
    const { repositoryId, number, added, closed, dropped } = change;
    if (added.length === 0 && dropped.length === 0 && closed !== null) {
      reviews.push(change);
      continue;
    }
    await together();
    await addRequests(db, repositoryId, number, added);
    await closeRequests(db, repositoryId, number, closed);
    await dropRequests(db, repositoryId, number, dropped);
  }
  await together();
}
