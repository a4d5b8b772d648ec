/** One pull request that is kept: its branch with one commit on the default branch, its text. Each step is safe to repeat. */
import { z } from "zod";
import type { ListChange } from "../../promotions/standing-publication.ts";
import type { Client } from "../client/client.ts";
import { Declined, Gone, Transient, Unsupported } from "../client/errors.ts";
import { parsed } from "../read/graphql-pages.ts";
import {
  type BranchPlace,
  type BranchPull,
  encodedBranch,
  readBranchPulls,
  readNodeId,
  readTip,
  readTreeOf,
} from "../read/registry-branch.ts";

export interface KeptPull extends BranchPlace {
  /** Of the commit. */
  readonly message: string;
  readonly title: string;
  readonly body: string;
  /** One that is open already keeps its title and text. */
  readonly keepsText?: true;
  /** It is opened as a draft. */
  readonly draft?: true;
}

const numberView = z.object({ number: z.number() });
const shaView = z.object({ sha: z.string() });

/** Where the branch begins, and where it stands; `tip` `null`: it is not there. */
export interface BranchMove {
  readonly base: string;
  readonly tip: string | null;
  readonly files: readonly ListChange[];
}

/**
 * A commit on the default branch's tip, and the branch on it: whatever else stands there by now stays. What somebody, or another process,
 * has put on the branch meanwhile is not moved away: then all is looked at again.
 */
export async function moveBranch(client: Client, kept: KeptPull, { base, tip, files }: BranchMove): Promise<void> {
  const git = `${home(kept)}/git`;
  const baseTree = await readTreeOf(client, kept.repository, base);
  const tree = await client.rest("POST", `${git}/trees`, { body: { base_tree: baseTree, tree: files.map(entryOf) } });
  const commit = await client.rest("POST", `${git}/commits`, {
    body: { message: kept.message, tree: parsed(shaView, tree.data, "a tree").sha, parents: [base] },
  });
  const { sha } = parsed(shaView, commit.data, "a commit");
  if (tip === null) await client.rest("POST", `${git}/refs`, { body: { ref: `refs/heads/${kept.branch}`, sha } });
  else await movedFrom(client, kept, { tip, sha });
}

const MOVE_BRANCH = `mutation MoveBranch($input: UpdateRefsInput!) {
  updateRefs(input: $input) { clientMutationId }
}`;

interface Move {
  /** Where the branch must stand still. */
  readonly tip: string;
  readonly sha: string;
}

/** GitHub itself looks where the branch stands as it moves it, so that nobody's push in between is lost. */
async function movedFrom(client: Client, kept: KeptPull, move: Move): Promise<void> {
  const { tip, sha } = move;
  const repositoryId = await readNodeId(client, kept.repository);
  const update = { name: `refs/heads/${kept.branch}`, beforeOid: tip, afterOid: sha, force: true };
  try {
    await client.graph({ name: "MoveBranch", text: MOVE_BRANCH }, { input: { repositoryId, refUpdates: [update] } });
  } catch (error) {
    // It was not done: for a push in between, which the look finds, or since the server has no such mutation (GitHub Enterprise Server
    // of long ago), or for a reason that REST tells as well.
    if (!(error instanceof Unsupported || error instanceof Declined || error instanceof Gone)) throw error;
    await movedAfterLook(client, kept, move);
  }
}

/** Between the look and the move a push can still be lost: there is no other way by REST. */
async function movedAfterLook(client: Client, kept: KeptPull, { tip, sha }: Move): Promise<void> {
  await assertAt(client, kept, tip);
  const path = `${home(kept)}/git/refs/heads/${encodedBranch(kept.branch)}`;
  await client.rest("PATCH", path, { body: { sha, force: true } });
}

async function assertAt(client: Client, kept: KeptPull, tip: string): Promise<void> {
  if ((await readTip(client, kept, kept.branch)) !== tip)
    throw new Transient(`the branch ${kept.branch} has moved meanwhile`);
}

function entryOf({ path, mode, text }: ListChange) {
  return text === null ? { path, mode, type: "blob", sha: null } : { path, mode, type: "blob", content: text };
}

export function openOf(pulls: readonly BranchPull[], { base }: BranchPlace): BranchPull | null {
  return pulls.find(({ state = "open", base: into }) => state === "open" && (into?.ref ?? base) === base) ?? null;
}

export async function openPull(client: Client, kept: KeptPull): Promise<number> {
  const { title, body, branch, base, draft } = kept;
  const asked = { title, body, head: branch, base, ...(draft && { draft }) };
  try {
    const { data } = await client.rest("POST", `${home(kept)}/pulls`, { body: asked });
    return parsed(numberView, data, "a pull request").number;
  } catch (error) {
    // Some repositories have no drafts (private ones of free organisations).
    if (draft === true && error instanceof Declined && /draft/i.test(error.message)) {
      const { draft: _, ...others } = kept;
      return await openPull(client, others);
    }
    // One that an earlier try opened may not be listed yet when it is looked for; GitHub knows of it all the same.
    const there =
      error instanceof Declined && error.status === 422 ? openOf(await readBranchPulls(client, kept), kept) : null;
    if (there === null) throw error;
    return there.number;
  }
}

/** What of an open pull request is compared with what it should say. */
export interface PullText {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  /** A pull request that a person opened from the branch keeps theirs. */
  readonly isOwn: boolean;
}

/** Whether it had to be brought up to date. */
export async function updateText(client: Client, kept: KeptPull, pull: PullText): Promise<boolean> {
  if (!pull.isOwn || saysAlready(kept, pull) || kept.keepsText === true) return false;
  const { title, body } = kept;
  await client.rest("PATCH", `${home(kept)}/pulls/${pull.number}`, { body: { title, body } });
  return true;
}

function saysAlready({ title, body }: KeptPull, pull: PullText): boolean {
  return pull.title === title && trimmed(pull.body) === trimmed(body);
}

/** GitHub stores line ends as they came and trims what follows the last one. */
function trimmed(text: string): string {
  return text.replaceAll("\r\n", "\n").trimEnd();
}

function home({ repository }: BranchPlace): string {
  return `/repos/${repository.owner}/${repository.name}`;
}
