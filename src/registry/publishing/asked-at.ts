/** What the registry asks for at a path, for comparison with published ownership files. */

import { type Account, loginKey, type RepositoryName } from "../../shared/names.ts";
import { normalised } from "../glob.ts";
import { indexed, type RegistryIndex } from "../registry-index.ts";
import type { AreaDefinition, Registry } from "../registry-types.ts";

export interface Asked {
  /** The areas that are asked, each chain for itself, its innermost first. */
  readonly chains: readonly (readonly string[])[];
  /** The people who may approve all of it, as spelt; empty although `min` is not 0: nobody may. */
  readonly approvers: readonly string[];
  /** Who may be asked to review there, those who approve among them. */
  readonly reviewers: readonly string[];
  /** As one chain asks for it at most. */
  readonly min: number;
  readonly isRegistry: boolean;
}

export interface Asking {
  readonly index: RegistryIndex;
  at(path: string): Asked;
}

/** Teams stand for themselves, as `org/slug`: GitHub knows their members. */
export function withTeamsAsOwners(registry: Registry, repository: RepositoryName): Asking {
  const teams = new Map(registry.teams.map(({ team }) => [team, [{ login: team, id: null, type: "User" as const }]]));
  return askingOf(indexed(registry, teams), repository);
}

/** Only people count, including members of teams as far as these are known. */
export function withMembersAsOwners(
  registry: Registry,
  repository: RepositoryName,
  teams: ReadonlyMap<string, readonly Account[]>,
): Asking {
  return askingOf(indexed(registry, teams), repository);
}

function askingOf(index: RegistryIndex, repository: RepositoryName): Asking {
  function at(path: string): Asked {
    if (index.isRegistryPath(path)) {
      const approvers = index.registryApprovers(repository).map(({ login }) => login);
      return { chains: [[]], approvers, reviewers: approvers, min: 1, isRegistry: true };
    }
    const chains = index.areaPathsOf(repository, path);
    const asked = chains.map((chain) => ({ chain, ...index.neededFor(chain, "") })).filter(({ min }) => min > 0);
    const lists = asked.map(({ chain, from }) => index.approversOf(chain, from).map(({ login }) => login));
    return {
      chains: chains.map(({ areas }) => areas),
      approvers: inAll(lists),
      reviewers: [
        ...new Set(
          chains.flatMap((chain) => index.approversOf(chain, index.registry.reviews.from)).map(({ login }) => login),
        ),
      ],
      min: Math.max(0, ...asked.map(({ min }) => min)),
      isRegistry: false,
    };
  }
  return { index, at };
}

function inAll([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  const folded = others.map((list) => new Set(list.map(loginKey)));
  return first.filter((login) => folded.every((list) => list.has(loginKey(login))));
}

/** A letter that occurs in no file name, so that a sample is in no area by chance. */
const ANY = "ʬ";

/** A path that the pattern matches and that has as little as may be in common with other patterns. */
export function sampleOf(pattern: string): string {
  return normalised(pattern)
    .replaceAll(/(?<!\\)(?:\*+|\?)/g, ANY)
    .replaceAll(/\\(.)/gsu, "$1");
}

/** The areas that reach into the repository, in the order written. */
export function areasIn({ areas }: Registry, { name }: RepositoryName): readonly AreaDefinition[] {
  const own = name.toLowerCase();
  return areas.filter(({ repos }) => repos.length === 0 || repos.some((repo) => repo.toLowerCase() === own));
}

/** What is compared: every existing file, and a sample of each pattern for future ones. */
export function placesToCompare(
  registry: Registry,
  repository: RepositoryName,
  paths: readonly string[] | null,
): readonly { readonly path: string; readonly where: string }[] {
  const patterns = areasIn(registry, repository).flatMap((area) => area.paths);
  return [
    ...(paths ?? []).map((path) => ({ path, where: path })),
    ...[...new Set(patterns)].map((pattern) => ({ path: sampleOf(pattern), where: pattern })),
    { path: ANY, where: "files that no area names" },
  ];
}

/** What no file of owners can express, whatever the path. */
export function generalDifferences({ approval }: Registry, file: string): readonly string[] {
  return [
    ...(approval.lgtm > 0
      ? [`the registry asks for ${approval.lgtm} /lgtm besides; ${file} knows approvals alone`]
      : []),
    ...(approval.authorCounts
      ? [`the author's own approval counts in the registry; GitHub lets nobody approve their own`]
      : []),
    ...approval.branches.map(
      ({ pattern }) => `on branches that match ${pattern} more is asked for; ${file} knows no branches`,
    ),
  ];
}
