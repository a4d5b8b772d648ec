/** Who decides: holders of the kind's roles, in the areas of what is decided. Pure. */

import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import { ANYWHERE, type DecisionRule, OF_SUBJECT } from "../../registry/decisions/decisions-key.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { AreaDefinition } from "../../registry/registry-types.ts";
import { sameName } from "../../shared/names.ts";
import { type Authorities, type Authority, authorityFor } from "../authority.ts";
import { everyone, holdingsAs, type Where, type Who } from "../promotion-people.ts";
import type { Elector, Person } from "../promotion-types.ts";

/**
 * The areas of which those who decide must hold one. For a pull request those of its files, for an issue those whose label it has; if
 * there are none, those of the repository. `null`: no area is needed; empty: the role must be held everywhere.
 */
export function areasOfDecision(
  rule: Pick<DecisionRule, "in">,
  facts: PullFacts | IssueFacts,
  index: RegistryIndex,
): readonly string[] | null {
  if (rule.in === ANYWHERE) return null;
  if (rule.in !== OF_SUBJECT) return [rule.in];
  const told = facts.kind === "pull" ? touchedAreas(facts, index) : labelledAreas(facts, index);
  if (told.length > 0) return told;
  return index.registry.areas.filter((area) => liesIn(area, facts.repository.name)).map(({ name }) => name);
}

/** The areas whose people are asked for its files; none if a file is of no area: then the whole repository counts. */
function touchedAreas({ files, repository }: PullFacts, index: RegistryIndex): readonly string[] {
  const found = new Set<string>();
  for (const { path, previousPath } of files.items) {
    for (const name of previousPath === null ? [path] : [path, previousPath]) {
      for (const { areas } of index.areaPathsOf(repository, name)) {
        const [owner] = areas;
        if (owner === undefined) return [];
        found.add(owner);
      }
    }
  }
  // What was not read may be of any area.
  return files.complete ? [...found] : [];
}

function labelledAreas({ labels }: IssueFacts, index: RegistryIndex): readonly string[] {
  const pattern = index.registry.labels.areas ?? null;
  if (pattern === null) return [];
  const [before = "", behind = ""] = pattern.toLowerCase().split("*");
  return [
    ...new Set(
      labels.items.flatMap((label) => {
        const name = label.toLowerCase();
        const isOfArea =
          name.length > before.length + behind.length && name.startsWith(before) && name.endsWith(behind);
        const area = isOfArea ? index.areaNamed(name.slice(before.length, name.length - behind.length)) : null;
        return area === null ? [] : [area.name];
      }),
    ),
  ];
}

function liesIn({ repos }: AreaDefinition, repository: string): boolean {
  return repos.length === 0 || repos.some((name) => sameName(name, repository));
}

export function whoDecides({ by }: Pick<DecisionRule, "by">): Who {
  return { roles: by, exactly: false };
}

/** Where the roles must be held. */
export function placeOfDecision(areas: readonly string[] | null): Where {
  if (areas === null) return "anywhere";
  return areas.length === 0 ? { allOf: [] } : areas;
}

/** Everybody who may decide now; to be frozen when the decision is opened. */
export function electorateOfDecision(
  index: RegistryIndex,
  rule: Pick<DecisionRule, "by">,
  areas: readonly string[] | null,
): readonly Elector[] {
  return everyone(index, whoDecides(rule), placeOfDecision(areas));
}

/** Whether somebody may decide, and so open such a decision. */
export function mayDecide(
  index: RegistryIndex,
  rule: Pick<DecisionRule, "by">,
  areas: readonly string[] | null,
  person: Person,
): boolean {
  return holdingsAs(index, whoDecides(rule), placeOfDecision(areas), person).length > 0;
}

/**
 * The registry that says who decides. For a kind of the organisation's: its own file alone, except for areas of the repository's own.
 * For a kind of the repository's: both together (R45).
 */
export function decisionAuthority(
  authorities: Authorities,
  { level }: Pick<DecisionRule, "level">,
  areas: readonly string[] | null,
): Authority {
  return level === "repository" ? authorities.governing : authorityFor(authorities, areas ?? []);
}
