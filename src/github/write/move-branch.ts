/** Moves or deletes a branch of Rung's own: only from the commit where it was last seen, so that nobody's push in between is lost. */

import { z } from "zod";
import type { ListChange } from "../../promotions/standing-publication.ts";
import type { Client } from "../client/client.ts";
import { Declined, Gone, Transient, Unsupported } from "../client/errors.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { parsed } from "../read/graphql-pages.ts";
import { type BranchPlace, encodedBranch, readNodeId, readTip, readTreeOf } from "../read/registry-branch.ts";

type Place = Pick<BranchPlace, "repository" | "branch">;

/** The commit that the branch begins at, and its present one; `tip` `null`: it does not exist. */
interface BranchMove {
  readonly base: string;
  readonly tip: string | null;
  readonly files: readonly ListChange[];
}

const shaView = z.object({ sha: z.string() });

/**
 * Moves the branch to a commit on top of the default branch's tip; whatever else is there by now stays. If somebody, or another process,
 * has moved the branch in the meantime, it is not moved: then everything is looked at again.
 */
export async function moveBranch(
  client: Client,
  kept: Place & { readonly message: string },
  { base, tip, files }: BranchMove,
): Promise<void> {
  const git = `${repositoryPath(kept.repository)}/git`;
  const baseTree = await readTreeOf(client, kept.repository, base);
  const tree = await client.rest("POST", `${git}/trees`, { body: { base_tree: baseTree, tree: files.map(entryOf) } });
  const commit = await client.rest("POST", `${git}/commits`, {
    body: { message: kept.message, tree: parsed(shaView, tree.data, "a tree").sha, parents: [base] },
  });
  const { sha } = parsed(shaView, commit.data, "a commit");
  if (tip === null) await create(client, kept, sha);
  else await put(client, kept, { tip, sha });
}

/** A branch that was just created, here or by another process, may be too new for the preceding look. */
async function create(client: Client, place: Place, sha: string): Promise<void> {
  const body = { ref: `refs/heads/${place.branch}`, sha };
  await client.rest("POST", `${repositoryPath(place.repository)}/git/refs`, { body }).catch((error: unknown) => {
    const isThere = error instanceof Declined && /reference already exists/i.test(error.message);
    throw isThere
      ? new Transient(`the branch ${place.branch} is there by now`, { mayHaveHappened: true, cause: error })
      : error;
  });
}

/** Deletes the branch. If it is gone already, that is no error. */
export async function deleteBranch(client: Client, place: Place, tip: string): Promise<void> {
  await put(client, place, { tip, sha: null });
}

interface Step {
  /** The commit that the branch must still be at. */
  readonly tip: string;
  /** `null`: the branch is deleted. */
  readonly sha: string | null;
}

const UPDATE_REFS = `mutation MoveBranch($input: UpdateRefsInput!) {
  updateRefs(input: $input) { clientMutationId }
}`;

/** How that mutation names what is not there. */
const NOWHERE = "0".repeat(40);

/** GitHub itself checks where the branch is as it moves it. */
async function put(client: Client, place: Place, step: Step): Promise<void> {
  const { tip, sha } = step;
  const repositoryId = await readNodeId(client, place.repository);
  const update = { name: `refs/heads/${place.branch}`, beforeOid: tip, afterOid: sha ?? NOWHERE, force: true };
  try {
    await client.graph({ name: "MoveBranch", text: UPDATE_REFS }, { input: { repositoryId, refUpdates: [update] } });
  } catch (error) {
    // It was not done: for a push in between, which the look finds, or since the server has no such mutation (GitHub Enterprise Server
    // of long ago), or for a reason that REST tells as well.
    if (!(error instanceof Unsupported || error instanceof Declined || error instanceof Gone)) throw error;
    await putAfterLook(client, place, step);
  }
}

/** Between the look and the write a push can still be lost: there is no other way by REST. */
async function putAfterLook(client: Client, place: Place, { tip, sha }: Step): Promise<void> {
  const present = await readTip(client, place, place.branch);
  if (sha === null && present === null) return;
  if (present !== tip) throw new Transient(`the branch ${place.branch} has moved meanwhile`);
  const path = `${repositoryPath(place.repository)}/git/refs/heads/${encodedBranch(place.branch)}`;
  if (sha === null) await client.rest("DELETE", path);
  else await client.rest("PATCH", path, { body: { sha, force: true } });
}

function entryOf({ path, mode, text }: ListChange) {
  return text === null ? { path, mode, type: "blob", sha: null } : { path, mode, type: "blob", content: text };
}
