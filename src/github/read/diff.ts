/** Reads a three-dot diff as far as approvals need it: where it starts, and which files it names (R9, R33). */

import type { DiffId } from "../../model/diffs.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Gone } from "../client/errors.ts";
import { type CommitComparison, MAX_COMPARED, readComparison } from "./comparison.ts";

export interface DiffFile {
  readonly path: string;
  readonly status: string;
  readonly previousPath: string | null;
  /** The blob after the change; for a removed file, before it. For a submodule the commit. `null`: not told. */
  readonly blob: string | null;
}

export type DiffRead =
  | { readonly kind: "whole"; readonly mergeBase: string; readonly files: readonly DiffFile[] }
  /** `why`: a clause. */
  | { readonly kind: "partial"; readonly why: string };

/** The diff from the merge base of two commits to `head`. Throws GitHubError where GitHub does not answer. */
export async function readDiff(client: Client, repository: RepositoryName, diff: DiffId): Promise<DiffRead> {
  try {
    return diffOf(await readComparison(client, repository, diff));
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    return {
      kind: "partial",
      why: `GitHub no longer has ${diff.head.slice(0, 7)}, or nothing that it shares with the base, to compare it with`,
    };
  }
}

/** The merge base; `null`: the head shares nothing with the base, or GitHub no longer has one of them. */
export async function readMergeBase(client: Client, repository: RepositoryName, diff: DiffId) {
  try {
    return (await readComparison(client, repository, diff)).merge_base_commit.sha;
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

function diffOf({ files, merge_base_commit: mergeBase }: CommitComparison): DiffRead {
  if (files === null || files === undefined)
    return { kind: "partial", why: "GitHub named no files that could be compared" };
  if (files.length >= MAX_COMPARED) return { kind: "partial", why: `over ${MAX_COMPARED} files cannot be compared` };
  return {
    kind: "whole",
    mergeBase: mergeBase.sha,
    files: files.map((file) => ({
      path: file.filename,
      status: file.status,
      previousPath: file.previous_filename ?? null,
      blob: file.sha ?? null,
    })),
  };
}
