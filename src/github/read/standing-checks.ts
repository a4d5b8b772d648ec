/** Which of Rung's check runs a commit has: from memory where that may be believed, otherwise from GitHub (R75). */

import type { CheckMemory } from "../../database/check-memory.ts";
import type { CheckRow, StoredCheck } from "../../database/checks.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { type CurrentRun, newestRuns } from "./newest-runs.ts";

export interface CommitAt {
  readonly repository: RepositoryName & { readonly id: number };
  readonly headSha: string;
}

/** By name. */
export type CurrentChecks = ReadonlyMap<string, CurrentRun>;

interface CurrentCheckReader {
  readonly client: Client;
  readonly memory: CheckMemory;
  readonly appId: number;
}

/**
 * At most one request, and none where memory is sure. `surelyNew`: nothing can have been written on this commit before, so that
 * where nothing is remembered nothing is looked up either. `rows`: all of the commit, where they were just read.
 */
export async function currentChecks(
  { client, memory, appId }: CurrentCheckReader,
  { repository, headSha }: CommitAt,
  { surelyNew, rows }: { readonly surelyNew: boolean; readonly rows?: readonly CheckRow[] | undefined },
): Promise<CurrentChecks> {
  const { checks, certainty } = await memory.on(repository.id, headSha, rows);
  if (certainty === "sure" || (certainty === "none" && surelyNew)) return byName(checks);
  const found = await newestRuns(client, { repository, headSha }, appId);
  const runs = [...found].map(
    ([name, run]): StoredCheck => ({
      repositoryId: repository.id,
      headSha,
      name,
      checkRunId: run.id,
      digest: run.digest,
      outcome: run.outcome,
    }),
  );
  await memory.confirm(repository.id, headSha, runs);
  return found;
}

function byName(checks: readonly StoredCheck[]): CurrentChecks {
  return new Map(checks.map(({ name, checkRunId: id, digest, outcome }) => [name, { id, digest, outcome }]));
}

/** The conclusions with which GitHub allows a merge if the check is required. */
export function passes({ outcome }: Pick<CurrentRun, "outcome">): boolean {
  const [conclusion] = outcome.split(" ");
  return conclusion === "success" || conclusion === "neutral" || conclusion === "skipped";
}
