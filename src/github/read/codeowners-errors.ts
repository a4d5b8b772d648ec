/** What GitHub finds wrong with a repository's CODEOWNERS, on its default branch: one request. */

import { z } from "zod";
import type { CodeownersError } from "../../promotions/unknown-owners.ts";
import { fullName, type RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { readOptional } from "./answer-at.ts";

const errorsView = z.object({
  errors: z.array(
    z.object({
      line: z.number(),
      column: z.number(),
      kind: z.string(),
      source: z.string().optional(),
      suggestion: z.string().nullish(),
      path: z.string(),
    }),
  ),
});

/** `null`: there is no such file, or it cannot be seen. */
export async function readCodeownersErrors(
  client: Client,
  repository: RepositoryName,
): Promise<readonly CodeownersError[] | null> {
  const found = await readOptional(
    client,
    `/repos/${fullName(repository)}/codeowners/errors`,
    errorsView,
    "errors of CODEOWNERS",
  );
  return (
    found?.errors.map(({ source = "", suggestion = null, ...error }) => ({ ...error, source, suggestion })) ?? null
  );
}
