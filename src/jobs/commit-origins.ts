/** Finds out who wrote the commits of a pull request, and who pushed them, where the verdict depends on it (R73, R2). */

import { loweredFor, MAX_COMMITS } from "../gate/conditions/lowering.ts";
import { asksCommits, hasUnnamed } from "../gate/contributors.ts";
import { withPushes } from "../gate/record/pushes.ts";
import { rowsOf } from "../gate/rows.ts";
import type { Lowered } from "../gate/verdict-types.ts";
import type { Client } from "../github/client/client.ts";
import { GitHubError } from "../github/client/errors.ts";
import { readCommitOrigins } from "../github/read/commit-origins.ts";
import { readPushes } from "../github/read/read-pushes.ts";
import type { PullFacts } from "../model/facts.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";

interface Looked {
  readonly facts: PullFacts;
  readonly record: PullRecord;
  /** What could not be read, and is to be read again; until then nothing is lowered (R87). */
  readonly failure: GitHubError | null;
}

/**
 * One request if a line lowers something for the author and everything but the commits allows it, or if it matters who contributed and
 * somebody is not named, who may be a bot; another if no event told who pushed.
 */
export async function withOrigins(
  client: Client,
  facts: PullFacts,
  index: RegistryIndex,
  record: PullRecord,
): Promise<Looked> {
  const looked = { facts, record, failure: null };
  // Whether a request for changes stands is for the verdict to say, which has what it takes to know.
  const lowered = (at: Pick<Looked, "facts" | "record">) => loweredFor({ ...at, index, requests: () => [] });
  const isUnnamed = asksCommits(rowsOf(facts, index), index) && hasUnnamed(facts);
  if (facts.state !== "open" || !(isUnnamed || waitsFor(lowered(looked), "commits-unread"))) return looked;
  try {
    const origins = await readCommitOrigins(client, facts, MAX_COMMITS);
    if (origins === null) return looked;
    const read = { ...looked, facts: { ...facts, origins } };
    if (!waitsFor(lowered(read), "push-unknown")) return read;
    const pushes = (await readPushes(client, facts)) ?? [];
    return { ...read, record: withPushes(record, pushes) };
  } catch (error) {
    if (error instanceof GitHubError) return { ...looked, failure: error };
    throw error;
  }
}

function waitsFor(lowered: Lowered | null, what: "commits-unread" | "push-unknown"): boolean {
  return lowered !== null && !lowered.holds && lowered.why.kind === what;
}
