/** A governing registry as the page shows it: the ladder with its criteria in words, the people, the areas. Pure. */

import type { Governing } from "../../github/read/governing-registry.ts";
import type { ShownCriterion, ShownGoodRegistry, ShownRegistry } from "../../model/page-data.ts";
import { kindNamed } from "../../promotions/criteria/index.ts";
import { NOBODY_PROMOTED } from "../../promotions/ladder-words.ts";
import { ruleFor } from "../../promotions/nominee.ts";
import type { Criterion, Scope } from "../../promotions/promotion-types.ts";
import { wordingOf } from "../../promotions/rule.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Registry, RoleDefinition } from "../../registry/registry-types.ts";
import { rungsOf } from "../../registry/rungs.ts";

/** `null`: no registry governs, so there is nothing to show. Members of teams are not listed: GitHub may hide them. */
export function registryShown(governing: Governing, owner: string): ShownRegistry | null {
  switch (governing.kind) {
    case "none":
      return null;
    case "broken":
      return { kind: "broken", from: governing.repository, path: governing.path, faults: [...governing.faults] };
    default:
      return goodShown(governing, owner);
  }
}

function goodShown(governing: Extract<Governing, { kind: "good" }>, owner: string): ShownGoodRegistry {
  const { index, stale, unreadTeams } = governing;
  const { registry } = index;
  const { approval, reviews } = registry;
  return {
    kind: "good",
    sources: registry.sources.map(({ repository, path }) => ({ owner: repository.owner, name: repository.name, path })),
    stale: stale && { ...stale, faults: [...stale.faults] },
    unreadTeams: [...unreadTeams],
    mode: registry.mode,
    roles: registry.roles.map((role) => ({
      name: role.name,
      summary: role.summary,
      criterion: criterionOf(role, index, owner),
      ...(role.beside === true ? { beside: true as const } : {}),
    })),
    ...peopleShown(registry),
    areas: registry.areas.map(({ name, repos, paths, exclusive, inherits = true, approval: own }) => ({
      name,
      repos: [...repos],
      paths: [...paths],
      exclusive,
      inherits,
      from: own.from ?? approval.from,
      min: own.min ?? approval.min,
    })),
    approval: {
      from: approval.from,
      min: approval.min,
      lgtm: approval.lgtm,
      branches: approval.branches.map(({ pattern, min, from }) =>
        from === undefined ? { pattern, min } : { pattern, min, from: [...from] },
      ),
    },
    reviews: { request: reviews.request, from: reviews.from, maxOpen: reviews.maxOpen },
  };
}

function peopleShown({
  people,
  teams,
  emeritus = [],
}: Registry): Pick<ShownGoodRegistry, "people" | "teams" | "emeritus"> {
  return {
    people: people.map(({ role, login, areas, since, affiliation, away }) => ({
      role,
      login,
      areas: [...areas],
      since,
      affiliation,
      away,
    })),
    teams: teams.map(({ role, team, areas }) => ({ role, team, areas: [...areas] })),
    emeritus: emeritus.map(({ login }) => login),
  };
}

/** The lowest role, if it has no rule of its own, is where everybody begins: nobody is promoted to it. */
function criterionOf(
  { name, promotion, closed }: RoleDefinition,
  index: RegistryIndex,
  owner: string,
): ShownCriterion | null {
  const { registry } = index;
  if (closed === true) return { combine: "leaf", textMarkdown: NOBODY_PROMOTED, by: "people" };
  if (rungsOf(registry.roles)[0] === name && promotion === null) return null;
  const rule = ruleFor(name, { registry, index });
  return rule && inWords(rule.criterion, { owner, role: name, areas: [] });
}

function inWords(criterion: Criterion, scope: Scope): ShownCriterion {
  if (criterion.combine === "leaf") {
    const by = kindNamed(criterion.kind)?.by ?? "people";
    return { combine: "leaf", textMarkdown: wordingOf(criterion, scope), by };
  }
  const of = criterion.of.map((each) => inWords(each, scope));
  return { combine: criterion.combine, min: criterion.combine === "some" ? criterion.min : of.length, of };
}
