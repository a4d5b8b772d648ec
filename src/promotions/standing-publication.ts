/** What to do with the one pull request that brings a repository's lists in line with the registry. Pure. */

import { createHash } from "node:crypto";
import type { PullText } from "../model/effect.ts";
import { openedLine, sealedLine } from "../shared/seal.ts";
import { publishMessage } from "./publish-text.ts";
import type { PublishedFile, Snapshot } from "./published-files.ts";

/** The one branch of a repository that lists are proposed on. */
export const PUBLISH_BRANCH = "rung/publish";

/** The lists on that branch. */
export interface ProposedLists {
  readonly commit: string;
  readonly message: string;
  readonly isOneCommit: boolean;
}

/** The open pull request from that branch into the default one. */
export interface StandingPull extends PullText {
  /** It cannot be merged as it is. */
  readonly conflicts: boolean;
}

export interface ListChange {
  readonly path: string;
  readonly mode: string;
  /** `null`: the file is taken away. */
  readonly text: string | null;
}

/** The differences between the lists and the registry, file by file. */
export function changesIn(wanted: readonly PublishedFile[], snapshot: Snapshot | undefined): readonly ListChange[] {
  return wanted.flatMap(({ path, outcome }): readonly ListChange[] => {
    const mode = snapshot?.get(path)?.mode ?? "100644";
    if (outcome.kind === "removed") return [{ path, mode, text: null }];
    return outcome.kind === "written" ? [{ path, mode, text: outcome.text }] : [];
  });
}

/**
 * Files that somebody changed to exactly what publishing makes of them at the commit where the change begins: mode and every byte,
 * including people's text around a published part. Takes plans and snapshots of both ends.
 */
export function followingIn(
  [before = [], after = []]: readonly (readonly PublishedFile[])[],
  [from, head]: readonly Snapshot[],
): readonly string[] {
  const right = new Set(after.flatMap(({ path, outcome }) => (outcome.kind === "same" ? [path] : [])));
  return changesIn(before, from).flatMap(({ path, mode, text }) => {
    const there = head?.get(path);
    const follows =
      text === null ? there === undefined : there?.mode === mode && there.text === text && right.has(path);
    return follows ? [path] : [];
  });
}

/**
 * Whether a commit has the lists as they should be. Changes outside a published part are no reason to push, which would cost the
 * approvals.
 */
export function areRight(wanted: readonly PublishedFile[], standing: readonly PublishedFile[]): boolean {
  const kinds = new Map(standing.map(({ path, outcome }) => [path, outcome.kind]));
  return wanted.every(({ path, outcome }) => {
    const kind = kinds.get(path);
    if (outcome.kind === "removed") return kind === undefined;
    return kind === (outcome.kind === "told" ? "told" : "same");
  });
}

export interface Lists {
  readonly wanted: readonly PublishedFile[];
  /** The files on the branch; `null`: there is no branch. */
  readonly standing: readonly PublishedFile[] | null;
  readonly proposed: ProposedLists | null;
  readonly pull: StandingPull | null;
}

/** Whether the branch is what Rung would make of it now, whoever made it. */
export function isUpToDate({ wanted, standing, proposed, pull }: Lists): boolean {
  return (
    proposed?.isOneCommit === true &&
    standing !== null &&
    areRight(wanted, standing) &&
    proposed.message.trimEnd() === messageFor(wanted) &&
    pull?.conflicts !== true
  );
}

export function messageFor(wanted: readonly PublishedFile[]): string {
  return publishMessage(pendingPaths(wanted), digestOf(wanted.filter(isPending)));
}

export function pendingPaths(wanted: readonly PublishedFile[]): readonly string[] {
  return wanted.filter(isPending).map(({ path }) => path);
}

function isPending({ outcome }: PublishedFile): boolean {
  return outcome.kind === "written" || outcome.kind === "removed";
}

const NAME = "publish";
/** For the digests that one pull request names. */
const MAX_PAYLOAD = 20_000;

/**
 * The signed, hidden line of the pull request that tells which lists it proposes, so that nobody is asked twice after a loss of the
 * database (R78).
 */
export function sealLists(wanted: readonly PublishedFile[], repositoryId: number, key: Uint8Array): string {
  const payload = Buffer.from([...digestsIn(wanted).values()].join(""), "hex").toString("base64url");
  return sealedLine(NAME, payload, contextOf(repositoryId), key);
}

/** One of Rung's pull requests that was merged or closed. */
export interface EndedPull {
  readonly number: number;
  readonly body: string;
  readonly isMerged: boolean;
}

/** Whether it still says which lists it proposed: people may have overwritten it. */
export function saysLists(
  { body }: Pick<EndedPull, "body">,
  { repositoryId, keys }: { readonly repositoryId: number; readonly keys: readonly Uint8Array[] },
): boolean {
  return openedLine(NAME, body, contextOf(repositoryId), keys, MAX_PAYLOAD).kind === "ok";
}

/**
 * The pull request with which people have refused everything that is to be written now; newest first. A later merge makes earlier
 * refusals obsolete, and a pull request that Rung itself closed has no such line.
 */
export function declinedBy(
  wanted: readonly PublishedFile[],
  ended: readonly EndedPull[],
  { repositoryId, keys }: { readonly repositoryId: number; readonly keys: readonly Uint8Array[] },
): number | null {
  const waiting = new Set(digestsIn(wanted).values());
  for (const { number, body, isMerged } of ended) {
    if (isMerged) return null;
    const opened = openedLine(NAME, body, contextOf(repositoryId), keys, MAX_PAYLOAD);
    for (const digest of opened.kind === "ok" ? digestsOf(opened.payload) : []) waiting.delete(digest);
    if (waiting.size === 0) return number;
  }
  return null;
}

function contextOf(repositoryId: number): string {
  return `${repositoryId} ${PUBLISH_BRANCH}`;
}

const DIGEST_BYTES = 9;

function digestsOf(payload: string): readonly string[] {
  const bytes = Buffer.from(payload, "base64url");
  const count = Math.floor(bytes.length / DIGEST_BYTES);
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES).toString("hex"),
  );
}

/** For each entry with something to write, by all that it publishes there. */
function digestsIn(wanted: readonly PublishedFile[]): ReadonlyMap<string, string> {
  const waiting = new Set(wanted.filter(isPending).map(({ entry }) => entry));
  return new Map([...waiting].map((file) => [file, digestOf(wanted.filter(({ entry }) => entry === file))]));
}

function digestOf(files: readonly PublishedFile[]): string {
  const contents = files.map(({ path, content }) => [path, content]);
  return createHash("sha256")
    .update(JSON.stringify(contents))
    .digest("hex")
    .slice(0, DIGEST_BYTES * 2);
}
