/** Which repositories a registry governs, each with the registry of its own that extends it, if any. */

import type { WatchedRepositories } from "../../github/read/access-teams.ts";
import type { GovernedRepository } from "../../github/read/access-world.ts";
import { readInstallationRepositories } from "../../github/read/listings.ts";
import { type RegistryBlobs, readRegistryBlobs } from "../../github/read/registry-head.ts";
import type { RepositoryRef } from "../../model/job.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { sameName } from "../../shared/names.ts";
import type { JobParts } from "../job-parts.ts";

interface GovernedRepositories {
  readonly repositories: readonly GovernedRepository[];
  /** By name in lower case; `null`: its own registry has faults. */
  readonly own: ReadonlyMap<string, Registry | null>;
}

/** A request for the installation's repositories, and one for each that the registry may govern. */
export async function governedRepositories(
  { client, registries }: Pick<JobParts, "client" | "registries">,
  registry: Registry,
  home: RegistryBlobs,
): Promise<GovernedRepositories> {
  const own = new Map<string, Registry | null>();
  const repositories: GovernedRepository[] = [];
  for (const repository of await mayBeGoverned({ client, registries }, registry, home)) {
    const isHome = repository.id === home.repository.id;
    const blobs = isHome ? home : await readRegistryBlobs(client, repository);
    if (blobs === null || blobs.repository.archived) continue;
    const { owner, name, private: isPrivate } = blobs.repository;
    // Who may see what in a private repository is not told where everybody can read it (R27).
    if (isPrivate && !home.repository.private) continue;
    if (!isHome) {
      const head = { own: blobs, organisation: home };
      const governing = await registries.governing(client, head, blobs.readAt ?? Date.now());
      if (governing.kind === "none") continue;
      const isFaulty = governing.kind === "broken" || governing.stale !== null;
      const hasOwn = blobs.root !== null || blobs.nested !== null;
      // A registry that stands alone says for itself who has what there.
      if (hasOwn && !isFaulty && governing.extended === undefined) continue;
      if (hasOwn) own.set(name.toLowerCase(), isFaulty ? null : governing.index.registry);
    }
    repositories.push({ owner, name, isPrivate });
  }
  return { repositories, own };
}

/** If the registry says nothing about permissions: only those that can be found without a request. */
export function watchedRepositories(
  { governsOthers }: Pick<JobParts["registries"], "governsOthers">,
  { areas }: Registry,
  { repository: home }: RegistryBlobs,
): WatchedRepositories {
  return { home: home.name, others: governsOthers(home) ? namedIn(areas) : [], privateToo: home.private };
}

function namedIn(areas: Registry["areas"]): readonly string[] {
  return areas.flatMap(({ repos }) => repos.map((name) => name.toLowerCase()));
}

/** Where the app is not installed, nothing is asked. */
async function mayBeGoverned(
  { client, registries }: Pick<JobParts, "client" | "registries">,
  { areas }: Registry,
  { repository: home }: RegistryBlobs,
): Promise<readonly RepositoryRef[]> {
  if (!registries.governsOthers(home)) return [home];
  const named = new Set(namedIn(areas));
  const isEverywhere = areas.length === 0 || areas.some(({ repos }) => repos.length === 0);
  const all = await readInstallationRepositories(client);
  return all.filter(
    ({ owner, name }) => sameName(owner, home.owner) && (isEverywhere || named.has(name.toLowerCase())),
  );
}
