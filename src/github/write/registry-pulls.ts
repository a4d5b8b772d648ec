/** Keeps one pull request that changes a registry: its branch, its one commit, its text. Used by apply.ts alone. */
import { z } from "zod";
import type { RegistryChangeEffect } from "../../model/effect.ts";
import { edited } from "../../registry/edit.ts";
import { alreadyHolds } from "../../registry/edit-steps.ts";
import { yamlTree } from "../../registry/yaml-tree.ts";
import { type Instant, instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Forbidden, Gone } from "../client/errors.ts";
import { parsed } from "../read/graphql-pages.ts";
import { readContent } from "../read/registry-files.ts";

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

const refView = z.object({ object: z.object({ sha: z.string() }) });
const commitView = z.object({ tree: z.object({ sha: z.string() }) });
const shaView = z.object({ sha: z.string() });
const comparisonView = z.object({
  total_commits: z.number(),
  commits: z.array(z.object({ author: z.object({ login: z.string() }).nullish() })),
});
const pullView = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  state: z.string().optional(),
  base: z.object({ ref: z.string() }).optional(),
  closed_at: z.string().nullish(),
  merged_at: z.string().nullish(),
});
type PullView = z.output<typeof pullView>;

/** Whether the registry on the default branch gives the person of the change the role by now, whoever wrote it (R50). */
export async function registrySays(client: Client, effect: RegistryChangeEffect): Promise<boolean> {
  if (effect.edit.kind !== "add") return false;
  const base = await tipOf(client, effect, effect.base);
  const present = base === null ? null : await readContent(client, effect.repository, effect.path, { ref: base });
  return present !== null && alreadyHolds(yamlTree(present.text).value, effect.edit);
}

/** Safe to repeat at any point: it looks for the branch and the pull request before it makes them. */
export async function writeRegistryChange(
  client: Client,
  effect: RegistryChangeEffect,
): Promise<RegistryChangeOutcome> {
  try {
    return await written(client, effect);
  } catch (error) {
    if (!(error instanceof Forbidden || error instanceof Declined) || error.retryable) throw error;
    return { kind: "cannot", why: `GitHub refused it (${error.message})` };
  }
}

async function written(client: Client, effect: RegistryChangeEffect): Promise<RegistryChangeOutcome> {
  const base = await tipOf(client, effect, effect.base);
  const present = base === null ? null : await readContent(client, effect.repository, effect.path, { ref: base });
  if (base === null || present === null)
    return { kind: "cannot", why: `there is no ${effect.path} on ${effect.base} any more` };
  const wanted = edited(present.text, effect.edit);
  if (wanted.kind !== "edited") return wanted;
  const tip = await tipOf(client, effect, effect.branch);
  const pulls = await pullsOf(client, effect);
  const pull = openOf(pulls, effect);
  const undone = pull === null ? undoneOf(pulls, effect) : null;
  if (undone !== null) return undone;
  if (tip !== null && !(await isOwn(client, effect, base, tip))) return { kind: "foreign", pull: pull?.number ?? null };
  const stands = tip !== null && (await says(client, effect, tip, wanted.text));
  if (!stands) await moveBranch(client, effect, { base, tip, text: wanted.text });
  if (pull === null) return { kind: "open", pull: await open(client, effect), wrote: true };
  const told = await retell(client, effect, pull);
  return { kind: "open", pull: pull.number, wrote: told || !stands };
}

async function tipOf(client: Client, effect: RegistryChangeEffect, branch: string): Promise<string | null> {
  try {
    const { data } = await client.rest("GET", `${home(effect)}/git/ref/heads/${pathOf(branch)}`);
    return parsed(refView, data, "a branch").object.sha;
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

/** Whether everything on the branch that the default branch lacks was committed by Rung. */
async function isOwn(client: Client, effect: RegistryChangeEffect, base: string, tip: string): Promise<boolean> {
  const own = effect.botLogin.toLowerCase();
  try {
    const { data } = await client.rest("GET", `${home(effect)}/compare/${base}...${tip}`);
    const { commits, total_commits } = parsed(comparisonView, data, "a comparison");
    return commits.length === total_commits && commits.every(({ author }) => author?.login.toLowerCase() === own);
  } catch (error) {
    // Without a common history it is nothing that Rung made.
    if (error instanceof Gone) return false;
    throw error;
  }
}

async function says(client: Client, { repository, path }: RegistryChangeEffect, tip: string, text: string) {
  const content = await readContent(client, repository, path, { ref: tip });
  return content?.text === text;
}

/** A commit on the default branch's tip, and the branch on it: whatever else the registry says by now stays. */
async function moveBranch(
  client: Client,
  effect: RegistryChangeEffect,
  { base, tip, text }: { readonly base: string; readonly tip: string | null; readonly text: string },
): Promise<void> {
  const git = `${home(effect)}/git`;
  const parent = await client.rest("GET", `${git}/commits/${base}`);
  const tree = await client.rest("POST", `${git}/trees`, {
    body: {
      base_tree: parsed(commitView, parent.data, "a commit").tree.sha,
      tree: [{ path: effect.path, mode: "100644", type: "blob", content: text }],
    },
  });
  const commit = await client.rest("POST", `${git}/commits`, {
    body: { message: effect.message, tree: parsed(shaView, tree.data, "a tree").sha, parents: [base] },
  });
  const { sha } = parsed(shaView, commit.data, "a commit");
  if (tip === null) await client.rest("POST", `${git}/refs`, { body: { ref: `refs/heads/${effect.branch}`, sha } });
  else await client.rest("PATCH", `${git}/refs/heads/${pathOf(effect.branch)}`, { body: { sha, force: true } });
}

/** The branch's, newest first, the closed ones too. */
async function pullsOf(client: Client, effect: RegistryChangeEffect): Promise<readonly PullView[]> {
  const { owner } = effect.repository;
  const head = encodeURIComponent(`${owner}:${effect.branch}`);
  const query = `state=all&head=${head}&base=${encodeURIComponent(effect.base)}&per_page=10`;
  const { data } = await client.rest("GET", `${home(effect)}/pulls?${query}`);
  return parsed(z.array(pullView), data, "pull requests");
}

function openOf(pulls: readonly PullView[], { base }: RegistryChangeEffect): PullView | null {
  return pulls.find(({ state = "open", base: into }) => state === "open" && (into?.ref ?? base) === base) ?? null;
}

function undoneOf(
  pulls: readonly PullView[],
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
    return parsed(pullView, data, "a pull request").number;
  } catch (error) {
    // One that an earlier try opened may not be listed yet when it is looked for; GitHub knows of it all the same.
    const there =
      error instanceof Declined && error.status === 422 ? openOf(await pullsOf(client, effect), effect) : null;
    if (there === null) throw error;
    return there.number;
  }
}

/** Whether its text had to be brought up to date. A pull request that a person opened from the branch keeps theirs. */
async function retell(client: Client, effect: RegistryChangeEffect, pull: PullView): Promise<boolean> {
  const isOwnPull = pull.user?.login.toLowerCase() === effect.botLogin.toLowerCase();
  const same = pull.title === effect.title && trimmed(pull.body ?? "") === trimmed(effect.body);
  if (!isOwnPull || same) return false;
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

function pathOf(branch: string): string {
  return branch.split("/").map(encodeURIComponent).join("/");
}
