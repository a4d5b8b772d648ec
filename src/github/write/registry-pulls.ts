/** Keeps one pull request that changes a registry: its branch, its one commit with the lists that follow the registry, its text. */
import { z } from "zod";
import type { RegistryChangeEffect } from "../../model/effect.ts";
import { edited } from "../../registry/edit.ts";
import { type Instant, instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Forbidden } from "../client/errors.ts";
import { parsed } from "../read/graphql-pages.ts";
import {
  type BranchPull,
  branchSays,
  encodedBranch,
  isOwnBranch,
  readBranchPulls,
  readTip,
  readTreeOf,
} from "../read/registry-branch.ts";
import { readContent } from "../read/registry-files.ts";
import { type RidingFile, ridingFiles } from "./riding-files.ts";

export type RegistryChangeOutcome =
  /** The pull request is open and makes the change on the present registry; `wrote` tells whether anything had to be done for it. */
  | { readonly kind: "open"; readonly pull: number; readonly wrote: boolean }
  /** The registry on the default branch says it already. */
  | { readonly kind: "already" }
  /** Somebody else has pushed to the branch; it is left to them. */
  | { readonly kind: "foreign"; readonly pull: number | null }
  /** A pull request of that branch was closed or merged since `effect.closedSince`: what people undid is not done again (R78). */
  | { readonly kind: "undone"; readonly pull: number; readonly at: Instant; readonly merged: boolean }
  /** `why`: the end of a sentence, for people. */
  | { readonly kind: "cannot"; readonly why: string };

const numberView = z.object({ number: z.number() });
const shaView = z.object({ sha: z.string() });

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
  const wanted = edited(present.text, effect.edit);
  if (wanted.kind !== "edited") return wanted;
  const tip = await readTip(client, effect, effect.branch);
  const pulls = await readBranchPulls(client, effect);
  const pull = openOf(pulls, effect);
  const undone = pull === null ? undoneOf(pulls, effect) : null;
  if (undone !== null) return undone;
  if (tip !== null && !(await isOwnBranch(client, effect, base, tip)))
    return { kind: "foreign", pull: pull?.number ?? null };
  const riding = await ridingFiles(client, effect, { base, tip, text: wanted.text });
  const isUpToDate = tip !== null && riding.stand && (await branchSays(client, effect, tip, wanted.text));
  const files = [{ path: effect.path, mode: "100644", text: wanted.text }, ...riding.files];
  if (!isUpToDate) await moveBranch(client, effect, { base, tip, files });
  const told = { ...effect, body: [effect.body, ...riding.paragraphs].join("\n\n") };
  if (pull === null) return { kind: "open", pull: await open(client, told), wrote: true };
  const isRewritten = await updateText(client, told, pull);
  return { kind: "open", pull: pull.number, wrote: isRewritten || !isUpToDate };
}

/** A commit on the default branch's tip, and the branch on it: whatever else the registry says by now stays. */
async function moveBranch(
  client: Client,
  effect: RegistryChangeEffect,
  { base, tip, files }: { readonly base: string; readonly tip: string | null; readonly files: readonly RidingFile[] },
): Promise<void> {
  const git = `${home(effect)}/git`;
  const baseTree = await readTreeOf(client, effect.repository, base);
  const tree = await client.rest("POST", `${git}/trees`, {
    body: {
      base_tree: baseTree,
      tree: files.map(({ path, mode, text }) => ({ path, mode, type: "blob", content: text })),
    },
  });
  const commit = await client.rest("POST", `${git}/commits`, {
    body: { message: effect.message, tree: parsed(shaView, tree.data, "a tree").sha, parents: [base] },
  });
  const { sha } = parsed(shaView, commit.data, "a commit");
  if (tip === null) await client.rest("POST", `${git}/refs`, { body: { ref: `refs/heads/${effect.branch}`, sha } });
  else await client.rest("PATCH", `${git}/refs/heads/${encodedBranch(effect.branch)}`, { body: { sha, force: true } });
}

function openOf(pulls: readonly BranchPull[], { base }: RegistryChangeEffect): BranchPull | null {
  return pulls.find(({ state = "open", base: into }) => state === "open" && (into?.ref ?? base) === base) ?? null;
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

async function open(client: Client, effect: RegistryChangeEffect): Promise<number> {
  const { title, body, branch, base } = effect;
  try {
    const { data } = await client.rest("POST", `${home(effect)}/pulls`, { body: { title, body, head: branch, base } });
    return parsed(numberView, data, "a pull request").number;
  } catch (error) {
    // One that an earlier try opened may not be listed yet when it is looked for; GitHub knows of it all the same.
    const there =
      error instanceof Declined && error.status === 422 ? openOf(await readBranchPulls(client, effect), effect) : null;
    if (there === null) throw error;
    return there.number;
  }
}

/** Whether its text had to be brought up to date. A pull request that a person opened from the branch keeps theirs. */
async function updateText(client: Client, effect: RegistryChangeEffect, pull: BranchPull): Promise<boolean> {
  const isOwnPull = pull.user?.login.toLowerCase() === effect.botLogin.toLowerCase();
  const same = pull.title === effect.title && trimmed(pull.body ?? "") === trimmed(effect.body);
  if (!isOwnPull || same || effect.keepsText === true) return false;
  const { title, body } = effect;
  await client.rest("PATCH", `${home(effect)}/pulls/${pull.number}`, { body: { title, body } });
  return true;
}

/** GitHub stores line ends as they came and trims what follows the last one. */
function trimmed(text: string): string {
  return text.replaceAll("\r\n", "\n").trimEnd();
}

function home({ repository }: RegistryChangeEffect): string {
  return `/repos/${repository.owner}/${repository.name}`;
}
