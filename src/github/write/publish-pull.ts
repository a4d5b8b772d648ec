/** Keeps the one pull request that brings a repository's lists in line with the registry. */

import type { PublishEffect } from "../../model/effect.ts";
import type { Client } from "../client/client.ts";
import { Declined, Forbidden, Gone, Transient } from "../client/errors.ts";
import { openPull, updateText } from "./kept-pull.ts";
import { deleteBranch, moveBranch } from "./move-branch.ts";

export type PublishOutcome =
  | { readonly kind: "open"; readonly pull: number; readonly wrote: boolean }
  /** `pull` `null`: only a branch was left. */
  | { readonly kind: "ended"; readonly pull: number | null }
  /** `why`: the end of a sentence, for people. */
  | { readonly kind: "cannot"; readonly why: string };

/** Safe to repeat at any point: existing things are looked for first, and a branch without a pull request gets one at the next try. */
export async function writePublishPull(client: Client, effect: PublishEffect): Promise<PublishOutcome> {
  try {
    return await written(client, effect);
  } catch (error) {
    // Another process was faster, or an answer was lost: what stands there is looked for again.
    if (error instanceof Declined && /reference does not exist/i.test(error.message))
      throw new Transient(error.message, { mayHaveHappened: true, cause: error });
    const isDeclined = error instanceof Forbidden || error instanceof Declined || error instanceof Gone;
    if (!isDeclined || error.retryable) throw error;
    return { kind: "cannot", why: `GitHub refused it (${error.message})` };
  }
}

/** When it ends, the pull request is closed first: if the process is killed in between, the next look deletes the branch. */
async function written(client: Client, effect: PublishEffect): Promise<PublishOutcome> {
  const { branchStep, pull } = effect;
  if (branchStep.kind === "delete") {
    if (pull !== null) await close(client, effect, pull.number);
    await deleteBranch(client, effect, branchStep.tip);
    return { kind: "ended", pull: pull?.number ?? null };
  }
  const isMoved = branchStep.kind === "move";
  if (isMoved) await moveBranch(client, effect, branchStep);
  if (pull === null) return { kind: "open", pull: await openPull(client, effect), wrote: true };
  const isRewritten = await updateText(client, effect, pull);
  return { kind: "open", pull: pull.number, wrote: isRewritten || isMoved };
}

async function close(client: Client, { repository, body }: PublishEffect, number: number): Promise<void> {
  const { owner, name } = repository;
  await client.rest("PATCH", `/repos/${owner}/${name}/pulls/${number}`, { body: { state: "closed", body } });
}
