/** Keeps one pull request that changes a registry: its branch, its one commit with the lists that follow the registry, its text. */

import type { RegistryChangeEffect } from "../../model/effect.ts";
import { type Instant, instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Forbidden } from "../client/errors.ts";
import { editedElsewhere } from "../read/parse-elsewhere.ts";
import {
  type BranchPull,
  branchSays,
  hasConflicts,
  ownBranchStart,
  readBranchPulls,
  readTip,
} from "../read/registry-branch.ts";
import { readContent } from "../read/registry-files.ts";
import { openOf, openPull, updateText } from "./kept-pull.ts";
import { moveBranch } from "./move-branch.ts";
import { readRidingFiles } from "./riding-files.ts";

export type RegistryChangeOutcome =
  /** The pull request is open and makes the change on the present registry; `wrote` tells whether anything had to be done for it. */
  | { readonly kind: "open"; readonly pull: number; readonly wrote: boolean }
  /** The registry on the default branch already says so. */
  | { readonly kind: "already" }
  /** Somebody else has pushed to the branch; it is left to them. */
  | { readonly kind: "foreign"; readonly pull: number | null }
  /** A pull request of that branch was closed or merged since `effect.closedSince`: what people undid is not done again (R78). */
  | { readonly kind: "undone"; readonly pull: number; readonly at: Instant; readonly merged: boolean }
  /** `why`: the end of a sentence, for people. */
  | { readonly kind: "cannot"; readonly why: string };

/** Safe to repeat at any point: it looks for the branch and the pull request before it makes them. */
export async function writeRegistryChange(
  client: Client,
  effect: RegistryChangeEffect,
): Promise<RegistryChangeOutcome> {
  try {
    return await propose(client, effect);
  } catch (error) {
    if (!(error instanceof Forbidden || error instanceof Declined) || error.retryable) throw error;
    return { kind: "cannot", why: `GitHub refused it (${error.message})` };
  }
}

async function propose(client: Client, effect: RegistryChangeEffect): Promise<RegistryChangeOutcome> {
  const base = await readTip(client, effect, effect.base);
  const present = base === null ? null : await readContent(client, effect.repository, effect.path, { ref: base });
  if (base === null || present === null)
    return { kind: "cannot", why: `there is no ${effect.path} on ${effect.base} any more` };
  const wanted = await editedElsewhere(present.text, effect.edit, effect);
  if (wanted.kind !== "edited") return wanted;
  const tip = await readTip(client, effect, effect.branch);
  const pulls = await readBranchPulls(client, effect);
  const pull = openOf(pulls, effect);
  const undone = pull === null ? undoneOf(pulls, effect) : null;
  if (undone !== null) return undone;
  const start = tip === null ? null : await ownBranchStart(client, effect, base, tip);
  if (tip !== null && start === null) return { kind: "foreign", pull: pull?.number ?? null };
  const riding = await readRidingFiles(client, effect, { base, tip, start, text: wanted.text });
  const isRight = tip !== null && riding.stand && (await branchSays(client, effect, tip, wanted.text));
  // The lists may have gone their own way, by the pull request that keeps them: right as they are, they could not be merged.
  const isUpToDate = isRight && !(riding.moved && pull !== null && (await hasConflicts(client, effect, pull.number)));
  const files = [{ path: effect.path, mode: "100644", text: wanted.text }, ...riding.files];
  if (!isUpToDate) await moveBranch(client, effect, { base, tip, files });
  const kept = {
    ...effect,
    body: [effect.body, ...(wanted.where === undefined ? [] : [wanted.where]), ...riding.paragraphs].join("\n\n"),
  };
  if (pull === null) return { kind: "open", pull: await openPull(client, kept), wrote: true };
  const isOwn = pull.user?.login.toLowerCase() === effect.botLogin.toLowerCase();
  const isRewritten = await updateText(client, kept, { ...pull, body: pull.body ?? "", isOwn });
  return { kind: "open", pull: pull.number, wrote: isRewritten || !isUpToDate };
}

function undoneOf(
  pulls: readonly BranchPull[],
  { closedSince }: RegistryChangeEffect,
): Extract<RegistryChangeOutcome, { kind: "undone" }> | null {
  if (closedSince === undefined) return null;
  const ends = pulls.flatMap(({ number, closed_at: closedAt, merged_at: mergedAt }) =>
    closedAt && instant(closedAt) > closedSince
      ? [{ kind: "undone" as const, pull: number, at: instant(closedAt), merged: Boolean(mergedAt) }]
      : [],
  );
  return ends.toSorted((one, other) => other.at - one.at)[0] ?? null;
}
