/** Asks people and teams to review, and takes requests back: the only writer of requests. */

import { z } from "zod";
import { loginKey, type RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Gone } from "../client/errors.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { findAccount } from "../read/find-account.ts";
import type { Reviewers } from "../read/requested-reviewers.ts";

interface PullPlace {
  readonly repository: RepositoryName;
  readonly number: number;
}

const pullView = z.object({ requested_reviewers: z.array(z.object({ login: z.string() })).nullish() });

/**
 * All in one request; returns those whom GitHub does not accept: no access to the repository, no such account or team. GitHub accepts
 * all or nobody and does not say whom it refuses, so after a refusal each is asked alone. Asking somebody who is asked already changes
 * nothing.
 */
export async function requestReviewers(client: Client, place: PullPlace, reviewers: Reviewers): Promise<Reviewers> {
  const refused = await refusedOf(client, place, reviewers);
  if (refused !== "all or nobody") return refused;
  const each = singles(reviewers);
  if (each.length === 1) return reviewers;
  const people: string[] = [];
  const teams: string[] = [];
  for (const one of each) {
    const answer = await refusedOf(client, place, one);
    const { people: logins, teams: slugs } = answer === "all or nobody" ? one : answer;
    people.push(...logins);
    teams.push(...slugs);
  }
  return { people, teams };
}

/** If somebody is no longer asked, that is no error, and does not keep the others asked. */
export async function releaseReviewers(client: Client, place: PullPlace, reviewers: Reviewers): Promise<void> {
  if (await isReleased(client, place, reviewers)) return;
  const each = singles(reviewers);
  if (each.length > 1) for (const one of each) await isReleased(client, place, one);
}

async function refusedOf(client: Client, place: PullPlace, reviewers: Reviewers): Promise<Reviewers | "all or nobody"> {
  try {
    const { data } = await client.rest("POST", pathOf(place), { body: bodyOf(reviewers) });
    const taken = pullView.safeParse(data).data?.requested_reviewers;
    // A team may be left out though it was taken: GitHub asks members in its place where the team's settings say so.
    return { people: taken ? leftOut(reviewers.people, taken) : [], teams: [] };
  } catch (error) {
    if (!isAboutThem(error, reviewers) && !(error instanceof Gone && (await hasUnknown(client, reviewers))))
      throw error;
    return "all or nobody";
  }
}

/** People whom GitHub silently leaves out were refused. */
function leftOut(logins: readonly string[], taken: readonly { readonly login: string }[]): readonly string[] {
  const keys = new Set(taken.map(({ login }) => loginKey(login)));
  return logins.filter((login) => !keys.has(loginKey(login)));
}

/** False: GitHub declined, since one of them or more is not asked. */
async function isReleased(client: Client, place: PullPlace, reviewers: Reviewers): Promise<boolean> {
  try {
    await client.rest("DELETE", pathOf(place), { body: bodyOf(reviewers) });
    return true;
  } catch (error) {
    if (isAboutThem(error, reviewers)) return false;
    // Without the pull request nobody is asked.
    if (error instanceof Gone) return true;
    throw error;
  }
}

/** A team that GitHub does not know, or does not show to this app, is "not found". */
function isAboutThem(error: unknown, { teams }: Reviewers): boolean {
  return (error instanceof Declined && error.status === 422) || (error instanceof Gone && teams.length > 0);
}

/** "Not found" may mean the pull request as well as one of the accounts. */
async function hasUnknown(client: Client, { people }: Reviewers): Promise<boolean> {
  for (const login of people) if ((await findAccount(client, login)) === "none") return true;
  return false;
}

function singles({ people, teams }: Reviewers): readonly Reviewers[] {
  return [
    ...people.map((login) => ({ people: [login], teams: [] })),
    ...teams.map((slug) => ({ people: [], teams: [slug] })),
  ];
}

function bodyOf({ people, teams }: Reviewers) {
  return teams.length === 0 ? { reviewers: people } : { reviewers: people, team_reviewers: teams };
}

function pathOf({ repository, number }: PullPlace): string {
  return `${repositoryPath(repository)}/pulls/${number}/requested_reviewers`;
}
