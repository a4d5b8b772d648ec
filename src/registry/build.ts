/** Makes a registry of a sound draft: defaults filled in, names folded, pins spread. */
import { type LoginKey, loginKey } from "../shared/names.ts";
import { type LabelKey, labelNames } from "./label-key.ts";
import { defaultApprovers } from "./ladder.ts";
import type { Draft, DraftEntry } from "./registry-draft.ts";
import type { Entry, Fixed } from "./registry-schema.ts";
import type {
  AreaDefinition,
  FormerHolding,
  Holding,
  Registry,
  RegistryExtension,
  RegistrySource,
  TeamHolding,
} from "./registry-types.ts";
import { rungsOf } from "./rungs.ts";
import { writtenRules } from "./sections.ts";
import { valuesOf } from "./setting.ts";
import { APPROVAL, DOCS_KIND, GENERAL, LABELLING, NOMINATION, REVIEWS } from "./settings.ts";
import { powerlessLogin } from "./spelling.ts";

export function registryOf(draft: Draft, source: RegistrySource, labels: readonly LabelKey[]): Registry {
  const { fixed, roles } = draft;
  const names = rungsOf(roles);
  const ladder = { roles: names, approvers: fixed.approval?.from ?? defaultApprovers(names) };
  const extension = extensionOf(fixed);
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

function extensionOf(fixed: Fixed): RegistryExtension | null {
  if (fixed.extends == null) return null;
  const [owner, name] = fixed.extends === true ? [] : fixed.extends.split("/");
  return {
    repository: owner === undefined || name === undefined ? null : { owner, name },
    written: [...writtenRules(fixed), ...rewrittenRoles(fixed)],
  };
}

function rewrittenRoles({ roles }: Fixed): readonly string[] {
  return Object.entries(roles ?? {}).flatMap(([name, role]) => (role == null ? [] : [`roles.${name}`]));
}

function peopleOf(entries: readonly DraftEntry[]): readonly Holding[] {
  const holdings = entries.flatMap(({ role, entry }) => holdingOf(role, entry) ?? []);
  const pins = new Map<LoginKey, number>();
  for (const { key, id } of holdings) if (id !== null) pins.set(key, id);
  // Pinned once is pinned everywhere: else another entry of the same login would still go to whoever takes that login (R4).
  return holdings.map((holding) => ({ ...holding, id: pins.get(holding.key) ?? null }));
}

function holdingOf(role: string, entry: Entry): Holding | null {
  if (typeof entry === "string") return holdingOf(role, { login: entry });
  if ("team" in entry || powerlessLogin(entry.login) !== null) return null;
  const { login, away } = entry;
  return {
    role,
    login,
    key: loginKey(login),
    id: entry.id ?? null,
    areas: [...new Set(entry.areas ?? [])],
    since: entry.since ?? null,
    affiliation: entry.affiliation ?? null,
    ...(entry.name == null ? {} : { name: entry.name }),
    away: away === false ? null : (away ?? null),
  };
}

function teamsOf(entries: readonly DraftEntry[]): readonly TeamHolding[] {
  return entries.flatMap(({ role, entry }) =>
    typeof entry === "string" || !("team" in entry) ? [] : [{ role, team: entry.team, areas: entry.areas ?? [] }],
  );
}
