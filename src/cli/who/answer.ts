/** Who may approve a path, and how many must. */

import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { AreaPath, Registry } from "../../registry/registry-types.ts";
import { loginKey, type RepositoryName } from "../../shared/names.ts";

export interface Answer {
  /** As named with --repo, else only its name; empty: any. */
  readonly repository: string;
  readonly path: string;
  /** `null`: no area covers the path. */
  readonly area: string | null;
  readonly enclosing: readonly string[];
  readonly needed: number;
  readonly from: string;
  readonly approvers: readonly { readonly login: string; readonly role: string; readonly areas: readonly string[] }[];
  readonly teams: readonly string[];
  /** A program writes it from others: beside a change that needs somebody, it needs nobody, unless its area is exclusive. */
  readonly generated: boolean;
  /** A change of this file needs the people named, whatever its area. */
  readonly registry: boolean;
}

export interface Question {
  /** Under the empty name lie only the areas of every repository. */
  readonly repository: RepositoryName;
  readonly path: string;
  /** The branch that is merged into; empty: any. */
  readonly base: string;
}

/** One for each thing that is asked for the path: several where several exclusive areas match it (R76). */
export function answersFor(index: RegistryIndex, { repository, path, base }: Question): readonly Answer[] {
  const chains = index.areaPathsOf(repository, path);
  if (!index.isRegistryPath(path))
    return chains.map((chain) => answerFor(index, { repository, path, chain, asked: index.neededFor(chain, base) }));
  const least = Math.max(1, ...index.areaPathsOf(repository, "").map((chain) => index.neededFor(chain, base).min));
  const asked = { min: least, from: index.topRole() };
  return chains.slice(0, 1).map((chain) => answerFor(index, { repository, path, chain, asked }));
}

interface At {
  readonly repository: RepositoryName;
  readonly path: string;
  readonly chain: AreaPath;
  readonly asked: { readonly from: string; readonly min: number };
}

function answerFor(index: RegistryIndex, { repository, path, chain, asked }: At): Answer {
  const isRegistry = index.isRegistryPath(path);
  const approvers = isRegistry ? index.registryApprovers(repository) : index.approversOf(chain, asked.from);
  const [area = null, ...enclosing] = chain.areas;
  return {
    repository: repository.owner === "" ? repository.name : `${repository.owner}/${repository.name}`,
    path,
    area,
    enclosing,
    needed: asked.min,
    from: asked.from,
    approvers: approvers.map(({ login, role }) => ({ login, role, areas: areasHeld(index, login, role) })),
    teams: teamsAt(index, chain, asked.from),
    generated: !isRegistry && index.isGenerated(path) && (area === null || index.areaNamed(area)?.exclusive !== true),
    registry: isRegistry,
  };
}

/** Areas in the order of the registry, since each way in which people can be listed has an order of its own. */
export function inAreaOrder<One extends Answer>(answer: One, { areas: all }: Registry): One {
  const place = new Map(all.map(({ name }, index) => [name, index]));
  const approvers = answer.approvers.map(({ login, role, areas }) => ({
    login,
    role,
    areas: areas.toSorted((one, other) => (place.get(one) ?? 0) - (place.get(other) ?? 0)),
  }));
  return { ...answer, approvers };
}

/** Of all entries that give the role, as many as there are; empty: everywhere. */
function areasHeld({ registry }: RegistryIndex, login: string, role: string): readonly string[] {
  const key = loginKey(login);
  const held = registry.people.filter((holding) => holding.key === key && holding.role === role);
  return held.some(({ areas }) => areas.length === 0) ? [] : [...new Set(held.flatMap(({ areas }) => areas))];
}

/** Teams whose members would count too; a file does not tell who they are. */
function teamsAt(index: RegistryIndex, chain: AreaPath, from: string): readonly string[] {
  return index.registry.teams
    .filter(({ role }) => index.atLeast(role, from))
    .filter(({ areas }) => (areas.length === 0 ? chain.open : areas.some((area) => chain.areas.includes(area))))
    .map(({ team }) => team);
}
