/** What is asked of GitHub one by one: accounts, the pull requests that change a registry, and whether an issue is still there. */
import { z } from "zod";
import type { AccountLookup } from "../../promotions/promotion-context.ts";
import type { Person } from "../../promotions/promotion-types.ts";
import type { RegistryPull } from "../../promotions/stages.ts";
import { fullName, type Instant, instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Gone } from "../client/errors.ts";
import { parsed } from "./graphql-pages.ts";

/** What the address answers; `null`: nothing is there that this app may see. */
async function answerAt<T>(client: Client, path: string, view: z.ZodType<T>, what: string): Promise<T | null> {
  try {
    const { data } = await client.rest("GET", path);
    return parsed(view, data, what);
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

const accountView = z.object({ login: z.string(), id: z.number(), type: z.string().optional() });

/** Who bears a login now. */
export async function accountNamed(client: Client, login: string): Promise<AccountLookup> {
  // GitHub's logins have no other characters; anything else would be another path.
  if (!/^[a-z0-9][a-z0-9_-]{0,99}(\[bot\])?$/i.test(login)) return "none";
  try {
    const found = await answerAt(client, `/users/${encodeURIComponent(login)}`, accountView, "an account");
    if (found === null) return "none";
    const { type } = found;
    return { login: found.login, id: found.id, type: type === "User" || type === "Bot" ? type : "Other" };
  } catch (error) {
    if (error instanceof Declined) return "unknown";
    throw error;
  }
}

/** The present login of somebody known by id, which may have been given away since (R50); `null`: not to be found any more. */
export async function presentLogin(client: Client, { login, id }: Person): Promise<string | null> {
  // A server without the first route leaves the id to be held against the login's own.
  for (const path of [`/user/${id}`, `/users/${encodeURIComponent(login)}`]) {
    const found = await answerAt(client, path, accountView, "an account");
    if (found !== null && found.id === id) return found.login;
  }
  return null;
}

const pullView = z.object({
  state: z.string(),
  body: z.string().nullish(),
  merged_at: z.string().nullish(),
  closed_at: z.string().nullish(),
  head: z.object({ ref: z.string() }),
  base: z.object({ ref: z.string(), repo: z.object({ id: z.number() }) }),
});

export interface RegistryPullRead {
  readonly state: "open" | "merged" | "closed";
  /** When it was merged or closed; `null`: it is open, or GitHub does not say. */
  readonly endedAt: Instant | null;
  readonly body: string;
  /** The branch it is made of. */
  readonly head: string;
  /** The branch it goes into. */
  readonly base: string;
  readonly baseRepositoryId: number;
}

/** `null`: it is not there any more. */
export async function readRegistryPull(
  client: Client,
  { repository, number }: RegistryPull,
): Promise<RegistryPullRead | null> {
  const found = await answerAt(client, `/repos/${fullName(repository)}/pulls/${number}`, pullView, "a pull request");
  if (found === null) return null;
  const { merged_at: mergedAt, closed_at: closedAt, head, base, body } = found;
  const ended = mergedAt ?? (found.state === "open" ? null : closedAt);
  return {
    state: mergedAt ? "merged" : found.state === "open" ? "open" : "closed",
    endedAt: ended ? instant(ended) : null,
    body: body ?? "",
    head: head.ref,
    base: base.ref,
    baseRepositoryId: base.repo.id,
  };
}

const issueView = z.object({
  state: z.string(),
  pull_request: z.unknown().optional(),
  number: z.number().optional(),
  repository_url: z.string().optional(),
});

/** Whether promotions can go on there: an issue that is open, or a pull request. `repository`: `owner/name`. */
export async function canPromoteIn(client: Client, repository: string, number: number): Promise<boolean> {
  const found = await answerAt(client, `/repos/${repository}/issues/${number}`, issueView, "an issue");
  if (found === null) return false;
  const { state, pull_request: pull, number: at = number, repository_url: url } = found;
  // One that was transferred answers under its new address: what was nominated there is void (R46).
  const place = `/repos/${repository}`.toLowerCase();
  const isThere = at === number && (!url || new URL(url).pathname.toLowerCase().endsWith(place));
  return isThere && (state === "open" || pull !== undefined);
}
