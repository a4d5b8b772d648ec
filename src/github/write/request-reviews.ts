/** Asks people to review, and takes requests back; part of apply.ts, the only writer. */
import { z } from "zod";
import type { NoReviewersEffect, ReviewersEffect } from "../../model/effect.ts";
import { loginKey } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Gone } from "../client/errors.ts";

export interface AskOutcome {
  readonly asked: readonly string[];
  /** Those GitHub does not take: no access to the repository, no such account. */
  readonly refused: readonly string[];
}

const pullView = z.object({ requested_reviewers: z.array(z.object({ login: z.string() })).nullish() });

/**
 * All in one request. GitHub takes all or nobody and does not say whom it minds, so after a refusal each is asked alone. Asking
 * somebody who is asked already changes nothing.
 */
export async function requestReviews(client: Client, effect: ReviewersEffect): Promise<AskOutcome> {
  const { logins } = effect;
  try {
    const taken = await request(client, effect, logins);
    return { asked: logins.filter((login) => taken(login)), refused: logins.filter((login) => !taken(login)) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (logins.length === 1) return { asked: [], refused: logins };
  }
  const asked: string[] = [];
  for (const login of logins) {
    try {
      const taken = await request(client, effect, [login]);
      if (taken(login)) asked.push(login);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
  return { asked, refused: logins.filter((login) => !asked.includes(login)) };
}

function isRefusal(error: unknown): boolean {
  return error instanceof Declined && error.status === 422;
}

async function request(
  client: Client,
  effect: ReviewersEffect,
  reviewers: readonly string[],
): Promise<(login: string) => boolean> {
  const { data } = await client.rest("POST", pathOf(effect), { body: { reviewers } });
  const view = pullView.safeParse(data);
  const listed = view.success ? view.data.requested_reviewers : null;
  if (!listed) return () => true;
  const taken = new Set(listed.map(({ login }) => loginKey(login)));
  return (login) => taken.has(loginKey(login));
}

/** Somebody who is not asked any more is no error. */
export async function releaseReviewers(effect: NoReviewersEffect, client: Client): Promise<void> {
  try {
    await client.rest("DELETE", pathOf(effect), { body: { reviewers: effect.logins } });
  } catch (error) {
    if (!(error instanceof Gone || isRefusal(error))) throw error;
  }
}

function pathOf({ repository, number }: ReviewersEffect | NoReviewersEffect): string {
  return `/repos/${repository.owner}/${repository.name}/pulls/${number}/requested_reviewers`;
}
