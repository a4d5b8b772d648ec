/** Published files at certain commits, with the folders and links that lead to them: one request. */

import { type Snapshot, stepsTo } from "../../promotions/published-files.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { readStates, type StatesPart, type StatesRead, stateKey, statesPart } from "./states.ts";

/** In the order of the commits. */
export async function readSnapshots(
  client: Client,
  repository: RepositoryName,
  commits: readonly string[],
  files: readonly string[],
): Promise<readonly Snapshot[]> {
  const paths = [...new Set(files.flatMap(stepsTo))];
  const read = await readStates(client, repository, { commits, paths, texts: files });
  return commits.map((commit) => snapshotOf(read, commit, paths));
}

interface SnapshotsPart extends Omit<StatesPart, "read"> {
  read(view: Readonly<Record<string, unknown>>): readonly Snapshot[];
}

/** As a part of a query about a repository; `null`: it would be too large. */
export function snapshotsPart(commits: readonly string[], files: readonly string[]): SnapshotsPart | null {
  const paths = [...new Set(files.flatMap(stepsTo))];
  const part = statesPart({ commits, paths, texts: files });
  if (part === null) return null;
  const { variables, values, fields } = part;
  const read = (view: Readonly<Record<string, unknown>>) => {
    const states = part.read(view);
    return commits.map((commit) => snapshotOf(states, commit, paths));
  };
  return { variables, values, fields, read };
}

function snapshotOf({ entries, texts }: StatesRead, commit: string, paths: readonly string[]): Snapshot {
  return new Map(
    paths.flatMap((path) => {
      const entry = entries.get(stateKey(commit, path));
      return entry === undefined ? [] : [[path, { mode: entry.mode, text: texts.get(entry.blob) ?? null }] as const];
    }),
  );
}
