/** The repositories that a registry at hand would govern, each with the registry of its own that extends it, if any. */

import { parseRegistry } from "../../commands/read-registry.ts";
import type { Client } from "../../github/client/client.ts";
import type { WatchedRepositories } from "../../github/read/access-teams.ts";
import type { GovernedRepository } from "../../github/read/access-world.ts";
import { organizationRepositories } from "../../github/read/organization-lists.ts";
import { type RegistryBlobs, readRegistryBlobs } from "../../github/read/registry-head.ts";
import type { RepositoryRef } from "../../model/job.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { sameName, sameRepository } from "../../shared/names.ts";
import { type SpeakingRegistry, textOf } from "./speaking-registry.ts";

interface GovernedRepositories {
  readonly repositories: readonly GovernedRepository[];
  /** Registries that extend it, joined with it, by the repository's name in lower case; `null`: faulty. */
  readonly own: ReadonlyMap<string, Registry | null>;
}

export const NONE_GOVERNED: GovernedRepositories = { repositories: [], own: new Map() };

/** `usual`: the organisation's registry repository; of any other a registry governs that one alone. Throws GitHubError. */
export async function readGoverned(
  client: Client,
  speaking: SpeakingRegistry,
  usual: string,
): Promise<GovernedRepositories> {
  const { registry, home } = speaking;
  const isOfAll = sameName(home.repository.name, usual);
  const asked = isOfAll ? await mayBeGoverned(client, registry, home) : [home.repository];
  const repositories: GovernedRepository[] = [];
  const own = new Map<string, Registry | null>();
  for (const one of asked) {
    const isHome = one.id === home.repository.id;
    const blobs = isHome ? home : await readRegistryBlobs(client, one);
    if (blobs === null) continue;
    const theirs = isHome ? "none" : await extending(client, blobs, speaking);
    if (theirs === "other") continue;
    const { owner, name, private: isPrivate } = blobs.repository;
    repositories.push({ owner, name, isPrivate });
    if (theirs !== "none") own.set(name.toLowerCase(), theirs === "faulty" ? null : theirs);
  }
  return { repositories, own };
}

/** Where nothing is said of permissions: those that cost no request to find. */
export function watchedBy({ registry, home }: SpeakingRegistry, usual: string): WatchedRepositories {
  const { name, private: privateToo } = home.repository;
  const isOfAll = sameName(name, usual);
  return { home: name, others: isOfAll ? registry.areas.flatMap(({ repos }) => repos) : [], privateToo };
}

async function mayBeGoverned(
  client: Client,
  { areas }: Registry,
  home: RegistryBlobs,
): Promise<readonly RepositoryRef[]> {
  const named = new Set(areas.flatMap(({ repos }) => repos.map((name) => name.toLowerCase())));
  const isEverywhere = areas.length === 0 || areas.some(({ repos }) => repos.length === 0);
  const all = await organizationRepositories(client, home.repository.owner);
  return isEverywhere ? all : all.filter(({ name }) => named.has(name.toLowerCase()));
}

/** "none": it has no registry of its own; "other": one that says for itself who has what there, or extends another. */
async function extending(
  client: Client,
  blobs: RegistryBlobs,
  { registry, home }: SpeakingRegistry,
): Promise<Registry | "none" | "other" | "faulty"> {
  const found = await textOf(client, blobs);
  if (found === null) return blobs.root === null && blobs.nested === null ? "none" : "faulty";
  const alone = parseRegistry(found.text, found.source).registry;
  if (alone === null) return "faulty";
  const target = alone.extends;
  if (target === undefined) return "other";
  const isThis = target.repository === null || sameRepository(target.repository, home.repository);
  if (!isThis) return "other";
  return parseRegistry(found.text, found.source, { base: registry }).registry ?? "faulty";
}
