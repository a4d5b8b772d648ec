/** Makes a registry from a sound draft: defaults filled in, names folded, pinned ids spread. */

import { loginKey } from "../shared/names.ts";
import { peopleOf, teamsOf } from "./holdings.ts";
import { type LabelKey, labelNames } from "./label-key.ts";
import { defaultApprovers } from "./ladder.ts";
import type { Draft } from "./registry-draft.ts";
import type { Fixed } from "./registry-schema.ts";
import type { AreaDefinition, FormerHolding, Registry, RegistryExtension, RegistrySource } from "./registry-types.ts";
import { rungsOf } from "./rungs.ts";
import { writtenRules } from "./sections.ts";
import { valuesOf } from "./setting.ts";
import { APPROVAL, DOCS_KIND, GENERAL, LABELLING, NOMINATION, REVIEWS } from "./settings.ts";

export function registryOf(draft: Draft, source: RegistrySource, labels: readonly LabelKey[]): Registry {
  const { fixed, roles } = draft;
  const names = rungsOf(roles);
  const ladder = { roles: names, approvers: fixed.approval?.from ?? defaultApprovers(names) };
  const { groups } = draft.spread;
  const extension = extensionOf(draft);
  return {
    ...valuesOf(GENERAL, fixed, ladder),
    ...valuesOf(NOMINATION, fixed.promotion, ladder),
    roles,
    areas: areasOf(fixed),
    kinds: { docs: valuesOf(DOCS_KIND, fixed.kinds?.docs, ladder) },
    approval: valuesOf(APPROVAL, fixed.approval, ladder),
    reviews: valuesOf(REVIEWS, fixed.reviews, ladder),
    labels: labelNames(labels, fixed.labels),
    labelling: valuesOf(LABELLING, fixed.labels, ladder),
    people: peopleOf(draft.entries),
    teams: teamsOf(draft.entries),
    ...(groups.length > 0 ? { groups } : {}),
    ...(fixed.emeritus === undefined ? {} : { emeritus: fixed.emeritus.map(formerOf) }),
    sources: [source],
    ...(extension === null ? {} : { extends: extension }),
  };
}

function formerOf(entry: NonNullable<Fixed["emeritus"]>[number]): FormerHolding {
  if (typeof entry === "string") return formerOf({ login: entry });
  const { login, id, was, areas, since, until } = entry;
  return {
    login,
    key: loginKey(login),
    id: id ?? null,
    was: was ?? null,
    areas: [...new Set(areas ?? [])],
    since: since ?? null,
    until: until ?? null,
  };
}

function areasOf({ areas }: Fixed): readonly AreaDefinition[] {
  return Object.entries(areas ?? {}).map(([name, area]) => ({
    name,
    repos: area?.repos ?? [],
    paths: area?.paths ?? [],
    exclusive: area?.exclusive ?? false,
    ...(area?.inherits === false ? { inherits: false } : {}),
    ...(area?.stable === true ? { stable: true as const } : {}),
    approval: {
      ...(area?.approval?.from == null ? {} : { from: area.approval.from }),
      ...(area?.approval?.min == null ? {} : { min: area.approval.min }),
    },
  }));
}

function extensionOf({ fixed, lists }: Draft): RegistryExtension | null {
  if (fixed.extends == null) return null;
  const [owner, name] = fixed.extends === true ? [] : fixed.extends.split("/");
  return {
    repository: owner === undefined || name === undefined ? null : { owner, name },
    written: [...writtenRules(fixed), ...rewrittenRoles(fixed)],
    lists,
  };
}

function rewrittenRoles({ roles }: Fixed): readonly string[] {
  return Object.entries(roles ?? {}).flatMap(([name, role]) => (role == null ? [] : [`roles.${name}`]));
}
