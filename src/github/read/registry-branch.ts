/** The branches of a registry: the default one, and the one on which Rung proposes a change. */

import { z } from "zod";
import type { ProposedPull, RegistryChangeEffect } from "../../model/effect.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Gone, Transient } from "../client/errors.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { isAppItself } from "./accounts.ts";
import { parsed } from "./graphql-pages.ts";
import { holdsElsewhere, Unparsed } from "./parse-elsewhere.ts";
import { readContent } from "./registry-files.ts";
import { A_PAGE, isLastPage } from "./rest-pages.ts";

const refView = z.object({ object: z.object({ sha: z.string() }) });
const commitView = z.object({ tree: z.object({ sha: z.string() }) });
const writtenView = z.object({
  commit: z.object({ message: z.string() }),
  author: z.object({ login: z.string().optional() }).nullish(),
});
const comparisonView = z.object({
  total_commits: z.number(),
  merge_base_commit: z.object({ sha: z.string() }),
  commits: z.array(z.object({ author: z.object({ login: z.string() }).nullish() })),
});
const pullView = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  state: z.string().optional(),
  base: z.object({ ref: z.string() }).optional(),
  head: z.object({ sha: z.string() }).optional(),
  closed_at: z.string().nullish(),
  merged_at: z.string().nullish(),
});
export type BranchPull = z.output<typeof pullView>;

/** A branch on which Rung proposes something. */
export type BranchPlace = Pick<ProposedPull, "repository" | "base" | "branch" | "botLogin">;

/** Whether the registry on the default branch gives the person of the change the role now, whoever wrote it (R50). */
export async function registrySays(client: Client, effect: RegistryChangeEffect): Promise<boolean> {
  if (effect.edit.kind !== "add") return false;
  const base = await readTip(client, effect, effect.base);
  const present = base === null ? null : await readContent(client, effect.repository, effect.path, { ref: base });
  return present !== null && (await saysSo(present.text, effect.edit, effect));
}

async function saysSo(...asked: Parameters<typeof holdsElsewhere>): Promise<boolean> {
  try {
    return await holdsElsewhere(...asked);
  } catch (error) {
    if (!(error instanceof Unparsed)) throw error;
    throw new Transient(error.message, { cause: error });
  }
}

/** `null`: there is no such branch. */
export async function readTip(
  client: Client,
  place: Pick<BranchPlace, "repository">,
  branch: string,
): Promise<string | null> {
  try {
    const { data } = await client.rest(
      "GET",
      `${repositoryPath(place.repository)}/git/ref/heads/${encodedBranch(branch)}`,
    );
    return parsed(refView, data, "a branch").object.sha;
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

const REPOSITORY = `query RepositoryId($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { id } }`;
const idView = z.object({ repository: z.object({ id: z.string() }) });

/** By which GraphQL knows it. */
export async function readNodeId(client: Client, { owner, name }: RepositoryName): Promise<string> {
  const { data } = await client.graph({ name: "RepositoryId", text: REPOSITORY }, { owner, name });
  return parsed(idView, data, "a repository").repository.id;
}

/** Whether everything on the branch that the default branch lacks was committed by Rung. */
export async function isOwnBranch(...asked: Parameters<typeof ownBranchStart>): Promise<boolean> {
  return (await ownBranchStart(...asked)) !== null;
}

/** The commit of the default branch on which the branch begins; `null`: not everything on it was committed by Rung. */
export async function ownBranchStart(
  client: Client,
  place: Pick<BranchPlace, "repository" | "botLogin">,
  base: string,
  tip: string,
): Promise<string | null> {
  const own = place.botLogin.toLowerCase();
  try {
    const { data } = await client.rest("GET", `${repositoryPath(place.repository)}/compare/${base}...${tip}`);
    const { commits, total_commits: total, merge_base_commit: start } = parsed(comparisonView, data, "a comparison");
    const isOwn = commits.length === total && commits.every(({ author }) => author?.login.toLowerCase() === own);
    return isOwn ? start.sha : null;
  } catch (error) {
    // Without a common history it is nothing that Rung made.
    if (error instanceof Gone) return null;
    throw error;
  }
}

/** The message of a commit that Rung wrote; `null`: somebody else did, or it does not exist any more. */
export async function ownMessage(
  client: Client,
  place: Pick<BranchPlace, "repository" | "botLogin">,
  commit: string,
): Promise<string | null> {
  try {
    const { data } = await client.rest("GET", `${repositoryPath(place.repository)}/commits/${commit}`);
    const { author, commit: written } = parsed(writtenView, data, "a commit");
    return author?.login?.toLowerCase() === place.botLogin.toLowerCase() ? written.message : null;
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

const mergeableView = z.object({ mergeable: z.boolean().nullish() });

/** Whether GitHub says that it cannot be merged; while GitHub works that out, it is not said. */
export async function hasConflicts(client: Client, place: Pick<BranchPlace, "repository">, number: number) {
  const { data } = await client.rest("GET", `${repositoryPath(place.repository)}/pulls/${number}`);
  return parsed(mergeableView, data, "a pull request").mergeable === false;
}

/** Whether the registry at that commit is this text. */
export async function branchSays(
  client: Client,
  { repository, path }: RegistryChangeEffect,
  tip: string,
  text: string,
): Promise<boolean> {
  const content = await readContent(client, repository, path, { ref: tip });
  return content?.text === text;
}

/** The tree of a commit. */
export async function readTreeOf(client: Client, { owner, name }: RepositoryName, commit: string): Promise<string> {
  const { data } = await client.rest("GET", `/repos/${owner}/${name}/git/commits/${commit}`);
  return parsed(commitView, data, "a commit").tree.sha;
}

/** The branch's, newest first, the closed ones too. */
export async function readBranchPulls(client: Client, place: BranchPlace): Promise<readonly BranchPull[]> {
  const { owner } = place.repository;
  const head = encodeURIComponent(`${owner}:${place.branch}`);
  const query = `state=all&head=${head}&base=${encodeURIComponent(place.base)}&per_page=10`;
  const { data } = await client.rest("GET", `${repositoryPath(place.repository)}/pulls?${query}`);
  return parsed(z.array(pullView), data, "pull requests");
}

/** Whether any pull request that is open comes from the branch, whatever it goes into. */
export async function hasOpenPulls(
  client: Client,
  { repository, branch }: Omit<BranchPlace, "base" | "botLogin">,
): Promise<boolean> {
  const head = encodeURIComponent(`${repository.owner}:${branch}`);
  const { data } = await client.rest("GET", `${repositoryPath(repository)}/pulls?state=open&head=${head}&per_page=1`);
  return parsed(z.array(z.object({ number: z.number() })), data, "pull requests").length > 0;
}

const pullCommitsView = z.array(
  z.object({ author: z.object({ login: z.string(), type: z.string().optional() }).nullish() }),
);

/** Whether a pull request has nothing but the app's own commits. */
export async function hasOnlyOwnCommits(
  client: Client,
  { repository, number, botLogin }: Pick<BranchPlace, "repository" | "botLogin"> & { readonly number: number },
): Promise<boolean> {
  const answer = await client.rest("GET", `${repositoryPath(repository)}/pulls/${number}/commits?per_page=${A_PAGE}`);
  const commits = parsed(pullCommitsView, answer.data, "a pull request's commits");
  return isLastPage(answer, commits.length) && commits.every(({ author }) => isAppItself(author, botLogin));
}

/** As a part of a path. */
export function encodedBranch(branch: string): string {
  return branch.split("/").map(encodeURIComponent).join("/");
}
