/** Reads a three-dot diff as far as approvals need it: one digest a path, so that two diffs can be compared (R9). */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Client } from "../github/client.ts";
import { Gone } from "../github/errors.ts";
import type { RepositoryName } from "../names.ts";
import type { DiffFacts, FileDiff } from "./facts.ts";
import { parsed } from "./pages.ts";

/** The API names at most 300 files, all on the first page, and does not say that there are more. */
const MOST_FILES = 300;

const compareView = z.object({
  merge_base_commit: z.object({ sha: z.string() }),
  files: z
    .array(
      z.object({
        filename: z.string(),
        status: z.string(),
        previous_filename: z.string().nullish(),
        sha: z.string().nullish(),
        patch: z.string().nullish(),
        additions: z.number().nullish(),
        deletions: z.number().nullish(),
      }),
    )
    .nullish(),
});

/**
 * The diff from the merge base of `base` and `head` to `head`; both are commits or branch names. A commit that GitHub no longer
 * has gives an incomplete, empty diff: nothing may be concluded from it.
 */
export async function readDiff(
  client: Client,
  repository: RepositoryName,
  base: string,
  head: string,
): Promise<DiffFacts> {
  const range = `${encodeURIComponent(base)}...${encodeURIComponent(head)}`;
  const path = `/repos/${repository.owner}/${repository.name}/compare/${range}`;
  try {
    const { data } = await client.rest("GET", path);
    return diffOf(parsed(compareView, data, "a comparison"));
  } catch (error) {
    if (error instanceof Gone) return { mergeBase: "", files: new Map(), complete: false };
    throw error;
  }
}

function diffOf(view: z.infer<typeof compareView>): DiffFacts {
  const files = new Map<string, FileDiff>();
  for (const file of view.files ?? []) {
    files.set(file.filename, {
      status: file.status,
      previousPath: file.previous_filename ?? null,
      blob: file.sha ?? null,
      patch: file.patch ? patchDigest(file.patch) : null,
    });
  }
  const complete = view.files !== null && view.files !== undefined && view.files.length < MOST_FILES;
  return { mergeBase: view.merge_base_commit.sha, files, complete };
}

/**
 * Hashes a patch without the line numbers of its hunk headers, nor the heading git copies behind them from a line above: a
 * rebase moves both and changes nothing that was approved.
 */
export function patchDigest(patch: string): string {
  const hunks = patch.replace(/^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@.*$/gm, "@@");
  return createHash("sha256").update(hunks).digest("base64url");
}
