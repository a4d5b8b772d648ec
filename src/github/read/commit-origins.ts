/** Reads who wrote the commits of a pull request and who signed them (R73, R2): asked only where something depends on it. */

import { z } from "zod";
import type { CommitOrigin, Listed, PullFacts } from "../../model/facts.ts";
import { type Account, loginKey } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Gone } from "../client/errors.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { parsed } from "./graphql-pages.ts";

const PAGE = 100;

/** By REST, since GraphQL's `GitActor.user` is a `User`, and may be `null` for bots, whose commits would look like nobody's. */
const accountView = z.object({ login: z.string(), id: z.number(), type: z.string() }).nullish();
const commitView = z.object({
  sha: z.string(),
  commit: z.object({ verification: z.object({ verified: z.boolean(), reason: z.string() }).nullish() }),
  author: z.union([accountView, z.object({}).transform(() => null)]),
  committer: z.union([accountView, z.object({}).transform(() => null)]),
});
const compareView = z.object({ total_commits: z.number(), commits: z.array(commitView) });

/**
 * The commits that the head has and the base has not, oldest first, by sha, so that a head that moves cannot mix two readings (R36).
 * More than `most` are counted and not read. `null`: GitHub has one of the two no more, or declines to compare them.
 */
export async function readCommitOrigins(
  client: Client,
  { repository, base, head }: Pick<PullFacts, "repository" | "base" | "head">,
  most: number,
): Promise<Listed<CommitOrigin> | null> {
  const path = `${repositoryPath(repository)}/compare/${base.sha}...${head.sha}`;
  const items: CommitOrigin[] = [];
  for (let page = 1; ; page += 1) {
    const view = await comparedOrNot(client, `${path}?per_page=${PAGE}&page=${page}`);
    if (view === null) return null;
    const { total_commits: total, commits } = view;
    items.push(...commits.map(originOf));
    const isWhole = items.length >= total;
    if (isWhole || commits.length === 0 || total > most) return { items, complete: isWhole, total };
  }
}

async function comparedOrNot(client: Client, path: string): Promise<z.output<typeof compareView> | null> {
  try {
    const { data } = await client.rest("GET", path);
    return parsed(compareView, data, "a comparison's commits");
  } catch (error) {
    if (error instanceof Gone || error instanceof Declined) return null;
    throw error;
  }
}

/** The account that commits what people and apps do on the web, and signs it. */
const WEB_FLOW = "web-flow";

function originOf({ sha, commit, author, committer }: z.output<typeof commitView>): CommitOrigin {
  const isGitHub = committer != null && loginKey(committer.login) === WEB_FLOW;
  const verified = commit.verification?.verified === true && commit.verification.reason === "valid";
  // A signature is verified against the keys of whoever committed; web-flow's and those of apps are GitHub's, since apps upload none.
  const isOwn = isGitHub || committer?.type === "Bot";
  return {
    sha,
    author: accountOf(author),
    committer: isGitHub ? "github" : accountOf(committer),
    signature: verified ? (isOwn ? "github" : "other") : "unverified",
  };
}

function accountOf(account: z.output<typeof accountView>): Account | null {
  if (account == null) return null;
  const { login, id, type } = account;
  return { login, id, type: type === "Bot" || type === "User" ? type : "Other" };
}
