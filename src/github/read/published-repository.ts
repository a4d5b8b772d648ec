/**
 * Everything that publishing into a repository depends on: where its registry is, its lists, Rung's branch and pull request. One
 * request.
 */

import { z } from "zod";
import { bareLogin } from "../../model/own-comment.ts";
import type { Snapshot } from "../../promotions/published-files.ts";
import type { ProposedLists, StandingPull } from "../../promotions/standing-publication.ts";
import type { Instant, RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Gone } from "../client/errors.ts";
import { actorView } from "./accounts.ts";
import { parsed } from "./graphql-pages.ts";
import { repositoryView } from "./graphql-views.ts";
import { publishedQuery } from "./queries.ts";
import { type RegistryHead, registryHead } from "./registry-head.ts";
import { readSnapshots, snapshotsPart } from "./snapshots.ts";

export interface PublishedRepository {
  readonly registryHead: RegistryHead;
  /** GitHub's address for browsers, without a slash at its end. */
  readonly webUrl: string;
  /** GitHub's clock. */
  readonly readAt: Instant;
  /** The default branch; `null`: the repository is empty. */
  readonly base: { readonly ref: string; readonly commit: string } | null;
  readonly proposed: ProposedLists | null;
  readonly pull: StandingPull | null;
  /** The requested files on the default branch and, if it exists, on Rung's; `null`: they were not read. */
  readonly snapshots: readonly Snapshot[] | null;
}

interface PublishedQuestion {
  /** The owner's repository in which to look for a registry, besides this one. */
  readonly registryRepo: string;
  readonly branch: string;
  readonly files: readonly string[];
  readonly botLogin: string;
}

const pullView = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string(),
  baseRefName: z.string(),
  isCrossRepository: z.boolean(),
  mergeable: z.string(),
  author: actorView,
});

const answerView = z.object({
  repository: repositoryView
    .extend({
      url: z.url(),
      branch: z
        .object({
          target: z
            .object({
              oid: z.string(),
              message: z.string().optional(),
              parents: z.object({ totalCount: z.number() }).optional(),
            })
            .nullish(),
          associatedPullRequests: z.object({ nodes: z.array(pullView.nullable()).nullish() }),
        })
        .nullish(),
    })
    .loose()
    .nullish(),
  organisation: repositoryView.nullish(),
});
type BranchView = NonNullable<z.infer<typeof answerView>["repository"]>["branch"];

/** `null`: the repository is not there, or not to be seen. */
export async function readPublished(
  client: Client,
  { owner, name }: RepositoryName,
  { registryRepo, branch, files, botLogin }: PublishedQuestion,
): Promise<PublishedRepository | null> {
  const full = `refs/heads/${branch}`;
  const part = snapshotsPart(["HEAD", full], files);
  const query = {
    name: "Published",
    text: publishedQuery(part ?? { variables: "", fields: "" }),
    optional: ["repository", "organisation"],
  };
  const places = { owner, name, registryOwner: owner, registryName: registryRepo, branch: full };
  const answer = await gone(() => client.graph(query, { ...places, ...part?.values }));
  const view = answer === null ? null : parsed(answerView, answer.data, "what is published into a repository");
  if (answer === null || !view?.repository) return null;
  const { repository, organisation } = view;
  const { defaultBranchRef: base, branch: ref } = repository;
  const commit = base?.target?.oid;
  const [before, after] = part?.read(repository) ?? [];
  return {
    registryHead: registryHead(repository, organisation),
    webUrl: new URL(repository.url).origin,
    readAt: answer.at ?? Date.now(),
    base: !base || commit === undefined ? null : { ref: base.name, commit },
    proposed: proposedIn(ref),
    pull: pullIn(ref, base?.name ?? "", botLogin),
    snapshots: before === undefined || after === undefined ? null : ref?.target ? [before, after] : [before],
  };
}

/** The same for other files. */
export async function readListsOf(
  client: Client,
  repository: RepositoryName,
  { base, proposed }: Pick<PublishedRepository, "base" | "proposed">,
  files: readonly string[],
): Promise<readonly Snapshot[]> {
  const commits = [base, proposed].flatMap((branch) => (branch === null ? [] : [branch.commit]));
  return await readSnapshots(client, repository, commits, files);
}

async function gone<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

function proposedIn(ref: BranchView): ProposedLists | null {
  const { target } = ref ?? {};
  return target
    ? { commit: target.oid, message: target.message ?? "", isOneCommit: target.parents?.totalCount === 1 }
    : null;
}

function pullIn(ref: BranchView, base: string, botLogin: string): StandingPull | null {
  const found = (ref?.associatedPullRequests.nodes ?? []).find(
    (pull) => pull !== null && !pull.isCrossRepository && pull.baseRefName === base,
  );
  if (!found) return null;
  const { number, title, body, mergeable, author } = found;
  const isOwn = bareLogin(author?.login ?? "") === bareLogin(botLogin);
  return { number, title, body, isOwn, conflicts: mergeable === "CONFLICTING" };
}
