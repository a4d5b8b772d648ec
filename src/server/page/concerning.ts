/**
 * The part of a registry that concerns one repository: all that is shown to somebody who may see the repository but not the file (R62).
 * Pure.
 */

import type { ShownCriterion, ShownGoodRegistry, ShownRegistry } from "../../model/page-data.ts";
import { type LoginKey, loginKey, type RepositoryName, sameName } from "../../shared/names.ts";

const PRIVATE_FAULT =
  "The file is private, and so is what is wrong with it; whoever may read it is told by rung check.";
const PRIVATE_REQUIREMENT = "A requirement over repositories or areas that are not shown here";

/** The files of the registry that are in another repository than the one that is shown. */
export function foreignSources(registry: ShownRegistry, { owner, name }: RepositoryName): readonly RepositoryName[] {
  const own = key({ owner, name });
  if (registry.kind === "broken") {
    // Whose file it is was not kept by an earlier version: then it may be anybody's.
    const { from = { owner: "", name: "" } } = registry;
    return key(from) === own ? [] : [from];
  }
  return registry.sources
    .filter((source) => key(source) !== own)
    .map((source) => ({ owner: source.owner, name: source.name }));
}

/** `hidden`: the sources that the visitor may not see. Unchanged if there are none. */
export function concerning(
  registry: ShownRegistry,
  repository: RepositoryName,
  hidden: readonly RepositoryName[],
): ShownRegistry {
  if (hidden.length === 0) return registry;
  if (registry.kind === "broken") return { ...registry, faults: [PRIVATE_FAULT] };
  const isHidden = (source: RepositoryName) => hidden.some((one) => key(one) === key(source));
  const areas = registry.areas
    .filter(({ repos }) => repos.length === 0 || repos.some((name) => sameName(name, repository.name)))
    .map((area) => ({ ...area, repos: area.repos.filter((name) => sameName(name, repository.name)) }));
  const kept = new Set(areas.map(({ name }) => name));
  const unsaid = unsaidNames(registry, repository, kept);
  return {
    ...registry,
    sources: registry.sources.filter((source) => !isHidden(source)),
    hiddenSources: registry.sources.filter(isHidden).length,
    stale: registry.stale && { ...registry.stale, path: "Its file", faults: [PRIVATE_FAULT] },
    unreadTeams: registry.unreadTeams.map(() => "a team"),
    roles: registry.roles.map((role) => ({ ...role, criterion: role.criterion && without(role.criterion, unsaid) })),
    // Their employers and who was thanked stand in the file alone; the role they hold here does not.
    people: here(registry.people, kept).map((person) => ({ ...person, affiliation: null })),
    teams: here(registry.teams, kept),
    emeritus: [],
    areas,
  };
}

/** Those who hold something here: everywhere, or in an area that reaches this repository. */
function here<Held extends { readonly areas: readonly string[] }>(
  entries: readonly Held[],
  kept: ReadonlySet<string>,
): (Held & { areas: string[] })[] {
  return entries.flatMap((entry) => {
    const areas = entry.areas.filter((name) => kept.has(name));
    return entry.areas.length > 0 && areas.length === 0 ? [] : [{ ...entry, areas }];
  });
}

function unsaidNames(
  registry: ShownGoodRegistry,
  { name }: RepositoryName,
  kept: ReadonlySet<string>,
): ReadonlySet<string> {
  const repositories = registry.areas.flatMap(({ repos }) => repos).filter((other) => !sameName(other, name));
  const areas = registry.areas.map((area) => area.name).filter((area) => !kept.has(area));
  return new Set([...repositories, ...areas].map((word) => word.toLowerCase()));
}

function without(criterion: ShownCriterion, unsaid: ReadonlySet<string>): ShownCriterion {
  if (criterion.combine !== "leaf") return { ...criterion, of: criterion.of.map((each) => without(each, unsaid)) };
  const words = criterion.textMarkdown.toLowerCase().split(/[^\p{L}\p{N}._-]+/u);
  return words.some((word) => unsaid.has(word)) ? { ...criterion, textMarkdown: PRIVATE_REQUIREMENT } : criterion;
}

function key({ owner, name }: RepositoryName): LoginKey {
  return loginKey(`${owner}/${name}`);
}
