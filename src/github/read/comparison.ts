/** Compares two commits from their merge base, by REST. */

import { z } from "zod";
import type { DiffId } from "../../model/diffs.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { parsed } from "./graphql-pages.ts";

/** A comparison lists no more files than this, all on its first page, and does not say that there are more. */
export const MAX_COMPARED = 300;

const comparisonView = z.object({
  merge_base_commit: z.object({ sha: z.string() }),
  files: z
    .array(
      z.object({
        filename: z.string(),
        status: z.string(),
        previous_filename: z.string().nullish(),
        sha: z.string().nullish(),
        additions: z.number().optional(),
        deletions: z.number().optional(),
      }),
    )
    .nullish(),
});
export type CommitComparison = z.infer<typeof comparisonView>;

export async function readComparison(
  client: Client,
  { owner, name }: RepositoryName,
  { base, head }: DiffId,
): Promise<CommitComparison> {
  const { data } = await client.rest("GET", `/repos/${owner}/${name}/compare/${base}...${head}`);
  return parsed(comparisonView, data, "a comparison");
}
