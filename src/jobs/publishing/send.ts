/** Enqueues a look at the published lists of repositories, as these are listed, without any further request. */

import type { Kysely } from "kysely";
import { findPublishing, savePublishing } from "../../database/publishing.ts";
import type { Schema } from "../../database/schema.ts";
import type { Governing } from "../../github/read/governing-registry.ts";
import type { Job, RepositoryRef } from "../../model/job.ts";
import { entriesFor, publishedRepositories } from "../../registry/publishing/plan.ts";
import type { Registry } from "../../registry/registry-types.ts";
import type { Log } from "../../shared/log.ts";
import { sameName } from "../../shared/names.ts";

export interface Listed {
  readonly repository: RepositoryRef;
  readonly governing: Governing;
}

export interface Sending {
  readonly db: Kysely<Schema>;
  readonly enqueue: (jobs: readonly Job[]) => Promise<void>;
}

/** Also if a pull request is open for lists that no entry names any more. A registry with faults is no reason. */
export async function sendPublishing(
  { db, enqueue }: Sending,
  { repository, governing }: Listed,
  { installationId, cause }: Pick<Job, "installationId" | "cause">,
): Promise<void> {
  const registry = goodOf(governing);
  if (registry === null) return;
  const isPublished = entriesFor(registry, repository).length > 0;
  if (!isPublished && ((await findPublishing(db, repository.id))?.files ?? []).length === 0) return;
  const { owner, name, id } = repository;
  const subject = { kind: "publishing", repository: { owner, name, id } } as const;
  await enqueue([{ installationId, subject, cause, notes: [] }]);
}

/**
 * Records for each registry which of the repositories that it names are out of its reach. `all`: the installation's repositories, as
 * listed.
 */
export async function noteElsewhere(
  { db, log }: Pick<Sending, "db"> & { readonly log: Log },
  all: readonly Listed[],
): Promise<void> {
  for (const { repository, governing } of all) {
    const registry = goodOf(governing);
    const [own] = registry?.sources ?? [];
    if (registry === null || own === undefined || !sameName(own.repository.name, repository.name)) continue;
    const elsewhere = publishedRepositories(registry).flatMap((name) => whyNotIn(name, own.repository.name, all) ?? []);
    if (elsewhere.length === 0 && registry.publish === undefined) continue;
    const before = await findPublishing(db, repository.id);
    for (const why of newIn(elsewhere, before?.elsewhere))
      log.warn({ registry: repository.id, why }, "a list is not published");
    await savePublishing(db, repository.id, { elsewhere });
  }
}

function whyNotIn(name: string, registryRepository: string, all: readonly Listed[]): string | null {
  const listed = all.find(({ repository }) => sameName(repository.name, name));
  if (listed === undefined)
    return `${name} is not there, is archived, or is none of the repositories that this app is installed on, so nothing is published there`;
  const registry = goodOf(listed.governing);
  const isOurs = registry?.sources.some(({ repository }) => sameName(repository.name, registryRepository));
  return registry === null || isOurs === true
    ? null
    : `${name} has a registry of its own that does not extend this one, so nothing is published there`;
}

function goodOf(governing: Governing): Registry | null {
  return governing.kind === "good" && governing.stale === null ? governing.index.registry : null;
}

/** What was already so before is not logged again. */
export function newIn(notes: readonly string[], before: readonly string[] = []): readonly string[] {
  return notes.filter((note) => !before.includes(note));
}
