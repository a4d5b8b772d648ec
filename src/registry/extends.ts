/**
 * Joins a repository's own registry with the organisation's that it extends.
 *
 * Lists join, rules override: people, teams, areas and groups of both stand; a rule that the repository's file writes replaces the
 * organisation's. The ladder, its order and its role names are the organisation's; of a role the file may change summary and
 * promotion. The joined registry is asked only about that one repository, so its own people hold nothing elsewhere, and nothing
 * in the organisation's file.
 *
 * What the organisation keeps to itself with `exclusive` stays so. In such an area the file can name nobody, put no area inside,
 * and ask for no less: role and count stay the organisation's, and with such an area in the repository, the rules that would
 * loosen it (`mode`, `author-counts`, `contributors-count`, `lapse`, `lgtm`, `branches`) only ever become stricter. An area's
 * name that both files use is the organisation's, and so is a group's: the file can name the group, and put nobody into it.
 */

import type { LoginKey } from "../shared/names.ts";
import { spread } from "./groups.ts";
import { peopleOf, teamsOf } from "./holdings.ts";
import { joinLabelNames } from "./label-key.ts";
import type { AreaDefinition, Holding, Registry, RoleDefinition, TeamHolding } from "./registry-types.ts";
import { joinedValues, stricterValues } from "./setting.ts";
import { APPROVAL, DOCS_KIND, GENERAL, LABELLING, NOMINATION, REVIEWS } from "./settings.ts";

/** Joining is idempotent: a registry that needs it no more is returned as it is. Throws where `organisation` itself waits. */
export function joined(own: Registry, organisation: Registry): Registry {
  if (own.extends === undefined) return own;
  if (organisation.extends !== undefined)
    throw new Error("the registry that is extended extends another; one step is all");
  const written = new Set(own.extends.written);
  const under = (section: string) => (key: string) => written.has(`${section}${key}`);
  const guarded = organisation.areas.filter((area) => area.exclusive);
  const areas = joinedAreas(own, organisation);
  const named = new Set(areas.map((area) => area.name));
  const closed = new Set(guarded.map((area) => area.name));
  const { entries, groups: ownGroups } = spread(own.extends.lists, organisation.groups);
  const groups = [...ownGroups, ...(organisation.groups ?? [])];
  const fits = ownHoldings(organisation, named, closed);
  const here = own.sources[0]?.repository.name.toLowerCase() ?? "";
  const guards = guarded.some(({ repos }) => repos.length === 0 || repos.some((repo) => repo.toLowerCase() === here));
  const approval = joinedValues(APPROVAL, own.approval, organisation.approval, under("approval."));
  const general = joinedValues(GENERAL, own, organisation, under(""));
  return {
    ...(guards ? stricterValues(GENERAL, general, organisation) : general),
    ...joinedValues(NOMINATION, own, organisation, under("promotion.")),
    roles: organisation.roles.map((role) => {
      const mine = own.roles.find(({ name }) => name === role.name);
      return isRewritten(own, role.name) && mine !== undefined ? withOwnText(role, mine) : role;
    }),
    areas,
    kinds: { docs: joinedValues(DOCS_KIND, own.kinds.docs, organisation.kinds.docs, under("kinds.docs.")) },
    approval: guards ? stricterValues(APPROVAL, approval, organisation.approval) : approval,
    reviews: joinedValues(REVIEWS, own.reviews, organisation.reviews, under("reviews.")),
    labels: joinLabelNames(own.labels, organisation.labels, under("labels.")),
    labelling: joinedValues(LABELLING, own.labelling, organisation.labelling, under("labels.")),
    people: [...pinnedAs(peopleOf(entries).flatMap(fits), organisation.people), ...organisation.people],
    teams: [...teamsOf(entries).flatMap(fits), ...organisation.teams],
    ...(groups.length > 0 ? { groups } : {}),
    ...emeritusOf(own, organisation),
    sources: [...own.sources, ...organisation.sources],
  };
}

/** A role of the organisation's ladder with what the repository's file says about it. */
export function withOwnText(role: RoleDefinition, own: RoleDefinition): RoleDefinition {
  const { promotion, references, closed } = own.promotion === null && own.closed !== true ? role : own;
  const { name, beside, held, inactivity } = role;
  return {
    name,
    summary: own.summary ?? role.summary,
    promotion,
    references,
    ...(beside === true ? { beside } : {}),
    ...(closed === true ? { closed } : {}),
    ...(held === undefined ? {} : { held }),
    ...(inactivity === undefined ? {} : { inactivity }),
  };
}

function isRewritten(own: Registry, role: string): boolean {
  return own.extends?.written.includes(`roles.${role}`) === true;
}

function emeritusOf(own: Registry, organisation: Registry): Pick<Registry, "emeritus"> {
  if (own.emeritus === undefined && organisation.emeritus === undefined) return {};
  const here = (own.emeritus ?? []).map((former) => ({ ...former, level: "repository" as const }));
  return { emeritus: [...here, ...(organisation.emeritus ?? [])] };
}

/** The organisation's areas first: among equally specific ones the repository's own, written last, is the more specific. */
function joinedAreas(own: Registry, organisation: Registry): readonly AreaDefinition[] {
  const taken = new Set(organisation.areas.map((area) => area.name.toLowerCase()));
  const { from, min } = organisation.approval;
  const fixed = organisation.areas.map((area) =>
    area.exclusive ? { ...area, approval: { from, min, ...area.approval } } : area,
  );
  const added = own.areas
    .filter((area) => !taken.has(area.name.toLowerCase()))
    // It was left to the organisation to say where such an area lies, and that does not say it (R77).
    .filter(({ repos, paths }) => repos.length + paths.length > 0)
    .map((area) => ({ ...area, level: "repository" as const }));
  return [...fixed, ...added];
}

/** What remains of a holding of the repository's file. Without its last area it is removed: no areas would mean everywhere. */
function ownHoldings(organisation: Registry, named: ReadonlySet<string>, closed: ReadonlySet<string>) {
  const ladder = new Set(organisation.roles.map((role) => role.name));
  return <T extends Holding | TeamHolding>(holding: T): readonly T[] => {
    if (!ladder.has(holding.role)) return [];
    if (holding.areas.length === 0) return [holding];
    const areas = holding.areas.filter((area) => named.has(area) && !closed.has(area));
    return areas.length === 0 ? [] : [{ ...holding, areas }];
  };
}

/** A person whose id the organisation pins has that id in the repository's file too (R4). */
function pinnedAs(people: readonly Holding[], organisation: readonly Holding[]): readonly Holding[] {
  const pins = new Map<LoginKey, number>();
  for (const { key, id } of organisation) if (id !== null) pins.set(key, id);
  return people.map((holding) => ({ ...holding, id: pins.get(holding.key) ?? holding.id }));
}
