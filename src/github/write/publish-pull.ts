/** Keeps the one pull request that brings the lists of a repository in line with the registry. */
import type { PublishEffect } from "../../model/effect.ts";
import type { Client } from "../client/client.ts";
import { Declined, Forbidden, Gone, Transient } from "../client/errors.ts";
import { encodedBranch } from "../read/registry-branch.ts";
import { moveBranch, openPull, updateText } from "./kept-pull.ts";

export type PublishOutcome =
  | { readonly kind: "open"; readonly pull: number; readonly wrote: boolean }
  /** `pull` `null`: only a branch was left. */
  | { readonly kind: "ended"; readonly pull: number | null }
  /** `why`: the end of a sentence, for people. */
  | { readonly kind: "cannot"; readonly why: string };

/** Safe to repeat at any point: what stands is looked for before, and a branch without a pull request gets one at the next try. */
export async function writePublishPull(client: Client, effect: PublishEffect): Promise<PublishOutcome> {
  try {
    return effect.ends ? await ended(client, effect) : await kept(client, effect);
  } catch (error) {
    // Another process was faster, or an answer was lost: what stands there is looked for again.
    if (error instanceof Declined && /already exists/i.test(error.message))
      throw new Transient(error.message, { mayHaveHappened: true, cause: error });
    const isDeclined = error instanceof Forbidden || error instanceof Declined || error instanceof Gone;
    if (!isDeclined || error.retryable) throw error;
    return { kind: "cannot", why: `GitHub refused it (${error.message})` };
  }
}

async function kept(client: Client, effect: PublishEffect): Promise<PublishOutcome> {
  const { move, pull } = effect;
  if (move !== null) await moveBranch(client, effect, move);
  if (pull === null) return { kind: "open", pull: await openPull(client, effect), wrote: true };
  const isRewritten = await updateText(client, effect, pull);
  return { kind: "open", pull: pull.number, wrote: isRewritten || move !== null };
}

/** The pull request first: killed in between, the branch goes with the next look. */
async function ended(client: Client, effect: PublishEffect): Promise<PublishOutcome> {
  const { pull, body, branch } = effect;
  const home = `/repos/${effect.repository.owner}/${effect.repository.name}`;
  if (pull !== null) await client.rest("PATCH", `${home}/pulls/${pull.number}`, { body: { state: "closed", body } });
  try {
    await client.rest("DELETE", `${home}/git/refs/heads/${encodedBranch(branch)}`);
  } catch (error) {
    // Somebody was faster.
    const isGone = error instanceof Gone || (error instanceof Declined && error.status === 422);
    if (!isGone) throw error;
  }
  return { kind: "ended", pull: pull?.number ?? null };
}
