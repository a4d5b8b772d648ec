/** Reads a three-dot diff as far as approvals need it: where it starts, and which files it names (R9, R33). */
import { z } from "zod";
import type { DiffId } from "../../model/diffs.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Gone } from "../client/errors.ts";
import { parsed } from "./graphql-pages.ts";

/** The API names at most 300 files, all on the first page, and does not say that there are more. */
const MAX_FILES = 300;

const compareView = z.object({
  merge_base_commit: z.object({ sha: z.string() }),
  files: z
    .array(
      z.object({
        filename: z.string(),
        status: z.string(),
        previous_filename: z.string().nullish(),
        sha: z.string().nullish(),
      }),
    )
    .nullish(),
});

export interface DiffFile {
  readonly path: string;
  readonly status: string;
  readonly previousPath: string | null;
  /** After the change; of a removed file, before it. Of a submodule the commit. `null`: not told. */
  readonly blob: string | null;
}

export type DiffRead =
  | { readonly kind: "whole"; readonly mergeBase: string; readonly files: readonly DiffFile[] }
  /** `why`: a clause. */
  | { readonly kind: "partial"; readonly why: string };

/** The diff from the merge base of two commits to `head`. Throws GitHubError where GitHub does not answer. */
export async function readDiff(client: Client, repository: RepositoryName, { base, head }: DiffId): Promise<DiffRead> {
  const path = `/repos/${repository.owner}/${repository.name}/compare/${base}...${head}`;
  try {
    const { data } = await client.rest("GET", path);
    return diffOf(parsed(compareView, data, "a comparison"));
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    return {
      kind: "partial",
      why: `GitHub no longer has ${head.slice(0, 7)}, or nothing that it shares with the base, to compare it with`,
    };
  }
}

/** Where the head begins; `null`: nothing is shared with the base, or GitHub no longer has one of them. */
export async function readMergeBase(client: Client, { owner, name }: RepositoryName, { base, head }: DiffId) {
  try {
    const { data } = await client.rest("GET", `/repos/${owner}/${name}/compare/${base}...${head}`);
    return parsed(compareView, data, "a comparison").merge_base_commit.sha;
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

function diffOf({ files, merge_base_commit: mergeBase }: z.infer<typeof compareView>): DiffRead {
  if (files === null || files === undefined)
    return { kind: "partial", why: "GitHub named no files that could be compared" };
  if (files.length >= MAX_FILES) return { kind: "partial", why: `over ${MAX_FILES} files cannot be compared` };
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
