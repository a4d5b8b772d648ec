/** What an event tells about who is asked to review, so that open requests need not be counted again for each choice. Pure. */

import { z } from "zod";
import type { Person } from "../../shared/person-sets.ts";
import { idView, issueNumber } from "./payload-views.ts";

export interface RequestChange {
  readonly repositoryId: number;
  readonly number: number;
  readonly added: readonly Person[];
  /** Answered; `null`: nobody is waited for any more. */
  readonly closed: readonly Person[] | null;
  /** Taken back. */
  readonly dropped: readonly Person[];
}

const user = z.object({ login: z.string(), id: idView });
const view = z.object({
  action: z.string(),
  repository: z.object({ id: idView }),
  pull_request: z.object({ number: issueNumber, requested_reviewers: z.array(user).nullish() }),
  requested_reviewer: user.nullish(),
  review: z.object({ user: user.nullish() }).nullish(),
});

const TELLING: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["pull_request", new Set(["review_requested", "review_request_removed", "closed", "reopened"])],
  ["pull_request_review", new Set(["submitted"])],
]);

/** Whether an event with that name and action can tell anything about requests. */
export function mayTell(event: string, action: string): boolean {
  return TELLING.get(event)?.has(action) === true;
}

/** `null`: it tells nothing about requests. An event of another shape tells nothing either: its route reports that. */
export function requestChange(event: string, payload: unknown): RequestChange | null {
  const actions = TELLING.get(event);
  if (actions === undefined) return null;
  const parsed = view.safeParse(payload);
  if (!parsed.success || !actions.has(parsed.data.action)) return null;
  const { action, repository, pull_request: pull, requested_reviewer: reviewer, review } = parsed.data;
  const at = { repositoryId: repository.id, number: pull.number, added: [], closed: [], dropped: [] };
  const named = reviewer ? [reviewer] : [];
  switch (action) {
    case "review_requested":
      return { ...at, added: named };
    case "review_request_removed":
      return { ...at, dropped: named };
    case "closed":
      return { ...at, closed: null };
    case "reopened":
      return { ...at, added: pull.requested_reviewers ?? [] };
    default:
      return { ...at, closed: review?.user ? [review.user] : [] };
  }
}
